import CustomerRecords
import Tabular

/// Makes the plan: which rule asks for which visit, and when.
package enum Planner {
  /// Items triggered between as-of − `back` and as-of + `ahead`, matched against the visit log.
  package static func plan(_ rules: [PlanRule], _ inputs: PlanInputs) -> VisitPlan {
    var maker = Maker(rules: rules, inputs: inputs)
    maker.courses()
    maker.complaints()
    maker.people()
    maker.agreed()
    var items = maker.items
    items.sort {
      if $0.customer != $1.customer { return $0.customer < $1.customer }
      return ($0.from.rawValue, $0.rule, $0.source, $0.holiday) < ($1.from.rawValue, $1.rule, $1.source, $1.holiday)
    }
    var plan = VisitPlan(asOf: inputs.asOf, rules: rules, holidays: inputs.holidays, items: items)
    Matching(inputs: inputs).match(&plan)
    return plan
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
