import Foundation
import ReleaseGate
import Tabular

/// What a CSV file cannot say about its cells, kept beside it in `.rollbook/types/`: with it, XLSX → CSV → XLSX keeps
/// every value and type.
struct SheetTypes: Codable, Sendable, Equatable {
  struct ColumnType: Codable, Sendable, Equatable {
    /// File column from 0.
    var index: Int
    var type: CellType
    var format: String?
    /// The header, to find the column again in a file that was edited since.
    var header: String?
  }
  /// A cell of another type than its column.
  struct Stray: Codable, Sendable, Equatable {
    var row: Int
    var column: Int
    var type: CellType
  }
  /// A moment that its spelling to the millisecond does not give back to the last bit.
  struct Exact: Codable, Sendable, Equatable {
    var row: Int
    var column: Int
    var value: Double
  }

  /// A number format that some rows of a column have.
  struct RowFormat: Codable, Sendable, Equatable {
    var first: Int
    var last: Int
    var column: Int
    var format: String
  }

  var version = 1
  /// The sheet's name, which a file name cannot always hold.
  var sheet: String
  /// Its place among the sheets of a folder.
  var position: Int
  /// The digest of the file these types were written with.
  var sha256 = ""
  /// The row (from 1) of the headers; nil = none.
  var headerRow: Int?
  var columns: [ColumnType] = []
  var strays: [Stray] = []
  var exact: [Exact] = []
  /// Rows of the file from 1; nil in notes from before there were any.
  var formats: [RowFormat]?
}

enum CellType: String, Codable, Sendable {
  case text, number, boolean, day, dateTime, time, duration, error
}

extension SheetTypes {
  /// The types of a table as `CSVWriter` writes it.
  init<S: Scope>(of released: Released<S>, position: Int) {
    let table = released.table
    let keeps = released.presentation.keepsPositions
    self.init(sheet: table.name, position: position)
    headerRow = keeps ? released.presentation.headerRow : 1
    func line(_ row: Int) -> Int { keeps ? Int(table.origin.place(row).row) : row + 2 }
    var next = 0
    for named in table.columns {
      let index = keeps ? named.stood.first?.column ?? next : next
      next = max(next, index + 1)
      columns.append(
        ColumnType(
          index: index, type: CellType(named.column.lane),
          format: released.presentation.formats[named.field] ?? named.column.format,
          header: headerRow == nil ? nil : named.header))
      for entry in released.presentation.rowFormats[named.field] ?? [] where !entry.rows.isEmpty {
        let range = RowFormat(
          first: line(entry.rows.lowerBound), last: line(entry.rows.upperBound - 1), column: index, format: entry.format
        )
        formats = (formats ?? []) + [range]
      }
      if case .number(let values, let kind) = named.column.lane, kind != .plain, kind != .boolean {
        for (row, value) in values.enumerated() where !value.isNaN {
          let back =
            kind == .dateTime
            ? SheetTypes.parse(SheetTypes.spelling(.dateTime(value)), as: .dateTime)
            : SheetTypes.parse(SheetTypes.spelling(.duration(value)), as: .duration)
          if SheetTypes.number(back) != value { exact.append(Exact(row: line(row), column: index, value: value)) }
        }
      }
      for stray in named.column.strays {
        guard let type = CellType(stray.cell) else { continue }
        let row = line(Int(stray.row))
        strays.append(Stray(row: row, column: index, type: type))
        let back = SheetTypes.parse(SheetTypes.spelling(stray.cell), as: type)
        if let value = SheetTypes.number(stray.cell), SheetTypes.number(back) != value {
          exact.append(Exact(row: row, column: index, value: value))
        }
      }
    }
  }

  /// Where the types of a CSV file lie.
  static func path(for file: String) -> String {
    Path.joined(Path.folder(of: file), "\(Manifest.folderName)/types/\(Path.name(of: file)).json")
  }

  /// The types kept for a file; nil where there are none or they cannot be understood.
  init?(for file: String) {
    guard let data = FileManager.default.contents(atPath: SheetTypes.path(for: file)),
      let read = try? JSONDecoder().decode(SheetTypes.self, from: data), read.version == 1
    else { return nil }
    self = read
  }
}

extension CellType {
  init(_ lane: Lane) {
    switch lane {
    case .text: self = .text
    case .day: self = .day
    case .number(_, let kind):
      switch kind {
      case .plain: self = .number
      case .boolean: self = .boolean
      case .dateTime: self = .dateTime
      case .time: self = .time
      case .duration: self = .duration
      }
    }
  }

  init?(_ cell: Cell) {
    switch cell {
    case .empty: return nil
    case .text: self = .text
    case .number: self = .number
    case .boolean: self = .boolean
    case .day: self = .day
    case .dateTime: self = .dateTime
    case .time: self = .time
    case .duration: self = .duration
    case .error: self = .error
    }
  }
}
