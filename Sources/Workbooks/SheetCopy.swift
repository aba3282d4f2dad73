import CSVCodec
package import ReleaseGate
package import Tabular

/// A sheet read whole, ready to be written somewhere else with every cell in its place.
package struct SheetCopy: Sendable {
  package var table: Table
  package var presentation = SheetPresentation()
  /// Merged ranges; `presentation` has them only where somebody puts them there.
  package private(set) var merges: [SheetPreview.Merge] = []
  var findings: [Finding]
  var extras = SheetExtras()
  /// Number formats met.
  var formats: Set<String> = []

  /// Filled cells, the header's too.
  var cells: Int {
    var count = presentation.headerRow == nil ? 0 : table.columns.count { !$0.header.isEmpty }
    for named in table.columns {
      count += named.column.strays.count
      switch named.column.lane {
      case .text(let codes, _): for code in codes where code != TextPool.none { count += 1 }
      case .number(let values, _): for value in values where !value.isNaN { count += 1 }
      case .day(let days): for day in days where day != Day.missing { count += 1 }
      }
    }
    return count
  }

  package init(of book: OpenedWorkbook, sheet: Int) throws {
    let preview = try book.reading.preview(sheet: sheet, rows: 20)
    let isTyped = book.kind == .xlsx || book.types[sheet] != nil
    let header = SheetCopy.header(preview, isTyped: isTyped, known: book.types[sheet]?.headerRow)
    // Cells that know their types need no header to be told apart from; CSV columns do.
    let isHeader = header == preview.rows.first?.number
    let firstRow = header.map { isHeader || !isTyped ? $0 + 1 : 1 } ?? 1
    let scan = try book.reading.scan(sheet: sheet, ScanRequest(firstRow: firstRow, formats: true))
    findings = scan.findings
    extras = scan.extras
    merges = preview.merges
    table = Table(name: book.sheets[sheet].name, origin: scan.origin, rowCount: scan.rowCount)
    presentation.keepsPositions = true
    var headers: [Int: String] = [:]
    if isHeader, let cells = preview.rows.first?.cells {
      for (index, cell) in cells.enumerated() { if case .text(let text) = cell { headers[index] = text } }
      presentation.headerRow = header
    }
    let last = max(headers.keys.max() ?? -1, scan.columns.last?.index ?? -1)
    var columns: [Int: Column] = [:]
    for column in scan.columns { columns[column.index] = column.column }
    for index in 0...max(0, last) where columns[index] != nil || headers[index] != nil {
      table.columns.append(
        Table.Named(
          header: headers[index] ?? "", field: FieldID("sheet", CellName.letters(index)),
          column: columns[index] ?? .missing(rows: scan.rowCount), stood: [(0, index)]))
    }
    if let header, !isHeader, !isTyped { prepend(preview.rows.filter { $0.number <= header }) }
    settle()
    place(scan.formats)
  }

  /// Finds the table rows of formats that single cells have.
  private mutating func place(_ kept: [CellFormat]) {
    formats = Set(kept.map(\.format) + table.columns.compactMap(\.column.format))
    let fields = Dictionary(table.columns.map { ($0.stood[0].column, $0.field) }) { first, _ in first }
    func position(_ sheetRow: Int) -> Int {
      var (low, high) = (0, table.rowCount)
      while low < high {
        let middle = (low + high) / 2
        if Int(table.origin.place(middle).row) >= sheetRow { high = middle } else { low = middle + 1 }
      }
      return low
    }
    for entry in kept {
      guard let field = fields[entry.column] else { continue }
      let rows = position(entry.rows.lowerBound)..<position(entry.rows.upperBound + 1)
      if !rows.isEmpty { presentation.rowFormats[field, default: []].append(.init(rows: rows, format: entry.format)) }
    }
    for field in presentation.rowFormats.keys {
      presentation.rowFormats[field]?.sort { $0.rows.lowerBound < $1.rows.lowerBound }
    }
  }

  /// The row of the headers among the first ones: the first row of texts as wide as the sheet. nil = none.
  private static func header(_ preview: SheetPreview, isTyped: Bool, known: Int?) -> Int? {
    if let known, preview.rows.first?.number == known { return known }
    let width = preview.rows.map { $0.cells.count { !$0.isEmpty } }.max() ?? 0
    for row in preview.rows {
      let filled = row.cells.filter { !$0.isEmpty }
      if isTyped, filled.count != row.cells.count { return nil }
      guard filled.count == width else { continue }
      let isText = filled.allSatisfy { cell in
        guard case .text(let text) = cell else { return false }
        let bytes = Array(text.utf8)
        return isTyped || ScalarText.number(bytes.span) == nil && ScalarText.day(bytes.span) == nil
      }
      return isText ? row.number : nil
    }
    return nil
  }

  /// Puts the rows above the data, title lines and headers, before it as rows of their own.
  private mutating func prepend(_ rows: [SheetPreview.Row]) {
    let count = rows.count
    var origin = Origin()
    for row in rows { origin.append(source: 0, sheetRow: row.number) }
    for run in table.origin.runs.indices {
      let first = table.origin.runs[run]
      let next = run + 1 < table.origin.runs.count ? Int(table.origin.runs[run + 1].tableRow) : table.rowCount
      origin.append(source: 0, sheetRow: Int(first.sheetRow), count: next - Int(first.tableRow))
    }
    for i in table.columns.indices {
      let index = table.columns[i].stood[0].column
      var column = table.columns[i].column
      switch column.lane {
      case .text(let codes, let pool):
        column.lane = .text(codes: Array(repeating: TextPool.none, count: count) + codes, pool: pool)
      case .number(let values, let kind):
        column.lane = .number(Array(repeating: .nan, count: count) + values, kind)
      case .day(let days): column.lane = .day(Array(repeating: Day.missing, count: count) + days)
      }
      var strays: [Column.Stray] = []
      for (r, row) in rows.enumerated() where index < row.cells.count && !row.cells[index].isEmpty {
        strays.append(Column.Stray(row: UInt32(r), cell: row.cells[index]))
      }
      column.strays = strays + column.strays.map { .init(row: $0.row + UInt32(count), cell: $0.cell) }
      table.columns[i].column = column
    }
    table.origin = origin
    table.rowCount += count
  }

  /// A sheet that is nothing but a header and the rows below it is written as a table people like, not as a grid.
  private mutating func settle() {
    let isWhole =
      presentation.headerRow == 1
      && table.columns.enumerated().allSatisfy { !$1.header.isEmpty && $1.stood[0].column == $0 }
    let runs = table.origin.runs
    if isWhole, table.rowCount == 0 || runs.count == 1 && runs[0].sheetRow == 2 { presentation.keepsPositions = false }
  }
}
