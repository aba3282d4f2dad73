import Metrics

extension MetricsReport {
  /// The whole with what happened in a period in place of what happened at any time.
  func during(_ period: PeriodReport, _ sections: PeriodSections?) -> MetricsReport {
    var copy = self
    copy.period = period
    copy.findings = []
    copy.since = []
    // Who counted at its end.
    if let active = period.figures.first(where: { $0.key == "active" })?.now.value {
      (copy.counts.active.value, copy.counts.active.people) = (Int(active), Int(active))
    }
    if let month = counts.months.last(where: { $0.period.last <= period.period.last })?.figures {
      (copy.counts.customers.value, copy.counts.customers.people) = (month.customers, month.customers)
      (copy.counts.enrolled.value, copy.counts.enrolled.people) = (month.enrolled, month.enrolled)
    }
    guard let sections else { return copy }
    let last = period.period.last
    func ended(_ other: Period) -> Bool { other.first <= last }
    copy.counts.channels = sections.channels
    copy.churn.period = .init(
      period: period.period, complete: period.complete, asWas: sections.lost, asNow: sections.lost, reactivated: 0)
    copy.churn.reasons = sections.reasons
    copy.churn.byChannel = sections.lostBy[.channel] ?? []
    copy.churn.byStage = sections.lostBy[.stage] ?? []
    copy.churn.byCourse = sections.lostBy[.course] ?? []
    copy.satisfaction = sections.satisfaction
    copy.satisfaction.npsByQuarter = satisfaction.npsByQuarter.filter { ended($0.period) }
    copy.visits = sections.visits
    copy.visits.effects = []
    copy.complaints = sections.complaints
    copy.grading.conversion = sections.conversion
    copy.grading.funnel = sections.funnel
    copy.spending = sections.spending
    copy.repurchase.repurchase = sections.repurchase
    copy.repurchase.rebuy = sections.rebuy
    copy.repurchase.rebuyFirst = sections.rebuyFirst
    copy.repurchase.rebuySecond = sections.rebuySecond
    copy.repurchase.renewal = sections.renewal
    return copy
  }
}
