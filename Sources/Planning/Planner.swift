import CustomerRecords
import Tabular

/// Makes the plan: which rule asks for which visit, and when.
package enum Planner {
  /// Items triggered between as-of − `back` and as-of + `ahead`, matched against the visit log.
  package static func plan(_ rules: [PlanRule], _ inputs: PlanInputs) -> VisitPlan {
    var maker = Maker(rules: rules, inputs: inputs)
    let visits = visits(inputs)
    maker.courses()
    maker.complaints()
    maker.people()
    maker.agreed(visits)
    var plan = VisitPlan(asOf: inputs.asOf, rules: rules, holidays: inputs.holidays, items: sorted(maker.items, inputs))
    Matching(inputs: inputs, visits: visits).match(&plan)
    return plan
  }

  /// By customer, then first day, rule, source.
  private static func sorted(_ items: [VisitPlan.Item], _ inputs: PlanInputs) -> [VisitPlan.Item] {
    var order = KeyedRows(items.map(\.customer), count: inputs.records.customers.count)
    order.sort {
      let (a, b) = (items[$0], items[$1])
      return (a.from.rawValue, a.rule, a.source, a.holiday) < (b.from.rawValue, b.rule, b.source, b.holiday)
    }
    return order.rows.map { items[Int($0)] }
  }

  /// The dated visits of each person, in order of day.
  private static func visits(_ inputs: PlanInputs) -> KeyedRows {
    let made = inputs.records.visits.days("visit_date").days
    let owners = inputs.records.customerRow(of: .visits)
    var rows = KeyedRows(
      owners.indices.map { owners[$0] >= 0 && made[$0] != Day.missing ? inputs.person(owners[$0]) : -1 },
      count: inputs.records.customers.count)
    rows.sort { made[$0] < made[$1] }
    return rows
  }

  /// Shortest and longest day a trigger may fall on.
  struct Maker {
    let rules: [PlanRule]
    let inputs: PlanInputs
    let first: Int32
    let last: Int32
    let daysOff: Set<Int32>
    let weekendsWork: Bool
    /// Who each rule is for, by rule.
    private let audiences: [Audiences.Audience]
    var items: [VisitPlan.Item] = []

    init(rules: [PlanRule], inputs: PlanInputs) {
      self.rules = rules
      self.inputs = inputs
      first = inputs.asOf.rawValue - Int32(inputs.back)
      last = inputs.asOf.rawValue + Int32(inputs.ahead)
      daysOff = inputs.holidays.daysOff(
        from: inputs.asOf.advanced(by: -inputs.back - 60), to: inputs.asOf.advanced(by: inputs.ahead + 60))
      weekendsWork = inputs.settings["weekends_work"] != "否" && inputs.settings["weekends_work"] != "no"
      let audiences = Audiences(inputs)
      self.audiences = rules.map { audiences.of(intents: $0.intents, tiers: $0.tiers, stages: $0.stages) }
    }

    /// What a trigger needs to know of a rule: nothing that is counted by references.
    struct Asked {
      let trigger: PlanRule.Trigger
      let days: Int
      let offset: Int
      let window: Int
    }

    /// Rules of some triggers, with their numbers.
    func rules(_ triggers: PlanRule.Trigger...) -> [(index: Int, rule: Asked)] {
      rules.enumerated().filter { triggers.contains($0.element.trigger) }.map { index, rule in
        (index, Asked(trigger: rule.trigger, days: rule.days, offset: rule.offset, window: rule.window))
      }
    }

    /// Adds the visit that `rule` asks for after `trigger`, moved off holidays (and weekends where nobody works).
    mutating func ask(
      _ index: Int, _ rule: Asked, customer: Int32, trigger: Int32, source: Int32 = -1, holiday: Int32 = -1
    ) {
      guard customer >= 0, trigger != Day.missing, trigger >= first, trigger <= last,
        audiences[index].holds(Int(customer))
      else {
        return
      }
      let from = rule.trigger.isGreeting ? trigger + Int32(rule.offset) : workday(trigger + Int32(rule.offset))
      let last = trigger + Int32(rule.offset + rule.window)
      let until = max(from, rule.trigger.isGreeting ? last : workday(last))
      items.append(
        VisitPlan.Item(
          customer: customer, rule: Int32(index), from: Day(rawValue: from), until: Day(rawValue: until),
          trigger: Day(rawValue: trigger), source: source, holiday: holiday, status: .notYetDue, visit: -1, attempts: 0,
          match: nil)
      )
    }

    /// The day itself or the next on which people work.
    private func workday(_ day: Int32) -> Int32 {
      var day = day
      for _ in 0..<15 {
        let weekend = !weekendsWork && Day(rawValue: day).weekday > 5
        if !weekend, !daysOff.contains(day) { break }
        day += 1
      }
      return day
    }
  }
}
