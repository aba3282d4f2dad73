import CustomerRecords
import Tabular

extension Planner {
  /// Holds the plan against the visit log: each item takes the first visit that can serve it.
  struct Matching: Sendable {
    private let inputs: PlanInputs
    /// The dated visits of each person, in order of day.
    private let visits: DatedRows
    private let types: [UInt32]
    private let outcomes: [UInt32]
    /// By outcome: it reached somebody.
    private let reached: [Bool]
    private let optOut: [Bool]
    private let rules: [Rule]
    /// For each rule and type of visit what a visit of that type does for it, and how many types there are.
    private let fits: [Fit]
    private let width: Int

    /// What a visit of some type can do for a rule, best first.
    private enum Fit: UInt8, Comparable, Sendable {
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
      var isOwed: Bool
      var priority: Int
    }

    init(_ inputs: PlanInputs, _ rules: [PlanRule]) {
      self.inputs = inputs
      visits = inputs.log.visits
      let table = inputs.records.visits
      let (types, outcomes) = (table.texts("visit_type"), table.texts("outcome"))
      self.types = types.codes
      self.outcomes = outcomes.codes
      reached = flags(outcomes, among: inputs.settings.words("reached_outcomes"))
      optOut = Matching.optedOut(inputs)
      self.rules = rules.map {
        Rule(
          isGreeting: $0.trigger.isGreeting, isShared: $0.shared, lead: $0.trigger.isStanding ? Int32($0.window) : 0,
          isOwed: $0.trigger.isOwed, priority: $0.priority)
      }
      fits = Matching.fitting(rules, types)
      width = types.pool.count
    }

    /// A visit serves an item when it is the same person's, made between the item's first day and 30 days past its last
    /// (setting `missed_after_days`; greetings only within their window), reached somebody, and serves no other item yet.
    /// A rule that says so shares: it takes visits that serve others, and leaves them to others. The visit must be of the rule's type, or of no type any rule asks for; a rule that
    /// ends a silence takes any conversation. A filled-in row of a work list serves its own item and no other.
    ///
    /// - Parameters:
    ///   - items: of the customers `people`, sorted by customer.
    ///   - own: the item each filled-in row serves.
    /// - Returns: how many more contacts the cap leaves each of `people`.
    func match(
      _ items: UnsafeMutableBufferPointer<VisitPlan.Item>, _ people: Range<Int>, own: [Int32: Int]
    ) -> [Int16] {
      let grace = Int32(inputs.settings.integer("missed_after_days", or: 30))
      let asOf = inputs.asOf.rawValue
      // By place among a person's visits.
      var taken: [Bool] = []
      // Whoever must be done first chooses first. Items come sorted by customer.
      var order: [Int] = []
      var start = 0
      while start < items.count {
        let customer = Int(items[start].customer)
        var end = start
        while end < items.count, Int(items[end].customer) == customer { end += 1 }
        order.removeAll(keepingCapacity: true)
        order.append(contentsOf: start..<end)
        if order.count > 1 {
          order.sort {
            (items[$0].until.rawValue, items[$0].rule, $0)
              < (items[$1].until.rawValue, items[$1].rule, $1)
          }
        }
        let mine = visits.range(customer)
        taken.removeAll(keepingCapacity: true)
        taken.append(contentsOf: repeatElement(false, count: mine.count))
        for i in order {
          let item = items[i]
          let rule = rules[Int(item.rule)]
          let last = item.until.rawValue + (rule.isGreeting ? 0 : grace)
          let first = item.from.rawValue - rule.lead
          var best: (at: Int, fit: Fit)?
          for j in mine {
            let day = visits.day(j)
            if day > asOf { break }
            if own.isEmpty {
              if day < first { continue }
              if day > last { break }
            }
            let row = visits.row(j)
            let type = types[Int(row)]
            var fit = type == TextPool.none ? .untyped : fits[Int(item.rule) * width + Int(type)]
            if !own.isEmpty, let meant = own[row] {
              fit = meant == i ? .token : .none
            } else if day < first || day > last {
              continue
            }
            if fit == .none { continue }
            let code = outcomes[Int(row)]
            if code != TextPool.none, !reached[Int(code)] {
              if day <= item.until.rawValue { items[i].attempts += 1 }
              continue
            }
            if !rule.isShared, taken[j - mine.lowerBound] { continue }
            if best == nil || fit > best!.fit { best = (j, fit) }
          }
          if let best {
            if !rule.isShared { taken[best.at - mine.lowerBound] = true }
            items[i].visit = visits.row(best.at)
            items[i].match = best.fit.match
            items[i].status = visits.day(best.at) <= item.until.rawValue ? .doneInTime : .doneLate
          } else if optOut[customer] {
            items[i].status = .optedOut
          } else if item.from.rawValue > asOf {
            items[i].status = .notYetDue
          } else if item.until.rawValue >= asOf {
            items[i].status = .due
          } else if last >= asOf {
            items[i].status = .overdue
          } else {
            items[i].status = .missed
          }
        }
        start = end
      }
      return holdBack(items, people)
    }

