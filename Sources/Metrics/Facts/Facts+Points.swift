import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// Entries of one kind, with distinct people; each of nobody known counts as one more.
  private struct PointSum {
    var entries = 0
    var points = 0.0
    var people = 0
    var known = 0
  }

  /// Points earned (above 0), redeemed (below 0) and expired (below 0 with an event that says so), up to as-of.
  ///
  /// - Parameter brief: only what a page's filter shows: no events, no look for ledgers below zero.
  func points(brief: Bool) -> LoyaltySection.Points {
    let log = pointLog
    var (all, gains, redeemed, expired, soon) = (PointSum(), PointSum(), PointSum(), PointSum(), PointSum())
    // By person, who was counted in which of them.
    var seen = [UInt8](repeating: 0, count: inside.count)
    func count(_ row: Int, _ sum: inout PointSum, _ bit: UInt8, sign: Double = 1) {
      sum.entries += 1
      sum.points += sign * log.points[row]
      let person = Int(log.person[row])
      guard person >= 0 else { return sum.people += 1 }
      if seen[person] & bit != 0 { return }
      seen[person] |= bit
      sum.people += 1
      sum.known += 1
    }
    var months = PointMonths(self)
    for row in log.points.indices where countsPoints(row) {
      let isExpiry = log.isExpiry(row)
      count(row, &all, 1)
      if log.points[row] > 0 {
        count(row, &gains, 2)
        if log.expires[row] > asOf.rawValue && log.expires[row] - asOf.rawValue <= 90 { count(row, &soon, 4) }
      } else if log.points[row] < 0 {
        if isExpiry { count(row, &expired, 8, sign: -1) } else { count(row, &redeemed, 16, sign: -1) }
      }
      months.add(log, row, isExpiry)
    }
    let isAbsent = records.points.count == 0
    func amount(_ sum: PointSum, _ key: String) -> Amount {
      Amount(
        isAbsent ? nil : sum.points, .points, n: sum.entries, people: sum.people,
        Basis(key, [], window: window, sources: [.points]))
    }
    return LoyaltySection.Points(
      earned: amount(gains, "points.earned"), redeemed: amount(redeemed, "points.redeemed"),
      expired: amount(expired, "points.expired"), balance: amount(all, "points.balance"),
      expiring: amount(soon, "points.expiring"),
      using: Rate(redeemed.known, gains.known, Basis("points.using", [], window: window, sources: [.points])),
      negative: brief ? 0 : negativeLedgers(), months: all.entries == 0 ? [] : months.rows,
      byEvent: brief ? [] : pointEvents())
  }

  private func countsPoints(_ row: Int) -> Bool {
    !pointLog.points[row].isNaN && pointLog.day[row] <= asOf.rawValue && counts(pointLog.person[row])
  }

  /// People whose sum falls below zero on some day (a day's entries taken together).
  private func negativeLedgers() -> Int {
    let (persons, days, points) = (pointLog.person, pointLog.day, pointLog.points)
    var runs = PersonRuns<Int32>(people: inside.count) { add in
      for row in points.indices where persons[row] >= 0 && countsPoints(row) { add(persons[row], Int32(row)) }
    }
    runs.sort { days[Int($0)] < days[Int($1)] }
    return people.count { person in
      var sum = 0.0
      let range = runs.range(person)
      return range.contains { i in
        let row = Int(runs.items[i])
        sum += points[row]
        let ends = i + 1 == range.upperBound || days[Int(runs.items[i + 1])] != days[row]
        return ends && sum < -1e-9
      }
    }
  }

  private func pointEvents() -> [Labelled<Tally>] {
    guard records.points.has("event") else { return [] }
    let events = pointLog.events
    var members = [[Int32]](repeating: [], count: events.names.count + 1)
    for row in pointLog.points.indices where countsPoints(row) {
      members[Int(events.number(row)) + 1].append(pointLog.person[row])
    }
    return ordered(members.enumerated().map { ($0 == 0 ? nil : events.names[$0 - 1], $1) }) { $0.count }
      .map { Labelled($0, Tally($1.count, people: distinct($1))) }
  }
}

/// Points month by month: at most 36, a bit each by person.
private struct PointMonths {
  private(set) var rows: [LoyaltySection.Points.Month]
  private let numbers: PeriodNumbers?
  private let first: Int32
  private var seen: [UInt64]

  init(_ facts: Facts) {
    let months = facts.months
    rows = months.map { .init(period: $0, earned: 0, redeemed: 0, expired: 0, people: 0) }
    first = months.first?.first.rawValue ?? .max
    numbers = months.first.map { PeriodNumbers(.month, first: $0.first.rawValue, last: facts.asOf.rawValue) }
    seen = Array(repeating: 0, count: facts.inside.count)
  }

  mutating func add(_ log: PointLog, _ row: Int, _ isExpiry: Bool) {
    guard let numbers, log.day[row] >= first else { return }
    let at = numbers[log.day[row]]
    let value = Int(max(-1e12, min(1e12, log.points[row])).rounded())
    if value > 0 {
      rows[at].earned += value
    } else if isExpiry {
      rows[at].expired -= value
    } else {
      rows[at].redeemed -= value
    }
    let person = Int(log.person[row])
    guard person >= 0, seen[person] & 1 << UInt64(at) == 0 else { return }
    seen[person] |= 1 << UInt64(at)
    rows[at].people += 1
  }
}
