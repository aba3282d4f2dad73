import Tabular

/// One account after the other while it is booked: grants with what is left of them, spent from the oldest on.
struct PointsAccount {
  private struct Grant {
    var left: Int
    var expires: Int32
    var row: Int32
    var customer: Int32
    var event: String
  }
  private var account: Int32 = -1
  private var grants: [Grant] = []
  /// Spent beyond what was there; later grants pay it back first.
  private var debt = 0
  /// Of all accounts so far.
  private(set) var rows: [PointsLedger.Row] = []

  init(reserving count: Int) { rows.reserveCapacity(count) }

  mutating func begin(_ account: Int32) {
    self.account = account
    grants.removeAll(keepingCapacity: true)
    debt = 0
  }

  private var balance: Int { grants.reduce(0) { $0 + $1.left } - debt }

  /// Grants that run out before `day` lapse, each on the day after its last.
  mutating func lapse(before day: Int32) {
    guard grants.contains(where: { $0.left == 0 || $0.expires < day }) else { return }
    let due = grants.indices.filter { grants[$0].left > 0 && grants[$0].expires < day }
      .sorted { (grants[$0].expires, $0) < (grants[$1].expires, $1) }
    for i in due {
      let grant = grants[i]
      grants[i].left = 0
      append(
        grant.customer, grant.expires + 1, .expired, grant.event, -grant.left, .lapse(grant: grant.row), nil, 0)
    }
    grants.removeAll { $0.left == 0 }
  }

  /// Books one entry and says by how much it overdrew the account.
  mutating func book(
    customer: Int32, day: Int32, kind: PointsLedger.Kind, event: String, points: Int, origin: PointsLedger.Origin,
    expires: Int32
  ) -> Int {
    if points >= 0 {
      let paid = min(debt, points)
      debt -= paid
      grants.append(
        Grant(
          left: points - paid, expires: expires, row: Int32(rows.count), customer: customer, event: event))
      append(
        customer, day, kind, event, points, origin, expires == Int32.max ? nil : Day(rawValue: expires), 0)
      return 0
    }
    var wanted = -points
    for i in grants.indices where wanted > 0 {
      let taken = min(grants[i].left, wanted)
      grants[i].left -= taken
      wanted -= taken
    }
    debt += wanted
    append(customer, day, kind, event, points, origin, nil, wanted)
    return wanted
  }

  func open() -> [PointsLedger.Open] {
    grants.filter { $0.left > 0 && $0.expires != Int32.max }
      .map { PointsLedger.Open(account: account, points: $0.left, expiresOn: Day(rawValue: $0.expires)) }
      .sorted { $0.expiresOn < $1.expiresOn }
  }

  private mutating func append(
    _ customer: Int32, _ day: Int32, _ kind: PointsLedger.Kind, _ event: String, _ points: Int,
    _ origin: PointsLedger.Origin, _ expires: Day?, _ shortfall: Int
  ) {
    rows.append(
      PointsLedger.Row(
        customer: customer, account: account, day: Day(rawValue: day), kind: kind, event: event, points: points,
        origin: origin, expiresOn: expires, balance: balance, shortfall: shortfall))
  }
}
