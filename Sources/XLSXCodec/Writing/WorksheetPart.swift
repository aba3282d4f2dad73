import ByteScanning
import ReleaseGate
import Tabular
import XMLStreaming
import ZipContainer

/// `xl/worksheets/sheetN.xml` (ECMA-376 §18.3.1.99): what stands before and behind the rows, in the order of
/// CT_Worksheet; the rows are made in `WorksheetPart+Rows.swift`.
struct WorksheetPart: Sendable {
  let plan: TablePlan
  /// Rows of the table on this sheet.
  let rows: Range<Int>
  let isFirst: Bool
  /// Blank rows below, on the table's last sheet.
  let spareRows: Int
  let forPartner: Bool
  /// Remarks of this sheet, by sheet row and column.
  let comments: [CommentsPart.Comment]
  /// Columns in which text breaks into lines.
  let wrapping: [Int]

  init(_ plan: TablePlan, rows: Range<Int>, isFirst: Bool, options: XLSXWriteOptions) {
    self.plan = plan
    self.rows = rows
    self.isFirst = isFirst
    let room = plan.rowLimit - plan.headerRow - rows.count
    spareRows = rows.upperBound == plan.table.rowCount ? min(plan.spareRows, room) : 0
    forPartner = options.forPartner
    wrapping = plan.columns.indices.filter { plan.columns[$0].wraps }
    comments = options.forPartner ? [] : CommentsPart.collect(plan, rows: rows)
  }

  var firstDataRow: Int { plan.headerRow + 1 }
  /// The last row with something in it, or kept for something.
  var lastRow: Int {
    guard plan.presentation.keepsPositions else { return plan.headerRow + rows.count + spareRows }
    return rows.isEmpty ? max(1, plan.headerRow) : plan.sheetRow(rows.upperBound - 1, in: rows)
  }
  private var lastLetters: String { plan.columns.last?.letters ?? "A" }
  /// Header and rows; an Excel table has at least one row.
  var tableRange: String { "A\(plan.headerRow):\(lastLetters)\(max(lastRow, firstDataRow))" }

  private func range(_ column: ColumnPlan) -> String {
    "\(column.letters)\(firstDataRow):\(column.letters)\(max(lastRow, firstDataRow))"
  }

  func write(_ name: String, to zip: ZipWriter) throws {
    let (head, tail) = (head, tail)
    let cells = plan.columns.count
    let step = max(8, min(8192, (1 << 20) / (36 * max(1, cells) + 40)))
    let total = rows.count + (plan.columns.contains { $0.paintsBlanks } ? spareRows : 0)
    let chunks = max(1, (total + step - 1) / step)
    let columns = RowColumn.make(plan)
    let most = total * (cells * 64 + 64) + head.count + tail.count
    try zip.add(name, chunks: chunks, upTo: UInt64(most)) { chunk, tape in
      if chunk == 0 { head.withUnsafeBufferPointer { tape.append(contentsOf: $0) } }
      let from = chunk * step
      let to = min(from + step, total)
      if from < to { appendRows(from..<to, columns, to: &tape) }
      if chunk == chunks - 1 { tail.withUnsafeBufferPointer { tape.append(contentsOf: $0) } }
    }
  }

  private var head: [UInt8] {
    var xml = XMLWriter()
    xml.open("worksheet", ["xmlns": OOXML.main, "xmlns:r": OOXML.officeRelationships])
    xml.element("sheetPr") { $0.element("pageSetUpPr", ["fitToPage": "1"]) }
    xml.element("dimension", ["ref": "A1:\(lastLetters)\(max(lastRow, plan.headerRow))"])
    let top = "A\(firstDataRow)"
    xml.element("sheetViews") { xml in
      xml.element("sheetView", ["tabSelected": isFirst ? "1" : nil, "workbookViewId": "0"]) { xml in
        guard plan.headerRow > 0 else { return }
        xml.element(
          "pane",
          ["ySplit": "\(plan.headerRow)", "topLeftCell": top, "activePane": "bottomLeft", "state": "frozen"])
        xml.element("selection", ["pane": "bottomLeft", "activeCell": top, "sqref": top])
      }
    }
    xml.element("sheetFormatPr", ["defaultRowHeight": "16.5"])
    if !plan.columns.isEmpty {
      xml.element("cols") { xml in
        for (i, column) in plan.columns.enumerated() {
          let number = TablePlan.sheetColumn(i, of: plan.table, plan.presentation) + 1
          xml.element(
            "col",
            [
              "min": "\(number)", "max": "\(number)", "width": "\(column.width)",
              "style": emptyStyle(column) == 0 ? nil : "\(emptyStyle(column))", "customWidth": "1",
            ])
        }
      }
    }
    xml.open("sheetData")
    if plan.hasTitle {
      xml.element("row", ["r": "1", "ht": "27", "customHeight": "1"]) { xml in
        xml.element("c", ["r": "A1", "s": "\(plan.titleStyle)", "t": "s"]) {
          $0.element("v", text: "\(plan.titleNumber)")
        }
      }
    }
    if !plan.bands.isEmpty {
      let row = plan.headerRow - 1
      xml.element("row", ["r": "\(row)", "ht": "24", "customHeight": "1"]) { xml in
        for band in plan.bands {
          xml.element(
            "c", ["r": "\(plan.columns[band.columns.lowerBound].letters)\(row)", "s": "\(plan.bandStyle)", "t": "s"]
          ) {
            $0.element("v", text: "\(band.number)")
          }
        }
      }
    }
    if !plan.columns.isEmpty, plan.headerRow > 0 {
      xml.element("row", ["r": "\(plan.headerRow)", "ht": headerHeight, "customHeight": "1"]) { xml in
        for column in plan.columns where plan.isHeaderWritten(column.header) {
          xml.element("c", ["r": "\(column.letters)\(plan.headerRow)", "s": "\(column.headerStyle)", "t": "s"]) {
            $0.element("v", text: "\(column.headerNumber)")
          }
        }
      }
    }
    return xml.bytes
  }

