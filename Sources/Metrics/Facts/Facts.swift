import CustomerRecords
import Tabular

/// The records laid out for counting: who is inside this slice, and one array for each thing that is counted.
///
/// People are customer rows that represent a person (`Records.person`); every array "by person" has one entry for
/// each customer row, and only those of representatives mean anything.
struct Facts: Sendable {
  let records: Records
  let engagement: Engagement
  let settings: Settings
  let judgements: Judgements
  let asOf: Day
  /// By customer row: the row that represents the person.
  let person: [Int32]
  let dimensions: [Dimension: DimensionCodes]
  let visitLog: VisitLog
  /// Visits dated up to as-of (or not at all).
  let visitsOf: PersonRuns<Contact>
  /// All answers up to as-of, each person's by day.
  let answersOf: PersonRuns<Answer>
  /// Rows of `visits` with a cell that is no answer of its scale.
  let invalidAnswers: [Int32]
  /// By person: the first day anything is known of them; `Day.missing` where nothing is dated.
  let firstSeen: [Int32]

  /// What every slice asks for again: the labels of visits by field, their topics, who referred whom.
  let visitLabels: VisitLabels
  let topics: RowLabels
  let scoredThemes: [Judgements.Theme]
  let referrerOf: [Int32]
  let gradings: Gradings
  /// Positions in `Judgements.planned`.
  let plannedOf: PersonRuns<Int32>
  let complaintLog: ComplaintLog
  let complaintsOf: PersonRuns<Int32>
  /// Why somebody may have left, by row of `complaints`: in the words of `topics`, and those of complaints behind.
  let lossReasons: RowLabels
  let pointLog: PointLog
  let sales: SalesLog
  let targets: [Grain: [Double?]]

  /// The people of this slice, ascending, and the same as flags by customer row.
  private(set) var people: [Int32]
  private(set) var inside: [Bool]
  /// Only these rows count in what is counted by row; nil = all rows of people inside (and, in the whole, of nobody).
  private(set) var course: Course?
  private(set) var isWhole = true
  /// Only what happened in these days counts: visits, answers, complaints, purchases, gradings; nil = everything.
  private(set) var timeframe: Window?
  /// The same as numbers; a day that is not known is in no stretch of time.
  private var firstDay = Int32.min
  private var lastDay = Int32.max
  /// The days looked at, else those from the first dated thing (of people inside) to as-of.
  private(set) var window: Window
  /// The visits that count here, dated up to as-of (or not at all), in order of person.
  private(set) var contacts: [Contact] = []
  /// The answers that count here, in order of person (the anonymous first), then day, then row.
  private(set) var answers: [Answer] = []
  /// Positions in `answers` of the 0–10 answers that count over the whole time: the last of each known respondent
  /// (same date: the later row), every anonymous one.
  private(set) var chosen: [Int] = []

  /// One course, and the courses of enrolments and (where they name any) of visits.
  struct Course: Sendable {
    var code: Int32
    var enrolment: [Int32]
    var visit: [Int32]?
  }

  /// A 0–10 or 1–5 answer. `person` -1 = anonymous.
  struct Answer: Sendable {
    var person: Int32
    var day: Int32
    var nps: Int8
    var csat: Int8
    /// Row of `visits`; -1 where it came from a questionnaire.
    var visit: Int32
  }

  init(_ records: Records, settings: Settings, judgements: Judgements, engagement: Engagement) {
    self.records = records
    self.engagement = engagement
    self.settings = settings
    self.judgements = judgements
    asOf = records.asOf
    let count = records.customers.count
    let person = records.person.count == count ? records.person : (0..<Int32(count)).map { $0 }
    self.person = person
    var work = Parallel()
    // What others stand on and what takes long first.
    let logged = work.add { VisitLog(records, settings, person: person) }
    let referred = work.add { Facts.referrals(records, person: person) }
    let labelled = work.add { VisitLabels(records) }
    let met = work.add(after: [logged, labelled]) { logged.value.byPerson(count, asOf: records.asOf, labelled.value) }
    let graded = work.add(after: [logged]) { Gradings(records, judgements, logged.value, person: person) }
    let coded = work.add { Facts.dimensions(records, judgements, person: person) }
    let answered = work.add(after: [logged]) {
      Facts.answers(logged.value, judgements, person: person, asOf: records.asOf.rawValue)
    }
    let seen = work.add(after: [logged]) { Facts.firstSeen(records, engagement, logged.value, person: person) }
    let told = work.add { Facts.topics(records, judgements) }
    let scored = work.add(after: [told, logged]) { Facts.scoredThemes(judgements, told.value, logged.value) }
    let invalid = work.add(after: [logged]) { logged.value.invalidAnswers(records) }
    let planned = work.add { Facts.planned(judgements, person: person) }
    let points = work.add { PointLog(records, settings, person: person) }
    let sold = work.add { SalesLog(records, person: person) }
    let complained = work.add { ComplaintLog(records, settings, person: person) }
    work.run()
    (visitLog, visitLabels, visitsOf) = (logged.value, labelled.value, met.value)
    (answersOf, firstSeen, topics) = (answered.value, seen.value, told.value)
    (dimensions, gradings, referrerOf) = (coded.value, graded.value, referred.value)
    (complaintLog, pointLog, sales, plannedOf) = (complained.value, points.value, sold.value, planned.value)
    let complaints = complaintLog
    complaintsOf = PersonRuns(people: count) { add in
      for (row, person) in complaints.person.enumerated() { add(person, Int32(row)) }
    }
    lossReasons = topics.adding(complaints.causes, rows: complaints.person.count)
    (invalidAnswers, scoredThemes) = (invalid.value, scored.value)
    var inside = [Bool](repeating: false, count: count)
    var people: [Int32] = []
    for row in engagement.people where firstSeen[Int(row)] <= records.asOf.rawValue {
      people.append(row)
      inside[Int(row)] = true
    }
    self.people = people
    self.inside = inside
    window = Window(last: records.asOf)
    targets = Facts.targets(settings)
    contacts = visitsOf.items
    // One list for both where nobody is left out.
    let all = answersOf.items
    answers = all.allSatisfy { counts($0.person) } ? all : all.filter { counts($0.person) }
    choose()
    look()
  }

