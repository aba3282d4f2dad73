package import CustomerRecords
package import Localisation
package import Tabular

/// What one person has to do: a row for each open visit, most urgent first, with columns to fill in.
package struct WorkList: Sendable {
  /// Nil: visits the sheets name nobody for.
  package let staff: String?
  /// Indices into the plan's items, in the order of the rows.
  package let positions: [Int]
  package let items: [VisitPlan.Item]
  /// Raw; the caller releases it through the staff member's view.
  package let table: Table
  /// Columns people fill in, read back as visits.
  package static let inputs: [FieldID] = [
    "visits.visit_date", "visits.outcome", "visits.minutes", "visits.content", "visits.feedback", "visits.csat",
    "visits.nps", "visits.problem", "visits.promised_on", "visits.next_date",
  ]
  /// The column that ties a filled-in row to its plan item.
  package static let token: FieldID = "visits.visit_id"
  /// What the caller needs to know of the customer, as far as their view shows it.
  package static let needed = [
    "customer_id", "name", "guardian_name", "phone", "wechat", "email", "grade_year", "campus", "taboos",
  ]
  /// Columns of the plan's own making, beside the inputs.
  package static let made: [FieldID] = [
    token, "plan.status", "plan.until", "plan.reason", "plan.attempts", "visits.visit_type", "visits.channel",
    "visits.staff", "visits.course", "plan.gift",
  ]

  /// What making lists needs besides the plan.
  package struct Context: Sendable {
    package var records: Records
    package var tokens: PlanTokens
    package var catalogue: FieldCatalogue
    package var choices: ChoiceBook
    package var language: Language
    /// By customer row, for gifts.
    package var tier: [String?]
    package var gifts: GiftRules
    package init(
      records: Records, tokens: PlanTokens, catalogue: FieldCatalogue, choices: ChoiceBook = .standard,
      language: Language, tier: [String?] = [], gifts: GiftRules = GiftRules()
    ) {
      self.records = records
      self.tokens = tokens
      self.catalogue = catalogue
      self.choices = choices
      self.language = language
      self.tier = tier
      self.gifts = gifts
    }

    /// A canonical word of a choice field in the reader's language.
    package func word(_ value: String, _ field: FieldID) -> String {
      catalogue.definition(field).map { choices.title(value, of: $0, language) } ?? value
    }
  }

  /// A list for each member of staff who has open visits, by name; the list without a name last.
  package static func make(_ plan: VisitPlan, _ context: Context) -> [WorkList] {
    let assignment = Assignment(context.records)
    var byStaff: [String: [Int]] = [:]
    var nobody: [Int] = []
    for (i, item) in plan.items.enumerated() where item.status == .due || item.status == .overdue {
      if let name = assignment.staff(for: item, rule: plan.rules[Int(item.rule)]) {
        byStaff[name, default: []].append(i)
      } else {
        nobody.append(i)
      }
    }
    var lists = byStaff.keys.sorted().map { WorkList(staff: $0, byStaff[$0] ?? [], plan, context) }
    if !nobody.isEmpty { lists.append(WorkList(staff: nil, nobody, plan, context)) }
    return lists
  }

  private init(staff: String?, _ unsorted: [Int], _ plan: VisitPlan, _ context: Context) {
    let positions = unsorted.sorted {
      let (a, b) = (plan.items[$0], plan.items[$1])
      let (p, q) = (plan.rules[Int(a.rule)].priority, plan.rules[Int(b.rule)].priority)
      let (late, later) = (a.status == .overdue ? 0 : 1, b.status == .overdue ? 0 : 1)
      return (late, p, a.until.rawValue, a.customer, $0) < (later, q, b.until.rawValue, b.customer, $1)
    }
    let items = positions.map { plan.items[$0] }
    let rules = items.map { plan.rules[Int($0.rule)] }
    let records = context.records
    let customers = records.customers
    let catalogue = context.catalogue
    let language = context.language
    let order = items.map { UInt32($0.customer) }
    var columns: [Table.Named] = []
    func add(_ field: FieldID, _ header: String, _ column: Column) {
      columns.append(Table.Named(header: header, field: field, column: column))
    }
    func phrase(_ key: String) -> String { Phrasebook.text(key, language) }
    func own(_ field: FieldID, _ column: Column) { add(field, catalogue.title(field, language), column) }
    add(WorkList.token, phrase("plan.token"), .texts(positions.map { context.tokens[$0] }))
    add("plan.status", phrase("plan.status"), .texts(items.map { phrase("plan.status.\($0.status)") }))
    add("plan.until", phrase("plan.until"), .days(items.map(\.until)))
    own("visits.visit_type", .texts(rules.map { context.word($0.type, "visits.visit_type") }))
    add("plan.reason", phrase("plan.reason"), .texts(items.map { WorkList.reason($0, plan, language) }))
    let channels = Channels(records)
    own(
      "visits.channel",
      .texts(
        zip(items, rules).map { item, rule in
          channels.channel(of: item.customer, rule).map { context.word($0, "visits.channel") }
        }))
    for name in WorkList.needed {
      let field = FieldID("customers", name)
      if let column = customers.column(name) { own(field, column.gathered(order)) }
    }
    let courses = records.enrolments.texts("course")
    own(
      "visits.course",
      .texts(zip(items, rules).map { $0.source >= 0 && $1.trigger.isAboutCourse ? courses[Int($0.source)] : nil }))
    let gifts = items.map { item in
      let row = Int(item.customer)
      return context.gifts.gift(
        item, plan, tier: context.tier.indices.contains(row) ? context.tier[row] : nil, language)
    }
    if gifts.contains(where: { $0 != nil }) { add("plan.gift", phrase("plan.gift"), .texts(gifts)) }
    add("plan.attempts", phrase("plan.attempts"), .numbers(items.map { $0.attempts > 0 ? Double($0.attempts) : nil }))
    own("visits.staff", .texts(items.map { _ in staff }))
    for field in WorkList.inputs {
      let type = catalogue.definition(field)?.type
      let empty: Column
      switch type {
      case .date: empty = .days(items.map { _ in nil })
      case .number, .integer, .csat, .nps: empty = .numbers(items.map { _ in nil })
      default: empty = .missing(rows: items.count)
      }
      own(field, empty)
    }
    self.staff = staff
    self.positions = positions
    self.items = items
    table = Table(name: staff ?? phrase("plan.nobody"), columns: columns, rowCount: items.count)
  }

  /// Allowed values of the columns to fill in, in the reader's language.
  package static func choices(_ context: Context) -> [FieldID: [String]] {
    var out: [FieldID: [String]] = [
      "visits.csat": (1...5).map(String.init), "visits.nps": (0...10).map(String.init),
    ]
    if let outcome = context.catalogue.definition("visits.outcome") {
      out["visits.outcome"] = context.choices.values(of: outcome).map {
        context.choices.title($0, of: outcome, context.language)
      }
    }
    return out
  }

  /// Why the visit is due, in words: rule, its row in the sheet, and the day that triggered it.
  package static func reason(_ item: VisitPlan.Item, _ plan: VisitPlan, _ language: Language) -> String {
    Phrasebook.text(
      "plan.because", language,
      [title(item, plan, language), item.trigger.description, plan.rules[Int(item.rule)].address])
  }

  /// The rule's name, with the holiday's where there is one.
  package static func title(_ item: VisitPlan.Item, _ plan: VisitPlan, _ language: Language) -> String {
    let rule = plan.rules[Int(item.rule)]
    var name = language == .en && !rule.en.isEmpty ? rule.en : rule.zh
    if item.holiday >= 0 {
      let holiday = plan.holidays.list[Int(item.holiday)]
      name += language == .zh ? "·" + holiday.zh : ": " + holiday.en
    }
    return name
  }

  /// Why a visit was taken for the item, in words; nil where none was.
  package static func matched(_ item: VisitPlan.Item, _ language: Language) -> String? {
    item.match.map { Phrasebook.text("plan.match.\($0)", language) }
  }
}
