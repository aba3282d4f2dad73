import ByteScanning
import Tabular
import XMLStreaming

/// Reads a worksheet part from libxml2's events (ECMA-376 Part 1 §18.3): the complete way, and the oracle of
/// `RowScanner`, with which it shares the sink for cells.
final class WorksheetReader: XMLSink {
  enum Level {
    case outside, worksheet, sheetData, row, cell, value, inline, inlineRun, text, merges
  }

  var cells: CellSink
  private(set) var merges: [SheetPreview.Merge] = []
  private var found = SheetExtras()
  private(set) var level = Level.outside
  /// Depth below an element that is of no interest.
  private var skipped = 0
  /// The root was no worksheet.
  private(set) var isOther = false
  private var type = CellType.number
  private var style = 0
  private var column = 0
  private var preserve = false
  private var inRun = false
  private var value: [UInt8] = []
  private var hasValue = false
  private var inline: [UInt8] = []
  private var hasInline = false

  var scanner = RowScanner()

  /// What the sheet holds beside its cells.
  var extras: SheetExtras {
    var extras = found
    extras.formulas = cells.formulas
    extras.merges = merges.count
    return extras
  }

  init(cells: consuming CellSink) { self.cells = cells }

  /// Not below something of no interest.
  var isSettled: Bool { skipped == 0 }

  func startElement(_ element: borrowing XMLElement) {
    guard skipped == 0, element.name.isMain else {
      skipped += 1
      return
    }
    let name = element.name
    switch level {
    case .outside where name.isLocal("worksheet"): level = .worksheet
    case .outside:
      isOther = true
      skipped += 1
    case .worksheet where name.isLocal("sheetData"): level = .sheetData
    case .worksheet where name.isLocal("mergeCells"): level = .merges
    case .worksheet:
      note(element)
      skipped += 1
    case .sheetData where name.isLocal("row"): startRow(element)
    case .row where name.isLocal("c"): startCell(element)
    case .cell where name.isLocal("v"):
      level = .value
      hasValue = true
      value.removeAll(keepingCapacity: true)
    case .cell where name.isLocal("f"):
      cells.formulas += 1
      skipped += 1
    case .cell where name.isLocal("is"):
      level = .inline
      hasInline = true
    case .inline where name.isLocal("r"): level = .inlineRun
    case .inline where name.isLocal("t"), .inlineRun where name.isLocal("t"):
      inRun = level == .inlineRun
      level = .text
      value.removeAll(keepingCapacity: true)
      preserve = element.preservesSpace
    case .merges where name.isLocal("mergeCell"):
      if let range = element.attribute("ref").flatMap(CellReference.parseRange) {
        merges.append(SheetPreview.Merge(rows: range.rows, columns: range.columns))
      }
      skipped += 1
    default: skipped += 1
    }
  }

  func characters(_ text: UnsafeBufferPointer<UInt8>) {
    if skipped == 0, level == .value || level == .text { value.append(contentsOf: text) }
  }

  func endElement(_ name: XMLName) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    switch level {
    case .outside: break
    case .worksheet: level = .outside
    case .sheetData, .merges: level = .worksheet
    case .row: level = .sheetData
    case .cell:
      endCell()
      level = .row
    case .value: level = .cell
    case .inline: level = .cell
    case .inlineRun: level = .inline
    case .text:
      value.withUnsafeBufferPointer { inline.append(contentsOf: preserve ? $0 : SheetText.trimmed($0)) }
      level = inRun ? .inlineRun : .inline
    }
  }

  /// What stands beside the rows and stays behind where only values are copied.
  private func note(_ element: borrowing XMLElement) {
    let name = element.name
    if name.isLocal("conditionalFormatting") {
      found.conditionalFormats += 1
    } else if name.isLocal("dataValidations") {
      found.validations += max(1, element.number("count") ?? 1)
    } else if name.isLocal("hyperlinks") {
      found.links += 1
    } else if name.isLocal("drawing") || name.isLocal("picture") {
      found.hasDrawings = true
    } else if name.isLocal("legacyDrawing") {
      found.hasComments = true
    }
  }

  private func startRow(_ element: borrowing XMLElement) {
    level = .row
    guard let text = element.attribute("r") else {
      goTo(row: cells.row + 1)
      return
    }
    let digits = SheetText.trimmed(text)
    guard !digits.isEmpty, digits.count <= 7, digits.allSatisfy({ $0 &- 48 < 10 }) else {
      cells.fail("E225")
      return
    }
    goTo(row: digits.reduce(0) { $0 * 10 + Int($1 - 48) })
  }

  private func goTo(row: Int) {
    if row < 1 || row > CellSink.lastRow { cells.fail("E225") } else { cells.beginRow(row) }
  }

  private func startCell(_ element: borrowing XMLElement) {
    level = .cell
    type = element.attribute("t").map(CellType.of) ?? .number
    style = element.number("s") ?? 0
    hasValue = false
    hasInline = false
    inline.removeAll(keepingCapacity: true)
    guard let text = element.attribute("r") else {
      // Without a place, a cell stands right of the one before.
      column = cells.column + 1
      if column > CellSink.lastColumn { cells.fail("E225") }
      cells.column = column
      return
    }
    guard let place = CellReference.parse(SheetText.trimmed(text)) else {
      cells.fail("E225")
      return
    }
    // The cell knows its row better than the row does: openpyxl and calamine agree on that.
    if place.row != cells.row { cells.beginRow(place.row) }
    column = place.column
    cells.column = column
  }

  private func endCell() {
    // A preview that has its rows goes on only for what stands below them.
    guard cells.failure == nil, !cells.isPast, hasValue || hasInline else { return }
    if hasInline && (type == .inline || !hasValue) {
      inline.withUnsafeBufferPointer { cells.setText(column, $0) }
    } else {
      value.withUnsafeBufferPointer { cells.setValue(column, type, style: style, $0) }
    }
  }
}

extension XMLElement {
  /// `xml:space="preserve"` on this very element.
  var preservesSpace: Bool {
    text("space", in: ["http://www.w3.org/XML/1998/namespace"]) == "preserve"
  }
}
