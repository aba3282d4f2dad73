package import Tabular

/// Who bought, who was in touch, who is enrolled and who is lost (metrics.md "Who counts"): the one place these
/// words are defined.
///
/// Everything is by customer row and stands at the row that represents the person (`Records.person`); the other
/// rows of a duplicate group are empty. Only rows dated up to as-of count. Money is in integer cents.
package struct Engagement: Sendable {
  package let asOf: Day
  /// Number of customer rows.
  package let count: Int
  /// The rows that represent a person, ascending.
  package let people: [Int32]

  /// Purchase days (several purchases on one day are one), and per purchase day what was paid less refunds.
  package let purchases: DayRuns
  package let purchaseCents: [Int64]
  /// Days of every interaction, and of those the customer started.
  package let interactions: DayRuns
  package let started: DayRuns
  /// Enrolments that count, by person in order of purchase.
  package let courses: Courses

  /// `Day.missing` where there is none.
  package let firstPurchase: [Int32]
  package let lastPurchase: [Int32]
  /// First purchase with an amount above 0: from here on the person is an enrolled customer.
  package let firstPaid: [Int32]
  package let lastInteraction: [Int32]
  /// A course runs at as-of: between its dates, or lessons are left.
  package private(set) var running: [Bool]
  /// The day on which the present loss fell, `Day.missing` for those who are not lost at as-of.
  package private(set) var lostDay: [Int32]

  /// The thresholds used, for printing: days without interaction, days after the last course.
  package let inactiveDays: Int
  package let graceDays: Int

  /// Enrolments that were not refunded in full, as columns in order of person and purchase day. A class, so that asking
  /// for one person's courses does not count references to every column.
  package final class Courses: Sendable {
    package let offsets: [UInt32]
    /// The row of the enrolments table.
    package let row: [Int32]
    package let purchased: [Int32]
    /// First and last day; `Day.missing` where not known. A missing start is the day of purchase.
    package let start: [Int32]
    package let end: [Int32]
    package let lessonsLeft: [Bool]
    /// Paid, less what was refunded; and whether anything was paid at all.
    package let cents: [Int64]
    package let paid: [Bool]

    init(
      offsets: [UInt32], row: [Int32], purchased: [Int32], start: [Int32], end: [Int32], lessonsLeft: [Bool],
      cents: [Int64], paid: [Bool]
    ) {
      self.offsets = offsets
      self.row = row
      self.purchased = purchased
      self.start = start
      self.end = end
      self.lessonsLeft = lessonsLeft
      self.cents = cents
      self.paid = paid
    }

    package func range(_ person: Int) -> Range<Int> { Int(offsets[person])..<Int(offsets[person + 1]) }
  }

  package func isEnrolled(_ person: Int) -> Bool { firstPaid[person] != Day.missing }
  package func isLost(_ person: Int) -> Bool { lostDay[person] != Day.missing }

  /// Revenue of a person, in cents.
  package func revenue(_ person: Int) -> Int64 { purchases.range(person).reduce(0) { $0 + purchaseCents[$1] } }

  /// True where a course of the person runs on `day`. Lessons left are known only as they stand now, so such a
  /// course counts as running from its start on.
  package func isRunning(_ person: Int, on day: Int32) -> Bool {
    for i in courses.range(person) where courses.purchased[i] <= day {
      if courses.lessonsLeft[i], courses.start[i] <= day { return true }
      if courses.end[i] != Day.missing, courses.start[i] <= day, day <= courses.end[i] { return true }
    }
    return false
  }

  /// Whether the person was lost on `day`, knowing only what had happened by then.
  ///
  /// - Parameter last: the day of the last interaction by then, where it is known.
  package func isLost(_ person: Int, on day: Int32, last: Int32? = nil) -> Bool {
    guard firstPaid[person] != Day.missing, firstPaid[person] <= day, !isRunning(person, on: day) else { return false }
    let last = last ?? interactions.last(person, notAfter: day)
    if last != Day.missing, Int(day) - Int(last) > inactiveDays { return true }
    guard let course = latestEnding(person, by: day) else { return false }
    return Int(day) - Int(courses.end[course]) > graceDays
      && purchases.last(person, notAfter: day) <= courses.purchased[course]
  }

  /// The latest-ending course bought by `day`; of several with one end, the one bought last.
  private func latestEnding(_ person: Int, by day: Int32) -> Int? {
    var best: Int?
    for i in courses.range(person) where courses.purchased[i] <= day && courses.end[i] != Day.missing {
      if let b = best, courses.end[i] < courses.end[b] { continue }
      best = i
    }
    return best
  }

  /// The first day on which the person was ever lost, up to `limit` (as-of), or nil.
  package func firstLoss(_ person: Int) -> Day? {
    guard isEnrolled(person) else { return nil }
    var candidates: [Int32] = []
    for day in interactions[person] { candidates.append(day + Int32(inactiveDays) + 1) }
    for i in courses.range(person) where courses.end[i] != Day.missing {
      candidates.append(courses.end[i] + 1)
      candidates.append(courses.end[i] + Int32(graceDays) + 1)
    }
    candidates.sort()
    for day in candidates where day <= asOf.rawValue {
      if isLost(person, on: day) { return Day(rawValue: day) }
    }
    return nil
  }

  init(
    asOf: Day, count: Int, people: [Int32], purchases: DayRuns, purchaseCents: [Int64], interactions: DayRuns,
    started: DayRuns, courses: Courses, firstPaid: [Int32], inactiveDays: Int, graceDays: Int
  ) {
    self.asOf = asOf
    self.count = count
    self.people = people
    self.purchases = purchases
    self.purchaseCents = purchaseCents
    self.interactions = interactions
    self.started = started
    self.courses = courses
    self.firstPaid = firstPaid
    self.inactiveDays = inactiveDays
    self.graceDays = graceDays
    var first = [Int32](repeating: Day.missing, count: count)
    var last = first
    var touched = first
    for person in 0..<count {
      let bought = purchases.range(person)
      if !bought.isEmpty {
        first[person] = purchases.days[bought.lowerBound]
        last[person] = purchases.days[bought.upperBound - 1]
      }
      let met = interactions.range(person)
      if !met.isEmpty { touched[person] = interactions.days[met.upperBound - 1] }
    }
    firstPurchase = first
    lastPurchase = last
    lastInteraction = touched
    running = []
    lostDay = []
    var runs = [Bool](repeating: false, count: count)
    var lost = [Int32](repeating: Day.missing, count: count)
    for person in 0..<count {
      runs[person] = isRunning(person, on: asOf.rawValue)
      lost[person] = presentLoss(person)
    }
    running = runs
    lostDay = lost
  }

  private func presentLoss(_ person: Int) -> Int32 {
    guard isLost(person, on: asOf.rawValue) else { return Day.missing }
    let last = lastInteraction[person]
    var day = Int32.max
    if last != Day.missing, asOf - Day(rawValue: last) > inactiveDays {
      var start = last + Int32(inactiveDays) + 1
      // Nobody is lost while in class: silence counts from the day after the last course that outlived it.
      for i in courses.range(person) where courses.end[i] != Day.missing && courses.end[i] < asOf.rawValue {
        if courses.start[i] <= courses.end[i] { start = max(start, courses.end[i] + 1) }
      }
      day = start
    }
    if let course = latestEnding(person, by: asOf.rawValue) {
      let end = courses.end[course] + Int32(graceDays) + 1
      if end <= asOf.rawValue, lastPurchase[person] <= courses.purchased[course] { day = min(day, end) }
    }
    return day
  }
}