    /// For each rule and type code what a visit of that type does for it.
    private static func fitting(_ rules: [PlanRule], _ types: TextView) -> [Fit] {
      let wanted = rules.map { types.code(of: $0.type) }
      let claimed = Set(wanted.compactMap { $0 })
      return rules.indices.flatMap { rule in
        (0..<UInt32(types.pool.count)).map { code -> Fit in
          if code == wanted[rule] { return .type }
          if rules[rule].trigger.takesAnyVisit { return .contact }
          return claimed.contains(code) ? .none : .untyped
        }
      }
    }

    /// Visits that came from filled-in work lists: visit row → item.
    func tokenItems(_ plan: VisitPlan) -> [Int32: Int] {
      let items = PlanTokens(plan, inputs.records)
      var found: [Int32: Int] = [:]
      for (row, code) in inputs.records.visits.texts("visit_id").codes.enumerated() {
        if let token = inputs.log.tokens[code], let item = items.item(of: token) { found[Int32(row)] = item }
      }
      return found
    }

    private static func optedOut(_ inputs: PlanInputs) -> [Bool] {
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
    private func holdBack(_ items: UnsafeMutableBufferPointer<VisitPlan.Item>, _ people: Range<Int>) -> [Int16] {
      let cap = inputs.settings.integer("contacts_per_month", or: 4)
      let since = inputs.asOf.rawValue - 30
      let asOf = inputs.asOf.rawValue
      var room = [Int16](repeating: Int16(clamping: cap), count: people.count)
      for person in people {
        var used = 0
        for i in visits.range(person).reversed() {
          if visits.day(i) <= since { break }
          let row = Int(visits.row(i))
          if visits.day(i) <= asOf, outcomes[row] == TextPool.none || reached[Int(outcomes[row])] { used += 1 }
        }
        if used > 0 { room[person - people.lowerBound] = Int16(clamping: cap - used) }
      }
      var start = 0
      var open: [Int] = []
      while start < items.count {
        let customer = items[start].customer
        var end = start
        open.removeAll(keepingCapacity: true)
        while end < items.count, items[end].customer == customer {
          if items[end].status == .due || items[end].status == .overdue { open.append(end) }
          end += 1
        }
        start = end
        if open.isEmpty { continue }
        let left = Int(room[Int(customer) - people.lowerBound])
        if open.count > left {
          open.sort {
            let (a, b) = (items[$0], items[$1])
            let (x, y) = (rules[Int(a.rule)], rules[Int(b.rule)])
            return (x.isOwed ? 0 : 1, x.priority, a.until.rawValue, a.rule)
              < (y.isOwed ? 0 : 1, y.priority, b.until.rawValue, b.rule)
          }
        }
        var used = 0
        for i in open {
          if used >= left, !rules[Int(items[i].rule)].isOwed {
            items[i].status = .heldBack
          } else {
            used += 1
          }
        }
        room[Int(customer) - people.lowerBound] = Int16(clamping: left - used)
      }
      return room
    }
  }
}
