import CustomerRecords
import Tabular

/// The enrolments as arrays by row of the table.
struct SalesLog: Sendable {
  let bought: [Int32]
  let refund: [Double]
  /// Rows of nobody known.
  let unlinked: Int
  /// Rows whose whole amount went back (no purchases), and their representative customer rows (-1 = nobody known).
  let refunded: [(row: Int32, person: Int32)]
  let courses: RowLabels?
  let courseTypes: RowLabels?
  let payments: RowLabels?

  init(_ records: Records, person: [Int32]) {
    let table = records.enrolments
    let owners = records.customerRow(of: .enrolments)
    let amount = table.numbers("amount").values
    let refund = table.numbers("refund").values
    bought = table.days("purchase_date").days
    self.refund = refund
    unlinked = owners.count { $0 < 0 }
    refunded = owners.indices.filter { refund[$0] >= amount[$0] && amount[$0] > 0 }
      .map { (Int32($0), owners[$0] < 0 ? -1 : person[Int(owners[$0])]) }
    courses = RowLabels(table, "course")
    courseTypes = RowLabels(table, "course_type")
    payments = RowLabels(table, "payment")
  }
}
