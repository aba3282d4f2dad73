/// One column: a dense typed lane, and the few cells that did not fit it.
///
/// All lanes of a table have the same number of rows. A row whose cell did not fit is missing in the lane and
/// stands in `strays`, sorted by row; nothing read is ever lost.
package struct Column: Sendable {
  package var lane: Lane
  package var strays: [Stray]
  /// The classes of everything this column was made from; a derived column inherits the strictest.
  package var lineage: FieldSet
  /// A number format to write it with (`0.00`, `¥#,##0.00`, `@`), where one is known.
  package var format: String?

  package init(_ lane: Lane, strays: [Stray] = [], lineage: FieldSet = [], format: String? = nil) {
    self.lane = lane
    self.strays = strays
    self.lineage = lineage
    self.format = format
  }

  package struct Stray: Sendable {
    package let row: UInt32
    package let cell: Cell
    package init(row: UInt32, cell: Cell) {
      self.row = row
      self.cell = cell
    }
  }
}

/// The dense part of a column. Missing: `TextPool.none`, NaN, `Day.missing`.
package enum Lane: Sendable {
  case text(codes: [UInt32], pool: TextPool)
  case number([Double], NumberKind)
  case day([Int32])

  package var count: Int {
    switch self {
    case .text(let codes, _): return codes.count
    case .number(let values, _): return values.count
    case .day(let days): return days.count
    }
  }
}

/// What the numbers of a number lane are.
@usableFromInline package enum NumberKind: UInt8, Sendable {
  case plain
  /// 0 and 1.
  case boolean
  /// Days since 1970-01-01 with a fraction.
  case dateTime
  /// Days, 0 ..< 1.
  case time
  /// Days.
  case duration

  /// The cell of such a number.
  package func cell(_ value: Double) -> Cell {
    switch self {
    case .plain: return .number(value)
    case .boolean: return .boolean(value != 0)
    case .dateTime: return .dateTime(value)
    case .time: return .time(value)
    case .duration: return .duration(value)
    }
  }
}

extension Column {
  package var count: Int { lane.count }

  /// A text column without values.
  package static func missing(rows: Int) -> Column {
    Column(.text(codes: Array(repeating: TextPool.none, count: rows), pool: TextPool()))
  }

  package static func texts(_ values: [String?], lineage: FieldSet = []) -> Column {
    var pool = TextPool()
    var index = TextIndex(capacity: values.count)
    let codes = values.map { value -> UInt32 in
      guard let value else { return TextPool.none }
      return index.intern(value, in: &pool)
    }
    return Column(.text(codes: codes, pool: pool), lineage: lineage)
  }

  package static func numbers(_ values: [Double?], lineage: FieldSet = [], format: String? = nil) -> Column {
    Column(.number(values.map { $0 ?? .nan }, .plain), lineage: lineage, format: format)
  }

  package static func days(_ values: [Day?], lineage: FieldSet = []) -> Column {
    Column(.day(values.map { $0?.rawValue ?? Day.missing }), lineage: lineage)
  }

  /// The cell of one row, lane or stray.
  package func cell(_ row: Int) -> Cell {
    switch lane {
    case .text(let codes, let pool):
      if codes[row] != TextPool.none { return .text(pool.string(codes[row])) }
    case .number(let values, let kind):
      let value = values[row]
      if !value.isNaN { return kind.cell(value) }
    case .day(let days):
      if days[row] != Day.missing { return .day(Day(rawValue: days[row])) }
    }
    return stray(row) ?? .empty
  }

  /// The stray of one row, by bisection.
  package func stray(_ row: Int) -> Cell? {
    if strays.isEmpty { return nil }
    var low = 0
    var high = strays.count
    while low < high {
      let mid = (low + high) / 2
      if strays[mid].row < row { low = mid + 1 } else { high = mid }
    }
    return low < strays.count && strays[low].row == row ? strays[low].cell : nil
  }

  /// The rows of `order`, in that order.
  package func gathered(_ order: [UInt32]) -> Column {
    var copy = self
    switch lane {
    case .text(let codes, let pool): copy.lane = .text(codes: order.map { codes[Int($0)] }, pool: pool)
    case .number(let values, let kind): copy.lane = .number(order.map { values[Int($0)] }, kind)
    case .day(let days): copy.lane = .day(order.map { days[Int($0)] })
    }
    if !strays.isEmpty {
      copy.strays = []
      for (new, old) in order.enumerated() {
        if let cell = stray(Int(old)) { copy.strays.append(Stray(row: UInt32(new), cell: cell)) }
      }
    }
    return copy
  }
}
