package import CustomerRecords

/// How much of a figure may be shown, given how many people stand behind it (metrics.md "Small numbers").
package enum Disclosure: UInt8, Sendable, Comparable {
  /// Neither count nor rate.
  case hidden
  /// The count, no rate.
  case countOnly
  /// Count, rate and interval, with the chip "small sample".
  case smallSample
  case full

  package static func < (a: Disclosure, b: Disclosure) -> Bool { a.rawValue < b.rawValue }

  package var showsCount: Bool { self >= .countOnly }
  package var showsRate: Bool { self >= .smallSample }
}

/// The one rule for small numbers on pages, in exports and in `metrics --json`.
///
/// Fewer people than `small` (or than the view's minimum k, where that is larger): hidden, but 0 is shown. Up to
/// `rate`: the count only. Up to `firm`: with interval and chip. Inside the institution (a view without minimum k)
/// small counts are shown and only their rates are not.
package struct SmallNumberPolicy: Sendable, Equatable {
  package let small: Int
  package let rate: Int
  package let firm: Int
  /// False inside the institution.
  package let hidesCounts: Bool

  package init(small: Int = 5, rate: Int = 10, firm: Int = 30, minimumK: Int? = nil) {
    hidesCounts = minimumK != nil
    self.small = max(small, minimumK ?? 0)
    self.rate = max(rate, self.small)
    self.firm = max(firm, self.rate)
  }

  /// Thresholds from the settings sheet (`small_number`, `small_rate`, `small_sample`) and a view's minimum k (nil =
  /// inside).
  package init(settings: Settings, minimumK: Int?) {
    self.init(
      small: settings.integer("small_number", or: 5), rate: settings.integer("small_rate", or: 10),
      firm: settings.integer("small_sample", or: 30), minimumK: minimumK)
  }

  /// The level of an aggregate over `people` persons, by itself (see `SmallNumbers` for what others give away).
  package func level(people: Int) -> Disclosure {
    if people <= 0 { return .full }
    if people < small { return hidesCounts ? .hidden : .countOnly }
    if people < rate { return .countOnly }
    return people < firm ? .smallSample : .full
  }

  /// The level of a share: a numerator too small to show must not be computable from rate and denominator.
  package func level(numerator: Int, of people: Int) -> Disclosure {
    let whole = level(people: people)
    return hidesCounts && numerator > 0 && numerator < small ? min(whole, .hidden) : whole
  }
}
