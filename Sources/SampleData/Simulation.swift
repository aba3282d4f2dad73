import Tabular

/// Lives an institution's years day by day: families come, try, enrol, are called, complain, go on or leave.
struct Simulation {
  struct Enrolment {
    var pupil: Int
    var course: Int
    var day: Day
    var start: Day
    var end: Day
    var list: Int
    var paid: Int
    var refund: Int
    var lessonsLeft: Int
    var progress: Double
  }
  struct Visit {
    var pupil: Int
    var day: Day
    var minuteOfDay: Int
    var channel: String
    var type: Int
    var stage: Int?
    var course: Int?
    var staff: Int
    var outcome: String
    var content: String
    var feedback: String?
    var topic: String?
    var csat: Int?
    var nps: Int?
    var intent: String?
    var minutes: Int?
    var next: Day?
    var problem: String?
    var promised: Day?
    var solved: Day?
  }
  struct Complaint {
    var pupil: Int
    var day: Day
    var kind: Int
    var firstAnswer: Day?
    var solved: Day?
    var cost: Int
    var after: Int?
  }
  struct Points {
    var pupil: Int
    var day: Day
    var event: String
    var points: Int
    var expires: Day?
  }

  let options: SampleOptions
  let words: Vocabulary
  var random: SeededRandom
  var households: [Household] = []
  var pupils: [Pupil] = []
  var enrolments: [Enrolment] = []
  var visits: [Visit] = []
  var complaints: [Complaint] = []
  var points: [Points] = []
  /// Pupils with a paid course: they can refer others.
  var enrolled: [Int] = []
  var balances: [Int: Int] = [:]
  let sellers: Int

  init(_ options: SampleOptions) {
    self.options = options
    words = Vocabulary.of(options.language)
    random = SeededRandom(seed: options.seed)
    sellers = words.chinese ? 4 : 3
  }

  mutating func run() {
    let span = options.years * 365
    let first = options.asOf.advanced(by: -span)
    var index = 0
    while index < options.customers {
      // Registrations grow over the years, with a peak before each term.
      let u = random.unit()
      var day = first.advanced(by: min(span - 1, Int(Double(span) * (0.35 * u + 0.65 * u.squareRoot()))))
      if random.chance(0.3) {
        let term = Day(year: day.year, month: day.month < 6 ? 2 : 8, day: 25)!
        if term > first && term < options.asOf { day = term.advanced(by: random.int(-10...10)) }
      }
      day = min(max(day, first), options.asOf)
      let siblings = random.chance(0.16) ? 2 : 1
      households.append(makeHousehold(households.count + 1))
      for _ in 0..<siblings where index < options.customers {
        pupils.append(makePupil(index, household: households.count - 1, registered: day))
        live(index)
        index += 1
      }
    }
    enrolments.sort { ($0.day, $0.pupil) < ($1.day, $1.pupil) }
    visits.sort { ($0.day, $0.minuteOfDay, $0.pupil) < ($1.day, $1.minuteOfDay, $1.pupil) }
    complaints.sort { ($0.day, $0.pupil) < ($1.day, $1.pupil) }
    points.sort { ($0.day, $0.pupil) < ($1.day, $1.pupil) }
  }

  private mutating func live(_ index: Int) {
    let quality = words.channels[pupils[index].channel].quality
    let wish = 0.35 + 0.16 * quality + (pupils[index].strength == 0 ? 0.3 : pupils[index].strength == 1 ? 0.12 : -0.12)
    let willEnrol = random.chance(min(0.92, max(0.08, wish)))
    var day = pupils[index].registered
    let calls = random.int(2...5)
    let enrolDay = day.advanced(
      by: random.pick([(random.int(2...9), 0.5), (random.int(10...32), 0.35), (random.int(33...80), 0.15)]))
    for call in 0..<calls {
      day = day.advanced(by: call == 0 ? random.int(0...3) : random.int(3...14))
      if day > options.asOf || (willEnrol && day >= enrolDay) { break }
      let near = willEnrol && enrolDay - day <= 8
      let grade =
        near
        ? random.pick([("A", 0.72), ("B", 0.24), ("C", 0.04)])
        : random.pick(
          willEnrol ? [("A", 0.2), ("B", 0.6), ("C", 0.2)] : [("A", 0.1), ("B", 0.38), ("C", 0.52)])
      pupils[index].proposed = grade
      if random.chance(0.55) {
        pupils[index].reviewed = random.chance(0.82) ? grade : random.pick(["A", "B", "C"])
        pupils[index].reviewedOn = min(options.asOf, day.advanced(by: random.int(0...3)))
      }
      talk(
        index, on: day, type: call == 0 ? 0 : 3, course: nil, stage: nil, mood: 0.3 + quality * 0.2, intent: grade,
        survey: false)
    }
    guard willEnrol, enrolDay <= options.asOf else { return }
    study(index, from: enrolDay, quality: quality)
  }

