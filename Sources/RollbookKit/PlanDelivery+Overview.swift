import Complaints
import CustomerRecords
import Feedback
import Incentives
import Localisation
import Loyalty
import Metrics
import Planning
import ReleaseGate
import Statistics
import Tabular

extension PlanDelivery {
  /// Columns of a table of the plan's own, one after another.
  struct Columns {
    let plan: PlanDelivery
    var columns: [Table.Named] = []
    let group: String

    init(_ plan: PlanDelivery, _ group: String) {
      self.plan = plan
      self.group = group
    }

    mutating func add(_ name: String, _ header: String, _ column: Column) {
      columns.append(Table.Named(header: header, field: FieldID(group, name), column: column))
    }

    mutating func add(_ name: String, _ column: Column) { add(name, plan.say("\(group).\(name)"), column) }

    func sheet(_ key: String, rows: Int) -> Released<Outside> {
      plan.shown(Table(name: plan.say(key), columns: columns, rowCount: rows))
    }
  }

  private var idTitle: String { context.catalogue.title("customers.customer_id", language) }

  /// Every planned visit by customer id: no names of customers, no contact data.
  func overview() -> Released<Outside> { items(judging.plan.items, "plan.sheet") }

  /// Open visits nobody may see.
  func nobody(_ positions: [Int]) -> Released<Outside> {
    items(positions.sorted().map { judging.plan.items[$0] }, "plan.nobody")
  }

  private func items(_ items: [VisitPlan.Item], _ sheet: String) -> Released<Outside> {
    let plan = judging.plan
    let ids = records.customers.texts("customer_id")
    let assignment = Assignment(records)
    let visits = records.visits.texts("visit_id")
    var out = Columns(self, "plan")
    out.add("customer", idTitle, .texts(items.map { ids[Int($0.customer)] }))
    out.add("reason", .texts(items.map { WorkList.reason($0, plan, language) }))
    out.add("from", .days(items.map(\.from)))
    out.add("until", .days(items.map(\.until)))
    out.add("status", .texts(items.map { say("plan.status.\($0.status)") }))
    out.add("owner", .texts(items.map { assignment.staff(for: $0, rule: plan.rules[Int($0.rule)]) }))
    out.add("served", .texts(items.map { $0.visit >= 0 ? visits[Int($0.visit)] ?? String($0.visit + 1) : nil }))
    out.add("match", .texts(items.map { WorkList.matched($0, language) }))
    out.add("attempts", .numbers(items.map { $0.attempts > 0 ? Double($0.attempts) : nil }))
    return out.sheet(sheet, rows: items.count)
  }

  /// Customers somebody should look at today, by id, with the reasons.
  func crisis() -> Released<Outside> {
    let settings = judging.institution.rules.settings
    let ids = records.customers.texts("customer_id")
    let list = CrisisList(
      records, cases: CaseBook(records, settings: settings), mood: judging.themes.mood,
      descendants: judging.standing.referrals.descendants.map { Int($0) }, settings: settings)
    let separator = language == .zh ? "、" : ", "
    var out = Columns(self, "crisis")
    out.add("customer", idTitle, .texts(list.entries.map { ids[Int($0.customer)] }))
    out.add(
      "reasons", .texts(list.entries.map { $0.reasons.map { say("crisis.\($0)") }.joined(separator: separator) }))
    out.add("latest", .days(list.entries.map(\.latest)))
    return out.sheet("crisis.sheet", rows: list.entries.count)
  }

  /// Complaints, problems and suggestions: open ones first, the oldest first, then what was solved in a year; and the
  /// closed loop in words.
  func caseSheet() -> (Released<Outside>, loop: String) {
    let settings = judging.institution.rules.settings
    let book = CaseBook(records, settings: settings)
    let asOf = records.asOf
    let cases = book.cases.filter { $0.isOpen || asOf - $0.opened <= 365 }
      .sorted { ($0.isOpen ? 0 : 1, $0.opened.rawValue, $0.row) < ($1.isOpen ? 0 : 1, $1.opened.rawValue, $1.row) }
    let ids = records.customers.texts("customer_id")
    let (complaints, visits) = (records.complaints.texts("complaint_id"), records.visits.texts("visit_id"))
    let topics = records.visits.texts("topic")
    let suggestions = Set(settings.words("suggestion_topics"))
    var complained: [Int32: Int] = [:]
    for one in book.cases where one.kind == .complaints && one.customer >= 0 && asOf - one.opened <= 365 {
      complained[one.customer, default: 0] += 1
    }
    func kind(_ one: Case) -> String {
      if one.kind == .complaints { return "complaint" }
      return topics[Int(one.row)].map(suggestions.contains) ?? false ? "suggestion" : "problem"
    }
    func yes(_ flag: Bool) -> String? { flag ? say("case.yes") : nil }
    var out = Columns(self, "case")
    out.add("kind", .texts(cases.map { say("case.kind." + kind($0)) }))
    out.add("number", .texts(cases.map { $0.kind == .complaints ? complaints[Int($0.row)] : visits[Int($0.row)] }))
    out.add("customer", idTitle, .texts(cases.map { $0.customer >= 0 ? ids[Int($0.customer)] : nil }))
    out.add("stage", .texts(cases.map { say("case.stage.\($0.stage)") }))
    out.add("opened", .days(cases.map(\.opened)))
    out.add("age", .numbers(cases.map { Double($0.age(asOf)) }))
    out.add("owner", .texts(cases.map(\.owner)))
    out.add("promised", .days(cases.map(\.promised)))
    out.add("late", .texts(cases.map { yes($0.brokePromise(asOf)) }))
    out.add("answered", .days(cases.map(\.firstAnswer)))
    out.add("solved", .days(cases.map(\.solved)))
    out.add("asked", .days(cases.map(\.askedBack)))
    func word(_ value: String?, _ field: FieldID) -> String? {
      let rules = judging.institution.rules
      guard let value, let definition = rules.catalogue.definition(field) else { return value }
      return rules.choices.title(value, of: definition, language)
    }
    out.add(
      "category",
      .texts(cases.map { word($0.category, $0.kind == .complaints ? "complaints.category" : "visits.topic") }))
    out.add("cause", .texts(cases.map { word($0.cause, "complaints.cause") }))
    out.add("cost", .numbers(cases.map(\.cost), format: "#,##0.00"))
    out.add("corrective", .texts(cases.map { yes($0.hasCorrectiveAction) }))
    out.add("reopened", .texts(cases.map { yes($0.isReopening) }))
    out.add(
      "repeat", .numbers(cases.map { one in complained[one.customer].flatMap { $0 >= 2 ? Double($0) : nil } }))
    let loop = ClosedLoop(book, from: asOf.advanced(by: -365), to: asOf)
    let share =
      loop.solved == 0
      ? NumberFormatting.missing
      : NumberFormatting(language).rate(Double(loop.followedUp) / Double(loop.solved), places: 0)
    let words = [
      String(loop.opened), String(loop.solved), String(loop.followedUp), share, String(loop.corrected),
      String(loop.reopened), String(loop.promised), String(loop.broken), String(loop.repeaters),
    ]
    return (out.sheet("case.sheet", rows: cases.count), Phrasebook.text("loop.summary", language, words))
  }

