package import ByteScanning
package import CustomerRecords
import Localisation
package import Tabular

/// Advice by result, first match counts (`rules/advice.csv`).
package struct AdviceRule: Sendable {
  package var share: ClosedRange<Double>
  package var change: ClosedRange<Double>?
  package var lessonsLeft: Double?
  package var zh: String
  package var en: String
  package var address: String

  /// Throws `E742` where a limit is no number, with its cell.
  package static func read(_ grid: Grid) throws(Failure) -> [AdviceRule] {
    var rules: [AdviceRule] = []
    for row in grid.rows.indices.dropFirst() {
      func limit(_ column: Int) throws(Failure) -> Double? {
        let text = grid.text(row, column)
        if text.isEmpty { return nil }
        guard let value = Double(text) else {
          throw grid.failure("E742", row, column)
        }
        return value
      }
      let (low, high) = (try limit(1) ?? -.infinity, try limit(2) ?? .infinity)
      let (from, to) = (try limit(3), try limit(4))
      rules.append(
        AdviceRule(
          share: min(low, high)...max(low, high),
          change: from == nil && to == nil
            ? nil : min(from ?? -.infinity, to ?? .infinity)...max(from ?? -.infinity, to ?? .infinity),
          lessonsLeft: try limit(5), zh: grid.text(row, 6), en: grid.text(row, 7), address: grid.address(row, 0)))
    }
    return rules
  }

  func fits(share: Double?, change: Double?, lessonsLeft left: Double?) -> Bool {
    guard let share, self.share.contains(share) else { return false }
    if let wanted = self.change {
      guard let change, wanted.contains(change) else { return false }
    }
    if let most = lessonsLeft {
      guard let left, left <= most else { return false }
    }
    return true
  }
}

/// What a parent is told of one pupil: scores against the pupil's own past, attendance, lessons left, advice.
package struct ParentReport: Sendable {
  package struct Result: Sendable {
    package var day: Day?
    package var course: String?
    package var exam: String?
    package var score: Double
    package var fullMarks: Double?
    /// Score ÷ full marks.
    package var share: Double?
    /// Change of the share since the result before in the same course, in points of 1.
    package var change: Double?
    package var advice: String?
  }
  package struct Course: Sendable {
    package var name: String
    package var lessonsLeft: Double?
    /// 0…1.
    package var progress: Double?
    package var until: Day?
  }

  /// Customer row that stands for the pupil.
  package var customer: Int32
  /// Oldest first.
  package var results: [Result]
  /// Courses that run at as-of.
  package var courses: [Course]
  /// Events, trial lessons and visits in the school the pupil came to, in the last 365 days.
  package var attended: Int
  /// The rule's advice on the latest result.
  package var advice: AdviceRule?

  /// One for each pupil with a result in the last *180* days (setting `report_days`), by customer row.
  package static func make(_ records: Records, rules: [AdviceRule], settings: Settings) -> [ParentReport] {
    let scores = records[.scores]
    let owners = records.customerRow(of: .scores)
    let days = scores.days("exam_date")
    let (marks, full) = (scores.numbers("score"), scores.numbers("full_marks"))
    let (courses, exams, advice) = (scores.texts("course"), scores.texts("exam"), scores.texts("advice"))
    var rows: [Int32: [Int]] = [:]
    for row in 0..<scores.count where owners[row] >= 0 && marks[row] != nil {
      let person = records.person.isEmpty ? owners[row] : records.person[Int(owners[row])]
      rows[person, default: []].append(row)
    }
    let running = runningCourses(records)
    let came = attendance(records, settings)
    let since = records.asOf.advanced(by: -settings.integer("report_days", or: 180))
    return rows.keys.sorted().compactMap { person in
      let mine = (rows[person] ?? []).sorted { (days[$0]?.rawValue ?? 0, $0) < (days[$1]?.rawValue ?? 0, $1) }
      var last: [String: Double] = [:]
      var results: [Result] = []
      for row in mine {
        guard let score = marks[row] else { continue }
        let share = full[row].flatMap { $0 > 0 ? score / $0 : nil }
        let course = courses[row] ?? ""
        results.append(
          Result(
            day: days[row], course: courses[row], exam: exams[row], score: score, fullMarks: full[row], share: share,
            change: share.flatMap { now in last[course].map { now - $0 } }, advice: advice[row]))
        if let share { last[course] = share }
      }
      guard let latest = results.last, latest.day.map({ $0 >= since }) ?? false else { return nil }
      let courses = running[person] ?? []
      let left = courses.compactMap(\.lessonsLeft).min()
      return ParentReport(
        customer: person, results: results, courses: courses, attended: came[person] ?? 0,
        advice: rules.first { $0.fits(share: latest.share, change: latest.change, lessonsLeft: left) })
    }
  }

  private static func runningCourses(_ records: Records) -> [Int32: [Course]] {
    let table = records.enrolments
    let owners = records.customerRow(of: .enrolments)
    let names = table.texts("course")
    let (starts, ends) = (table.days("start_date"), table.days("end_date"))
    let (left, progress) = (table.numbers("lessons_left"), table.numbers("progress"))
    var found: [Int32: [Course]] = [:]
    for row in 0..<table.count where owners[row] >= 0 {
      if let start = starts[row], start > records.asOf { continue }
      let runs = ends[row].map { $0 >= records.asOf } ?? ((left[row] ?? 0) > 0)
      guard runs, let name = names[row] else { continue }
      let person = records.person.isEmpty ? owners[row] : records.person[Int(owners[row])]
      found[person, default: []].append(
        Course(name: name, lessonsLeft: left[row], progress: progress[row], until: ends[row]))
    }
    return found
  }

  private static func attendance(_ records: Records, _ settings: Settings) -> [Int32: Int] {
    let visits = records.visits
    let owners = records.customerRow(of: .visits)
    let days = visits.days("visit_date").days
    let types = visits.texts("visit_type")
    let came = flags(types, among: settings.words("attendance_types") + ["活动"])
    let asOf = records.asOf.rawValue
    var count: [Int32: Int] = [:]
    for row in owners.indices where owners[row] >= 0 && types.codes[row] != TextPool.none {
      guard came[Int(types.codes[row])], days[row] <= asOf, days[row] > asOf - 365 else { continue }
      count[records.person.isEmpty ? owners[row] : records.person[Int(owners[row])], default: 0] += 1
    }
    return count
  }
}
