package import ByteScanning
package import CustomerRecords
package import DecisionTables
package import Tabular

/// The points of every family: granted by rules or by hand, spent oldest first, expired, left (R4.5).
package struct PointsLedger: Sendable {
  package enum Kind: UInt8, Sendable, BitwiseCopyable {
    case granted, redeemed, expired
    /// Corrections by hand, up or down.
    case adjusted
  }

  /// Where a row came from.
  package enum Origin: Sendable, Hashable {
    /// A row of the points sheet.
    case manual(row: Int32)
    /// Rules of the points table (numbers) on a row of another table.
    case rule(numbers: [String], table: TableKind, row: Int32)
    /// What was left of a grant on the day it ran out; the ledger row of that grant.
    case lapse(grant: Int32)
  }

  package struct Row: Sendable {
    /// The customer it is booked on, and the account (first customer row of the family).
    package let customer: Int32
    package let account: Int32
    package let day: Day
    package let kind: Kind
    /// `消费`, `推荐`, `活动`, `兑换` … as the sheet or the rule has it.
    package let event: String
    /// Signed.
    package let points: Int
    package let origin: Origin
    /// The last day a grant can be spent.
    package let expiresOn: Day?
    /// Of the account after this row.
    package let balance: Int
    /// Spent beyond what was there.
    package let shortfall: Int
  }

  package let asOf: Day
  /// By account, then time.
  package let rows: Rows
  /// Balance at as-of by customer row; members of a family share it.
  package let balance: [Int]
  /// Totals at as-of.
  package let issued: Int
  package let redeemed: Int
  package let expired: Int
  package let adjusted: Int
  package let outstanding: Int
  /// What the outstanding points are worth.
  package let liability: Double
  /// Events the rules grant; the others stand in the points sheet and are taken from there.
  package let granting: [String]
  package let findings: [Finding]

  /// Grants of an account that are not yet spent: points left and the day they run out, soonest first.
  package let open: [Open]
  package struct Open: Sendable {
    package let account: Int32
    package let points: Int
    package let expiresOn: Day
  }

  /// The balance of a customer's account at the end of any day up to as-of.
  package func balance(of customer: Int, on day: Day) -> Int {
    guard let account = accounts.indices.contains(customer) ? accounts[customer] : nil else { return 0 }
    let entries = rows.entries
    let low = entries.partitioningIndex { ($0.account, $0.day) > (account, day.rawValue) }
    return low > 0 && entries[low - 1].account == account ? Int(entries[low - 1].balance) : 0
  }

  /// Ledger rows of a customer's account.
  package func rows(of customer: Int) -> Slice<Rows> {
    let account = accounts[customer]
    let first = rows.entries.partitioningIndex { $0.account >= account }
    let end = rows.entries.partitioningIndex { $0.account > account }
    return rows[first..<end]
  }

  package let accounts: [Int32]
}

extension PointsLedger {
  /// Throws the first error of the points sheet.
  package init(
    _ records: Records, engagement: Engagement, referrals: Referrals, settings: Settings, rules: RuleBook
  ) throws(Failure) {
    var booking = try PointsBooking(records, engagement, referrals, settings, rules)
    booking.manual()
    booking.grants()
    self = booking.ledger()
  }

  init(
    asOf: Day, rows: Rows, open: [Open], accounts: [Int32], granting: [String], worth: Double, findings: [Finding]
  ) {
    self.asOf = asOf
    self.rows = rows
    self.open = open
    self.accounts = accounts
    self.granting = granting
    self.findings = findings
    var (issued, redeemed, expired, adjusted) = (0, 0, 0, 0)
    var last = [Int](repeating: 0, count: accounts.count)
    for entry in rows.entries {
      let points = Int(entry.points)
      switch entry.kind {
      case .granted: issued += points
      case .redeemed: redeemed -= points
      case .expired: expired -= points
      case .adjusted: adjusted += points
      }
      last[Int(entry.account)] = Int(entry.balance)
    }
    balance = accounts.map { last[Int($0)] }
    self.issued = issued
    self.redeemed = redeemed
    self.expired = expired
    self.adjusted = adjusted
    outstanding = last.reduce(0) { $0 + max(0, $1) }
    liability = Double(outstanding) * worth
  }
}

extension Array {
  /// The first index at which `holds` is true, all before it being false.
  func partitioningIndex(where holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let mid = (low + high) / 2
      if holds(self[mid]) { high = mid } else { low = mid + 1 }
    }
    return low
  }
}