  /// The look of a column's untouched cells. A painted input column is painted cell by cell, not to the sheet's end.
  private func emptyStyle(_ column: ColumnPlan) -> Int { column.paintsBlanks ? 0 : column.style }

  /// Room for the header that breaks into most lines.
  private var headerHeight: String {
    let lines = plan.columns.map { column in
      let room = max(1, Int(column.width) - 4)
      return (max(1, TextWidth.of(column.header)) + room - 1) / room + column.header.count { $0 == "\n" }
    }
    return "\(6 + 18 * min(max(1, lines.max() ?? 1), 10))"
  }

  private var tail: [UInt8] {
    var xml = XMLWriter(declaration: false)
    xml.close("sheetData")
    if !plan.columns.isEmpty, !plan.isExcelTable, !plan.presentation.keepsPositions {
      xml.element("autoFilter", ["ref": tableRange])
    }
    let merged = mergedRanges
    if !merged.isEmpty {
      xml.element("mergeCells", ["count": "\(merged.count)"]) { xml in
        for range in merged { xml.element("mergeCell", ["ref": range]) }
      }
    }
    if plan.isForm, !forPartner { problemFormats(&xml) }
    if !plan.choices.isEmpty, !forPartner {
      xml.element("dataValidations", ["count": "\(plan.choices.count)"]) { xml in
        for choice in plan.choices {
          xml.element(
            "dataValidation",
            [
              "type": "list", "errorStyle": "warning", "allowBlank": "1", "showInputMessage": "1",
              "showErrorMessage": "1", "sqref": range(plan.columns[choice.column]),
            ]
          ) { $0.element("formula1", text: choice.formula) }
        }
      }
    }
    xml.element(
      "pageMargins",
      ["left": "0.4", "right": "0.4", "top": "0.5", "bottom": "0.6", "header": "0.3", "footer": "0.3"])
    xml.element(
      "pageSetup", ["paperSize": "9", "orientation": "landscape", "fitToWidth": "1", "fitToHeight": "0"])
    xml.element("headerFooter") { $0.element("oddFooter", text: "&C&P / &N") }
    let texts = plan.columns.filter(\.isNumberLikeText)
    if !texts.isEmpty {
      xml.element("ignoredErrors") { xml in
        for column in texts { xml.element("ignoredError", ["sqref": range(column), "numberStoredAsText": "1"]) }
      }
    }
    if !comments.isEmpty { xml.element("legacyDrawing", ["r:id": "rIdDrawing"]) }
    if plan.isExcelTable {
      xml.element("tableParts", ["count": "1"]) { $0.element("tablePart", ["r:id": "rIdTable"]) }
    }
    xml.close("worksheet")
    return xml.bytes
  }

  /// Names over several columns, and cells over several rows of this sheet.
  private var mergedRanges: [String] {
    var ranges: [String] = []
    for band in plan.bands where band.columns.count > 1 {
      let row = plan.headerRow - 1
      let (first, last) = (plan.columns[band.columns.lowerBound], plan.columns[band.columns.upperBound])
      ranges.append("\(first.letters)\(row):\(last.letters)\(row)")
    }
    guard !plan.presentation.keepsPositions else { return keptMerges }
    for span in plan.presentation.spans where plan.columns.indices.contains(span.column) {
      let part = span.rows.clamped(to: rows.lowerBound...max(rows.lowerBound, rows.upperBound - 1))
      guard part.count > 1, rows.contains(part.lowerBound), span.rows.overlaps(part) else { continue }
      let letters = plan.columns[span.column].letters
      ranges.append(
        "\(letters)\(plan.sheetRow(part.lowerBound, in: rows)):\(letters)\(plan.sheetRow(part.upperBound, in: rows))")
    }
    return ranges
  }

  /// Ranges merged where they stood; one that reaches into another would be a broken file to Excel.
  private var keptMerges: [String] {
    var taken: [SheetPreview.Merge] = []
    for merge in plan.presentation.merges
    where merge.rows.upperBound <= XLSXLimits.rows && merge.columns.upperBound < XLSXLimits.columns
      && (merge.rows.count > 1 || merge.columns.count > 1)
      && !taken.contains(where: { $0.rows.overlaps(merge.rows) && $0.columns.overlaps(merge.columns) })
    {
      taken.append(merge)
    }
    return taken.map { merge in
      CellName.name(column: merge.columns.lowerBound, row: merge.rows.lowerBound) + ":"
        + CellName.name(column: merge.columns.upperBound, row: merge.rows.upperBound)
    }
  }

  /// In sheets to fill in, cells that cannot be what the column is show at once.
  private func problemFormats(_ xml: inout XMLWriter) {
    var priority = 1
    for (i, column) in plan.columns.enumerated() {
      let cell = "\(column.letters)\(firstDataRow)"
      let formula: String?
      if let choice = plan.choices.first(where: { $0.column == i }) {
        formula = choice.problemFormula(cell: cell)
      } else {
        switch column.kind {
        case .number, .day, .moment: formula = "AND(LEN(\(cell))>0,NOT(ISNUMBER(\(cell))))"
        case .text, .boolean: formula = nil
        }
      }
      guard let formula else { continue }
      xml.element("conditionalFormatting", ["sqref": range(column)]) { xml in
        xml.element(
          "cfRule", ["type": "expression", "dxfId": "\(StyleSheetPart.problemTint)", "priority": "\(priority)"]
        ) { $0.element("formula", text: formula) }
      }
      priority += 1
    }
  }
}
