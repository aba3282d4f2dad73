import ByteScanning
import Tabular

/// One wanted column while it is read.
enum ScanLane: Sendable {
  /// No value yet.
  case undecided
  case number(NumberLane)
  case day([Int32])
  case text(TextLane)
  /// Began as numbers or dates, then met something else: to be read again as text.
  case refused
}

/// A column of canonical numbers, and what its spellings have in common.
struct NumberLane: Sendable {
  var values: [Double] = []
  var fewestDecimals = Int.max
  var mostDecimals = 0
  var endsInZero = false

  /// Zeros at the end survive only as a number format, so every value must have the same number of decimals.
  var isFaithful: Bool { !endsInZero || fewestDecimals == mostDecimals }
  var format: String? {
    endsInZero && isFaithful && mostDecimals > 0 ? "0." + String(repeating: "0", count: mostDecimals) : nil
  }

  mutating func join(_ other: NumberLane) {
    values.append(contentsOf: other.values)
    fewestDecimals = min(fewestDecimals, other.fewestDecimals)
    mostDecimals = max(mostDecimals, other.mostDecimals)
    endsInZero = endsInZero || other.endsInZero
  }
}

extension ScanLane {
  /// Adds column `index` of the rows of a batch that are not skipped. `done` rows are in the lane already.
  mutating func append(
    _ batch: RecordBatch, _ bytes: Span<UInt8>, column: Int, rows: Range<Int>, done: Int
  ) {
    switch self {
    case .refused: return
    case .undecided:
      switch ScanLane.kind(batch, bytes, column: column, rows: rows) {
      case .none: return
      case .number:
        var lane = NumberLane()
        lane.values = Array(repeating: .nan, count: done)
        self = .number(lane)
      case .day: self = .day(Array(repeating: Day.missing, count: done))
      case .text:
        var lane = TextLane()
        lane.pad(to: done)
        self = .text(lane)
      }
      append(batch, bytes, column: column, rows: rows, done: done)
    case .text(var lane):
      self = .undecided
      lane.pad(to: done)
      lane.append(batch, bytes, column: column, rows: rows)
      self = .text(lane)
    case .number(var lane):
      self = .undecided
      self = lane.append(batch, bytes, column: column, rows: rows, done: done) ? .number(lane) : .refused
    case .day(var days):
      self = .undecided
      while days.count < done { days.append(Day.missing) }
      let (starts, ends, firsts) = (batch.starts.span, batch.ends.span, batch.rowFirst.span)
      for row in rows {
        let field = Int(firsts[row]) + column
        var value = Day.missing
        if field < Int(firsts[row + 1]), starts[field] < ends[field] {
          guard let day = ScalarText.day(bytes.extracting(Int(starts[field])..<Int(ends[field]))) else {
            self = .refused
            return
          }
          value = day
        }
        days.append(value)
      }
      self = .day(days)
    }
  }

  enum Kind { case number, day, text }

  /// What all values of a column in a batch are; nil where there is none.
  static func kind(_ batch: RecordBatch, _ bytes: Span<UInt8>, column: Int, rows: Range<Int>) -> Kind? {
    var kind: Kind?
    for row in rows {
      let field = Int(batch.rowFirst[row]) + column
      guard field < Int(batch.rowFirst[row + 1]), batch.starts[field] < batch.ends[field] else { continue }
      let text = bytes.extracting(Int(batch.starts[field])..<Int(batch.ends[field]))
      let one: Kind = ScalarText.number(text) != nil ? .number : ScalarText.day(text) != nil ? .day : .text
      if kind == nil { kind = one }
      if one == .text || kind != one { return .text }
    }
    return kind
  }

  /// Joins what was read of the following part of the file; `count` and `otherCount` are the rows of the parts.
  mutating func join(_ other: ScanLane, count: Int, otherCount: Int) {
    // Each lane is taken out before it is changed: two owners would mean a copy of it.
    switch self {
    case .undecided: self = other.after(count)
    case .number(var a):
      self = .undecided
      switch other {
      case .number(let b):
        a.join(b)
        self = a.isFaithful ? .number(a) : .refused
      case .undecided:
        self = .number(a)
        pad(to: count + otherCount)
      default: self = .refused
      }
    case .day(var a):
      self = .undecided
      switch other {
      case .day(let b):
        a.append(contentsOf: b)
        self = .day(a)
      case .undecided:
        self = .day(a)
        pad(to: count + otherCount)
      default: self = .refused
      }
    case .text(var a):
      self = .undecided
      switch other {
      case .text(let b):
        a.join(b)
        self = .text(a)
      case .undecided:
        self = .text(a)
        pad(to: count + otherCount)
      default: self = .refused
      }
    case .refused: break
    }
  }

  /// The lane behind `count` rows without a value.
  private func after(_ count: Int) -> ScanLane {
    switch self {
    case .number(var lane):
      lane.values.insert(contentsOf: repeatElement(.nan, count: count), at: 0)
      return .number(lane)
    case .day(let days): return .day(Array(repeating: Day.missing, count: count) + days)
    case .text(var lane):
      lane.shift(by: count)
      return .text(lane)
    case .undecided, .refused: return self
    }
  }

  mutating func pad(to count: Int) {
    switch self {
    case .number(var lane):
      self = .undecided
      if lane.values.count < count {
        lane.values.append(contentsOf: repeatElement(.nan, count: count - lane.values.count))
      }
      self = .number(lane)
    case .day(var days):
      self = .undecided
      if days.count < count { days.append(contentsOf: repeatElement(Day.missing, count: count - days.count)) }
      self = .day(days)
    case .text(var lane):
      self = .undecided
      lane.pad(to: count)
      self = .text(lane)
    case .undecided, .refused: break
    }
  }
}

extension NumberLane {
  /// False where a value is no canonical number, or the zeros at the ends contradict each other.
  mutating func append(
    _ batch: RecordBatch, _ bytes: Span<UInt8>, column: Int, rows: Range<Int>, done: Int
  ) -> Bool {
    while values.count < done { values.append(.nan) }
    let (starts, ends, firsts) = (batch.starts.span, batch.ends.span, batch.rowFirst.span)
    var (fewest, most, zero) = (fewestDecimals, mostDecimals, endsInZero)
    for row in rows {
      let field = Int(firsts[row]) + column
      var value = Double.nan
      if field < Int(firsts[row + 1]), starts[field] < ends[field] {
        guard let number = ScalarText.number(bytes.extracting(Int(starts[field])..<Int(ends[field]))) else {
          return false
        }
        fewest = min(fewest, number.decimals)
        most = max(most, number.decimals)
        zero = zero || number.endsInZero
        value = number.value
      }
      values.append(value)
    }
    (fewestDecimals, mostDecimals, endsInZero) = (fewest, most, zero)
    return isFaithful
  }
}
