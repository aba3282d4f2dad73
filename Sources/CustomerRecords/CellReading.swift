import Tabular

/// What one distinct value of a column was read as.
struct CellReading {
  enum State: UInt8 {
    case unseen, blank, value
    /// Not understood: the cell stays beside the column as a stray.
    case stray
  }
  var state = State.unseen
  /// A kind of the column's `ProblemLog`, 0 = none.
  var problem: UInt8 = 0
  /// The code of a text lane, or the bit pattern of a day.
  var code: UInt32 = TextPool.none
  /// The code of a second value in the companion's pool.
  var second: UInt32 = TextPool.none
  /// A number, or the time of day beside a date (NaN = none).
  var number: Double = .nan

  static let blank: CellReading = {
    var reading = CellReading()
    reading.state = .blank
    return reading
  }()
}
