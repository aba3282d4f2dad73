import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// What a choice of `period` shows: the same numbers as those of the whole, over what happened in it.
  ///
  /// - Parameter first: the first gradings of these people.
  func sections(of period: Period, _ standings: Standings, _ first: [Gradings.First]) -> PeriodSections {
    let window = window(of: period)
    let facts = during(window)
    let joined = joined(in: window)
    let lost = lostBy(window, standings)
    let rebuy = rebuy(period)
    return PeriodSections(
      period: period, satisfaction: facts.satisfactionSection([], brief: true),
      visits: facts.visitSection(brief: true), complaints: facts.complaintSection(),
      conversion: facts.conversion(first), funnel: joined.funnel(), channels: joined.channels(), lost: lost.all,
      lostBy: lost.by, reasons: reasons(lost.people), spending: facts.spendingSection(brief: true),
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
    _ window: Window, _ standings: Standings
  ) -> (all: Rate, by: [Dimension: [Labelled<Rate>]], people: [Int32]) {
    let span = span(window)
    let (before, last) = (standings.index(of: span.before)!, standings.index(of: span.last)!)
    var start: [Int32] = []
    var gone = [Bool](repeating: false, count: inside.count)
    var lost: [Int32] = []
    standings.forEach(people) { person, standing in
      guard standing[before].contains(.enrolled), !standing[before].contains(.lost) else { return }
      start.append(person)
      guard standing[last].contains(.lost) else { return }
      gone[Int(person)] = true
      lost.append(person)
    }
    let basis = Basis("churn.asWas", [], window: window, sources: [.enrolments, .visits])
    var by: [Dimension: [Labelled<Rate>]] = [:]
    for dimension in [Dimension.channel, .stage, .course] {
      guard let codes = dimensions[dimension] else { continue }
      by[dimension] = grouped(start, codes, until: span.before).map { label, members in
        Labelled(label, Rate(members.count { gone[Int($0)] }, members.count, basis))
      }
    }
    return (Rate(lost.count, start.count, basis), by, lost)
  }
}
