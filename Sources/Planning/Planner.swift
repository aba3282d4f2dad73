import ByteScanning
import CustomerRecords
import Tabular

/// Makes the plan: which rule asks for which visit, and when.
package enum Planner {
  /// Items triggered between as-of − `back` and as-of + `ahead`, matched against the visit log.
  package static func plan(_ rules: [PlanRule], _ inputs: PlanInputs) -> VisitPlan {
    let log = inputs.log
    let maker = Maker(rules: rules, inputs: inputs)
    let matching = Matching(inputs, rules)
    var plan = VisitPlan(asOf: inputs.asOf, rules: rules, holidays: inputs.holidays, items: [])
    // What is planned for one person hangs on nobody else, unless rows of the log name the items they serve: those are
    // known by their place in the whole plan.
    let isPersonal = log.tokens.isEmpty
    let parts = parts(inputs.records.customers.count)
    let drafts = Parallel.map(parts) { maker.draft(of: $0, log.visits) }
    var (pieces, count): ([(people: Range<Int>, draft: Draft, places: Range<Int>)], Int) = ([], 0)
    for (people, draft) in zip(parts, drafts) {
      pieces.append((people, draft, count..<count + draft.items.count))
      count += draft.items.count
    }
    // Each piece fills its own stretch of the plan.
    plan.items = Array(unsafeUninitializedCapacity: count) { items, filled in
      if let start = items.baseAddress {
        LargePages.advise(UnsafeMutableRawPointer(start), count: count * MemoryLayout<VisitPlan.Item>.stride)
      }
      nonisolated(unsafe) let whole = items
      let rooms = Parallel.map(pieces) { piece in
        let own = UnsafeMutableBufferPointer(rebasing: whole[piece.places])
        for (place, row) in piece.draft.order.rows.enumerated() {
          own.initializeElement(at: place, to: piece.draft.items[Int(row)])
        }
        return isPersonal ? matching.match(own, piece.people, own: [:]) : []
      }
      plan.room = Array(rooms.joined())
      filled = count
    }
    if !isPersonal {
      let own = matching.tokenItems(plan)
      plan.room = plan.items.withUnsafeMutableBufferPointer {
        matching.match($0, 0..<inputs.records.customers.count, own: own)
      }
    }
    return plan
  }

  /// What is asked for some people, as it was found, and its order: by customer, then first day, rule, source.
  struct Draft: Sendable {
    let items: [VisitPlan.Item]
    let order: KeyedRows
  }

  /// Customer rows in pieces that are worth a core.
  private static func parts(_ rows: Int) -> [Range<Int>] {
    let size = 10_000
    return stride(from: 0, to: max(1, rows), by: size).map { $0..<min($0 + size, rows) }
  }

  /// Finds what the rules ask for, some people at a time.
  struct Maker: Sendable {
    let rules: [PlanRule]
    let inputs: PlanInputs
    /// Shortest and longest day a trigger may fall on.
    let first: Int32
    let last: Int32
    let days: CustomerDays
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
      days = CustomerDays(inputs, first, last)
      let audiences = Audiences(inputs)
      self.audiences = rules.map { audiences.of(intents: $0.intents, tiers: $0.tiers, stages: $0.stages) }
    }

    func draft(of people: Range<Int>, _ visits: DatedRows) -> Draft {
      var maker = self
      maker.courses(people)
      maker.complaints(people)
      maker.people(people, visits)
      maker.agreed(people, visits)
      let items = maker.items
      var order = KeyedRows(items.map { $0.customer - Int32(people.lowerBound) }, count: people.count)
      order.sort {
        let (a, b) = (items[$0], items[$1])
        return (a.from.rawValue, a.rule, a.source, a.holiday) < (b.from.rawValue, b.rule, b.source, b.holiday)
      }
      return Draft(items: items, order: order)
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
      if items.count == items.capacity { items.reserveLarge(max(1024, 2 * items.count)) }
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
