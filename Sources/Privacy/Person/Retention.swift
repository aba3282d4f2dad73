package import CustomerRecords
package import Tabular

/// Records kept past their time (settings `retention_days_lead`, `retention_days_customer`).
package struct Retention: Sendable {
  package enum Reason: String, Sendable {
    /// Never bought anything, and silent for longer than leads are kept.
    case lead
    /// Was a customer; the last course and contact are longer ago than customers are kept.
    case customer
  }
  package struct Item: Sendable {
    package let customer: Int32
    package let reason: Reason
    /// The last day anything happened; the period ran out `daysOver` days before as-of.
    package let last: Day
    package let daysOver: Int
  }
  /// In order of the sheet.
  package let items: [Item]

  package init(_ records: Records, settings: Settings) {
    let leadDays = settings.integer("retention_days_lead", or: 730)
    let customerDays = settings.integer("retention_days_customer", or: 1_825)
    let count = records.customers.count
    var last = Array(repeating: Day.missing, count: count)
    var bought = Array(repeating: false, count: count)
    func note(_ customer: Int32, _ day: Int32) {
      guard customer >= 0, Int(customer) < count, day != Day.missing, day <= records.asOf.rawValue else { return }
      last[Int(customer)] = max(last[Int(customer)], day)
    }
    for field in ["registered_on", "inquired_on", "reviewed_on"] {
      for (row, day) in records.customers.days(field).days.enumerated() { note(Int32(row), day) }
    }
    let dated: [(TableKind, [String])] = [
      (.visits, ["visit_date"]), (.enrolments, ["purchase_date", "start_date", "end_date"]),
      (.complaints, ["received_on", "solved_on"]), (.points, ["date"]), (.surveys, ["answered_on"]),
      (.scores, ["exam_date"]),
    ]
    for (kind, fields) in dated {
      let owners = records.customerRow(of: kind)
      for field in fields {
        for (row, day) in records[kind].days(field).days.enumerated() where row < owners.count {
          note(owners[row], day)
        }
      }
    }
    for owner in records.customerRow(of: .enrolments) where owner >= 0 { bought[Int(owner)] = true }
    items = (0..<count).compactMap { row in
      if last[row] == Day.missing { return nil }
      let limit = bought[row] ? customerDays : leadDays
      let over = records.asOf - Day(rawValue: last[row]) - limit
      if over <= 0 { return nil }
      return Item(
        customer: Int32(row), reason: bought[row] ? .customer : .lead, last: Day(rawValue: last[row]), daysOver: over)
    }
  }
}
