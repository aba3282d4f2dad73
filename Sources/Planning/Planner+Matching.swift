import CustomerRecords
import Tabular

extension Planner {
  /// Holds the plan against the visit log: each item takes the first visit that can serve it.
  struct Matching {
    let inputs: PlanInputs
    /// The dated visits of each person, in order of day.
    let visits: KeyedRows

    /// What a visit of some type can do for a rule, best first.
    private enum Fit: UInt8, Comparable {
      case none, contact, untyped, type, token
      static func < (a: Fit, b: Fit) -> Bool { a.rawValue < b.rawValue }
      var match: VisitPlan.Match? {
        switch self {
        case .none: return nil
        case .contact: return .contact
        case .untyped: return .untyped
        case .type: return .type
        case .token: return .token
        }
      }
    }

    /// What matching asks of a rule.
    private struct Rule {
      var isGreeting: Bool
      var isShared: Bool
      /// Days before an item's first day on which a visit serves it as well.
      var lead: Int32
    }

    /// A visit serves an item when it is the same person's, made between the item's first day and 30 days past its last
    /// (setting `missed_after_days`; greetings only within their window), reached somebody, and serves no other item yet.
    /// A rule that says so shares: it takes visits that serve others, and leaves them to others. The visit must be of the rule's type, or of no type any rule asks for; a rule that
    /// ends a silence takes any conversation. A filled-in row of a work list serves its own item and no other.
    func match(_ plan: inout VisitPlan) {
      let table = inputs.records.visits
      let made = table.days("visit_date").days
      let types = table.texts("visit_type")
      let outcomes = table.texts("outcome")
      let reached = flags(outcomes, among: inputs.settings.words("reached_outcomes"))
      let fits = fitting(plan.rules, types)
      let rows = visits.rows
      let optOut = optedOut()
      let grace = Int32(inputs.settings.integer("missed_after_days", or: 30))
      let asOf = inputs.asOf.rawValue
      let own = tokenItems(plan)
      let rules = plan.rules.map {
        Rule(
          isGreeting: $0.trigger.isGreeting, isShared: $0.shared,
          lead: $0.trigger.isStanding ? Int32($0.window) : 0)
      }
      var taken = [Bool](repeating: false, count: table.count)
      // Whoever must be done first chooses first. Items come sorted by customer.
      var order: [Int] = []
      var start = 0
      while start < plan.items.count {
        let customer = Int(plan.items[start].customer)
        var end = start
        while end < plan.items.count, Int(plan.items[end].customer) == customer { end += 1 }
        order.removeAll(keepingCapacity: true)
        order.append(contentsOf: start..<end)
        if order.count > 1 {
          order.sort {
            (plan.items[$0].until.rawValue, plan.items[$0].rule, $0)
              < (plan.items[$1].until.rawValue, plan.items[$1].rule, $1)
          }
        }
        let mine = visits.range(customer)
        for i in order {
          let item = plan.items[i]
          let rule = rules[Int(item.rule)]
          let last = item.until.rawValue + (rule.isGreeting ? 0 : grace)
          let first = item.from.rawValue - rule.lead
          var best: (row: Int32, fit: Fit)?
          for j in mine {
            let row = rows[j]
            let day = made[Int(row)]
            if day > asOf { break }
            if day < first, own.isEmpty { continue }
            var fit =
              types.codes[Int(row)] == TextPool.none ? .untyped : fits[Int(item.rule)][Int(types.codes[Int(row)])]
            if let meant = own[row] {
              fit = meant == i ? .token : .none
            } else if day < first || day > last {
              continue
            }
            if fit == .none { continue }
            let code = outcomes.codes[Int(row)]
            if code != TextPool.none, !reached[Int(code)] {
              if day <= item.until.rawValue { plan.items[i].attempts += 1 }
              continue
            }
            if !rule.isShared, taken[Int(row)] { continue }
            if best == nil || fit > best!.fit { best = (row, fit) }
          }
          if let best {
            if !rule.isShared { taken[Int(best.row)] = true }
            plan.items[i].visit = best.row
            plan.items[i].match = best.fit.match
            plan.items[i].status = made[Int(best.row)] <= item.until.rawValue ? .doneInTime : .doneLate
          } else if optOut[customer] {
            plan.items[i].status = .optedOut
          } else if item.from.rawValue > asOf {
            plan.items[i].status = .notYetDue
          } else if item.until.rawValue >= asOf {
            plan.items[i].status = .due
          } else if last >= asOf {
            plan.items[i].status = .overdue
          } else {
            plan.items[i].status = .missed
          }
        }
        start = end
      }
      holdBack(&plan, made: made) { row in
        let code = outcomes.codes[Int(row)]
        return code == TextPool.none || reached[Int(code)]
      }
    }

