package import CustomerRecords
import Tabular

/// The visit log as plans are held against it.
package struct PlanLog: Sendable {
  /// The dated visits of each person, in order of day.
  let visits: DatedRows
  /// What stands in it of filled-in work lists, by text of the column of visit numbers.
  let tokens: [UInt32: String]

  package init(_ records: Records) {
    let owners = records.customerRow(of: .visits)
    let person = records.person
    visits = DatedRows(
      person.isEmpty ? owners : owners.map { $0 < 0 ? -1 : person[Int($0)] },
      days: records.visits.days("visit_date").days, count: records.customers.count)
    let numbers = records.visits.texts("visit_id").pool
    var tokens: [UInt32: String] = [:]
    for code in 0..<UInt32(numbers.count) {
      let mayBe = numbers.withBytes(code) { $0.count >= 13 && $0[0] == UInt8(ascii: "P") }
      if mayBe, PlanTokens.isToken(numbers.string(code)) { tokens[code] = numbers.string(code) }
    }
    self.tokens = tokens
  }
}
