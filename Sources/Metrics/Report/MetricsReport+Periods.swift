package import CustomerRecords
package import Statistics
package import Tabular

/// One period against the one before, the same a year ago, and the targets.
package struct PeriodReport: Sendable {
  package var period: Period
  /// To as-of where the period is still open.
  package var window: Window
  package var complete: Bool
  /// The same number of days of the period before (a whole period where this one is whole).
  package var before: Window
  package var yearBefore: Window
  package var figures: [Figure]

  package struct Figure: Sendable {
    package enum Unit: String, Sendable { case count, share, points, money }
    /// `new_customers`, `new_enrolled`, `active`, `lost`, `churn`, `revenue`, `purchases`, `nps`, `csat`, `visits`,
    /// `reached`, `renewal`, `complaints`, `repurchase` … : phrase `metrics.figure.<key>`, target `target.<key>`.
    package var key: String
    package var unit: Unit
    /// More is better (1), less is better (−1), neither (0).
    package var better: Int
    package var now: Value
    package var before: Value
    package var yearBefore: Value
    package var target: Double?
    /// now − before with a 95 % interval where both sides allow one.
    package var change: Double?
    package var changeInterval: Interval?
    package init(
      key: String, unit: Unit, better: Int, now: Value, before: Value, yearBefore: Value, target: Double?,
      change: Double?, changeInterval: Interval?
    ) {
      self.key = key
      self.unit = unit
      self.better = better
      self.now = now
      self.before = before
      self.yearBefore = yearBefore
      self.target = target
      self.change = change
      self.changeInterval = changeInterval
    }
    /// nil without a target or a value.
    package var targetMet: Bool? {
      guard let target, let value = now.value else { return nil }
      return better < 0 ? value <= target : value >= target
    }
  }

  package struct Value: Hashable, Sendable {
    /// Shares as fractions, NPS −100…100, money in currency units.
    package var value: Double?
    package var numerator: Int?
    package var denominator: Int?
    package var people: Int
    package var interval: Interval?
    /// Of sums of money: their variance, purchases coming by chance (a compound Poisson sum: the squared purchases).
    package var variance: Double?
    package init(
      value: Double?, numerator: Int? = nil, denominator: Int? = nil, people: Int, interval: Interval? = nil,
      variance: Double? = nil
    ) {
      self.value = value.flatMap { $0.isFinite ? $0 : nil }
      self.numerator = numerator
      self.denominator = denominator
      self.people = people
      self.interval = interval
      self.variance = variance
    }
  }
}

/// A plain-language finding: a key and its arguments; the sentence is phrase `metrics.finding.<key>`.
package struct Insight: Sendable {
  package enum Direction: String, Sendable { case good, bad, neutral }
  package enum Argument: Hashable, Sendable {
    case text(String)
    /// A value of a choice or free label from the data; nil = not filled in.
    case label(String?)
    case count(Int)
    case share(Double)
    /// Percentage points, signed, as a fraction.
    case shareChange(Double)
    case points(Double)
    case money(Double)
    case days(Int)
    case day(Day)
    case period(String)
    /// A figure's name: phrase `metrics.figure.<key>`.
    case figure(String)
    /// A dimension's name: phrase `metrics.dimension.<key>`.
    case dimension(Dimension)
    case interval(Interval, percent: Bool)
  }
  package var key: String
  package var arguments: [Argument]
  /// The section it belongs to: `retention`, `churn`, `satisfaction`, `repurchase`, `grading`, `visits` …
  package var section: String
  package var direction: Direction
  /// People concerned × size of effect × certainty: what findings are ordered by.
  package var weight: Double
  /// How far the effect lies outside its own noise: 1 − p.
  package var certainty: Double
  package var people: Int
  /// The rows behind it: table and row numbers, ascending.
  package var table: TableKind
  package var rows: [UInt32]
  package init(
    key: String, arguments: [Argument], section: String, direction: Direction, weight: Double, certainty: Double,
    people: Int, table: TableKind, rows: [UInt32]
  ) {
    self.key = key
    self.arguments = arguments
    self.section = section
    self.direction = direction
    self.weight = weight
    self.certainty = certainty
    self.people = people
    self.table = table
    self.rows = rows
  }
}