    /// For each rule and type code what a visit of that type does for it.
    private func fitting(_ rules: [PlanRule], _ types: TextView) -> [[Fit]] {
      let wanted = rules.map { types.code(of: $0.type) }
      let claimed = Set(wanted.compactMap { $0 })
      return rules.indices.map { rule in
        (0..<UInt32(types.pool.count)).map { code in
          if code == wanted[rule] { return .type }
          if rules[rule].trigger.takesAnyVisit { return .contact }
          return claimed.contains(code) ? .none : .untyped
        }
      }
    }

    /// Visits that came from filled-in work lists: visit row → item.
    private func tokenItems(_ plan: VisitPlan) -> [Int32: Int] {
      let numbers = inputs.records.visits.texts("visit_id")
      var codes: [UInt32: String] = [:]
      for code in 0..<UInt32(numbers.pool.count) {
        let mayBe = numbers.pool.withBytes(code) { $0.count >= 13 && $0[0] == UInt8(ascii: "P") }
        if mayBe, PlanTokens.isToken(numbers.pool.string(code)) { codes[code] = numbers.pool.string(code) }
      }
      if codes.isEmpty { return [:] }
      let tokens = PlanTokens(plan, inputs.records)
      var found: [Int32: Int] = [:]
      for (row, code) in numbers.codes.enumerated() {
        if let token = codes[code], let item = tokens.item(of: token) { found[Int32(row)] = item }
      }
      return found
    }

    private func optedOut() -> [Bool] {
      let customers = inputs.records.customers
      let flags = customers.numbers("do_not_contact")
      var out = [Bool](repeating: false, count: customers.count)
      // Any row of a person who said so speaks for all of them.
      for row in out.indices where flags[row] == 1 {
        out[row] = true
        out[Int(inputs.person(Int32(row)))] = true
      }
      return out
    }

    /// No more than *4* contacts a person in 30 days over all rules, those already made counted: the least urgent wait.
    /// What is owed to the customer is never held back, and takes its place before the rest.
    private func holdBack(_ plan: inout VisitPlan, made: [Int32], counts: (Int32) -> Bool) {
      let cap = inputs.settings.integer("contacts_per_month", or: 4)
      let since = inputs.asOf.rawValue - 30
      let asOf = inputs.asOf.rawValue
      var room = [Int16](repeating: Int16(clamping: cap), count: inputs.records.customers.count)
      for person in room.indices {
        var used = 0
        for row in visits.rows[visits.range(person)].reversed() {
          let day = made[Int(row)]
          if day <= since { break }
          if day <= asOf, counts(row) { used += 1 }
        }
        if used > 0 { room[person] = Int16(clamping: cap - used) }
      }
      let urgency = plan.rules.map { (owed: $0.trigger.isOwed, priority: $0.priority) }
      var start = 0
      var open: [Int] = []
      while start < plan.items.count {
        let customer = plan.items[start].customer
        var end = start
        open.removeAll(keepingCapacity: true)
        while end < plan.items.count, plan.items[end].customer == customer {
          if plan.items[end].status == .due || plan.items[end].status == .overdue { open.append(end) }
          end += 1
        }
        start = end
        if open.isEmpty { continue }
        let left = Int(room[Int(customer)])
        if open.count > left {
          open.sort {
            let (a, b) = (plan.items[$0], plan.items[$1])
            let (x, y) = (urgency[Int(a.rule)], urgency[Int(b.rule)])
            return (x.owed ? 0 : 1, x.priority, a.until.rawValue, a.rule)
              < (y.owed ? 0 : 1, y.priority, b.until.rawValue, b.rule)
          }
        }
        var used = 0
        for i in open {
          if used >= left, !urgency[Int(plan.items[i].rule)].owed {
            plan.items[i].status = .heldBack
          } else {
            used += 1
          }
        }
        room[Int(customer)] = Int16(clamping: left - used)
      }
      plan.room = room
    }
  }
}
