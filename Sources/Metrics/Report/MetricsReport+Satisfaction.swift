package import Statistics

/// NPS and CSAT, where they go, what drives them.
package struct SatisfactionSection: Sendable {
  package var nps: Score
  /// Answers 0 … 10.
  package var npsHistogram: [Int]
  package var npsByQuarter: [ScorePeriod]
  package var npsBy: [ScoreSplit]
  package var csat: Rate
  /// Answers 1 … 5.
  package var csatHistogram: [Int]
  package var csatByQuarter: [RatePeriod]
  package var csatBy: [RateSplit]
  /// Themes of the answers, the strongest effect first.
  package var drivers: [Driver]
  /// Spearman correlation of CSAT with the 0–10 answer in the same row.
  package var csatWithNPS: Correlation?
  package var ratings: [Rating]

  package struct ScorePeriod: Sendable {
    package var period: Period
    package var complete: Bool
    package var score: Score
    package init(period: Period, complete: Bool, score: Score) {
      self.period = period
      self.complete = complete
      self.score = score
    }
  }
  package struct RatePeriod: Sendable {
    package var period: Period
    package var complete: Bool
    package var rate: Rate
    package init(period: Period, complete: Bool, rate: Rate) {
      self.period = period
      self.complete = complete
      self.rate = rate
    }
  }
  package struct ScoreSplit: Sendable {
    package var dimension: Dimension
    package var rows: [Labelled<Score>]
    package init(dimension: Dimension, rows: [Labelled<Score>]) {
      self.dimension = dimension
      self.rows = rows
    }
  }
  package struct RateSplit: Sendable {
    package var dimension: Dimension
    package var rows: [Labelled<Rate>]
    package init(dimension: Dimension, rows: [Labelled<Rate>]) {
      self.dimension = dimension
      self.rows = rows
    }
  }
  /// NPS of answers with a theme minus NPS of those without.
  package struct Driver: Sendable {
    package var theme: String
    package var with: NetPromoter
    package var without: NetPromoter
    package var peopleWith: Int
    package var peopleWithout: Int
    package var difference: Double
    package var interval: Interval
    package init(
      theme: String, with: NetPromoter, without: NetPromoter, peopleWith: Int, peopleWithout: Int,
      difference: Double, interval: Interval
    ) {
      self.theme = theme
      self.with = with
      self.without = without
      self.peopleWith = peopleWith
      self.peopleWithout = peopleWithout
      self.difference = difference
      self.interval = interval
    }
  }
  /// CSAT and NPS of one course or teacher.
  package struct Rating: Sendable {
    /// `.course` or `.teacher`.
    package var dimension: Dimension
    package var label: String
    package var mean: Amount
    package var csat: Rate
    package var nps: Score
    package init(dimension: Dimension, label: String, mean: Amount, csat: Rate, nps: Score) {
      self.dimension = dimension
      self.label = label
      self.mean = mean
      self.csat = csat
      self.nps = nps
    }
  }
}

/// Complaints from arrival to solution.
package struct ComplaintSection: Sendable {
  package var total: Count
  package var open: Count
  /// Complaints ÷ enrolled customers: people who complained among the enrolled.
  package var complaining: Rate
  package var firstAnswer: Duration
  package var solution: Duration
  /// Days to solution of the closed ones, for dots.
  package var daysToSolve: [Int]
  /// Causes (category where no cause is given), largest first: a Pareto list.
  package var causes: [Labelled<Tally>]
  package var categories: [Labelled<Tally>]
  package var channels: [Labelled<Tally>]
  package var owners: [Labelled<Tally>]
  /// Open ones by age in days: 0–7, 8–14, 15–30, 31–60, over 60.
  package var openByAge: [AgeBand]
  package var months: [Labelled<Tally>]
  /// Asked afterwards ÷ solved.
  package var followedUp: Rate
  /// Content (4–5) ÷ asked afterwards.
  package var contentAfter: Rate
  /// People with a second complaint ÷ people with one.
  package var repeating: Rate
  /// With a corrective action noted ÷ solved.
  package var corrected: Rate
  /// Followed by a refund or loss of the customer within 90 days ÷ complaints old enough.
  package var leftAfter: Rate
  package var cost: Amount

  package struct Duration: Sendable {
    /// Kaplan–Meier: still-open ones are censored, not dropped.
    package var median: Amount
    package var p90: Amount
    package var curve: [KaplanMeier.Step]
    package init(median: Amount, p90: Amount, curve: [KaplanMeier.Step]) {
      self.median = median
      self.p90 = p90
      self.curve = curve
    }
  }
  package struct AgeBand: Sendable {
    package var from: Int
    /// nil = no upper end.
    package var to: Int?
    package var tally: Tally
    package init(from: Int, to: Int?, tally: Tally) {
      self.from = from
      self.to = to
      self.tally = tally
    }
  }
}
