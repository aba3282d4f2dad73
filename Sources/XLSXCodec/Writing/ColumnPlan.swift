import ReleaseGate
import Tabular

/// What a column's lane holds, as its cells are written.
enum CellKind: UInt8, Sendable {
  /// A shared string's number.
  case text
  /// The bits of a Double.
  case number
  /// A serial day, whole.
  case day
  case boolean
  /// A serial with a fraction: the bits of a Double, already counted from 1900.
  case moment
}

/// How one column is written: looks, names and lookups, all settled before the first row.
struct ColumnPlan: Sendable {
  var header: String
  var field: FieldID
  var kind: CellKind
  var column: Column
  /// `A`, `AB` …
  var letters: String
  /// In characters of the body font.
  var width = 10.0
  /// Style of the lane's own cells and of the empty column.
  var style = 0
  /// Style by stray kind and tint; empty where every cell is the lane's own and untinted.
  var variants: [Int] = []
  var headerStyle = 0
  var headerNumber: UInt32 = 0
  /// Into the shared string plan's sources; text lanes only.
  var source = -1
  var numbering = SharedStringPlan.Numbering()
  /// Shared string numbers of the strays that are texts (0 for others), in the order of the strays.
  var strayNumbers: [UInt32] = []
  /// Tinted cells by table row, ascending.
  var tints: [(row: UInt32, tint: SheetPresentation.Tint)] = []
  /// Cells with a number format of their own: table rows, ascending, and styles by kind of cell.
  var formatted: [(rows: Range<Int>, styles: [Int])] = []
  /// Long texts break into lines.
  var wraps = false
  /// Empty cells carry the column's look too.
  var paintsBlanks = false
  /// Text that looks like numbers stays text, and no green triangle says so.
  var isNumberLikeText = false

  /// The kinds that a stray may be, as rows of `variants`.
  enum Variant: Int, CaseIterable {
    case text, number, boolean, day, dateTime, time, duration, error
    init(_ cell: Cell) {
      switch cell {
      case .empty, .text: self = .text
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

  static let tintCount = 6

  /// The style of a cell that is a stray, tinted, or both.
  func style(_ cell: Cell, _ tint: SheetPresentation.Tint?) -> Int {
    let variant = cell.isEmpty ? laneVariant : Variant(cell)
    if variants.isEmpty { return variant == laneVariant ? style : 0 }
    return variants[variant.rawValue * ColumnPlan.tintCount + (tint.map { Int($0.rawValue) + 1 } ?? 0)]
  }

  /// The style of a cell that has a number format of its own.
  func ownStyle(_ cell: Cell, row: Int) -> Int? {
    guard !formatted.isEmpty else { return nil }
    let at = formatted.firstPosition { $0.rows.upperBound > row }
    guard at < formatted.count, formatted[at].rows.contains(row), !cell.isEmpty else { return nil }
    return formatted[at].styles[Variant(cell).rawValue]
  }

  var laneVariant: Variant {
    switch column.lane {
    case .text: return .text
    case .day: return .day
    case .number(_, .plain): return .number
    case .number(_, .boolean): return .boolean
    case .number(_, .dateTime): return .dateTime
    case .number(_, .time): return .time
    case .number(_, .duration): return .duration
    }
  }

  static func kind(_ lane: Lane) -> CellKind {
    switch lane {
    case .text: return .text
    case .day: return .day
    case .number(_, .plain): return .number
    case .number(_, .boolean): return .boolean
    case .number: return .moment
    }
  }
}
