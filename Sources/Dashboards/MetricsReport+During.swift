import Metrics

extension MetricsReport {
  /// The whole with what happened in a period in place of what happened at any time; lines and columns over time end
  /// with it.
  func during(_ period: PeriodReport, _ sections: PeriodSections?) -> MetricsReport {
    var copy = self
    copy.period = period
    copy.findings = []
    copy.since = []
    guard let sections else { return copy }
    let last = period.period.last
    func ended(_ other: Period) -> Bool { other.first <= last }
    copy.counts.months.removeAll { !ended($0.period) }
    copy.counts.channels = sections.channels
    copy.churn.months.removeAll { !ended($0.period) }
    copy.churn.quarters.removeAll { !ended($0.period) }
    copy.churn.lostShare = sections.lost
    copy.churn.reasons = sections.reasons
    copy.churn.byChannel = sections.lostBy[.channel] ?? []
    copy.churn.byStage = sections.lostBy[.stage] ?? []
    copy.churn.byCourse = sections.lostBy[.course] ?? []
    copy.satisfaction = sections.satisfaction
    copy.satisfaction.npsByQuarter = satisfaction.npsByQuarter.filter { ended($0.period) }
    copy.satisfaction.csatByQuarter = satisfaction.csatByQuarter.filter { ended($0.period) }
    copy.visits = sections.visits
    copy.visits.effects = []
    copy.visits.months = visits.months.filter { ended($0.period) }
    copy.complaints = sections.complaints
    copy.grading.conversion = sections.conversion
    copy.grading.funnel = sections.funnel
    copy.grading.months.removeAll { !ended($0.period) }
    copy.spending = sections.spending
    copy.loyalty.points.months.removeAll { !ended($0.period) }
    copy.repurchase.repurchase = sections.repurchase
    copy.repurchase.rebuy = sections.rebuy
    copy.repurchase.rebuyFirst = sections.rebuyFirst
    copy.repurchase.rebuySecond = sections.rebuySecond
    copy.repurchase.renewal = sections.renewal
    return copy
  }
}
