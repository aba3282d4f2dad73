import Statistics

/// One of the figures a period is told in, in the order of every period report.
struct PeriodFigure: Sendable {
  /// What a target may name (`target.<key>`, or `target.<key>.<grain>`).
  let key: String
  let unit: PeriodReport.Figure.Unit
  /// 1 where more is better, -1 where less is, 0 where neither.
  let better: Int
  let value: @Sendable (Sums) -> PeriodReport.Value

  /// What was counted over the days of a period.
  struct Sums {
    let figures: KeyFigures
    let churn: StatusTimeline.SpanCount
    /// Customers with a first, and with a second purchase day by the end.
    let buyersByEnd: Int
    let repeatersByEnd: Int
  }

  static let all: [PeriodFigure] = [
    .init(key: "new_customers", unit: .count, better: 1) { count($0.figures.newCustomers) },
    .init(key: "new_enrolled", unit: .count, better: 1) { count($0.figures.newEnrolled) },
    .init(key: "active", unit: .count, better: 1) { count($0.figures.active) },
    .init(key: "lost", unit: .count, better: -1) { count($0.churn.becameLost) },
    .init(key: "churn", unit: .share, better: -1) { share($0.churn.becameLost, $0.churn.atStart) },
    .init(key: "reactivated", unit: .count, better: 1) { count($0.churn.reactivated) },
    .init(key: "revenue", unit: .money, better: 1) {
      .init(
        value: Double($0.figures.revenueCents) / 100, people: $0.figures.buyers, variance: $0.figures.revenueSquares)
    },
    .init(key: "purchases", unit: .count, better: 1) { count($0.figures.purchases, people: $0.figures.buyers) },
    .init(key: "average_purchase", unit: .money, better: 0) {
      let f = $0.figures
      return .init(
        value: f.purchases == 0 ? nil : Double(f.revenueCents) / 100 / Double(f.purchases), people: f.buyers)
    },
    .init(key: "repurchase", unit: .share, better: 1) { share($0.repeatersByEnd, $0.buyersByEnd) },
    .init(key: "renewal", unit: .share, better: 1) {
      share($0.figures.renewed, $0.figures.renewable, people: $0.figures.renewablePeople)
    },
    .init(key: "nps", unit: .points, better: 1) {
      let counts = $0.figures.nps
      let scores = NetPromoter(
        promoters: counts.promoters, passives: counts.passives, detractors: counts.detractors)
      // The counts stand in numerator (P − D) and denominator, as in the score's own formula.
      return .init(
        value: scores.score, numerator: scores.promoters - scores.detractors, denominator: scores.n,
        people: counts.people, interval: scores.interval)
    },
    .init(key: "csat", unit: .share, better: 1) {
      share($0.figures.csatGood, $0.figures.csatAnswers, people: $0.figures.csatPeople)
    },
    .init(key: "visits", unit: .count, better: 0) { count($0.figures.visits, people: $0.figures.visitPeople) },
    .init(key: "reached", unit: .share, better: 1) {
      share($0.figures.visitsReached, $0.figures.visitsTold, people: $0.figures.visitPeople)
    },
    .init(key: "complaints", unit: .count, better: -1) {
      count($0.figures.complaints, people: $0.figures.complaintPeople)
    },
  ]

  private static func count(_ value: Int, people: Int? = nil) -> PeriodReport.Value {
    .init(value: Double(value), people: people ?? value)
  }

  private static func share(_ above: Int, _ below: Int, people: Int? = nil) -> PeriodReport.Value {
    .init(
      value: below == 0 ? nil : Double(above) / Double(below), numerator: above, denominator: below,
      people: people ?? below, interval: Proportion.wilson(above, of: below))
  }
}

/// The figures of every window that periods are compared over.
struct PeriodValues: Sendable {
  private let byWindow: [Window: [PeriodReport.Value]]
  private let none = [PeriodReport.Value](repeating: .init(value: nil, people: 0), count: PeriodFigure.all.count)

  init(_ facts: Facts, _ comparisons: [Facts.Comparison], _ timeline: StatusTimeline, _ windowed: WindowedFigures) {
    var byWindow: [Window: [PeriodReport.Value]] = [:]
    for window in comparisons.flatMap(\.windows) where byWindow[window] == nil {
      // A window before the data began has nothing to say.
      guard let begins = facts.window.first, window.last >= begins, window.first.map({ $0 <= facts.asOf }) ?? true,
        let at = windowed.position(window)
      else { continue }
      let sums = PeriodFigure.Sums(
        figures: windowed.figures[at], churn: timeline.span(facts.span(window)),
        buyersByEnd: windowed.buyersByEnd[at], repeatersByEnd: windowed.repeatersByEnd[at])
      byWindow[window] = PeriodFigure.all.map { $0.value(sums) }
    }
    self.byWindow = byWindow
  }

  subscript(window: Window) -> [PeriodReport.Value] { byWindow[window] ?? none }
}
