import ByteScanning
import ReleaseGate
import Tabular

/// One table made ready to be written: columns with looks and shared strings, and where things stand on its sheets.
struct TablePlan: Sendable {
  let table: Table
  let presentation: SheetPresentation
  var columns: [ColumnPlan]
  var titleNumber: UInt32 = 0
  var titleStyle = 0
  /// The upper line of a two-line header: first and last column, shared string.
  var bands: [(columns: ClosedRange<Int>, number: UInt32)] = []
  var bandStyle = 0
  var choices: [ChoiceRule] = []
  /// Blank rows below the table, on its last sheet.
  var spareRows: Int
  var datesAsText = 0
  /// Rows of a sheet, header included.
  let rowLimit: Int

  var hasTitle: Bool { presentation.title?.isEmpty == false && !presentation.keepsPositions }
  /// Sheet row of the header, from 1; 0 = the headers are not written (a plain copy of a sheet that has none).
  var headerRow: Int {
    if presentation.keepsPositions { return presentation.headerRow ?? 0 }
    return 1 + (hasTitle ? 1 : 0) + (presentation.bands.isEmpty ? 0 : 1)
  }
  /// Sheet row of a table row, from 1: below the header, or where it stood.
  func sheetRow(_ row: Int, in part: Range<Int>) -> Int {
    guard presentation.keepsPositions else { return headerRow + 1 + row - part.lowerBound }
    return (Int(table.origin.place(row).row) - 1) % rowLimit + 1
  }
  /// For people to fill in: problems are to show while they type.
  var isForm: Bool { !choices.isEmpty || presentation.spareRows > 0 || !presentation.inputs.isEmpty }

  /// - Throws: `E245` past 16,384 columns, `E243` for a text no cell can hold.
  init(
    _ table: Table, _ presentation: SheetPresentation, rowLimit: Int, strings: inout SharedStringPlan,
    styles: inout StyleRegistry
  ) throws {
    self.rowLimit = rowLimit
    guard table.columns.count <= XLSXLimits.columns else {
      throw Failure("E245", sheet: table.name, ["\(table.columns.count)", "\(XLSXLimits.columns)"])
    }
    self.table = table
    self.presentation = presentation
    spareRows = max(0, presentation.spareRows)
    columns = []
    columns.reserveCapacity(table.columns.count)
    let annotations = Dictionary(grouping: presentation.annotations, by: \.field)
    let first = TablePlan.firstColumns(table)
    let parts = self.parts
    let sheets = parts.count
    for (i, named) in table.columns.enumerated() {
      // A field that stands twice: remarks go to its first column.
      let remarks = first[named.field] == i ? annotations[named.field] ?? [] : []
      var plan = ColumnPlan(
        header: named.header, field: named.field, kind: ColumnPlan.kind(named.column.lane), column: named.column,
        letters: CellName.letters(TablePlan.sheetColumn(i, of: table, presentation)))
      do {
        try plan.collectTexts(&strings, headers: isHeaderWritten(plan.header) ? sheets : 0, datesAsText: &datesAsText)
      } catch var failure as Failure {
        let row = failure.cell.flatMap { Int($0) }
        let part = parts.first { row.map($0.contains) ?? false }
        failure.cell = "\(plan.letters)\(row.map { sheetRow($0, in: part ?? 0..<1) } ?? max(1, headerRow))"
        throw failure.located(sheet: table.name)
      }
      plan.collectTints(remarks)
      columns.append(plan)
    }
    let measures = columns.map {
      ColumnMeasure($0, rows: table.rowCount, wanted: presentation.formats[$0.field])
    }
    let someWrap = measures.contains(where: \.wraps)
    for i in columns.indices {
      let field = columns[i].field
      let isInput = presentation.inputs.contains(field)
      columns[i].width = measures[i].width
      columns[i].settle(
        &styles, wanted: presentation.formats[field] ?? columns[i].column.format, isInput: isInput,
        wraps: measures[i].wraps, besideWrapping: someWrap,
        formats: first[field] == i ? presentation.rowFormats[field] ?? [] : [])
      var header = CellLook(alignment: .header)
      (header.font, header.fill) = (.header, isInput ? .inputHeader : .header)
      let tint = first[field] == i ? annotations[field]?.first { $0.row == nil }?.tint : nil
      columns[i].headerStyle = styles.number(of: tint.map { header.tinted($0) } ?? header)
    }
    if hasTitle {
      titleNumber = try strings.number(of: presentation.title ?? "", cells: sheets)
      var look = CellLook(alignment: .left)
      look.font = .title
      titleStyle = styles.number(of: look)
    }
    guard !presentation.keepsPositions, !presentation.bands.isEmpty else { return }
    for band in presentation.bands {
      let columns = band.columns.clamped(to: 0..<self.columns.count)
      guard let last = columns.last else { continue }
      bands.append((columns.lowerBound...last, try strings.number(of: band.title, cells: sheets)))
    }
    var look = CellLook(alignment: .header)
    (look.font, look.fill) = (.header, .header)
    bandStyle = styles.number(of: look)
  }

  /// A copy in place shows no header where the sheet had none.
  func isHeaderWritten(_ header: String) -> Bool {
    !presentation.keepsPositions || headerRow > 0 && !header.isEmpty
  }

