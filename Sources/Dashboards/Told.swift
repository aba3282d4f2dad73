import Localisation

/// A number after the small-number rule: what may be written, what may be drawn, and why something is missing.
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

  /// For cards and labels, shortened.
  package let text: String
  /// For tables and downloads, every digit.
  package let exact: String
  /// What a chart may draw; nil wherever `text` is no number.
  package let plot: Double?
  package let low: Double?
  package let high: Double?
  /// Interval and n, or the counts, in words.
  package let note: String
  /// The interval alone, for a column headed "95% interval".
  package let range: String
  package let state: State

  init(
    text: String, exact: String? = nil, plot: Double?, low: Double? = nil, high: Double? = nil, note: String = "",
    range: String = NumberFormatting.missing,
    state: State = .shown
  ) {
    self.text = text
    self.exact = exact ?? text
    self.plot = plot
    self.low = low
    self.high = high
    self.note = note
    self.range = range
    self.state = state
  }
}
