package import Statistics
package import Tabular

/// The headline figures of one run, as `metrics --json` saves them: what later runs are compared with (`--since`).
package struct RunFigures: Sendable, Hashable {
  package var asOf: Day
  package var figures: [Figure]

  package struct Figure: Sendable, Hashable {
    package var key: String
    package var unit: PeriodReport.Figure.Unit
    /// Which way is good: +1, −1, 0 = neither.
    package var better: Int
    package var value: Double?
    /// Of shares, and of a score its answers (the denominator).
    package var numerator: Int?
    package var denominator: Int?
    package var people: Int
    package var interval: Interval?
    package init(
      _ key: String, _ unit: PeriodReport.Figure.Unit, better: Int, value: Double?, numerator: Int? = nil,
      denominator: Int? = nil, people: Int, interval: Interval? = nil
    ) {
      self.key = key
      self.unit = unit
      self.better = better
      self.value = value
      self.numerator = numerator
      self.denominator = denominator
      self.people = people
      self.interval = interval
    }

    /// What a reader of `metrics --json` finds at the end of `path`: a number, or an object with its parts.
    package enum Shape: Sendable { case count, share, score, amount }
  }

  package init(asOf: Day, figures: [Figure]) {
    self.asOf = asOf
    self.figures = figures
  }

  /// The figures that are compared, and where `metrics --json` keeps each.
  package static let places: [(key: String, shape: Figure.Shape, better: Int, path: [String])] = [
    ("customers", .count, 1, ["counts", "customers"]), ("enrolled", .count, 1, ["counts", "enrolled"]),
    ("active", .count, 1, ["counts", "active"]), ("lost_share", .share, -1, ["churn"]),
    ("revenue", .amount, 1, ["spending", "revenue"]), ("repurchase", .share, 1, ["repurchase"]),
    ("renewal", .share, 1, ["repurchase", "renewal"]), ("referral", .share, 1, ["referral"]),
    ("nps", .score, 1, ["nps"]), ("csat", .share, 1, ["csat"]), ("reached", .share, 1, ["visits", "reached"]),
    ("complaints_open", .count, -1, ["complaints", "open"]),
  ]

  package init(_ report: MetricsReport) {
    asOf = report.asOf
    func rate(_ key: String, _ better: Int, _ rate: Rate) -> Figure {
      Figure(
        key, .share, better: better, value: rate.value, numerator: rate.numerator, denominator: rate.denominator,
        people: rate.people, interval: rate.interval)
    }
    func count(_ key: String, _ better: Int, _ count: Count) -> Figure {
      Figure(key, .count, better: better, value: Double(count.value), people: count.people)
    }
    let (counts, nps) = (report.counts, report.satisfaction.nps)
    figures = [
      count("customers", 1, counts.customers), count("enrolled", 1, counts.enrolled),
      count("active", 1, counts.active), rate("lost_share", -1, report.churn.lostShare),
      Figure(
        "revenue", .money, better: 1, value: report.spending.revenue.value, people: report.spending.revenue.people),
      rate("repurchase", 1, report.repurchase.repurchase), rate("renewal", 1, report.repurchase.renewal),
      rate("referral", 1, report.loyalty.referral),
      Figure(
        "nps", .points, better: 1, value: nps.value, numerator: nps.counts.promoters - nps.counts.detractors,
        denominator: nps.counts.n, people: nps.people, interval: nps.interval),
      rate("csat", 1, report.satisfaction.csat), rate("reached", 1, report.visits.reached),
      count("complaints_open", -1, report.complaints.open),
    ]
  }

  package func figure(_ key: String) -> Figure? { figures.first { $0.key == key } }
}

extension RunFigures.Figure {
  /// This figure minus a former one, with a 95 % interval where both are shares or scores. The runs share most of
  /// their people, so the interval of two independent samples is wider than need be: it errs towards "no change".
  package func change(from former: RunFigures.Figure) -> (value: Double, interval: Interval?)? {
    func value(_ figure: RunFigures.Figure) -> PeriodReport.Value {
      .init(
        value: figure.value, numerator: figure.numerator, denominator: figure.denominator, people: figure.people,
        interval: figure.interval)
    }
    // Totals over all time only grow: a chance interval says nothing about them.
    let change = Facts.change(unit, value(self), value(former))
    return change.value.map { ($0, unit == .share || unit == .points ? change.interval : nil) }
  }
}
