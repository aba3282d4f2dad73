import CustomerRecords
import Tabular

extension Facts {
  /// Key figures by dimension; position 0 of each is for "not filled in".
  func figuresByDimension() -> [Dimension: [KeyFigures]] {
    let (life, work) = (personalLife(), personalWork())
    return dimensions.mapValues { codes in
      var out = [KeyFigures](repeating: KeyFigures(), count: codes.names.count + 1)
      if codes.byPurchase || codes.enrolment != nil {
        courseByCourse(codes, life, &out)
      } else {
        for one in life { one.add(to: &out[Int(codes.customer[Int(one.person)]) + 1]) }
      }
      answersAndWork(by: codes, work, &out)
      return out
    }
  }

  func splits(_ all: [Dimension: [KeyFigures]]) -> [Split] {
    Dimension.allCases.compactMap { dimension in
      guard let codes = dimensions[dimension], let figures = all[dimension] else { return nil }
      let rows = figures.enumerated().map { ($0 == 0 ? nil : codes.names[$0 - 1], $1) }
      let kept = ordered(rows) { max($0.customers, $0.visitPeople, $0.csatPeople, $0.nps.people) }
      return kept.isEmpty
        ? nil : Split(dimension: dimension, rows: kept.map { .init(label: $0.label, figures: $0.members) })
    }
  }

  /// What one person bought, and how they stand: the same for every dimension that hangs on people.
  private struct PersonalLife: BitwiseCopyable {
    var person: Int32
    var isKnown = false
    var isEnrolled = false
    var isLost = false
    var isActive = false
    var purchases: Int32 = 0
    var renewable: Int32 = 0
    var renewed: Int32 = 0
    var cents = 0

    func countPerson(in figures: inout KeyFigures) {
      figures.customers += 1
      if isKnown { figures.newCustomers += 1 }
      if isEnrolled {
        figures.enrolled += 1
        figures.newEnrolled += 1
        if isLost { figures.lost += 1 }
      }
      if isActive { figures.active += 1 }
    }

    func add(to figures: inout KeyFigures) {
      countPerson(in: &figures)
      guard purchases > 0 else { return }
      figures.revenueCents += cents
      figures.buyers += 1
      figures.purchases += Int(purchases)
      if purchases > 1 { figures.repeatBuyers += 1 }
      guard renewable > 0 else { return }
      figures.renewable += Int(renewable)
      figures.renewablePeople += 1
      figures.renewed += Int(renewed)
    }
  }

  private func personalLife() -> [PersonalLife] {
    let courses = engagement.courses
    let span = Int32(settings.integer("renewal_days", or: 60))
    return people.map { row in
      let person = Int(row)
      var life = PersonalLife(person: row)
      life.isKnown = firstSeen[person] != Day.missing
      life.isEnrolled = engagement.isEnrolled(person)
      life.isLost = engagement.isLost(person)
      let last = engagement.lastInteraction[person]
      life.isActive = last != Day.missing && asOf.rawValue - last <= Int32(engagement.inactiveDays)
      var lastDay = Day.missing
      for c in courses.range(person) where countsPurchase(row: Int(courses.row[c])) {
        life.cents += Int(courses.cents[c])
        if lastDay != courses.purchased[c] {
          lastDay = courses.purchased[c]
          life.purchases += 1
        }
        guard courses.end[c] != Day.missing, courses.end[c] + span <= asOf.rawValue else { continue }
        life.renewable += 1
        if renewed(person, c, by: courses.end[c] + span) { life.renewed += 1 }
      }
      return life
    }
  }

