import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// Points earned (above 0), redeemed (below 0) and expired (below 0 with an event that says so), up to as-of.
  ///
  /// - Parameter brief: only what a page's filter shows: no events, no look for ledgers below zero.
  func points(brief: Bool) -> LoyaltySection.Points {
    let rows = pointLog.entries.filter { counts($0.person) }
    let gains = rows.filter { $0.points > 0 }
    let losses = rows.filter { $0.points < 0 }
    let expired = losses.filter { $0.isExpiry }
    let redeemed = losses.filter { !$0.isExpiry }
    let soon = gains.filter { $0.expires > asOf.rawValue && $0.expires - asOf.rawValue <= 90 }
    let isAbsent = records.points.count == 0
    func amount(_ rows: [PointLog.Entry], _ key: String, sign: Double = 1) -> Amount {
      Amount(
        rows.isEmpty && isAbsent ? nil : rows.reduce(0) { $0 + sign * $1.points }, .points, n: rows.count,
        people: distinct(rows.lazy.map(\.person)), Basis(key, [], window: window, sources: [.points]))
    }
    func known(_ rows: [PointLog.Entry]) -> Int { distinct(rows.lazy.map(\.person).filter { $0 >= 0 }) }
    return LoyaltySection.Points(
      earned: amount(gains, "points.earned"), redeemed: amount(redeemed, "points.redeemed", sign: -1),
      expired: amount(expired, "points.expired", sign: -1), balance: amount(rows, "points.balance"),
      expiring: amount(soon, "points.expiring"),
      using: Rate(known(redeemed), known(gains), Basis("points.using", [], window: window, sources: [.points])),
      negative: brief ? 0 : negativeLedgers(rows), months: pointMonths(rows), byEvent: brief ? [] : pointEvents(rows))
  }

  /// People whose sum falls below zero on some day (a day's entries taken together).
  private func negativeLedgers(_ rows: [PointLog.Entry]) -> Int {
    let sorted = rows.indices.filter { rows[$0].person >= 0 }
      .sorted { (rows[$0].person, rows[$0].day, $0) < (rows[$1].person, rows[$1].day, $1) }.map { rows[$0] }
    var count = 0
    var i = 0
    while i < sorted.count {
      let person = sorted[i].person
      var sum = 0.0
      var below = false
      while i < sorted.count, sorted[i].person == person {
        sum += sorted[i].points
        let ends = i + 1 == sorted.count || sorted[i + 1].person != person || sorted[i + 1].day != sorted[i].day
        if ends, sum < -1e-9 { below = true }
        i += 1
      }
      if below { count += 1 }
    }
    return count
  }

  private func pointMonths(_ rows: [PointLog.Entry]) -> [LoyaltySection.Points.Month] {
    let months = months
    guard let first = months.first, !rows.isEmpty else { return [] }
    let numbers = PeriodNumbers(.month, first: first.first.rawValue, last: asOf.rawValue)
    var out = months.map { LoyaltySection.Points.Month(period: $0, earned: 0, redeemed: 0, expired: 0, people: 0) }
    // At most 36 months: a bit each, by person.
    var seen = [UInt64](repeating: 0, count: inside.count)
    for row in rows where row.day >= first.first.rawValue {
      let at = numbers[row.day]
      let value = Int(max(-1e12, min(1e12, row.points)).rounded())
      if value > 0 {
        out[at].earned += value
      } else if row.isExpiry {
        out[at].expired -= value
      } else {
        out[at].redeemed -= value
      }
      guard row.person >= 0, seen[Int(row.person)] & 1 << UInt64(at) == 0 else { continue }
      seen[Int(row.person)] |= 1 << UInt64(at)
      out[at].people += 1
    }
    return out
  }

  private func pointEvents(_ rows: [PointLog.Entry]) -> [Labelled<Tally>] {
    guard records.points.has("event") else { return [] }
    var members = [[Int32]](repeating: [], count: pointLog.events.count + 1)
    for row in rows { members[Int(row.event) + 1].append(row.person) }
    return ordered(members.enumerated().map { ($0 == 0 ? nil : pointLog.events[$0 - 1], $1) }) { $0.count }
      .map { Labelled($0, Tally($1.count, people: distinct($1))) }
  }
}
