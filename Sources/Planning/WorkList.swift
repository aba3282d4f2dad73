package import CustomerRecords
package import Localisation
package import Tabular

/// What one person has to do: a row for each open visit, most urgent first, with columns to fill in.
package struct WorkList: Sendable {
  /// Nil: visits the sheets name nobody for.
  package let staff: String?
  package let items: [VisitPlan.Item]
  /// Raw; the caller releases it through the staff member's view.
  package let table: Table
  /// Columns people fill in, read back as visits.
  package static let inputs: [FieldID] = [
    "visits.visit_date", "visits.outcome", "visits.content", "visits.feedback", "visits.csat", "visits.nps",
    "visits.next_date",
  ]
  /// The column that ties a filled-in row to its plan item.
  package static let token: FieldID = "visits.visit_id"

  /// A list for each member of staff who has open visits, by name; the list without a name last.
  package static func make(
    _ plan: VisitPlan, records: Records, catalogue: FieldCatalogue, language: Language
  ) -> [WorkList] {
    let assignment = Assignment(records)
    var byStaff: [String: [VisitPlan.Item]] = [:]
    var nobody: [VisitPlan.Item] = []
    for item in plan.items where item.status == .due || item.status == .overdue {
      if let name = assignment.staff(for: item, rule: plan.rules[Int(item.rule)]) {
        byStaff[name, default: []].append(item)
      } else {
        nobody.append(item)
      }
    }
    var lists = byStaff.keys.sorted().map { name in
      WorkList(staff: name, items: byStaff[name] ?? [], plan, records, catalogue, language)
    }
    if !nobody.isEmpty { lists.append(WorkList(staff: nil, items: nobody, plan, records, catalogue, language)) }
    return lists
  }

  private init(
    staff: String?, items unsorted: [VisitPlan.Item], _ plan: VisitPlan, _ records: Records,
    _ catalogue: FieldCatalogue, _ language: Language
  ) {
    let items = unsorted.sorted {
      let (a, b) = ($0, $1)
      let (p, q) = (plan.rules[Int(a.rule)].priority, plan.rules[Int(b.rule)].priority)
      let (late, later) = (a.status == .overdue ? 0 : 1, b.status == .overdue ? 0 : 1)
      return (late, p, a.until.rawValue, a.customer) < (later, q, b.until.rawValue, b.customer)
    }
    let customers = records.customers
    let order = items.map { UInt32($0.customer) }
    var columns: [Table.Named] = []
    func add(_ field: FieldID, _ header: String, _ column: Column) {
      columns.append(Table.Named(header: header, field: field, column: column))
    }
    func phrase(_ key: String) -> String { Phrasebook.text(key, language) }
    func carry(_ name: String) {
      let field = FieldID("customers", name)
      guard let column = customers.column(name) else { return }
      add(field, catalogue.title(field, language), column.gathered(order))
    }
    let ids = customers.texts("customer_id")
    add(WorkList.token, phrase("plan.token"), .texts(items.map { WorkList.token(for: $0, plan, ids) }))
    add("plan.status", phrase("plan.status"), .texts(items.map { phrase("plan.status.\($0.status)") }))
    add("plan.until", phrase("plan.until"), .days(items.map(\.until)))
    add(
      "visits.visit_type", catalogue.title("visits.visit_type", language),
      .texts(items.map { plan.rules[Int($0.rule)].type }))
    add("plan.reason", phrase("plan.reason"), .texts(items.map { WorkList.reason($0, plan, language) }))
    let preferred = customers.texts("preferred_channel")
    add(
      "visits.channel", catalogue.title("visits.channel", language),
      .texts(items.map { plan.rules[Int($0.rule)].channel ?? preferred[Int($0.customer)] }))
    for name in ["customer_id", "name", "guardian_name", "phone", "wechat", "grade_year", "campus", "taboos"] {
      carry(name)
    }
    add("plan.attempts", phrase("plan.attempts"), .numbers(items.map { $0.attempts > 0 ? Double($0.attempts) : nil }))
    add("visits.staff", catalogue.title("visits.staff", language), .texts(items.map { _ in staff }))
    for field in WorkList.inputs {
      let isDay = field == "visits.visit_date" || field == "visits.next_date"
      let isNumber = field == "visits.csat" || field == "visits.nps"
      let empty: Column =
        isDay
        ? .days(items.map { _ in nil }) : isNumber ? .numbers(items.map { _ in nil }) : .missing(rows: items.count)
      add(field, catalogue.title(field, language), empty)
    }
    self.staff = staff
    self.items = items
    table = Table(name: staff ?? phrase("plan.nobody"), columns: columns, rowCount: items.count)
  }

  /// Why the visit is due, in words: rule, its row in the sheet, and the day that triggered it.
  package static func reason(_ item: VisitPlan.Item, _ plan: VisitPlan, _ language: Language) -> String {
    let rule = plan.rules[Int(item.rule)]
    var name = language == .zh ? rule.zh : rule.en
    if item.holiday >= 0 {
      let holiday = plan.holidays.list[Int(item.holiday)]
      name += language == .zh ? "·" + holiday.zh : ": " + holiday.en
    }
    return Phrasebook.text("plan.because", language, [name, item.trigger.description, rule.address])
  }

  /// The same item has the same token in every run: 13 characters from customer, rule and trigger day.
  package static func token(for item: VisitPlan.Item, _ plan: VisitPlan, _ ids: TextView) -> String {
    let rule = plan.rules[Int(item.rule)]
    var key =
      "\(ids[Int(item.customer)] ?? String(item.customer))|\(rule.id)|\(item.trigger)|\(item.source)|\(item.holiday)"
    var hash = key.withUTF8 { TextIndex.hash($0) }
    let letters = Array("ABCDEFGHJKMNPQRSTUVWXYZ23456789")
    var token = "P"
    for _ in 0..<12 {
      token.append(letters[Int(hash % UInt64(letters.count))])
      hash /= UInt64(letters.count)
    }
    return token
  }
}
