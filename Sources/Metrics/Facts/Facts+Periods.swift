import CustomerRecords
import RealModule
import Statistics
import Tabular

extension Facts {
  /// The windows a period is compared over. An open period is compared with the same number of days of the others.
  struct Comparison {
    var period: Period
    var now: Window
    var before: Window
    var yearBefore: Window
    var complete: Bool

    init(_ period: Period, asOf: Day) {
      self.period = period
      complete = period.last <= asOf
      let last = min(period.last, max(asOf, period.first))
      now = Window(first: period.first, last: last)
      let days = last - period.first
      func like(_ other: Period) -> Window {
        let wanted = other.first.advanced(by: days)
        let whole = last == period.last
        return Window(first: other.first, last: whole ? other.last : min(other.last, wanted))
      }
      before = like(period.advanced(by: -1))
      yearBefore = like(period.lastYear)
    }

    var windows: [Window] { [now, before, yearBefore] }
  }

  /// The keys a target may name (`target.<key>`, or `target.<key>.<grain>`).
  static let figureKeys: [(key: String, unit: PeriodReport.Figure.Unit, better: Int)] = [
    ("new_customers", .count, 1), ("new_enrolled", .count, 1), ("active", .count, 1), ("lost", .count, -1),
    ("churn", .share, -1), ("reactivated", .count, 1), ("revenue", .money, 1), ("purchases", .count, 1),
    ("average_purchase", .money, 0), ("repurchase", .share, 1), ("renewal", .share, 1), ("nps", .points, 1),
    ("csat", .share, 1), ("visits", .count, 0), ("reached", .share, 1), ("complaints", .count, -1),
  ]

  func periodReport(
    _ comparison: Comparison, _ timeline: StatusTimeline, _ windowed: WindowedFigures
  ) -> PeriodReport {
    let values = comparison.windows.map { window -> [String: PeriodReport.Value] in
      // A window before the data began has nothing to say.
      guard let first = self.window.first, window.last >= first, window.first.map({ $0 <= asOf }) ?? true
      else { return [:] }
      return self.values(window, timeline, windowed)
    }
    let none = PeriodReport.Value(value: nil, people: 0)
    let figures = Facts.figureKeys.map { key, unit, better in
      let now = values[0][key] ?? none
      let before = values[1][key] ?? none
      let change = Facts.change(unit, now, before)
      return PeriodReport.Figure(
        key: key, unit: unit, better: better, now: now, before: before, yearBefore: values[2][key] ?? none,
        target: target(key, unit, comparison.period.grain), change: change.value, changeInterval: change.interval)
    }
    return PeriodReport(
      period: comparison.period, window: comparison.now, complete: comparison.complete, before: comparison.before,
      yearBefore: comparison.yearBefore, figures: figures)
  }

  private func values(
    _ window: Window, _ timeline: StatusTimeline, _ windowed: WindowedFigures
  ) -> [String: PeriodReport.Value] {
    guard let at = windowed.position(window) else { return [:] }
    let f = windowed.figures[at]
    let churn = timeline.span(span(window)) ?? .init(span: span(window))
    var out: [String: PeriodReport.Value] = [:]
    func count(_ key: String, _ value: Int, people: Int? = nil) {
      out[key] = .init(value: Double(value), people: people ?? value)
    }
    func share(_ key: String, _ above: Int, _ below: Int, people: Int? = nil) {
      out[key] = .init(
        value: below == 0 ? nil : Double(above) / Double(below), numerator: above, denominator: below,
        people: people ?? below, interval: Proportion.wilson(above, of: below))
    }
    count("new_customers", f.newCustomers)
    count("new_enrolled", f.newEnrolled)
    count("active", f.active)
    count("lost", churn.becameLost)
    count("reactivated", churn.reactivated)
    share("churn", churn.becameLost, churn.atStart)
    out["revenue"] = .init(value: Double(f.revenueCents) / 100, people: f.buyers, variance: f.revenueSquares)
    count("purchases", f.purchases, people: f.buyers)
    out["average_purchase"] = .init(
      value: f.purchases == 0 ? nil : Double(f.revenueCents) / 100 / Double(f.purchases), people: f.buyers)
    share("repurchase", windowed.repeatersByEnd[at], windowed.buyersByEnd[at])
    share("renewal", f.renewed, f.renewable, people: f.renewablePeople)
    let scores = NetPromoter(promoters: f.nps.promoters, passives: f.nps.passives, detractors: f.nps.detractors)
    // The counts stand in numerator (P − D) and denominator, as in the score's own formula.
    out["nps"] = .init(
      value: scores.score, numerator: scores.promoters - scores.detractors, denominator: scores.n,
      people: f.nps.people, interval: scores.interval)
    share("csat", f.csatGood, f.csatAnswers, people: f.csatPeople)
    count("visits", f.visits, people: f.visitPeople)
    share("reached", f.visitsReached, f.visits, people: f.visitPeople)
    count("complaints", f.complaints, people: f.complaintPeople)
    return out
  }