  /// Where a purchase has a value of its own.
  private func courseByCourse(_ codes: DimensionCodes, _ life: [PersonalLife], _ out: inout [KeyFigures]) {
    let courses = engagement.courses
    // Per slot: the person last counted there, and the day of their last purchase there.
    var member = [Int32](repeating: -1, count: out.count)
    var buyer = member
    var lastDay = [Int32](repeating: Day.missing, count: out.count)
    var days = [Int](repeating: 0, count: out.count)
    var renewer = member
    let span = Int32(settings.integer("renewal_days", or: 60))
    for one in life {
      let (row, person) = (one.person, Int(one.person))
      if !codes.byPurchase { one.countPerson(in: &out[Int(codes.customer[person]) + 1]) }
      for c in courses.range(person) where countsPurchase(row: Int(courses.row[c])) {
        var code = codes.enrolment.map { $0[Int(courses.row[c])] } ?? -1
        if code < 0, !codes.byPurchase { code = codes.customer[person] }
        let slot = Int(code) + 1
        if codes.byPurchase, member[slot] != row {
          member[slot] = row
          one.countPerson(in: &out[slot])
        }
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
  }

  /// Ratings and visits of one person, or of everybody nobody knows (-1).
  private struct PersonalWork {
    var person: Int32
    var rated = 0
    var good = 0
    var visits = 0
    var reached = 0
  }

  /// Once for all dimensions that a visit takes from its person.
  private func personalWork() -> [PersonalWork] {
    var out = [PersonalWork](repeating: PersonalWork(person: -1), count: inside.count + 1)
    for answer in answers where answer.csat > 0 {
      let at = Int(answer.person) + 1
      out[at].rated += 1
      if answer.csat >= 4 { out[at].good += 1 }
    }
    for visit in contacts {
      let at = Int(visit.person) + 1
      out[at].visits += 1
      if visitLog.tellsOutcomes, visit.isReached { out[at].reached += 1 }
    }
    for at in out.indices { out[at].person = Int32(at) - 1 }
    return out.filter { $0.rated + $0.visits > 0 }
  }

  private func answersAndWork(by codes: DimensionCodes, _ work: [PersonalWork], _ out: inout [KeyFigures]) {
    func slot(_ visit: Int32, _ person: Int32) -> Int {
      if visit >= 0, let own = codes.visit, own[Int(visit)] >= 0 { return Int(own[Int(visit)]) + 1 }
      return person < 0 ? 0 : Int(codes.customer[Int(person)]) + 1
    }
    for i in chosen { out[slot(answers[i].visit, answers[i].person)].nps.add(answers[i].nps) }
    let received = complaintLog.received
    var complained = [Bool](repeating: false, count: inside.count)
    for row in complaintLog.person.indices where received[row] <= asOf.rawValue && counts(complaintLog.person[row]) {
      let person = complaintLog.person[row]
      let at = slot(-1, person)
      out[at].complaints += 1
      if person < 0 || !complained[Int(person)] { out[at].complaintPeople += 1 }
      if person >= 0 { complained[Int(person)] = true }
    }
    guard codes.visit == nil else { return visitByVisit(slot, &out) }
    for one in work {
      let at = slot(-1, one.person)
      out[at].csatAnswers += one.rated
      out[at].csatGood += one.good
      out[at].visits += one.visits
      out[at].visitsTold += visitLog.tellsOutcomes ? one.visits : 0
      out[at].visitsReached += one.reached
      // Of those nobody knows, each stands for a person.
      out[at].csatPeople += one.person < 0 ? one.rated : min(1, one.rated)
      out[at].visitPeople += one.person < 0 ? one.visits : min(1, one.visits)
    }
  }

  /// Where a visit has a value of its own.
  private func visitByVisit(_ slot: (_ visit: Int32, _ person: Int32) -> Int, _ out: inout [KeyFigures]) {
    // Answers and visits stand in order of person.
    var rated = [Int32](repeating: -2, count: out.count)
    for answer in answers where answer.csat > 0 {
      let at = slot(answer.visit, answer.person)
      out[at].csatAnswers += 1
      if answer.csat >= 4 { out[at].csatGood += 1 }
      if answer.person < 0 || rated[at] != answer.person {
        rated[at] = answer.person
        out[at].csatPeople += 1
      }
    }
    var met = [Int32](repeating: -2, count: out.count)
    var work = [(visits: Int, reached: Int, people: Int)](repeating: (0, 0, 0), count: out.count)
    for visit in contacts {
      let person = visit.person
      let at = slot(visit.row, person)
      work[at].visits += 1
      if visitLog.tellsOutcomes, visit.isReached { work[at].reached += 1 }
      if person < 0 || met[at] != person {
        met[at] = person
        work[at].people += 1
      }
    }
    for at in out.indices {
      out[at].visits += work[at].visits
      out[at].visitsTold += visitLog.tellsOutcomes ? work[at].visits : 0
      out[at].visitsReached += work[at].reached
      out[at].visitPeople += work[at].people
    }
  }
}
