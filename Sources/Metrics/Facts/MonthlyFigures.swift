import CustomerRecords
import Tabular

/// Key figures of consecutive periods, gathered in one pass over everything instead of one pass each.
struct MonthlyFigures: Sendable {
  var rows: [(period: Period, figures: KeyFigures)]

  init(_ facts: Facts, _ periods: [Period], _ timeline: StatusTimeline) {
    rows = periods.map { ($0, KeyFigures()) }
    guard let first = periods.first, let last = periods.last else { return }
    let start = first.first.rawValue
    let end = min(last.last, facts.asOf).rawValue
    guard start <= end else { return }
    let numbers = PeriodNumbers(first.grain, first: start, last: end)
    func slot(_ day: Int32) -> Int? { day >= start && day <= end ? numbers[day] : nil }
    for i in rows.indices {
      if let at = timeline.index(of: min(rows[i].period.last, facts.asOf).rawValue) {
        rows[i].figures.enrolled = timeline.enrolled[at]
        rows[i].figures.active = timeline.active[at]
        rows[i].figures.lost = timeline.lost[at]
      }
    }
    customers(facts, slot)
    renewals(facts, slot)
    satisfaction(facts, slot)
    contacts(facts, slot)
    complaints(facts, slot)
  }

  private mutating func customers(_ facts: Facts, _ slot: (Int32) -> Int?) {
    let engagement = facts.engagement
    var before = 0
    var stamp = -1
    for row in facts.people {
      let person = Int(row)
      let seen = facts.firstSeen[person]
      if let s = slot(seen) { rows[s].figures.newCustomers += 1 } else { before += 1 }
      if let s = slot(engagement.firstPaid[person]) { rows[s].figures.newEnrolled += 1 }
      stamp = -1
      var days = 0
      for i in engagement.purchases.range(person) {
        guard let s = slot(engagement.purchases.days[i]) else { continue }
        if facts.courseCode == nil { rows[s].figures.revenueCents += Int(engagement.purchaseCents[i]) }
        rows[s].figures.purchases += 1
        days = s == stamp ? days + 1 : 1
        stamp = s
        if days == 1 { rows[s].figures.buyers += 1 }
        if days == 2 { rows[s].figures.repeatBuyers += 1 }
      }
      if facts.courseCode != nil {
        let courses = engagement.courses
        for c in courses.range(person) where facts.countsPurchase(row: Int(courses.row[c])) {
          if let s = slot(courses.purchased[c]) { rows[s].figures.revenueCents += Int(courses.cents[c]) }
        }
      }
    }
    var sum = before
    for i in rows.indices {
      sum += rows[i].figures.newCustomers
      rows[i].figures.customers = sum
    }
  }

  private mutating func renewals(_ facts: Facts, _ slot: (Int32) -> Int?) {
    let span = Int32(facts.settings.integer("renewal_days", or: 60))
    let courses = facts.engagement.courses
    var stamp = [Int32](repeating: -1, count: rows.count)
    for row in facts.people {
      for c in courses.range(Int(row)) where courses.end[c] != Day.missing {
        guard let s = slot(courses.end[c] + span), facts.countsPurchase(row: Int(courses.row[c])) else { continue }
        rows[s].figures.renewable += 1
        if stamp[s] != row {
          stamp[s] = row
          rows[s].figures.renewablePeople += 1
        }
        if facts.renewed(Int(row), c, by: courses.end[c] + span) { rows[s].figures.renewed += 1 }
      }
    }
  }

  private mutating func satisfaction(_ facts: Facts, _ slot: (Int32) -> Int?) {
    var buckets = [[Int32]](repeating: [], count: rows.count)
    for i in facts.answers.indices where facts.countsAnswer(facts.answers[i]) {
      if let s = slot(facts.answers[i].day) { buckets[s].append(Int32(i)) }
    }
    var last = [Int32](repeating: -1, count: facts.inside.count)
    var rated = [Int32](repeating: -1, count: facts.inside.count)
    for s in rows.indices {
      var chosen: [Int32] = []
      for i in buckets[s] {
        let answer = facts.answers[Int(i)]
        if answer.csat > 0 {
          rows[s].figures.csatAnswers += 1
          if answer.csat >= 4 { rows[s].figures.csatGood += 1 }
          if answer.person < 0 {
            rows[s].figures.csatPeople += 1
          } else if rated[Int(answer.person)] != Int32(s) {
            rated[Int(answer.person)] = Int32(s)
            rows[s].figures.csatPeople += 1
          }
        }
        guard answer.nps >= 0 else { continue }
        if answer.person < 0 {
          chosen.append(i)
        } else {
          let known = last[Int(answer.person)]
          if known < 0 || facts.answers[Int(known)].day <= answer.day { last[Int(answer.person)] = i }
        }
      }
      for i in buckets[s] where facts.answers[Int(i)].nps >= 0 && facts.answers[Int(i)].person >= 0 {
        let person = Int(facts.answers[Int(i)].person)
        if last[person] == i {
          chosen.append(i)
          last[person] = -1
        }
      }
      for i in chosen {
        let value = facts.answers[Int(i)].nps
        rows[s].figures.nps.people += 1
        if value >= 9 {
          rows[s].figures.nps.promoters += 1
        } else if value >= 7 {
          rows[s].figures.nps.passives += 1
        } else {
          rows[s].figures.nps.detractors += 1
        }
      }
    }
  }

  private mutating func contacts(_ facts: Facts, _ slot: (Int32) -> Int?) {
    let log = facts.visitLog
    // One bit a month for each person: at most 64 periods are ever asked for.
    var seen = [UInt64](repeating: 0, count: facts.inside.count)
    for row in 0..<log.count {
      guard let s = slot(log.day[row]), facts.countsVisit(row) else { continue }
      rows[s].figures.visits += 1
      if log.reached[row] { rows[s].figures.visitsReached += 1 }
      let person = Int(log.person[row])
      if person < 0 {
        rows[s].figures.visitPeople += 1
      } else if seen[person] & 1 << UInt64(s) == 0 {
        seen[person] |= 1 << UInt64(s)
        rows[s].figures.visitPeople += 1
      }
    }
  }

  private mutating func complaints(_ facts: Facts, _ slot: (Int32) -> Int?) {
    let owners = facts.owners(of: .complaints)
    let received = facts.records.complaints.days("received_on").days
    var seen = [UInt64](repeating: 0, count: facts.inside.count)
    for row in owners.indices {
      guard let s = slot(received[row]), facts.counts(owners[row]) else { continue }
      rows[s].figures.complaints += 1
      let person = Int(owners[row])
      if person < 0 {
        rows[s].figures.complaintPeople += 1
      } else if seen[person] & 1 << UInt64(s) == 0 {
        seen[person] |= 1 << UInt64(s)
        rows[s].figures.complaintPeople += 1
      }
    }
  }
}
