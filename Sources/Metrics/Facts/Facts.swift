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
  /// In order of person (the anonymous first), then day, then row.
  let answers: [Answer]
  /// Representative customer row by row of `complaints`.
  let complaintOwners: [Int32]
  /// By person: the first day anything is known of them; `Day.missing` where nothing is dated.
  let firstSeen: [Int32]

  /// What every slice asks for again: the labels of visits by field, their topics, who referred whom.
  let visitLabels: [String: RowLabels]
  let topics: RowLabels
  let referrerOf: [Int32]

  /// A text column as numbers: row by row a position in `names`, -1 where nothing is filled in.
  struct RowLabels: Sendable {
    var codes: [Int32]
    var book: LabelBook
    var names: [String] { book.names }
  }

  /// The people of this slice, ascending, and the same as flags by customer row.
  private(set) var people: [Int32]
  private(set) var inside: [Bool]
  /// Only these rows count in what is counted by row; nil = all rows of people inside (and, in the whole, of nobody).
  private(set) var courseCode: Int32?
  private(set) var isWhole = true
  /// Only what happened in these days counts: visits, answers, complaints, purchases, gradings; nil = everything.
  private(set) var timeframe: Window?
  /// Rows of `visits` that count here, dated up to as-of (or not at all), in order of person.
  private(set) var visitRows: [Int32] = []
  /// Positions in `answers` of the 0–10 answers that count over the whole time: the last of each known respondent
  /// (same date: the later row), every anonymous one.
  private(set) var chosen: [Int] = []

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
    let visits = work.add { () -> (VisitLog, [Answer], firstSeen: [Int32], rows: [Int32]) in
      let log = VisitLog(records, settings, person: person)
      return (
        log, Facts.answers(log, judgements, person: person, asOf: records.asOf.rawValue),
        Facts.firstSeen(records, engagement, log, person: person),
        log.rowsByPerson(people: count).filter { log.day[Int($0)] <= records.asOf.rawValue }
      )
    }
    let coded = work.add { Facts.dimensions(records, judgements, person: person) }
    let labelled = work.add { (Facts.visitLabels(records), Facts.topics(records, judgements)) }
    let referred = work.add { Facts.referrals(records, person: person) }
    work.run()
    complaintOwners = records.customerRow(of: .complaints).map { $0 < 0 ? -1 : person[Int($0)] }
    dimensions = coded.value
    (visitLabels, topics) = labelled.value
    referrerOf = referred.value
    (visitLog, answers, firstSeen, visitRows) = visits.value
    var inside = [Bool](repeating: false, count: count)
    var people: [Int32] = []
    for row in engagement.people where firstSeen[Int(row)] <= records.asOf.rawValue {
      people.append(row)
      inside[Int(row)] = true
    }
    self.people = people
    self.inside = inside
    choose()
  }

  /// Only the people (and rows) with one value of a dimension. For a dimension that hangs on purchases, the people
  /// who have bought there; purchases and visits that name another value are left out.
  func restricted(to dimension: Dimension, _ label: String?) -> Facts {
    var copy = self
    copy.isWhole = false
    guard let codes = dimensions[dimension], !codes.isEmpty else {
      if label != nil { copy.keep { _ in false } } else { copy.settle() }
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
      if dimension == .course { copy.courseCode = wanted }
      copy.keep { bought[$0] }
    } else {
      copy.keep { codes.customer[$0] == wanted }
    }
    return copy
  }

  /// Only what happened in a window, of the same people.
  func during(_ window: Window) -> Facts {
    var copy = self
    copy.timeframe = window
    copy.settle()
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
    settle()
  }

  private mutating func settle() {
    visitRows = visitRows.filter { countsVisit(Int($0)) }
    choose()
  }

  private mutating func choose() {
    var out: [Int] = []
    for i in answers.indices where answers[i].nps >= 0 && countsAnswer(answers[i]) {
      if answers[i].person >= 0, let last = out.last, answers[last].person == answers[i].person { out.removeLast() }
      out.append(i)
    }
    chosen = out
  }

  @inline(__always)
  func countsAnswer(_ answer: Answer) -> Bool {
    if isPlain { return counts(answer.person) }
    return answer.visit >= 0 ? countsVisit(Int(answer.visit)) : counts(answer.person) && inTimeframe(answer.day)
  }

  /// Neither days nor a course are asked for: people alone decide.
  @inline(__always)
  private var isPlain: Bool { courseCode == nil && timeframe == nil }

  /// True for a row of this slice: of a person inside, or of nobody known while nothing is filtered.
  @inline(__always)
  func counts(_ person: Int32) -> Bool { person < 0 ? isWhole : inside[Int(person)] }

  /// True for a day this slice looks at; a day that is not known is in no stretch of time.
  @inline(__always)
  func inTimeframe(_ day: Int32) -> Bool { timeframe.map { day != Day.missing && $0.contains(day) } ?? true }

  /// True for a purchase (a position in `Engagement.courses`) of this slice's course and days.
  @inline(__always)
  func countsCourse(_ course: Int) -> Bool {
    countsPurchase(row: Int(engagement.courses.row[course])) && inTimeframe(engagement.courses.purchased[course])
  }

  /// True for an enrolment row of this slice's course.
  @inline(__always)
  func countsPurchase(row: Int) -> Bool {
    guard let courseCode, let rows = dimensions[.course]?.enrolment else { return true }
    return rows[row] == courseCode
  }

  @inline(__always)
  func countsVisit(_ row: Int) -> Bool {
    if isPlain { return counts(visitLog.person[row]) }
    guard counts(visitLog.person[row]), inTimeframe(visitLog.day[row]) else { return false }
    guard let courseCode, let rows = dimensions[.course]?.visit else { return true }
    return rows[row] == courseCode || rows[row] < 0
  }

  /// Data from the first dated thing (of people inside) to as-of.
  var window: Window {
    if let timeframe { return timeframe }
    var first = Int32.max
    for row in people where firstSeen[Int(row)] != Day.missing { first = min(first, firstSeen[Int(row)]) }
    return Window(first: first == .max ? nil : Day(rawValue: first), last: asOf)
  }

  var enrolledPeople: [Int32] { people.filter { engagement.isEnrolled(Int($0)) } }

  /// Representative of the customer a row of `kind` belongs to; -1 where unknown.
  func owners(of kind: TableKind) -> [Int32] {
    records.customerRow(of: kind).map { $0 < 0 ? -1 : person[Int($0)] }
  }
}
