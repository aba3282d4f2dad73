import CustomerRecords
import Tabular

extension Planner {
  /// Holds the plan against the visit log: each item takes the first visit that can serve it.
  struct Matching {
    let inputs: PlanInputs

    /// A visit serves an item when it is the same person's, made between the item's first day and 30 days past its last
    /// (setting `missed_after_days`), reached somebody, and serves no other item yet — unless both rules say they may
    /// share. A visit of the rule's own type is taken before one of another type.
    func match(_ plan: inout VisitPlan) {
      let visits = inputs.records.visits
      let made = visits.days("visit_date").days
      let types = visits.texts("visit_type")
      let reachedWords = Set(inputs.settings.words("reached_outcomes"))
      let outcomes = visits.texts("outcome")
      let reached = (0..<UInt32(outcomes.pool.count)).map { reachedWords.contains(outcomes.pool.string($0)) }
      let typeOf = plan.rules.map { types.code(of: $0.type) }
      let (offsets, rows) = visitsByPerson(made)
      let optOut = optedOut()
      let grace = Int32(inputs.settings.integer("missed_after_days", or: 30))
      let asOf = inputs.asOf.rawValue
      // 0 = free, 1 = taken by a rule that shares, 2 = taken.
      var taken = [UInt8](repeating: 0, count: visits.count)
      // Whoever must be done first chooses first.
      var order = Array(plan.items.indices)
      order.sort {
        (plan.items[$0].customer, plan.items[$0].until.rawValue, plan.items[$0].rule)
          < (plan.items[$1].customer, plan.items[$1].until.rawValue, plan.items[$1].rule)
      }
      for i in order {
        let item = plan.items[i]
        let rule = plan.rules[Int(item.rule)]
        let mine = Int(offsets[Int(item.customer)])..<Int(offsets[Int(item.customer) + 1])
        var best: (row: Int32, fits: Bool)?
        for j in mine {
          let row = rows[j]
          let day = made[Int(row)]
          if day < item.from.rawValue || day > item.until.rawValue + grace || day > asOf { continue }
          let code = outcomes.codes[Int(row)]
          if code != TextPool.none, !reached[Int(code)] {
            if day <= item.until.rawValue { plan.items[i].attempts += 1 }
            continue
          }
          if taken[Int(row)] == 2 || (taken[Int(row)] == 1 && !rule.shared) { continue }
          let fits = typeOf[Int(item.rule)] != nil && types.codes[Int(row)] == typeOf[Int(item.rule)]
          if best == nil || (fits && !best!.fits) { best = (row, fits) }
        }
        if let best {
          taken[Int(best.row)] = rule.shared ? 1 : 2
          plan.items[i].visit = best.row
          plan.items[i].status = made[Int(best.row)] <= item.until.rawValue ? .doneInTime : .doneLate
        } else if optOut[Int(item.customer)] {
          plan.items[i].status = .optedOut
        } else if item.from.rawValue > asOf {
          plan.items[i].status = .notYetDue
        } else if item.until.rawValue >= asOf {
          plan.items[i].status = .due
        } else if item.until.rawValue + grace >= asOf {
          plan.items[i].status = .overdue
        } else {
          plan.items[i].status = .missed
        }
      }
      holdBack(&plan)
    }

    /// Row numbers of the visits by person, in date order.
    private func visitsByPerson(_ made: [Int32]) -> (offsets: [UInt32], rows: [Int32]) {
      let owners = inputs.records.customerRow(of: .visits)
      var counts = [UInt32](repeating: 0, count: inputs.records.customers.count + 1)
      for row in owners.indices where owners[row] >= 0 && made[row] != Day.missing {
        counts[Int(inputs.person(owners[row])) + 1] += 1
      }
      for i in 1..<max(1, counts.count) { counts[i] += counts[i - 1] }
      var next = counts
      var rows = [Int32](repeating: 0, count: Int(counts.last ?? 0))
      for row in owners.indices where owners[row] >= 0 && made[row] != Day.missing {
        let person = Int(inputs.person(owners[row]))
        rows[Int(next[person])] = Int32(row)
        next[person] += 1
      }
      for person in 0..<max(0, counts.count - 1) {
        let range = Int(counts[person])..<Int(counts[person + 1])
        if range.count > 1 { rows[range].sort { (made[Int($0)], $0) < (made[Int($1)], $1) } }
      }
      return (counts, rows)
    }

    private func optedOut() -> [Bool] {
      let flags = inputs.records.customers.numbers("do_not_contact")
      return (0..<inputs.records.customers.count).map { flags[$0] == 1 }
    }

    /// No more than *4* open contacts a person and month over all rules: the least urgent wait.
    private func holdBack(_ plan: inout VisitPlan) {
      let cap = inputs.settings.integer("contacts_per_month", or: 4)
      var start = 0
      while start < plan.items.count {
        var end = start
        while end < plan.items.count, plan.items[end].customer == plan.items[start].customer { end += 1 }
        let open = (start..<end).filter { [.due, .overdue].contains(plan.items[$0].status) }
        if open.count > cap {
          let ranked = open.sorted {
            let (a, b) = (plan.items[$0], plan.items[$1])
            return (plan.rules[Int(a.rule)].priority, a.until.rawValue, a.rule)
              < (plan.rules[Int(b.rule)].priority, b.until.rawValue, b.rule)
          }
          for i in ranked.dropFirst(cap) { plan.items[i].status = .heldBack }
        }
        start = end
      }
    }
  }
}
