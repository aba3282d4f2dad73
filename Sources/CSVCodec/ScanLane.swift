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
}

extension ScanLane {
  /// Adds column `column` of the rows of a chunk.
  mutating func append(_ chunk: FieldChunk, column: Int, _ decoder: TextDecoder?) {
    append(chunk.batch, chunk.buffer.span, column: column, rows: chunk.rows, done: chunk.done, decoder)
    if let growth = chunk.growth { reserve(rows: Int(Double(chunk.rows.count) * growth * 1.02)) }
  }

  private mutating func append(
    _ batch: RecordBatch, _ bytes: Span<UInt8>, column: Int, rows: Range<Int>, done: Int, _ decoder: TextDecoder?
  ) {
    switch self {
    case .refused: return
    case .undecided:
      switch ScanLane.kind(batch, bytes, column: column, rows: rows) {
      case .none: return
      case .number: self = .number(NumberLane())
      case .day: self = .day([])
      case .text: self = .text(TextLane())
      }
      append(batch, bytes, column: column, rows: rows, done: done, decoder)
    case .text(var lane):
      self = .undecided
      lane.pad(to: done)
      lane.append(batch, bytes, column: column, rows: rows, decoder)
      self = .text(lane)
    case .number(var lane):
      self = .undecided
      self = lane.append(batch, bytes, column: column, rows: rows, done: done) ? .number(lane) : .refused
    case .day(var days):
      self = .undecided
      let first = done - rows.lowerBound
      days.pad(to: done + rows.count, with: Day.missing)
      var out = days.mutableSpan
      let (starts, ends, firsts) = (batch.starts.span, batch.ends.span, batch.rowFirst.span)
      for row in rows {
        let field = Int(firsts[row]) + column
        guard field < Int(firsts[row + 1]), starts[field] < ends[field] else { continue }
        guard let day = ScalarText.day(bytes, Int(starts[field]), Int(ends[field] &- starts[field])) else {
          self = .refused
          return
        }
        out[first + row] = day
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

  /// Makes room for as many rows as are to be expected.
  private mutating func reserve(rows: Int) {
    switch self {
    case .number(var lane):
      self = .undecided
      lane.values.reserveLarge(rows)
      self = .number(lane)
    case .day(var days):
      self = .undecided
      days.reserveLarge(rows)
      self = .day(days)
    case .text(var lane):
      self = .undecided
      lane.reserve(rows: rows)
      self = .text(lane)
    case .undecided, .refused: break
    }
  }

  mutating func pad(to count: Int) {
    switch self {
    case .number(var lane):
      self = .undecided
      lane.values.pad(to: count, with: .nan)
      self = .number(lane)
    case .day(var days):
      self = .undecided
      days.pad(to: count, with: Day.missing)
      self = .day(days)
    case .text(var lane):
      self = .undecided
      lane.pad(to: count)
      self = .text(lane)
    case .undecided, .refused: break
    }
  }
}

extension Array where Element: BitwiseCopyable {
  /// Fills up to `count` elements.
  mutating func pad(to wanted: Int, with element: Element) {
    if count < wanted { append(contentsOf: repeatElement(element, count: wanted - count)) }
  }
}

extension NumberLane {
  /// False where a value is no canonical number, or the zeros at the ends contradict each other.
  mutating func append(
    _ batch: RecordBatch, _ bytes: Span<UInt8>, column: Int, rows: Range<Int>, done: Int
  ) -> Bool {
    let first = done - rows.lowerBound
    values.pad(to: done + rows.count, with: .nan)
    // Taken out and put back, so that it can be written without looking after the rest.
    var store = values
    values = []
    var out = store.mutableSpan
    let (starts, ends, firsts) = (batch.starts.span, batch.ends.span, batch.rowFirst.span)
    var (fewest, most, zero) = (fewestDecimals, mostDecimals, endsInZero)
    for row in rows {
      let field = Int(firsts[row]) + column
      guard field < Int(firsts[row + 1]), starts[field] < ends[field] else { continue }
      guard let number = ScalarText.number(bytes, Int(starts[field]), Int(ends[field] &- starts[field])) else {
        return false
      }
      fewest = min(fewest, number.decimals)
      most = max(most, number.decimals)
      zero = zero || number.endsInZero
      out[first + row] = number.value
    }
    values = store
    (fewestDecimals, mostDecimals, endsInZero) = (fewest, most, zero)
    return isFaithful
  }
}
