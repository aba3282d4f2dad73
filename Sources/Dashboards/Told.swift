import Localisation

/// A number after the small-number rule: what may be written, what may be drawn, and why something is missing. Its words
/// are made where they are read: most numbers are told in one way of several.
package struct Told: Sendable, Hashable {
  package enum State: Sendable, Hashable {
    case shown
    /// Enough people for a rate, few enough to say so: the chip "small sample".
    case smallSample
    /// Counts may be shown, the rate not.
    case countsOnly
    /// Too few people: nothing is shown.
    case hidden
    /// There is nothing to divide or to measure.
    case missing
  }

  enum Value: Sendable, Hashable {
    case count(Int)
    case rate(Double, places: Int)
    /// Of two rates.
    case difference(Double)
    case score(Double)
    /// A score whose decimal would say too much.
    case wholeScore(Double)
    case money(Double), days(Double), points(Double), number(Double)
    /// What stands in place of a number.
    case words(String)
  }

  let value: Value
  package let low: Double?
  package let high: Double?
  /// How many are behind it, where that is told.
  let n: Int?
  package let state: State
  private let format: NumberFormatting

  init(
    _ value: Value, low: Double? = nil, high: Double? = nil, n: Int? = nil, state: State = .shown,
    _ format: NumberFormatting
  ) {
    self.value = value
    self.low = low
    self.high = high
    self.n = n
    self.state = state
    self.format = format
  }

  /// For cards and labels, shortened.
  package var text: String {
    switch value {
    case .count(let count): format.count(count)
    case .rate(let rate, let places): format.rate(rate, places: places)
    case .difference(let difference):
      (difference > 0 ? "+" : difference < 0 ? NumberFormatting.minus : "") + format.points(difference)
    case .score(let score), .wholeScore(let score): format.signed(score)
    case .money(let yuan): format.money(yuan)
    case .days(let days): format.days(days, places: 1)
    case .points(let points): format.count(Int(points.rounded()))
    case .number(let number): format.plain(number, places: 1)
    case .words(let words): words
    }
  }

  /// For tables and downloads, every digit.
  package var exact: String {
    switch value {
    case .count(let count): format.exact(count)
    case .rate(let rate, _): format.rate(rate)
    case .score(let score): format.signed(score, places: 1)
    case .money(let yuan): format.exactMoney(yuan)
    case .days(let number), .number(let number): format.plain(number)
    case .points(let points): format.exact(Int(points.rounded()))
    case .difference, .wholeScore, .words: text
    }
  }

  /// What a chart may draw; nil wherever `text` is no number.
  package var plot: Double? {
    switch value {
    case .count(let count): Double(count)
    case .rate(let number, _), .difference(let number), .score(let number), .wholeScore(let number),
      .money(let number), .days(let number), .points(let number), .number(let number):
      number
    case .words: nil
    }
  }

  /// Interval and n, or the counts, in words.
  package var note: String {
    isScore ? format.scoreInterval(low: low, high: high, n: n) : format.interval(low: low, high: high, n: n)
  }

  /// The interval alone, for a column headed "95% interval".
  package var range: String {
    isScore ? format.scoreRange(low: low, high: high) : format.range(low: low, high: high)
  }

  private var isScore: Bool { if case .score = value { true } else { false } }
}