  private mutating func study(_ index: Int, from firstDay: Day, quality: Double) {
    var day = firstDay
    var course = random.int(0...(words.courses.count - 1))
    var round = 0
    enrolled.append(index)
    while day <= options.asOf {
      let mood = buy(index, course: course, on: day, round: round) + 0.25 * quality
      let end = enrolments[enrolments.count - 1].end
      let stay =
        0.62 + 0.22 * mood + (round > 1 ? 0.1 : 0) - (pupils[index].campus == words.campuses.count - 1 ? 0.08 : 0)
      if end > options.asOf || !random.chance(min(0.94, max(0.08, stay))) {
        if end <= options.asOf, random.chance(0.35) {
          talk(
            index, on: end.advanced(by: random.int(20...80)), type: 3, course: course, stage: nil, mood: mood - 0.6,
            intent: "C", survey: false)
        }
        if random.chance(0.12) { day = end.advanced(by: random.int(120...260)) } else { return }
      } else {
        day = end.advanced(by: random.int(-20...30))
      }
      if random.chance(0.3) { course = random.int(0...(words.courses.count - 1)) }
      round += 1
    }
  }

  /// One purchase with the course it buys; returns how content the family is.
  private mutating func buy(_ index: Int, course: Int, on day: Day, round: Int) -> Double {
    let offer = words.courses[course]
    let start = day.advanced(by: random.int(2...15))
    let end = start.advanced(byMonths: offer.months)
    let discount = round > 0 ? 0.92 : 1.0
    let paid = Int((Double(offer.price) * discount / 10).rounded()) * 10
    let mood = offer.quality + random.normal() * 0.6
    let total = Double(max(1, end - start))
    let progress = min(1, max(0, Double(options.asOf - start) / total))
    var enrolment = Enrolment(
      pupil: index, course: course, day: day, start: start, end: end, list: offer.price, paid: paid, refund: 0,
      lessonsLeft: Int((Double(offer.lessons) * (1 - progress)).rounded()), progress: progress)
    if mood < -1.1, random.chance(0.4) {
      enrolment.refund = random.chance(0.5) ? paid : paid / 2
      enrolment.lessonsLeft = 0
    }
    if round == 0, random.chance(0.04) { enrolment.paid = 0 }
    enrolments.append(enrolment)
    earn(index, on: day, words.pointEvents.purchase, paid / 100)
    if round == 0, let referrer = pupils[index].referrer { earn(referrer, on: day, words.pointEvents.referral, 50) }
    if random.chance(0.12) { earn(index, on: start.advanced(by: random.int(10...60)), words.pointEvents.event, 20) }
    let plan: [(offset: Int, type: Int, stage: Int, odds: Double)] = [
      (random.int(1...9), 0, 0, 0.86), (Int(total / 2) + random.int(-8...8), 1, 1, 0.78),
      (Int(total) + random.int(-5...9), 2, 2, 0.72),
    ]
    for visit in plan where random.chance(visit.odds) {
      talk(
        index, on: start.advanced(by: visit.offset), type: visit.type, course: course, stage: visit.stage, mood: mood,
        intent: nil, survey: true)
    }
    for _ in 0..<random.int(1...3) {
      talk(
        index, on: start.advanced(by: random.int(5...Int(total))), type: random.pick([3, 5, 1]), course: course,
        stage: 1, mood: mood, intent: nil, survey: random.chance(0.3))
    }
    if mood < -0.5, random.chance(0.5) {
      complain(index, on: start.advanced(by: random.int(15...70)), course: course, mood: mood)
    }
    return mood
  }

  private mutating func earn(_ pupil: Int, on day: Day, _ event: String, _ amount: Int) {
    guard day <= options.asOf, amount > 0 else { return }
    points.append(Points(pupil: pupil, day: day, event: event, points: amount, expires: day.advanced(byMonths: 24)))
    balances[pupil, default: 0] += amount
    let balance = balances[pupil, default: 0]
    if balance >= 100, random.chance(0.4) {
      let spend = min(options.asOf, day.advanced(by: random.int(5...50)))
      points.append(
        Points(pupil: pupil, day: spend, event: words.pointEvents.redeem, points: -(balance / 50) * 25, expires: nil))
    }
  }

  private mutating func complain(_ pupil: Int, on day: Day, course: Int, mood: Double) {
    guard day <= options.asOf else { return }
    let kind =
      words.courses[course].quality < -0.5 && random.chance(0.6) ? 0 : random.int(0...(words.complaints.count - 1))
    let answer = day.advanced(by: random.int(0...4))
    let solved = answer.advanced(by: random.int(1...25))
    complaints.append(
      Complaint(
        pupil: pupil, day: day, kind: kind, firstAnswer: answer <= options.asOf && random.chance(0.94) ? answer : nil,
        solved: solved <= options.asOf && random.chance(0.88) ? solved : nil,
        cost: random.chance(0.3) ? random.int(1...8) * 100 : 0,
        after: random.chance(0.6) ? random.int(2...5) : nil))
    if solved <= options.asOf, random.chance(0.7) {
      talk(
        pupil, on: solved.advanced(by: random.int(1...7)), type: 4, course: course, stage: nil, mood: mood + 0.4,
        intent: nil, survey: true)
    }
  }
}
