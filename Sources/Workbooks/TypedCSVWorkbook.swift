import CSVCodec
import Tabular

/// CSV sheets whose types are remembered: cells come back as what they were before they became text.
struct TypedCSVWorkbook: WorkbookReading {
  private let base: CSVWorkbook
  private let memories: [SheetMemory]

  init(_ base: CSVWorkbook, memories: [SheetMemory]) {
    self.base = base
    self.memories = memories
  }

  var sheets: [SheetInfo] { base.sheets }

  func preview(sheet: Int, rows: Int) throws -> SheetPreview {
    var preview = try base.preview(sheet: sheet, rows: rows)
    guard let recall = try recall(sheet) else { return preview }
    for i in preview.rows.indices {
      let number = preview.rows[i].number
      for column in preview.rows[i].cells.indices {
        if case .text(let text) = preview.rows[i].cells[column] {
          preview.rows[i].cells[column] = recall.cell(text, row: number, column: column)
        }
      }
    }
    return preview
  }

  func scan(sheet: Int, _ request: ScanRequest) throws -> SheetScan {
    guard let recall = try recall(sheet) else { return try base.scan(sheet: sheet, request) }
    var exact = request
    for column in recall.columns.keys { exact.hints[column] = .text }
    var scan = try base.scan(sheet: sheet, exact)
    for i in scan.columns.indices {
      let index = scan.columns[i].index
      guard let type = recall.columns[index] else { continue }
      var column = scan.columns[i].column
      column.format = type.format
      if type.type != .text || recall.strayColumns.contains(index) {
        column = recall.typed(column, index: index, type: type, origin: scan.origin)
      }
      scan.columns[i].column = column
    }
    if request.formats, memories[sheet].isUnchanged {
      scan.formats = (memories[sheet].types?.formats ?? []).compactMap { kept in
        guard kept.first >= 1, kept.last >= kept.first else { return nil }
        return CellFormat(column: kept.column, rows: kept.first...kept.last, format: kept.format)
      }
    }
    return scan
  }

  /// What is remembered of a sheet, matched to the columns it has now; nil = nothing that can be trusted.
  private func recall(_ sheet: Int) throws -> Recall? {
    guard let types = memories[sheet].types else { return nil }
    if memories[sheet].isUnchanged { return Recall(types) }
    // Edited since: column types still hold for columns that are found again by their headers, places do not.
    guard let headerRow = types.headerRow else { return nil }
    let header = try base.preview(sheet: sheet, rows: headerRow + 1).rows.first { $0.number == headerRow }
    var recall = Recall(SheetTypes(sheet: types.sheet, position: types.position, headerRow: headerRow))
    for (index, cell) in (header?.cells ?? []).enumerated() {
      guard case .text(let text) = cell, var type = types.columns.first(where: { $0.header == text }) else { continue }
      type.index = index
      recall.columns[index] = type
    }
    return recall
  }
}

/// Types by place.
struct Recall {
  private struct At: Hashable {
    var row: Int
    var column: Int
  }
  private let headerRow: Int?
  var columns: [Int: SheetTypes.ColumnType] = [:]
  private var strays: [At: CellType] = [:]
  private var exact: [At: Double] = [:]
  private(set) var strayColumns: Set<Int> = []

  init(_ types: SheetTypes) {
    headerRow = types.headerRow
    for column in types.columns { columns[column.index] = column }
    for stray in types.strays {
      strays[At(row: stray.row, column: stray.column)] = stray.type
      strayColumns.insert(stray.column)
    }
    for value in types.exact { exact[At(row: value.row, column: value.column)] = value.value }
  }

  /// The cell a text at a place stands for.
  func cell(_ text: String, row: Int, column: Int) -> Cell {
    if row == headerRow { return .text(text) }
    let at = At(row: row, column: column)
    guard let type = strays[at] ?? columns[column]?.type, let cell = SheetTypes.parse(text, as: type) else {
      return .text(text)
    }
    return exact[at].map { SheetTypes.replacing(cell, with: $0) } ?? cell
  }

  /// A column of texts as the type it had.
  func typed(_ column: Column, index: Int, type: SheetTypes.ColumnType, origin: Origin) -> Column {
    guard case .text(let codes, let pool) = column.lane else { return column }
    var known: [UInt32: Cell] = [:]
    var strayCells: [Column.Stray] = []
    var numbers = [Double](repeating: .nan, count: type.type.isNumber ? codes.count : 0)
    var days = [Int32](repeating: Day.missing, count: type.type == .day ? codes.count : 0)
    var texts = type.type.isNumber || type.type == .day ? [] : codes
    for (row, code) in codes.enumerated() where code != TextPool.none {
      let sheetRow = Int(origin.place(row).row)
      let at = At(row: sheetRow, column: index)
      var cell: Cell
      if sheetRow == headerRow {
        cell = .text(pool.string(code))
      } else if let stray = strays[at] {
        cell = SheetTypes.parse(pool.string(code), as: stray) ?? .text(pool.string(code))
      } else if let seen = known[code] {
        cell = seen
      } else {
        cell = SheetTypes.parse(pool.string(code), as: type.type) ?? .text(pool.string(code))
        known[code] = cell
      }
      if let value = exact[at] { cell = SheetTypes.replacing(cell, with: value) }
      switch (cell, type.type) {
      case (.text, .text): break
      case (.number(let value), .number), (.dateTime(let value), .dateTime), (.time(let value), .time),
        (.duration(let value), .duration):
        numbers[row] = value
      case (.boolean(let value), .boolean): numbers[row] = value ? 1 : 0
      case (.day(let day), .day): days[row] = day.rawValue
      default:
        strayCells.append(Column.Stray(row: UInt32(row), cell: cell))
        if !texts.isEmpty { texts[row] = TextPool.none }
      }
    }
    let lane: Lane
    switch type.type {
    case .day: lane = .day(days)
    case .number: lane = .number(numbers, .plain)
    case .boolean: lane = .number(numbers, .boolean)
    case .dateTime: lane = .number(numbers, .dateTime)
    case .time: lane = .number(numbers, .time)
    case .duration: lane = .number(numbers, .duration)
    case .text, .error: lane = .text(codes: texts, pool: pool)
    }
    return Column(lane, strays: strayCells, lineage: column.lineage, format: type.format)
  }
}

extension CellType {
  var isNumber: Bool {
    switch self {
    case .number, .boolean, .dateTime, .time, .duration: return true
    case .text, .day, .error: return false
    }
  }
}
