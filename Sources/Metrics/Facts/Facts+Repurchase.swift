import CustomerRecords
import Statistics
import Tabular

extension Facts {
  func repurchaseSection(period: Period?) -> RepurchaseSection {
    let buyers = people.filter { engagement.purchases.count(Int($0)) > 0 }
    let again = buyers.filter { engagement.purchases.count(Int($0)) > 1 }
    let rebuy = rebuy(period)
    let gaps = purchaseGaps()
    let sources: [TableKind] = [.enrolments]
    let curve = secondPurchase(buyers)
    return RepurchaseSection(
      repurchase: Rate(again.count, buyers.count, Basis("repurchase", [], window: window, sources: sources)),
      rebuy: rebuy.rate, rebuyFirst: rebuy.first, rebuySecond: rebuy.second, renewal: renewal(),
      renewals: renewalCalendar(),
      interval: Amount(
        Quantile.type7(gaps.days, 0.5), .days, n: gaps.days.count, people: gaps.people,
        Basis("purchase_interval", [], window: window, sources: sources)),
      second: curve.steps, secondMedian: curve.median, secondPeople: curve.count,
      secondBasis: Basis("second_purchase", [], window: window, sources: sources))
  }

  /// Who bought in one window and again in the next, of those who bought in the first.
  func rebuy(_ period: Period?) -> (rate: Rate, first: Window, second: Window) {
    let (first, second) = rebuyWindows(period)
    var (inFirst, inBoth) = (0, 0)
    for row in people where bought(Int(row), first) {
      inFirst += 1
      if bought(Int(row), second) { inBoth += 1 }
    }
    let days = [first.first?.description ?? "", first.last.description, second.first?.description ?? ""]
    return (
      Rate(
        inBoth, inFirst,
        Basis(
          "rebuy", days + [second.last.description], window: Window(first: first.first, last: second.last),
          sources: [.enrolments])), first, second
    )
  }

  /// The second window is the period asked for, else the year up to as-of; the first is the one before it.
  private func rebuyWindows(_ period: Period?) -> (Window, Window) {
    if let period {
      let before = period.advanced(by: -1)
      return (Window(first: before.first, last: before.last), window(of: period))
    }
    let start = asOf.advanced(byMonths: -12).advanced(by: 1)
    return (
      Window(first: asOf.advanced(byMonths: -24).advanced(by: 1), last: start.advanced(by: -1)),
      Window(first: start, last: asOf)
    )
  }

  private func bought(_ person: Int, _ window: Window) -> Bool {
    let last = engagement.purchases.last(person, notAfter: window.last.rawValue)
    return last != Day.missing && last >= (window.first?.rawValue ?? Day.missing + 1)
  }

  private func secondPurchase(_ buyers: [Int32]) -> KaplanMeier {
    var days: [Int32] = []
    var happened: [Bool] = []
    for row in buyers {
      let range = engagement.purchases.range(Int(row))
      let first = engagement.purchases.days[range.lowerBound]
      happened.append(range.count > 1)
      days.append((range.count > 1 ? engagement.purchases.days[range.lowerBound + 1] : asOf.rawValue) - first)
    }
    return KaplanMeier(days: days, lost: happened)
  }

  func renewal() -> Rate {
    let span = settings.integer("renewal_days", or: 60)
    let courses = engagement.courses
    var (due, renewed, open) = (0, 0, 0)
    var (duePeople, renewedPeople) = (0, 0)
    for row in people {
      var (mine, mineRenewed) = (false, false)
      for c in courses.range(Int(row)) where courses.end[c] != Day.missing {
        guard countsPurchase(row: Int(courses.row[c])) else { continue }
        let closes = courses.end[c] + Int32(span)
        guard inTimeframe(closes) else { continue }
        guard closes <= asOf.rawValue else {
          open += 1
          continue
        }
        due += 1
        mine = true
        if self.renewed(Int(row), c, by: closes) {
          renewed += 1
          mineRenewed = true
        }
      }
      if mine { duePeople += 1 }
      if mineRenewed { renewedPeople += 1 }
    }
    return Rate(
      renewed, due, people: duePeople, peopleAbove: renewedPeople,
      Basis(
        "renewal", [String(span)], window: window, exclusions: [Exclusion("window_open", open)],
        sources: [.enrolments]))
  }

  /// Ends of the last 12 months and of the coming 6.
  private func renewalCalendar() -> [RepurchaseSection.RenewalMonth] {
    let span = Int32(settings.integer("renewal_days", or: 60))
    let courses = engagement.courses
    let now = Period(.month, containing: asOf)
    var rows = (-12...6).map {
      RepurchaseSection.RenewalMonth(period: now.advanced(by: $0), ending: 0, renewed: 0, open: 0, people: 0)
    }
    let low = rows[0].period.first.rawValue
    let high = rows[rows.count - 1].period.last.rawValue
    let numbers = PeriodNumbers(.month, first: low, last: high)
    var stamp = [Int32](repeating: -1, count: rows.count)
    for row in people {
      for c in courses.range(Int(row)) where courses.end[c] >= low && courses.end[c] <= high {
        guard countsPurchase(row: Int(courses.row[c])) else { continue }
        let at = numbers[courses.end[c]]
        rows[at].ending += 1
        if stamp[at] != row {
          stamp[at] = row
          rows[at].people += 1
        }
        let closes = courses.end[c] + span
        if renewed(Int(row), c, by: min(closes, asOf.rawValue)) {
          rows[at].renewed += 1
        } else if closes > asOf.rawValue {
          rows[at].open += 1
        }
      }
    }
    return rows.contains { $0.ending > 0 } ? rows : []
  }
}
