import ByteScanning
package import CSVCodec
import ReleaseGate
package import Tabular

/// Carries a workbook from one form into another: XLSX, CSV, a folder of CSVs, in any direction, every value and type
/// kept. Raw data in custody: the result is 0600 and never a partner file.
package enum Conversion {
  package struct Report: Sendable {
    package struct Sheet: Sendable, Equatable {
      package var name: String
      package var rows: Int
      package var columns: Int
      package var cells: Int
      package init(name: String, rows: Int, columns: Int, cells: Int) {
        self.name = name
        self.rows = rows
        self.columns = columns
        self.cells = cells
      }
    }
    package var sheets: [Sheet] = []
    /// What the readers noticed; the source of a place is the sheet's index.
    package var findings: [Finding] = []
    package var sources: [SourceSheet] = []
    /// How CSV sources were understood, one a sheet.
    package var dialects: [CSVDialect] = []
    /// What could not go along, as codes of `templates/strings` with their arguments.
    package var losses: [Loss] = []
    package var written: WrittenWorkbook
  }

  package struct Loss: Sendable, Equatable {
    package var code: String
    package var arguments: [String]
  }

  /// Converts `source` to `target`. Throws what opening, reading and writing throw; nothing is written then.
  @discardableResult
  package static func run(
    from source: String, to target: String, _ open: OpenOptions = OpenOptions(),
    _ write: WriteOptions = WriteOptions()
  ) throws -> Report {
    let book = try Workbooks.open(source, open)
    var options = write
    options.inputs.append(source)
    options.read = try book.digests().map {
      FileDigest(file: Path.name(of: $0.file), bytes: $0.bytes, sha256: $0.sha256)
    }
    let sheets = try book.sheets.indices.map { try SheetCopy(of: book, sheet: $0) }
    let released = sheets.map { sheet in
      Released(sheet.table, through: CompiledView<Custody>.custody(reason: "convert"), presentation: sheet.presentation)
    }
    let written = try Workbooks.write(released, to: target, options)
    var report = Report(written: written)
    for (index, sheet) in sheets.enumerated() {
      report.sheets.append(
        .init(
          name: sheet.table.name, rows: sheet.table.rowCount + (sheet.presentation.headerRow == nil ? 0 : 1),
          columns: sheet.table.columns.count, cells: sheet.cells))
      report.sources.append(book.source(sheet: index))
      report.findings += sheet.findings.map { finding in
        var place = finding.at
        place.source = UInt16(index)
        return Finding(finding.code, finding.severity, at: place, field: finding.field, hint: finding.hint)
      }
    }
    report.findings += book.findings
    report.dialects = book.dialects
    report.losses = try losses(of: book, to: target)
    return report
  }

  private static func losses(of book: OpenedWorkbook, to target: String) throws -> [Loss] {
    var losses: [Loss] = []
    if book.kind == .xlsx { losses.append(Loss(code: "convert.formulas", arguments: [])) }
    let hidden = book.sheets.count { $0.visibility != .visible }
    if hidden > 0 { losses.append(Loss(code: "convert.hidden", arguments: [String(hidden)])) }
    return losses
  }
}

/// A sheet read whole, ready to be written somewhere else with every cell in its place.
struct SheetCopy {
  var table: Table
  var presentation = SheetPresentation()
  var findings: [Finding]

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

  init(of book: OpenedWorkbook, sheet: Int) throws {
    let preview = try book.reading.preview(sheet: sheet, rows: 20)
    let isTyped = book.kind == .xlsx || book.types[sheet] != nil
    let header = SheetCopy.header(preview, isTyped: isTyped, known: book.types[sheet]?.headerRow)
    // Cells that know their types need no header to be told apart from; CSV columns do.
    let isHeader = header == preview.rows.first?.number
    let firstRow = header.map { isHeader || !isTyped ? $0 + 1 : 1 } ?? 1
    let scan = try book.reading.scan(sheet: sheet, ScanRequest(firstRow: firstRow))
    findings = scan.findings
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
