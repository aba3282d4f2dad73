import ByteScanning
package import CustomerRecords
package import Tabular

/// Who brought whom (R4.6): links from the referrer's name, phone or number, without loops, and what follows.
///
/// By customer row; links stand at the row that represents a person.
package struct Referrals: Sendable {
  /// The referrer's row; `none` where nobody is named, `unknown` where the name is nobody's, `ambiguous` where it is
  /// several people's, `staff` where it is a member of staff.
  package let referrer: [Int32]
  package static let none: Int32 = -1
  package static let unknown: Int32 = -2
  package static let ambiguous: Int32 = -3
  package static let staff: Int32 = -4

  /// People a person brought directly, and of those the ones who are enrolled.
  package let direct: [Int32]
  package let directEnrolled: [Int32]
  /// Everybody down the chain, and what they paid, in cents.
  package let descendants: [Int32]
  package let revenueBehind: [Int64]
  /// Steps up to the start of the chain; 0 for somebody nobody referred.
  package let depth: [Int32]
  package let findings: [Finding]

  package var longestChain: Int { Int(depth.max() ?? 0) }

  package init(_ records: Records, engagement: Engagement) {
    let rows = records.customers.count
    var links = ReferralLinker(records)
    var referrer = [Int32](repeating: Referrals.none, count: rows)
    if records.customers.has("referrer") { referrer = links.links() }
    Referrals.openLoops(&referrer, records, engagement, &links.findings)
    var (direct, enrolled) = ([Int32](repeating: 0, count: rows), [Int32](repeating: 0, count: rows))
    var depth = [Int32](repeating: 0, count: rows)
    for person in engagement.people.map({ Int($0) }) where referrer[person] >= 0 {
      let by = Int(referrer[person])
      direct[by] += 1
      if engagement.isEnrolled(person) { enrolled[by] += 1 }
    }
    var (descendants, revenue) = ([Int32](repeating: 0, count: rows), [Int64](repeating: 0, count: rows))
    for person in engagement.people.map({ Int($0) }) where referrer[person] >= 0 {
      let money = engagement.revenue(person)
      var at = Int(referrer[person])
      var steps: Int32 = 1
      while true {
        descendants[at] += 1
        revenue[at] += money
        guard referrer[at] >= 0 else { break }
        at = Int(referrer[at])
        steps += 1
      }
      depth[person] = steps
    }
    self.referrer = referrer
    self.direct = direct
    directEnrolled = enrolled
    self.descendants = descendants
    revenueBehind = revenue
    self.depth = depth
    findings = links.findings
  }

  /// Nobody is their own ancestor: of a loop the link of whoever came first is taken out.
  private static func openLoops(
    _ referrer: inout [Int32], _ records: Records, _ engagement: Engagement, _ findings: inout [Finding]
  ) {
    let registered = records.customers.days("registered_on").days
    func first(_ row: Int) -> Int32 {
      let days = [registered[row], engagement.firstPurchase[row]].filter { $0 != Day.missing }
      return days.min() ?? Int32.max
    }
    var state = [UInt8](repeating: 0, count: referrer.count)
    var path: [Int] = []
    for start in referrer.indices where state[start] == 0 && referrer[start] >= 0 {
      path.removeAll(keepingCapacity: true)
      var at = start
      while state[at] == 0 {
        state[at] = 1
        path.append(at)
        guard referrer[at] >= 0 else { break }
        at = Int(referrer[at])
      }
      if state[at] == 1, referrer[at] >= 0, let from = path.firstIndex(of: at) {
        let loop = path[from...]
        if let root = loop.min(by: { (first($0), $0) < (first($1), $1) }) {
          referrer[root] = none
          findings.append(
            Finding(
              "E472", .warning, at: records.customers.table.place(row: root, field: "customers.referrer"),
              field: "customers.referrer", hint: [String(loop.count)]))
        }
      }
      for row in path { state[row] = 2 }
    }
  }

  /// Branch below a person, nearest first: rows with their distance.
  package func branch(_ person: Int) -> [(row: Int32, distance: Int)] {
    var children: [Int32: [Int32]] = [:]
    for (row, by) in referrer.enumerated() where by >= 0 { children[by, default: []].append(Int32(row)) }
    var out: [(row: Int32, distance: Int)] = []
    var level: [Int32] = [Int32(person)]
    var distance = 1
    while !level.isEmpty {
      level = level.flatMap { children[$0] ?? [] }
      out += level.map { ($0, distance) }
      distance += 1
    }
    return out
  }
}

/// A reward for having brought somebody who paid.
package struct ReferralReward: Sendable {
  package enum Status: UInt8, Sendable { case waiting, due, overdue, granted }
  package let referrer: Int32
  package let referred: Int32
  /// First payment of the referred customer; nil while waiting for it.
  package let paidOn: Day?
  package let dueBy: Day?
  package let amount: Double
  package let status: Status
  /// The points row that granted it, -1 where none did.
  package let granted: Int32

  /// Rewards of all links outside one family: due once the referred customer has paid; granted where the referrer's
  /// points sheet has a referral entry after that day that no other reward has used up.
  package static func all(
    _ referrals: Referrals, _ records: Records, engagement: Engagement, settings: Settings
  ) -> [ReferralReward] {
    let amount = settings.number("referral_reward") ?? 0
    let days = settings.integer("referral_reward_days", or: 30)
    let events = records.points.texts("event")
    let isReferral = flags(events, among: settings.words("referral_events"))
    let owners = records.customerRow(of: .points)
    let dates = records.points.days("date").days
    let points = records.points.numbers("points").values
    let person = records.person
    var grants: [Int32: [(day: Int32, row: Int32)]] = [:]
    for row in 0..<records.points.count where owners[row] >= 0 && points[row] > 0 {
      guard events.codes[row] != TextPool.none, isReferral[Int(events.codes[row])], dates[row] != Day.missing,
        dates[row] <= records.asOf.rawValue
      else { continue }
      let owner = person.isEmpty ? owners[row] : person[Int(owners[row])]
      grants[owner, default: []].append((dates[row], Int32(row)))
    }
    for key in grants.keys.sorted() { grants[key]?.sort { ($0.day, $0.row) < ($1.day, $1.row) } }
    let family = records.family
    var rewards: [ReferralReward] = []
    let pairs = engagement.people.filter { referrals.referrer[Int($0)] >= 0 }.map { ($0, referrals.referrer[Int($0)]) }
    for (referred, by) in pairs.sorted(by: { a, b in
      let (x, y) = (engagement.firstPaid[Int(a.0)], engagement.firstPaid[Int(b.0)])
      return (x == Day.missing ? .max : x, a.0) < (y == Day.missing ? .max : y, b.0)
    }) {
      if !family.isEmpty, family[Int(referred)] == family[Int(by)] { continue }
      let paid = engagement.firstPaid[Int(referred)]
      guard paid != Day.missing else {
        rewards.append(
          ReferralReward(
            referrer: by, referred: referred, paidOn: nil, dueBy: nil, amount: amount, status: .waiting, granted: -1))
        continue
      }
      let dueBy = Day(rawValue: paid).advanced(by: days)
      var granted: Int32 = -1
      if let at = grants[by]?.firstIndex(where: { $0.day >= paid }) { granted = grants[by]?.remove(at: at).row ?? -1 }
      rewards.append(
        ReferralReward(
          referrer: by, referred: referred, paidOn: Day(rawValue: paid), dueBy: dueBy, amount: amount,
          status: granted >= 0 ? .granted : records.asOf > dueBy ? .overdue : .due, granted: granted))
    }
    return rewards
  }
}
