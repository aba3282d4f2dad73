import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// Points earned (above 0), redeemed (below 0) and expired (below 0 with an event that says so), up to as-of.
  func points() -> LoyaltySection.Points {
    let table = records.points
    let owners = owners(of: .points)
    let values = table.numbers("points").values
    let days = table.days("date").days
    let expiry = table.days("expires_on").days
    let event = table.texts("event")
    let expiring = Set(settings.words("expiry_events").map { $0.lowercased() })
    var verdict = [Int8](repeating: -1, count: event.pool.count)
    func isExpiry(_ row: Int) -> Bool {
      let code = event.codes[row]
      if code == TextPool.none { return false }
      if verdict[Int(code)] < 0 {
        verdict[Int(code)] = expiring.contains(event.pool.string(code).trimmed.lowercased()) ? 1 : 0
      }
      return verdict[Int(code)] == 1
    }
    let rows = owners.indices.filter { !values[$0].isNaN && days[$0] <= asOf.rawValue && counts(owners[$0]) }
    let gains = rows.filter { values[$0] > 0 }
    let losses = rows.filter { values[$0] < 0 }
    let expired = losses.filter(isExpiry)
    let redeemed = losses.filter { !isExpiry($0) }
    let soon = gains.filter { expiry[$0] > asOf.rawValue && expiry[$0] - asOf.rawValue <= 90 }
    func amount(_ rows: [Int], _ key: String, sign: Double = 1) -> Amount {
      Amount(
        rows.isEmpty && table.count == 0 ? nil : rows.reduce(0) { $0 + sign * values[$1] }, .points, n: rows.count,
        people: distinct(rows, owners), Basis(key, [], window: window, sources: [.points]))
    }
    return LoyaltySection.Points(
      earned: amount(gains, "points.earned"), redeemed: amount(redeemed, "points.redeemed", sign: -1),
      expired: amount(expired, "points.expired", sign: -1), balance: amount(rows, "points.balance"),
      expiring: amount(soon, "points.expiring"),
      using: rate(
        redeemed.filter { owners[$0] >= 0 }, gains.filter { owners[$0] >= 0 }, owners,
        Basis("points.using", [], window: window, sources: [.points])
      ).byPeople,
      negative: negativeLedgers(rows, owners, values, days), months: pointMonths(rows, owners, values, days, isExpiry),
      byEvent: pointEvents(rows, owners, event))
  }

  /// People whose sum falls below zero on some day (a day's entries taken together).
  private func negativeLedgers(_ rows: [Int], _ owners: [Int32], _ values: [Double], _ days: [Int32]) -> Int {
    let sorted = rows.filter { owners[$0] >= 0 }.sorted { (owners[$0], days[$0], $0) < (owners[$1], days[$1], $1) }
    var count = 0
    var i = 0
    while i < sorted.count {
      let owner = owners[sorted[i]]
      var sum = 0.0
      var below = false
      while i < sorted.count, owners[sorted[i]] == owner {
        sum += values[sorted[i]]
        let ends = i + 1 == sorted.count || owners[sorted[i + 1]] != owner || days[sorted[i + 1]] != days[sorted[i]]
        if ends, sum < -1e-9 { below = true }
        i += 1
      }
      if below { count += 1 }
    }
    return count
  }

  private func pointMonths(
    _ rows: [Int], _ owners: [Int32], _ values: [Double], _ days: [Int32], _ isExpiry: (Int) -> Bool
  ) -> [LoyaltySection.Points.Month] {
    let months = months
    guard let first = months.first, !rows.isEmpty else { return [] }
    let numbers = PeriodNumbers(.month, first: first.first.rawValue, last: asOf.rawValue)
    var out = months.map { LoyaltySection.Points.Month(period: $0, earned: 0, redeemed: 0, expired: 0, people: 0) }
    var seen = out.map { _ in Set<Int32>() }
    for row in rows where days[row] >= first.first.rawValue {
      let at = numbers[days[row]]
      let value = Int(max(-1e12, min(1e12, values[row])).rounded())
      if value > 0 {
        out[at].earned += value
      } else if isExpiry(row) {
        out[at].expired -= value
      } else {
        out[at].redeemed -= value
      }
      if owners[row] >= 0 { seen[at].insert(owners[row]) }
    }
    for at in out.indices { out[at].people = seen[at].count }
    return out
  }

  private func pointEvents(_ rows: [Int], _ owners: [Int32], _ event: TextView) -> [Labelled<Tally>] {
    guard records.points.has("event") else { return [] }
    var book = LabelBook()
    let codes = book.numbers(event)
    var members = [[Int]](repeating: [], count: book.names.count + 1)
    for row in rows { members[Int(codes[row]) + 1].append(row) }
    return ordered(members.enumerated().map { ($0 == 0 ? nil : book.names[$0 - 1], $1) }) { $0.count }
      .map { Labelled($0, Tally($1.count, people: distinct($1, owners))) }
  }
}

extension Rate {
  /// The same share with people as its units.
  var byPeople: Rate { Rate(peopleAbove, people, basis) }
}
