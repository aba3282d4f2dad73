import CustomerRecords
import Tabular

extension Facts {
  /// The key figures of a stretch of time, over the whole slice. `timeline` knows the window's last day.
  func figures(_ window: Window, _ timeline: StatusTimeline) -> KeyFigures {
    var out = KeyFigures()
    let last = min(window.last, asOf).rawValue
    let first = window.first?.rawValue ?? Day.missing + 1
    if let i = timeline.index(of: last) {
      out.enrolled = timeline.enrolled[i]
      out.active = timeline.active[i]
      out.lost = timeline.lost[i]
    }
    for row in people {
      let person = Int(row)
      let seen = firstSeen[person]
      if seen == Day.missing || seen <= last { out.customers += 1 }
      if seen != Day.missing, seen >= first, seen <= last { out.newCustomers += 1 }
      let paid = engagement.firstPaid[person]
      if paid != Day.missing, paid >= first, paid <= last { out.newEnrolled += 1 }
      var bought = 0
      for i in engagement.purchases.range(person) {
        let day = engagement.purchases.days[i]
        if day >= first, day <= last {
          bought += 1
          if courseCode == nil { out.revenueCents += Int(engagement.purchaseCents[i]) }
        }
      }
      if courseCode != nil {
        for c in engagement.courses.range(person) where countsPurchase(row: Int(engagement.courses.row[c])) {
          let day = engagement.courses.purchased[c]
          if day >= first, day <= last { out.revenueCents += Int(engagement.courses.cents[c]) }
        }
      }
      out.purchases += bought
      if bought > 0 { out.buyers += 1 }
      if bought > 1 { out.repeatBuyers += 1 }
    }
    renewals(first, last, &out)
    satisfaction(first, last, &out)
    work(first, last, &out)
    return out
  }

  /// Enrolments whose renewal window closed in the stretch.
  private func renewals(_ first: Int32, _ last: Int32, _ out: inout KeyFigures) {
    let span = Int32(settings.integer("renewal_days", or: 60))
    let courses = engagement.courses
    for row in people {
      var counted = false
      for c in courses.range(Int(row)) where courses.end[c] != Day.missing {
        let closes = courses.end[c] + span
        guard closes >= first, closes <= last, countsPurchase(row: Int(courses.row[c])) else { continue }
        out.renewable += 1
        counted = true
        if renewed(Int(row), c, by: closes) { out.renewed += 1 }
      }
      if counted { out.renewablePeople += 1 }
    }
  }

  /// True where the person bought again after this enrolment's purchase and not after `last`.
  func renewed(_ person: Int, _ course: Int, by last: Int32) -> Bool {
    let latest = engagement.purchases.last(person, notAfter: last)
    return latest != Day.missing && latest > engagement.courses.purchased[course]
  }

  private func satisfaction(_ first: Int32, _ last: Int32, _ out: inout KeyFigures) {
    let chosen = chosenScores { $0.day == Day.missing ? first == Day.missing + 1 : $0.day >= first && $0.day <= last }
    for i in chosen {
      let value = answers[i].nps
      if value >= 9 {
        out.nps.promoters += 1
      } else if value >= 7 {
        out.nps.passives += 1
      } else {
        out.nps.detractors += 1
      }
    }
    out.nps.people = chosen.count
    var stamp = [Bool](repeating: false, count: inside.count)
    for answer in answers where answer.csat > 0 && countsAnswer(answer) {
      if answer.day == Day.missing ? first != Day.missing + 1 : answer.day < first || answer.day > last { continue }
      out.csatAnswers += 1
      if answer.csat >= 4 { out.csatGood += 1 }
      if answer.person < 0 {
        out.csatPeople += 1
      } else if !stamp[Int(answer.person)] {
        stamp[Int(answer.person)] = true
        out.csatPeople += 1
      }
    }
  }

  private func work(_ first: Int32, _ last: Int32, _ out: inout KeyFigures) {
    var stamp = [Bool](repeating: false, count: inside.count)
    for row in 0..<visitLog.count {
      let day = visitLog.day[row]
      guard day >= first, day <= last, countsVisit(row) else { continue }
      out.visits += 1
      if visitLog.reached[row] { out.visitsReached += 1 }
      let person = visitLog.person[row]
      if person < 0 {
        out.visitPeople += 1
      } else if !stamp[Int(person)] {
        stamp[Int(person)] = true
        out.visitPeople += 1
      }
    }
    let owners = owners(of: .complaints)
    let received = records.complaints.days("received_on").days
    var complained = [Bool](repeating: false, count: inside.count)
    for row in owners.indices where received[row] >= first && received[row] <= last && counts(owners[row]) {
      out.complaints += 1
      if owners[row] < 0 {
        out.complaintPeople += 1
      } else if !complained[Int(owners[row])] {
        complained[Int(owners[row])] = true
        out.complaintPeople += 1
      }
    }
  }

  func countsAnswer(_ answer: Answer) -> Bool {
    answer.visit >= 0 ? countsVisit(Int(answer.visit)) : counts(answer.person)
  }

  /// Positions of the 0–10 answers that count: of each known respondent the last that passes (same date: the later
  /// row), and every anonymous one.
  func chosenScores(_ passes: (Answer) -> Bool) -> [Int] {
    var last = [Int32](repeating: -1, count: inside.count)
    var anonymous: [Int] = []
    for i in answers.indices where answers[i].nps >= 0 {
      let answer = answers[i]
      guard passes(answer), countsAnswer(answer) else { continue }
      if answer.person < 0 {
        anonymous.append(i)
      } else {
        let known = last[Int(answer.person)]
        if known < 0 || answers[Int(known)].day <= answer.day { last[Int(answer.person)] = Int32(i) }
      }
    }
    return (anonymous + last.filter { $0 >= 0 }.map(Int.init)).sorted()
  }
}