  /// What visits cost, when people answer, and what came after a visit.
  func effortSheets() -> [Released<Outside>] {
    let effort = VisitEffort(records, settings: judging.institution.rules.settings)
    let groups = [
      ("channel", effort.byChannel), ("outcome", effort.byOutcome), ("type", effort.byType), ("staff", effort.byStaff),
      ("script", effort.byScript),
    ]
    let rows = groups.flatMap { group, rows in rows.map { (group: group, row: $0) } }
    func word(_ group: String, _ label: String?) -> String {
      guard let label else { return say("feedback.unknown") }
      switch group {
      case "channel": return context.word(label, "visits.channel")
      case "outcome": return context.word(label, "visits.outcome")
      case "type": return context.word(label, "visits.visit_type")
      default: return label
      }
    }
    func each(_ sum: Double, _ count: Int) -> Double? { count == 0 ? nil : sum / Double(count) }
    var cost = Columns(self, "effort")
    cost.add("by", .texts(rows.map { say("effort." + $0.group) }))
    cost.add("label", .texts(rows.map { word($0.group, $0.row.label) }))
    cost.add("visits", .numbers(rows.map { Double($0.row.visits) }))
    cost.add("reached", .numbers(rows.map { Double($0.row.reached) }))
    cost.add("share", .numbers(rows.map { each(Double($0.row.reached), $0.row.visits) }, format: "0.0%"))
    cost.add("minutes", .numbers(rows.map { each($0.row.minutes, $0.row.timed) }, format: "0.0"))
    cost.add(
      "cost", .numbers(rows.map { $0.row.priced == 0 ? nil : ($0.row.cost * 100).rounded() / 100 }, format: "#,##0.00"))
    cost.add("cost_each", .numbers(rows.map { each($0.row.cost, $0.row.priced) }, format: "#,##0.00"))
    cost.add(
      "cost_reached",
      .numbers(rows.map { $0.row.priced == 0 ? nil : each($0.row.cost, $0.row.reached) }, format: "#,##0.00"))
    let slots =
      effort.byWeekday.map { (say("times.weekday"), say("times.day.\($0.slot)"), $0) }
      + effort.byHour.map { (say("times.hour"), "\($0.slot):00–\($0.slot + 1):00", $0) }
    var times = Columns(self, "times")
    times.add("by", say("effort.by"), .texts(slots.map(\.0)))
    times.add("label", say("effort.label"), .texts(slots.map(\.1)))
    times.add("visits", say("effort.visits"), .numbers(slots.map { Double($0.2.visits) }))
    times.add("reached", say("effort.reached"), .numbers(slots.map { Double($0.2.reached) }))
    times.add(
      "share", say("effort.share"), .numbers(slots.map { each(Double($0.2.reached), $0.2.visits) }, format: "0.0%"))
    times.add("low", .numbers(slots.map { $0.2.low }, format: "0.0%"))
    times.add("high", .numbers(slots.map { $0.2.high }, format: "0.0%"))
    let effects = judging.report(language).visits.effects
    var after = Columns(self, "effect")
    after.add("question", .texts(effects.map { say("effect.\($0.question.rawValue)") }))
    after.add("visited", .numbers(effects.map { Double($0.visited.numerator) }))
    after.add("visited_of", .numbers(effects.map { Double($0.visited.denominator) }))
    after.add("not", .numbers(effects.map { Double($0.notVisited.numerator) }))
    after.add("not_of", .numbers(effects.map { Double($0.notVisited.denominator) }))
    after.add("difference", .numbers(effects.map { $0.difference.map { $0 * 100 } }, format: "0.0"))
    after.add("low", say("times.low"), .numbers(effects.map { $0.interval.map { $0.low * 100 } }, format: "0.0"))
    after.add("high", say("times.high"), .numbers(effects.map { $0.interval.map { $0.high * 100 } }, format: "0.0"))
    after.add("strata", .numbers(effects.map { Double($0.strata) }))
    after.add("warning", .texts(effects.map { _ in say("effect.warning.text") }))
    return [
      cost.sheet("effort.sheet", rows: rows.count), times.sheet("times.sheet", rows: slots.count),
      after.sheet("effect.sheet", rows: effects.count),
    ]
  }
}
