import CustomerRecords
package import Tabular

/// How well cases are brought to their end.
package struct ClosedLoop: Sendable {
  /// Cases opened in the window; of these solved, solved and asked about afterwards, with a corrective action, reopened.
  package let opened: Int
  package let solved: Int
  package let followedUp: Int
  package let corrected: Int
  package let reopened: Int
  /// Promises made, and broken.
  package let promised: Int
  package let broken: Int
  /// People with two complaints and more in the window.
  package let repeaters: Int
  /// Distinct people behind the cases.
  package let people: Int
  package let cost: Double

  package init(_ book: CaseBook, from: Day, to: Day) {
    let inside = book.cases.filter { $0.opened >= from && $0.opened <= to }
    opened = inside.count
    solved = inside.count { !$0.isOpen }
    followedUp = inside.count { $0.stage == .followedUp }
    corrected = inside.count { $0.hasCorrectiveAction }
    reopened = inside.count { $0.isReopening }
    promised = inside.count { $0.promised != nil }
    broken = inside.count { $0.brokePromise(book.asOf) }
    var counts: [Int32: Int] = [:]
    for one in inside where one.kind == .complaints && one.customer >= 0 { counts[one.customer, default: 0] += 1 }
    repeaters = counts.values.count { $0 >= 2 }
    people = Set(inside.map(\.customer).filter { $0 >= 0 }).count
    cost = inside.reduce(0) { $0 + ($1.cost ?? 0) }
  }
}
