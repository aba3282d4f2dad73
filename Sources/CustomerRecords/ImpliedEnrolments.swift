import Tabular

/// Enrolments that stand in other sheets: on a registration sheet one a row, and visits with an amount.
enum ImpliedEnrolments {
  /// Takes the enrolments out of a registration sheet: the customers without those columns, the enrolments with the
  /// customer's id, name and phone.
  ///
  /// A row is an enrolment where an amount, a date or an order number says so; a customer who stands on the sheet once
  /// a course is one customer.
  static func split(_ sheet: Table) -> (customers: Table, enrolments: Table, datedByRegistration: Int) {
    var filled = Array(repeating: false, count: sheet.rowCount)
    let signs = ["amount", "list_amount", "purchase_date", "start_date", "end_date", "enrolment_id", "quantity"]
    for name in signs {
      guard let column = sheet[field: FieldID("enrolments", name)] else { continue }
      for row in 0..<sheet.rowCount where column.isFilled(row) { filled[row] = true }
    }
    let rows = (0..<UInt32(sheet.rowCount)).filter { filled[Int($0)] }
    var customers = sheet
    customers.columns.removeAll { $0.field.table == "enrolments" }
    let repeated = repeats(customers)
    let whole = sheet.gathered(rows)
    var enrolments = Table(name: TableKind.enrolments.rawValue, origin: whole.origin, rowCount: whole.rowCount)
    for (from, to) in [("customer_id", "customer_id"), ("name", "customer_name"), ("phone", "phone")] {
      guard let i = whole.index(of: FieldID("customers", from)) else { continue }
      var copy = whole.columns[i]
      copy.field = FieldID("enrolments", to)
      enrolments.columns.append(copy)
    }
    enrolments.columns += whole.columns.filter { $0.field.table == "enrolments" }
    var dated = 0
    if let i = whole.index(of: "customers.registered_on"), case .day(let registered) = whole.columns[i].column.lane {
      var days = Array(repeating: Day.missing, count: whole.rowCount)
      if case .day(let own)? = enrolments[field: "enrolments.purchase_date"]?.lane { days = own }
      for row in days.indices where days[row] == Day.missing && registered[row] != Day.missing {
        // A cell that could not be read is no missing date.
        if enrolments[field: "enrolments.purchase_date"]?.stray(row) != nil { continue }
        days[row] = registered[row]
        dated += 1
      }
      if dated > 0 {
        if let at = enrolments.index(of: "enrolments.purchase_date") {
          enrolments.columns[at].column.lane = .day(days)
        } else {
          var copy = whole.columns[i]
          copy.field = "enrolments.purchase_date"
          copy.column = Column(.day(days), lineage: copy.column.lineage)
          enrolments.columns.append(copy)
        }
      }
    }
    return (customers.dropping(repeated), enrolments, dated)
  }

  /// Rows that name a customer who stands further up: same id and name, or no id and same phone and name.
  private static func repeats(_ customers: Table) -> [Bool] {
    var pools = KeyPools()
    let keys = pools.keys(of: customers, kind: .customers)
    var drop = Array(repeating: false, count: customers.rowCount)
    var byID: Set<UInt64> = []
    var byPhone: Set<UInt64> = []
    for row in 0..<customers.rowCount {
      let (id, name, phone) = (keys.ids[row], keys.names[row], keys.phones[row])
      guard name != TextPool.none, id != TextPool.none || phone != TextPool.none else { continue }
      if let key = People.pair(id, name) {
        if !byID.insert(key).inserted { drop[row] = true }
      } else if let key = People.pair(phone, name), !byPhone.insert(key).inserted {
        drop[row] = true
      }
    }
    return drop
  }

  /// Visits with an amount as purchases; nil where there are none.
  static func purchases(of visits: Table) -> Table? {
    guard case .number(let amounts, _)? = visits[field: "visits.amount"]?.lane else { return nil }
    let rows = amounts.indices.filter { amounts[$0] > 0 }.map { UInt32($0) }
    guard !rows.isEmpty else { return nil }
    let whole = visits.gathered(rows)
    var out = Table(name: TableKind.enrolments.rawValue, origin: whole.origin, rowCount: whole.rowCount)
    for (from, to) in [
      ("customer_id", "customer_id"), ("customer_name", "customer_name"), ("phone", "phone"),
      ("visit_date", "purchase_date"), ("course", "course"), ("amount", "amount"),
    ] {
      guard let i = whole.index(of: FieldID("visits", from)) else { continue }
      var copy = whole.columns[i]
      copy.field = FieldID("enrolments", to)
      out.columns.append(copy)
    }
    return out
  }
}
