package import CustomerRecords
package import Grading
package import Statistics
import Tabular

/// Grade honesty (metrics.md "Grading"): how often a proposed grade kept its promise, per representative and grade,
/// against all other representatives.
package struct Honesty: Sendable {
  package struct Row: Sendable {
    package let representative: String
    package let grade: String
    /// Days in which the grade promises enrolment.
    package let promise: Int
    package let kept: Int
    /// First proposals of that grade to customers not yet enrolled whose promise has run out.
    package let n: Int
    /// Proposals whose promise still runs: left out above and below.
    package let open: Int
    package let interval: Interval?
    package let othersKept: Int
    package let othersN: Int
    /// The upper end of the interval lies below the rate of the others.
    package let isFlagged: Bool
    package var rate: Double? { n == 0 ? nil : Double(kept) / Double(n) }
    package var othersRate: Double? { othersN == 0 ? nil : Double(othersKept) / Double(othersN) }
  }
  /// By representative, then grade.
  package let rows: [Row]
  /// Customers graded lowest or not at all who paid within the promise of A all the same: representative and row.
  package let concealed: [(representative: String, person: Int32)]

  package init(_ records: Records, engagement: Engagement, grading: GradingResult, settings: Settings) {
    let proposals = Proposal.all(records, grading)
    var first: [String: [Int32: Proposal]] = [:]
    for one in proposals where first[one.grade]?[one.person] == nil { first[one.grade, default: [:]][one.person] = one }
    var rows: [Row] = []
    for grade in first.keys.sorted() {
      let key = "promise_days_\(grade)"
      guard let promise = settings.number(key).map({ _ in settings.integer(key, or: 0) }) else { continue }
      var counts: [String: (kept: Int, n: Int, open: Int)] = [:]
      for (person, one) in first[grade] ?? [:] {
        guard let name = one.representative else { continue }
        let paid = engagement.firstPaid[Int(person)]
        if paid != Day.missing, paid < one.day { continue }
        if one.day + Int32(promise) > records.asOf.rawValue {
          counts[name, default: (0, 0, 0)].open += 1
          continue
        }
        counts[name, default: (0, 0, 0)].n += 1
        if paid != Day.missing, paid <= one.day + Int32(promise) { counts[name, default: (0, 0, 0)].kept += 1 }
      }
      let (kept, n) = counts.values.reduce((0, 0)) { ($0.0 + $1.kept, $0.1 + $1.n) }
      for name in counts.keys.sorted() {
        let own = counts[name] ?? (0, 0, 0)
        let interval = Proportion.wilson(own.kept, of: own.n)
        let others = (kept: kept - own.kept, n: n - own.n)
        let rate = others.n == 0 ? nil : Double(others.kept) / Double(others.n)
        let flagged = interval.flatMap { interval in rate.map { interval.high < $0 } } ?? false
        rows.append(
          Row(
            representative: name, grade: grade, promise: promise, kept: own.kept, n: own.n, open: own.open,
            interval: interval, othersKept: others.kept, othersN: others.n, isFlagged: flagged))
      }
    }
    self.rows = rows.sorted { ($0.representative, $0.grade) < ($1.representative, $1.grade) }
    concealed = Honesty.concealed(proposals, engagement, settings)
  }

  /// The last word before the first payment was C, and the payment came within the days A promises.
  private static func concealed(
    _ proposals: [Proposal], _ engagement: Engagement, _ settings: Settings
  ) -> [(representative: String, person: Int32)] {
    let days = Int32(settings.integer("promise_days_A", or: 7))
    var last: [Int32: Proposal] = [:]
    for one in proposals {
      let paid = engagement.firstPaid[Int(one.person)]
      if paid != Day.missing, one.day < paid { last[one.person] = one }
    }
    return last.values.filter { one in
      one.grade == "C" && engagement.firstPaid[Int(one.person)] <= one.day + days
    }.compactMap { one in one.representative.map { ($0, one.person) } }.sorted { $0.person < $1.person }
  }
}

/// A grade a representative gave a customer on a day.
struct Proposal {
  let person: Int32
  let day: Int32
  let grade: String
  let representative: String?

  /// From the visit log and the customers sheet, by day.
  static func all(_ records: Records, _ grading: GradingResult) -> [Proposal] {
    let person = grading.evidence.person
    let visits = records.visits
    let owners = records.customerRow(of: .visits)
    let (grade, staff, days) = (visits.texts("intent"), visits.texts("staff"), visits.days("visit_date").days)
    var out: [Proposal] = []
    for row in 0..<visits.count where owners[row] >= 0 && days[row] != Day.missing && days[row] <= records.asOf.rawValue
    {
      guard let grade = grade[row] else { continue }
      out.append(
        Proposal(person: person[Int(owners[row])], day: days[row], grade: grade, representative: staff[row]))
    }
    let (said, owner) = (records.customers.texts("intent_proposed"), records.customers.texts("owner"))
    let (registered, inquired) = (
      records.customers.days("registered_on").days, records.customers.days("inquired_on").days
    )
    for row in 0..<records.customers.count {
      let day = registered[row] == Day.missing ? inquired[row] : registered[row]
      guard let grade = said[row], day != Day.missing, day <= records.asOf.rawValue else { continue }
      out.append(Proposal(person: person[row], day: day, grade: grade, representative: owner[row]))
    }
    return out.sorted { ($0.day, $0.person, $0.grade) < ($1.day, $1.person, $1.grade) }
  }
}