  /// Sheet column (from 0) of a table column: side by side, or where it stood.
  static func sheetColumn(_ index: Int, of table: Table, _ presentation: SheetPresentation) -> Int {
    presentation.keepsPositions && index >= 0 ? table.columns[index].stood.first?.column ?? index : index
  }

  private static func firstColumns(_ table: Table) -> [FieldID: Int] {
    var first: [FieldID: Int] = [:]
    for (i, named) in table.columns.enumerated() where first[named.field] == nil { first[named.field] = i }
    return first
  }

  func column(of field: FieldID) -> Int? { columns.firstIndex { $0.field == field } }

  /// The rows of the table that each of its sheets holds: as many as fit below the header.
  var parts: [Range<Int>] {
    if presentation.keepsPositions {
      // Rows past a sheet's last one go on in the next sheet, at the same distance from its top.
      var starts = [0]
      for row in 0..<table.rowCount {
        let sheet = (Int(table.origin.place(row).row) - 1) / rowLimit
        while sheet >= starts.count { starts.append(row) }
      }
      return starts.indices.map { starts[$0]..<($0 + 1 < starts.count ? starts[$0 + 1] : table.rowCount) }
    }
    let room = rowLimit - headerRow
    var parts: [Range<Int>] = []
    var start = 0
    repeat {
      parts.append(start..<min(start + room, table.rowCount))
      start += room
    } while start < table.rowCount
    return parts
  }

  /// Excel tables want headers that are there, short enough and unlike each other but for case; where they are not,
  /// a plain filter keeps the headers as they are.
  var isExcelTable: Bool {
    var seen: Set<String> = []
    return !columns.isEmpty && !presentation.keepsPositions && presentation.spans.isEmpty
      && columns.allSatisfy {
        !$0.header.isEmpty && $0.header.utf16.count <= 255 && seen.insert($0.header.lowercased()).inserted
      }
  }
}

extension ColumnPlan {
  fileprivate mutating func collectTexts(_ strings: inout SharedStringPlan, headers: Int, datesAsText: inout Int) throws
  {
    if headers > 0 { headerNumber = try strings.number(of: header, cells: headers) }
    if case .text(let codes, let pool) = column.lane {
      (source, isNumberLikeText) = try strings.add(codes, of: pool)
    }
    // What a spreadsheet cannot hold as it is becomes a stray text.
    let odd = column.unwritable
    datesAsText += odd.count { if case .text = $0.cell { true } else { false } }
    if !odd.isEmpty { column.strays = (column.strays + odd).sorted { $0.row < $1.row } }
    for i in column.strays.indices {
      guard let text = column.strays[i].cell.uncountable else { continue }
      column.strays[i] = Column.Stray(row: column.strays[i].row, cell: .text(text))
      datesAsText += 1
    }
    strayNumbers.reserveCapacity(column.strays.count)
    for stray in column.strays {
      guard case .text(let text) = stray.cell, !text.isEmpty else {
        strayNumbers.append(0)
        continue
      }
      do {
        strayNumbers.append(try strings.number(of: text))
      } catch var failure as Failure {
        failure.cell = String(stray.row)
        throw failure
      }
    }
  }

  fileprivate mutating func collectTints(_ remarks: [SheetPresentation.Annotation]) {
    // Several on one cell: the gravest shows.
    var byRow: [UInt32: SheetPresentation.Tint] = [:]
    for remark in remarks {
      guard let row = remark.row else { continue }
      let key = UInt32(row)
      if let other = byRow[key], other.rawValue <= remark.tint.rawValue { continue }
      byRow[key] = remark.tint
    }
    tints = byRow.map { (row: $0.key, tint: $0.value) }.sorted { $0.row < $1.row }
  }
}

extension Column {
  /// The lane's cells that have no number in a spreadsheet, as what is written instead: dates before 1900 as text,
  /// infinities as `#NUM!`.
  fileprivate var unwritable: [Stray] {
    var out: [Stray] = []
    switch lane {
    case .text: break
    case .day(let days):
      for row in days.indices where days[row] != Day.missing && SerialDay.serial(days[row]) == nil {
        out.append(Stray(row: UInt32(row), cell: .text(Day(rawValue: days[row]).description)))
      }
    case .number(let values, .dateTime):
      for row in values.indices where !values[row].isNaN && SerialDay.serial(values[row]) == nil {
        let cell = values[row].isFinite ? Cell.text(SerialDay.text(values[row])) : .error("#NUM!")
        out.append(Stray(row: UInt32(row), cell: cell))
      }
    case .number(let values, _):
      for row in values.indices where values[row].isInfinite {
        out.append(Stray(row: UInt32(row), cell: .error("#NUM!")))
      }
    }
    return out
  }
}

extension Cell {
  /// A date outside the years a spreadsheet counts, as text.
  fileprivate var uncountable: String? {
    switch self {
    case .day(let day): return SerialDay.serial(day.rawValue) == nil ? day.description : nil
    case .dateTime(let moment):
      return moment.isFinite && SerialDay.serial(moment) == nil ? SerialDay.text(moment) : nil
    default: return nil
    }
  }
}