  static func change(
    _ unit: PeriodReport.Figure.Unit, _ now: PeriodReport.Value, _ before: PeriodReport.Value
  ) -> (value: Double?, interval: Interval?) {
    guard let a = now.value, let b = before.value else { return (nil, nil) }
    switch unit {
    case .share:
      guard let i = now.numerator, let n = now.denominator, let j = before.numerator, let m = before.denominator
      else { return (a - b, nil) }
      let (x, y) = (Proportion.perPerson(i, n, now.people), Proportion.perPerson(j, m, before.people))
      return (a - b, Proportion.difference(x, y)?.interval)
    case .count:
      // Counts as Poisson: the variance of a difference is the sum.
      let half = Normal.z95 * Double.sqrt(a + b)
      return (a - b, a + b > 0 ? Interval(low: a - b - half, high: a - b + half) : nil)
    case .points:
      guard let x = now.interval, let y = before.interval else { return (a - b, nil) }
      let half = Double.sqrt(
        (x.high - x.low) * (x.high - x.low) / 4 + (y.high - y.low) * (y.high - y.low) / 4)
      return (a - b, Interval(low: a - b - half, high: a - b + half))
    case .money:
      guard let x = now.variance, let y = before.variance, x + y > 0 else { return (a - b, nil) }
      let half = Normal.z95 * Double.sqrt(x + y)
      return (a - b, Interval(low: a - b - half, high: a - b + half))
    }
  }

  /// `target.<key>.<grain>` beats `target.<key>`; the latter means a month where it is a count or money.
  private func target(_ key: String, _ unit: PeriodReport.Figure.Unit, _ grain: Grain) -> Double? {
    if let own = Facts.number(settings["target.\(key).\(grain.rawValue)"], unit) { return own }
    let perMonth = unit == .count || unit == .money
    guard !perMonth || grain == .month else { return nil }
    return Facts.number(settings["target.\(key)"], unit)
  }

  /// `0.6`, `60%`, and for shares `60`.
  private static func number(_ text: String?, _ unit: PeriodReport.Figure.Unit) -> Double? {
    guard var text = text?.trimmed, !text.isEmpty else { return nil }
    let percent = text.hasSuffix("%") || text.hasSuffix("％")
    if percent { text = String(text.dropLast()).trimmed }
    guard let value = Double(text), value.isFinite else { return nil }
    if unit == .share { return percent || value > 1 ? value / 100 : value }
    return value
  }

  /// Settings keys `target.…` that name no number.
  var unknownTargets: [String] { settings.keys.filter { $0.hasPrefix("target.") && !Metrics.isTarget($0) } }
}

extension Metrics {
  /// Every key of the settings sheet that sets a target for a month, and for other grains with `.quarter`, `.year` …
  package static let targetKeys = Facts.figureKeys.map { "target." + $0.key }

  /// True for `target.<figure>` and `target.<figure>.<grain>` of a figure that is reported.
  package static func isTarget(_ key: String) -> Bool {
    let parts = key.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, parts.count < 3 || Grain(rawValue: String(parts[2])) != nil else {
      return false
    }
    return targetKeys.contains("target." + parts[1]) && parts[0] == "target"
  }
}
