import CustomerRecords
import Tabular

extension PointsLedger {
  /// The rows of a ledger, each made from its entry when it is asked for.
  package struct Rows: RandomAccessCollection, Sendable {
    package let entries: [Entry]
    /// What entries name.
    package let events: [String]
    /// Which rules gave together, as entries name them.
    let gifts: [[String]]

    package var startIndex: Int { 0 }
    package var endIndex: Int { entries.count }

    package subscript(position: Int) -> Row {
      let entry = entries[position]
      let origin: Origin =
        switch entry.source {
        case .manual: .manual(row: entry.row)
        case .rule: .rule(numbers: gifts[Int(entry.gift)], table: entry.table, row: entry.row)
        case .lapse: .lapse(grant: entry.row)
        }
      return Row(
        customer: entry.customer, account: entry.account, day: Day(rawValue: entry.day), kind: entry.kind,
        event: events[Int(entry.event)], points: Int(entry.points), origin: origin,
        expiresOn: entry.expires == Day.missing ? nil : Day(rawValue: entry.expires), balance: Int(entry.balance),
        shortfall: Int(entry.shortfall))
    }
  }

  /// A row as it is kept: of a large institution there are half a million.
  package struct Entry: BitwiseCopyable, Sendable {
    enum Source: UInt8, Sendable { case manual, rule, lapse }

    package var customer: Int32
    var account: Int32
    package var day: Int32
    /// The last day a grant can be spent, `Day.missing` where there is none.
    package var expires: Int32
    package var points: Int32
    var shortfall: Int32
    var balance: Int64
    /// In the table it came from; of a lapse, in the ledger.
    var row: Int32
    /// Position in `Rows.events`.
    package var event: Int32
    /// Position in `Rows.gifts`, of what rules granted.
    var gift: Int32
    package var kind: Kind
    var source: Source
    var table: TableKind
  }
}
