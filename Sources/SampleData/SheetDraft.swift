import Tabular

/// Fills typed columns row by row; a value that does not fit its column's lane becomes a stray, as in real sheets.
final class SheetDraft {
  enum Shape { case text, number, day }
  private struct Draft {
    var field: FieldID
    var header: String
    var shape: Shape
    var format: String?
    var codes: [UInt32] = []
    var pool = TextPool()
    var index = TextIndex()
    var numbers: [Double] = []
    var days: [Int32] = []
    var strays: [Column.Stray] = []

    mutating func append(_ text: String) { codes.append(index.intern(text, in: &pool)) }
  }
  private var drafts: [Draft] = []
  private let name: String
  private let kind: String
  private(set) var rows = 0
  private var bands: [(title: String, columns: Range<Int>)] = []
  private var spans: [(column: Int, rows: ClosedRange<Int>)] = []

  init(_ kind: String, name: String) {
    self.kind = kind
    self.name = name
  }

  func column(_ field: String, _ header: String, _ shape: Shape = .text, format: String? = nil) {
    drafts.append(Draft(field: FieldID(kind, field), header: header, shape: shape, format: format))
  }

  /// A name over the columns that were added since the last one: the upper line of a two-line header.
  func band(_ title: String) { bands.append((title, (bands.last?.columns.upperBound ?? 0)..<drafts.count)) }

  /// A row with nothing in it, as people leave between one year and the next.
  func skipRow() { append(Array(repeating: .empty, count: drafts.count)) }

  /// The cells of these columns in the newest `count` rows say the same: one merged cell, where there is such a thing.
  func merge(_ columns: [String], last count: Int) {
    for (i, draft) in drafts.enumerated() where columns.contains(String(draft.field.name)) {
      spans.append((i, rows - count...rows - 1))
    }
  }

  /// One row; as many cells as there are columns.
  func append(_ cells: [Cell]) {
    for (i, cell) in cells.enumerated() {
      switch (drafts[i].shape, cell) {
      case (.text, .text(let text)) where !text.isEmpty:
        drafts[i].append(text)
      case (.number, .number(let value)): drafts[i].numbers.append(value)
      case (.day, .day(let day)): drafts[i].days.append(day.rawValue)
      default:
        switch drafts[i].shape {
        case .text: drafts[i].codes.append(TextPool.none)
        case .number: drafts[i].numbers.append(.nan)
        case .day: drafts[i].days.append(Day.missing)
        }
        if !cell.isEmpty { drafts[i].strays.append(Column.Stray(row: UInt32(rows), cell: cell)) }
      }
    }
    rows += 1
  }

  func sheet(title: String? = nil) -> Sample.Sheet {
    let columns = drafts.map { draft -> Table.Named in
      let lane: Lane
      switch draft.shape {
      case .text: lane = .text(codes: draft.codes, pool: draft.pool)
      case .number: lane = .number(draft.numbers, .plain)
      case .day: lane = .day(draft.days)
      }
      return Table.Named(
        header: draft.header, field: draft.field, column: Column(lane, strays: draft.strays, format: draft.format))
    }
    return Sample.Sheet(
      table: Table(name: name, columns: columns, rowCount: rows), title: title, bands: bands, spans: spans)
  }
}

extension Cell {
  static func maybe(_ text: String?) -> Cell { text.map { .text($0) } ?? .empty }
  static func maybe(_ day: Day?) -> Cell { day.map { .day($0) } ?? .empty }
  static func maybe(_ number: Int?) -> Cell { number.map { .number(Double($0)) } ?? .empty }
}
