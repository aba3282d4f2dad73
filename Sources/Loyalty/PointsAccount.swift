import ByteScanning
import CustomerRecords
import Tabular

/// One account after the other while it is booked: grants with what is left of them, spent from the oldest on.
struct PointsAccount {
  private struct Grant {
    var left: Int
    var expires: Int32
    var row: Int32
    var customer: Int32
    var event: Int32
  }
  private var account: Int32 = -1
  private var grants: [Grant] = []
  /// No grant of which something is left runs out before this day.
  private var soonest = Int32.max
  /// Spent beyond what was there; later grants pay it back first.
  private var debt = 0
  private var balance = 0
  /// Of all accounts so far.
  private(set) var entries: [PointsLedger.Entry] = []

  init(reserving count: Int) { entries.reserveLarge(count) }

  mutating func begin(_ account: Int32) {
    self.account = account
    grants.removeAll(keepingCapacity: true)
    (soonest, debt, balance) = (Int32.max, 0, 0)
  }

  /// Grants that run out before `day` lapse, each on the day after its last: what ran out first first.
  mutating func lapse(before day: Int32) {
    while soonest < day {
      for i in grants.indices where grants[i].expires == soonest && grants[i].left > 0 {
        let grant = grants[i]
        grants[i].left = 0
        balance -= grant.left
        append(
          grant.customer, grant.expires + 1, .expired, grant.event, -grant.left, source: .lapse, row: grant.row)
      }
      grants.removeAll { $0.left == 0 }
      soonest = grants.reduce(Int32.max) { min($0, $1.expires) }
    }
  }

  /// Books one entry and says by how much it overdrew the account.
  mutating func book(_ event: PointsBooking.Event) -> Int {
    let points = Int(event.points)
    balance += points
    if points >= 0 {
      let paid = min(debt, points)
      debt -= paid
      if points > paid {
        grants.append(
          Grant(
            left: points - paid, expires: event.expires, row: Int32(entries.count), customer: event.customer,
            event: event.name))
        soonest = min(soonest, event.expires)
      }
      append(event, expires: event.expires == Int32.max ? Day.missing : event.expires)
      return 0
    }
    var wanted = -points
    var emptied = 0
    while wanted > 0, emptied < grants.count {
      let taken = min(grants[emptied].left, wanted)
      grants[emptied].left -= taken
      wanted -= taken
      if grants[emptied].left == 0 { emptied += 1 }
    }
    if emptied > 0 { grants.removeFirst(emptied) }
    debt += wanted
    append(event, shortfall: wanted)
    return wanted
  }

  /// Adds what is left of the account's grants that run out, soonest first.
  func open(_ open: inout [PointsLedger.Open]) {
    let from = open.count
    for grant in grants where grant.expires != Int32.max {
      open.append(
        PointsLedger.Open(account: account, points: grant.left, expiresOn: Day(rawValue: grant.expires)))
    }
    open.sortRun(from..<open.count) { $0.expiresOn < $1.expiresOn }
  }

  private mutating func append(_ event: PointsBooking.Event, expires: Int32 = Day.missing, shortfall: Int = 0) {
    append(
      event.customer, event.day, event.kind, event.name, Int(event.points), source: event.source, row: event.row,
      gift: event.gift, table: event.table, expires: expires, shortfall: shortfall)
  }

  private mutating func append(
    _ customer: Int32, _ day: Int32, _ kind: PointsLedger.Kind, _ event: Int32, _ points: Int,
    source: PointsLedger.Entry.Source, row: Int32, gift: Int32 = 0, table: TableKind = .points,
    expires: Int32 = Day.missing, shortfall: Int = 0
  ) {
    entries.append(
      PointsLedger.Entry(
        customer: customer, account: account, day: day, expires: expires, points: Int32(points),
        shortfall: Int32(shortfall), balance: Int64(balance), row: row, event: event, gift: gift, kind: kind,
        source: source, table: table))
  }
}
