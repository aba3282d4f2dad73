import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// What a choice of `period` shows: the same numbers as those of the whole, over what happened in it.
  func sections(of period: Period) -> PeriodSections {
    let window = window(of: period)
    let facts = during(window)
    let joined = joined(in: window)
    let lost = lostBy(window)
    let satisfaction = facts.satisfactionSection([])
    let rebuy = rebuy(period)
    return PeriodSections(
      period: period, satisfaction: satisfaction, visits: facts.visitSection(effects: false),
      complaints: facts.complaintSection(),
      conversion: facts.conversions(), funnel: joined.funnel(), channels: joined.channels(), lost: lost.all,
      lostBy: lost.by, reasons: reasons(lost.people), spending: facts.spendingSection(),
      repurchase: repurchase(by: window), rebuy: rebuy.rate, rebuyFirst: rebuy.first, rebuySecond: rebuy.second,
      renewal: facts.renewal())
  }

  /// Customers with two purchase days by the end of a window, of those with one.
  private func repurchase(by window: Window) -> Rate {
    var (buyers, again) = (0, 0)
    for row in people {
      let days = engagement.purchases[Int(row)]
      guard let first = days.first, first <= window.last.rawValue else { continue }
      buyers += 1
      if days.count > 1, days[days.startIndex + 1] <= window.last.rawValue { again += 1 }
    }
    return Rate(again, buyers, Basis("repurchase", [], window: Window(last: window.last), sources: [.enrolments]))
  }

  /// Who became lost in a window, all and by what is known of them.
  private func lostBy(
    _ window: Window
  ) -> (all: Rate, by: [Dimension: [Labelled<Rate>]], people: [Int32]) {
    let (before, last) = ((window.first ?? asOf).rawValue - 1, window.last.rawValue)
    var start: [Int32] = []
    var gone = [Bool](repeating: false, count: inside.count)
    var lost: [Int32] = []
    for row in people {
      let paid = engagement.firstPaid[Int(row)]
      guard paid != Day.missing, paid <= before, !isGone(Int(row), on: before) else { continue }
      start.append(row)
      if isGone(Int(row), on: last) {
        gone[Int(row)] = true
        lost.append(row)
      }
    }
    let basis = Basis("churn.asWas", [], window: window, sources: [.enrolments, .visits])
    var by: [Dimension: [Labelled<Rate>]] = [:]
    for dimension in [Dimension.channel, .stage, .course] {
      guard let codes = dimensions[dimension] else { continue }
      by[dimension] = grouped(start, codes, until: before).map { label, members in
        Labelled(label, Rate(members.count { gone[Int($0)] }, members.count, basis))
      }
    }
    return (Rate(lost.count, start.count, basis), by, lost)
  }

  /// Whether an enrolled person was lost on a day, as the churn of a period counts it: where no course says when it
  /// ends, silence alone decides.
  private func isGone(_ person: Int, on day: Int32) -> Bool {
    let courses = engagement.courses
    if courses.range(person).contains(where: { courses.end[$0] != Day.missing || courses.lessonsLeft[$0] }) {
      return engagement.isLost(person, on: day)
    }
    let last = engagement.interactions.last(person, notAfter: day)
    return last == Day.missing || Int(day) - Int(last) > engagement.inactiveDays
  }
}
