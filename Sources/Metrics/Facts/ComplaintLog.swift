import CustomerRecords
import Tabular

/// The complaints as arrays by row of the table.
struct ComplaintLog: Sendable {
  /// Representative customer row; -1 = nobody known.
  let person: [Int32]
  let received: [Int32]
  let answered: [Int32]
  let solved: [Int32]
  /// A status that says so closes a complaint that has no date of solution.
  let closed: [Bool]
  let corrected: [Bool]
  /// What the customer said afterwards, 1…5; 0 = nothing.
  let after: [Int8]
  let cost: [Double]
  /// The cause, else the category.
  let causes: RowLabels?
  let categories: RowLabels?
  let channels: RowLabels?
  let owners: RowLabels?

  init(_ records: Records, _ settings: Settings, person persons: [Int32]) {
    let table = records.complaints
    person = records.customerRow(of: .complaints).map { $0 < 0 ? -1 : persons[Int($0)] }
    received = table.days("received_on").days
    answered = table.days("first_answer_on").days
    solved = table.days("solved_on").days
    let status = RowLabels(table, "status")
    let words = settings.words("done_status").map { $0.lowercased() }
    let closes = status?.names.map { words.contains($0.lowercased()) } ?? []
    closed = status?.codes.map { $0 >= 0 && closes[Int($0)] } ?? Array(repeating: false, count: table.count)
    corrected = table.texts("corrective_action").codes.map { $0 != TextPool.none }
    after = table.numbers("after_csat").values.map { Facts.scale($0, 1...5) ?? 0 }
    cost = table.numbers("cost").values
    causes = RowLabels(table, "cause", "category")
    categories = RowLabels(table, "category")
    channels = RowLabels(table, "channel")
    owners = RowLabels(table, "owner")
  }
}
