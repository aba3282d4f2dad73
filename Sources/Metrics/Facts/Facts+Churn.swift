import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// - Parameter brief: only what a page's filter shows: nobody by name, not by stage.
  func churnSection(_ timeline: StatusTimeline, period: Period?, brief: Bool) -> ChurnSection {
    let enrolled = enrolledPeople
    let lost = enrolled.filter { engagement.isLost(Int($0)) }
    let basis = churnBasis("churn.lostShareAtAsOf", window)
    func rates(_ dimension: Dimension) -> [Labelled<Rate>] {
      guard let codes = dimensions[dimension] else { return [] }
      return grouped(enrolled, codes).map { label, members in
        Labelled(label, Rate(members.filter { engagement.isLost(Int($0)) }.count, members.count, basis))
      }
    }
    return ChurnSection(
      lostShare: Rate(lost.count, enrolled.count, basis),
      period: period.map { periodChurn($0, timeline) },
      months: months.map { periodChurn($0, timeline) }, quarters: quarters.map { periodChurn($0, timeline) },
      reasons: reasons(lost), byChannel: rates(.channel), byStage: brief ? [] : rates(.stage), byCourse: rates(.course),
      atRisk: brief ? [] : atRisk(enrolled), inactiveDays: engagement.inactiveDays, graceDays: engagement.graceDays)
  }

  private func churnBasis(_ key: String, _ window: Window) -> Basis {
    Basis(
      key, [String(engagement.inactiveDays), String(engagement.graceDays)], window: window,
      exclusions: [Exclusion("never_enrolled", people.count - enrolledPeople.count)],
      sources: [.enrolments, .visits, .surveys, .complaints, .points])
  }

  func periodChurn(_ period: Period, _ timeline: StatusTimeline) -> ChurnSection.PeriodChurn {
    let window = window(of: period)
    let span = timeline.span(span(window))
    let asWas = Basis("churn.asWas", [], window: window, sources: [.enrolments, .visits])
    let asNow = Basis("churn.asNow", [], window: window, sources: [.enrolments, .visits])
    return .init(
      period: period, complete: period.last <= asOf, asWas: Rate(span.becameLost, span.atStart, asWas),
      asNow: Rate(span.stillLost, span.atStart, asNow), reactivated: span.reactivated)
  }

  /// Why the lost left, as far as the sheets tell: the cause (else category) of the last complaint in the half year
  /// before the loss, else the topic of the last contact in that time that has one.
  func reasons(_ lost: [Int32]) -> [Labelled<Tally>] {
    var counts = [Int](repeating: 0, count: lossReasons.names.count + 1)
    // The latest reason in the time that leads to a loss; of one day, the one of the last row.
    func latest(_ rows: some Sequence<Int>, _ loss: Int32, _ days: [Int32], _ codes: [Int32]) -> Int32 {
      var (day, reason) = (Day.missing, Int32(-1))
      for row in rows where codes[row] >= 0 && days[row] != Day.missing && days[row] <= loss && days[row] >= day {
        if loss - days[row] <= Int32(engagement.inactiveDays) + 183 { (day, reason) = (days[row], codes[row]) }
      }
      return reason
    }
    for person in lost {
      let loss = engagement.lostDay[Int(person)]
      var reason: Int32 = -1
      if loss != Day.missing {
        reason = latest(
          complaintsOf.items[complaintsOf.range(person)].lazy.map { Int($0) }, loss, complaintLog.received,
          lossReasons.codes)
        if reason < 0 {
          reason = latest(
            visitsOf.items[visitsOf.range(person)].lazy.map { Int($0.row) }, loss, visitLog.day, topics.codes)
        }
      }
      counts[Int(reason) + 1] += 1
    }
    let rows = counts.enumerated().map { ($0 == 0 ? nil : lossReasons.names[$0 - 1], $1) }
    return ordered(rows) { $0 }.map { Labelled($0, Tally($1, people: $1)) }
  }

  /// Enrolled, not lost, but with signs; the soonest loss first.
  private func atRisk(_ enrolled: [Int32]) -> [ChurnSection.AtRiskCustomer] {
    let count = inside.count
    var complaining = [Bool](repeating: false, count: count)
    let owners = complaintLog.person
    let solved = records.complaints.days("solved_on").days
    let received = records.complaints.days("received_on").days
    for row in owners.indices where owners[row] >= 0 && received[row] <= asOf.rawValue {
      if solved[row] == Day.missing || solved[row] > asOf.rawValue { complaining[Int(owners[row])] = true }
    }
    var score = [Int8](repeating: -1, count: count)
    var rating = [Int8](repeating: 0, count: count)
    var scored = [Int32](repeating: Day.missing, count: count)
    var rated = scored
    for answer in answersOf.items where answer.person >= 0 {
      let person = Int(answer.person)
      if answer.nps >= 0, answer.day >= scored[person] { (score[person], scored[person]) = (answer.nps, answer.day) }
      if answer.csat > 0, answer.day >= rated[person] { (rating[person], rated[person]) = (answer.csat, answer.day) }
    }
    var out: [ChurnSection.AtRiskCustomer] = []
    for row in enrolled where !engagement.isLost(Int(row)) {
      let person = Int(row)
      var signs: [ChurnSection.AtRiskCustomer.Sign] = []
      let forecast = lossForecast(person)
      let running = engagement.running[person]
      // Whoever has no dated interaction at all gives no ground to call it silence.
      if !running, let silent = daysSince(engagement.lastInteraction[person]), silent * 3 > engagement.inactiveDays * 2
      {
        signs.append(.silent)
      }
      if let end = forecast.courseEnd, forecast.unrenewed {
        if end > asOf.rawValue, end - asOf.rawValue <= 30 { signs.append(.courseEnding) }
        if end <= asOf.rawValue { signs.append(.courseEnded) }
      }
      if complaining[person] { signs.append(.openComplaint) }
      if score[person] >= 0, score[person] <= 6, let age = daysSince(scored[person]), age <= 183 {
        signs.append(.detractor)
      }
      if rating[person] > 0, rating[person] <= 2, let age = daysSince(rated[person]), age <= 183 {
        signs.append(.dissatisfied)
      }
      if signs.isEmpty { continue }
      out.append(
        .init(
          row: row, signs: signs, lostOn: forecast.lostOn.map { Day(rawValue: $0) },
          spentCents: Int(engagement.revenue(person))))
    }
    return out.sorted {
      let (a, b) = ($0.lostOn?.rawValue ?? .max, $1.lostOn?.rawValue ?? .max)
      return (a, -$0.signs.count, $0.row) < (b, -$1.signs.count, $1.row)
    }
  }

  /// Days from a day of a lane to the as-of day; nil where the lane has none.
  private func daysSince(_ day: Int32) -> Int? { day == Day.missing ? nil : Int(asOf.rawValue) - Int(day) }

  /// When a customer who is not lost counts as lost if nothing more happens.
  private func lossForecast(_ person: Int) -> (lostOn: Int32?, courseEnd: Int32?, unrenewed: Bool) {
    let courses = engagement.courses
    var lastEnd: Int32?
    var boughtAt = Day.missing
    var lessons = false
    for c in courses.range(person) {
      if courses.lessonsLeft[c] { lessons = true }
      if courses.end[c] != Day.missing, courses.end[c] >= lastEnd ?? Day.missing {
        lastEnd = courses.end[c]
        boughtAt = courses.purchased[c]
      }
    }
    let unrenewed = lastEnd != nil && engagement.lastPurchase[person] <= boughtAt
    // Lessons left keep a course running past its date.
    if lessons { return (nil, nil, false) }
    var day = engagement.lastInteraction[person] + Int32(engagement.inactiveDays) + 1
    if let lastEnd {
      day = max(day, lastEnd + 1)
      if unrenewed { day = min(day, lastEnd + Int32(engagement.graceDays) + 1) }
    }
    return (max(day, asOf.rawValue + 1), lastEnd, unrenewed)
  }
}
