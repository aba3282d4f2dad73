import CustomerRecords
import Tabular

extension Facts {
  func splits() -> [Split] {
    Dimension.allCases.compactMap { dimension in
      guard let codes = dimensions[dimension] else { return nil }
      let figures = figures(by: codes)
      let rows = figures.enumerated().map { ($0 == 0 ? nil : codes.names[$0 - 1], $1) }
      let kept = ordered(rows) { max($0.customers, $0.visitPeople, $0.csatPeople, $0.nps.people) }
      return kept.isEmpty
        ? nil : Split(dimension: dimension, rows: kept.map { .init(label: $0.label, figures: $0.members) })
    }
  }

  /// Key figures over the whole window by the codes of a dimension; position 0 is for "not filled in".
  func figures(by codes: DimensionCodes) -> [KeyFigures] {
    var out = [KeyFigures](repeating: KeyFigures(), count: codes.names.count + 1)
    let courses = engagement.courses
    // Per slot: the person last counted there, and the day of their last purchase there.
    var member = [Int32](repeating: -1, count: out.count)
    var buyer = member
    var lastDay = [Int32](repeating: Day.missing, count: out.count)
    var days = [Int](repeating: 0, count: out.count)
    var renewer = member
    let span = Int32(settings.integer("renewal_days", or: 60))
    for row in people {
      let person = Int(row)
      func count(_ slot: Int) {
        guard member[slot] != row else { return }
        member[slot] = row
        out[slot].customers += 1
        if firstSeen[person] != Day.missing { out[slot].newCustomers += 1 }
        if engagement.isEnrolled(person) {
          out[slot].enrolled += 1
          out[slot].newEnrolled += 1
          if engagement.isLost(person) { out[slot].lost += 1 }
        }
        let last = engagement.lastInteraction[person]
        if last != Day.missing, asOf.rawValue - last <= Int32(engagement.inactiveDays) { out[slot].active += 1 }
      }
      if !codes.byPurchase { count(Int(codes.customer[person]) + 1) }
      for c in courses.range(person) where countsPurchase(row: Int(courses.row[c])) {
        var code = codes.enrolment.map { $0[Int(courses.row[c])] } ?? -1
        if code < 0, !codes.byPurchase { code = codes.customer[person] }
        let slot = Int(code) + 1
        if codes.byPurchase { count(slot) }
        out[slot].revenueCents += Int(courses.cents[c])
        if buyer[slot] != row {
          (buyer[slot], lastDay[slot], days[slot]) = (row, Day.missing, 0)
          out[slot].buyers += 1
        }
        if lastDay[slot] != courses.purchased[c] {
          lastDay[slot] = courses.purchased[c]
          days[slot] += 1
          out[slot].purchases += 1
          if days[slot] == 2 { out[slot].repeatBuyers += 1 }
        }
        guard courses.end[c] != Day.missing, courses.end[c] + span <= asOf.rawValue else { continue }
        out[slot].renewable += 1
        if renewer[slot] != row {
          renewer[slot] = row
          out[slot].renewablePeople += 1
        }
        if renewed(person, c, by: courses.end[c] + span) { out[slot].renewed += 1 }
      }
    }
    answersAndWork(by: codes, &out)
    return out
  }

  private func answersAndWork(by codes: DimensionCodes, _ out: inout [KeyFigures]) {
    func slot(_ visit: Int32, _ person: Int32) -> Int {
      if visit >= 0, let own = codes.visit, own[Int(visit)] >= 0 { return Int(own[Int(visit)]) + 1 }
      return person < 0 ? 0 : Int(codes.customer[Int(person)]) + 1
    }
    for i in chosenScores({ _ in true }) {
      let at = slot(answers[i].visit, answers[i].person)
      out[at].nps.people += 1
      if answers[i].nps >= 9 {
        out[at].nps.promoters += 1
      } else if answers[i].nps >= 7 {
        out[at].nps.passives += 1
      } else {
        out[at].nps.detractors += 1
      }
    }
    var rated = Set<UInt64>()
    for answer in answers where answer.csat > 0 && countsAnswer(answer) {
      let at = slot(answer.visit, answer.person)
      out[at].csatAnswers += 1
      if answer.csat >= 4 { out[at].csatGood += 1 }
      if answer.person < 0 || rated.insert(UInt64(at) << 32 | UInt64(answer.person)).inserted {
        out[at].csatPeople += 1
      }
    }
    let complaining = owners(of: .complaints)
    let received = records.complaints.days("received_on").days
    var complained = Set<UInt64>()
    for row in complaining.indices where received[row] <= asOf.rawValue && counts(complaining[row]) {
      let at = slot(-1, complaining[row])
      out[at].complaints += 1
      if complaining[row] < 0 || complained.insert(UInt64(at) << 32 | UInt64(complaining[row])).inserted {
        out[at].complaintPeople += 1
      }
    }
    let rows = (0..<visitLog.count).filter { countsVisit($0) && visitLog.day[$0] <= asOf.rawValue }
    guard !rows.isEmpty else { return }
    let own: [Int32] = (0..<visitLog.count).map { Int32(slot(Int32($0), visitLog.person[$0])) - 1 }
    for (at, sums) in VisitTotals(self, rows).by(own, labels: codes.names.count, []).enumerated() {
      out[at].visits = sums.visits
      out[at].visitsReached = sums.reached
      out[at].visitPeople = sums.people
    }
  }
}