  /// Only the people (and rows) with one value of a dimension. For a dimension that hangs on purchases, the people
  /// who have bought there; purchases and visits that name another value are left out.
  func restricted(to dimension: Dimension, _ label: String?) -> Facts {
    var copy = self
    copy.isWhole = false
    guard let codes = dimensions[dimension], !codes.isEmpty else {
      copy.keep { _ in label == nil }
      return copy
    }
    let wanted: Int32
    if let label {
      guard let code = codes.code(of: label) else {
        copy.keep { _ in false }
        return copy
      }
      wanted = code
    } else {
      wanted = -1
    }
    if codes.byPurchase, let rows = codes.enrolment {
      var bought = [Bool](repeating: false, count: inside.count)
      let courses = engagement.courses
      for row in people {
        for i in courses.range(Int(row)) where rows[Int(courses.row[i])] == wanted { bought[Int(row)] = true }
      }
      if dimension == .course { copy.course = Course(code: wanted, enrolment: rows, visit: codes.visit) }
      copy.keep { bought[$0] }
    } else {
      copy.keep { codes.customer[$0] == wanted }
    }
    return copy
  }

  /// Only what happened in a window, of the same people.
  func during(_ window: Window) -> Facts {
    var copy = self
    (copy.timeframe, copy.window) = (window, window)
    copy.firstDay = window.first?.rawValue ?? Day.missing + 1
    copy.lastDay = window.last.rawValue
    copy.settle(contacts, answers)
    return copy
  }

  /// The people first heard of in a window, with everything known of them.
  func joined(in window: Window) -> Facts {
    var copy = self
    copy.isWhole = false
    copy.keep { window.contains(firstSeen[$0]) }
    return copy
  }

  private mutating func keep(_ test: (Int) -> Bool) {
    people = people.filter { test(Int($0)) }
    inside = Array(repeating: false, count: inside.count)
    for row in people { inside[Int(row)] = true }
    look()
    settle(visitsOf.of(people, nobody: isWhole), answersOf.of(people, nobody: isWhole))
  }

  /// Keeps what counts here of the visits and answers of its people.
  private mutating func settle(_ visits: [Contact], _ given: [Answer]) {
    // Neither days nor a course are asked for: people alone decide.
    let isPlain = course == nil && timeframe == nil
    contacts = isPlain ? visits : visits.filter { counts($0) }
    answers = isPlain ? given : given.filter { $0.visit >= 0 ? countsVisit(Int($0.visit)) : inTimeframe($0.day) }
    choose()
  }

  private mutating func look() {
    if let timeframe { return window = timeframe }
    var first = Int32.max
    for row in people where firstSeen[Int(row)] != Day.missing { first = min(first, firstSeen[Int(row)]) }
    window = Window(first: first == .max ? nil : Day(rawValue: first), last: asOf)
  }

  private mutating func choose() {
    var out: [Int] = []
    var last: Int32 = -1
    for i in answers.indices where answers[i].nps >= 0 {
      if answers[i].person >= 0, answers[i].person == last { out.removeLast() }
      last = answers[i].person
      out.append(i)
    }
    chosen = out
  }

  /// True for a row of this slice: of a person inside, or of nobody known while nothing is filtered.
  @inline(__always)
  func counts(_ person: Int32) -> Bool { person < 0 ? isWhole : inside[Int(person)] }

  /// True for a day this slice looks at.
  @inline(__always)
  func inTimeframe(_ day: Int32) -> Bool { day >= firstDay && day <= lastDay }

  /// True for a purchase (a position in `Engagement.courses`) of this slice's course and days.
  @inline(__always)
  func countsCourse(_ course: Int) -> Bool {
    countsPurchase(row: Int(engagement.courses.row[course])) && inTimeframe(engagement.courses.purchased[course])
  }

  /// True for an enrolment row of this slice's course.
  @inline(__always)
  func countsPurchase(row: Int) -> Bool { course.map { $0.enrolment[row] == $0.code } ?? true }

  @inline(__always)
  private func counts(_ visit: Contact) -> Bool {
    counts(visit.person) && inTimeframe(visit.day) && countsCourse(visit: Int(visit.row))
  }

  @inline(__always)
  func countsVisit(_ row: Int) -> Bool {
    counts(visitLog.person[row]) && inTimeframe(visitLog.day[row]) && countsCourse(visit: row)
  }

  /// True for a row of `visits` that names this slice's course, or none.
  @inline(__always)
  private func countsCourse(visit row: Int) -> Bool {
    guard let course, let own = course.visit?[row] else { return true }
    return own == course.code || own < 0
  }

  var enrolledPeople: [Int32] { people.filter { engagement.isEnrolled(Int($0)) } }

  /// Representative of the customer a row of `kind` belongs to; -1 where unknown.
  func owners(of kind: TableKind) -> [Int32] {
    records.customerRow(of: kind).map { $0 < 0 ? -1 : person[Int($0)] }
  }
}
