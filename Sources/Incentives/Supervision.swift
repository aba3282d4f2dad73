package import CustomerRecords
import DecisionTables
package import Grading
import Statistics
package import Tabular

/// The supervision group's papers (R4.8): a random sample anybody can draw again, and what stands out.
package struct Supervision: Sendable {
  package enum Exception: String, Sendable, CaseIterable {
    /// Graded A or B with nothing in the records that says why.
    case gradeWithoutEvidence
    /// The agreed date of the next contact passed and nobody made one.
    case overdueFollowUp
    /// A customer with a grade or an enrolment and not one logged contact.
    case noContactLogged
    /// Nobody is responsible.
    case noOwner
    /// Proposed two grades from what the rules say.
    case farFromRules
    /// Paid within the promise of A right after having been graded C.
    case concealedGrade
    /// A visit the plan asked for whose time ran out and nobody made.
    case plannedVisitMissed
  }

  package struct Item: Sendable {
    package let person: Int32
    package let exception: Exception
    /// The row that shows it: a visit, else the customer.
    package let cell: SourceCell
    /// Days overdue, where that applies.
    package let days: Int?
    /// Who answers for it, where that is not the customer's owner.
    package let staff: String?
  }

  package let seed: UInt64
  /// Customer rows of the sample, in the order of the sheet.
  package let sample: [Int32]
  /// By kind, then customer.
  package let exceptions: [Item]

  /// - Parameters:
  ///   - planned: visits the plan asked for and nobody made.
  ///   - concealed: customers who paid right after a low grade (`Honesty.concealed`).
  package init(
    _ records: Records, grading: GradingResult, settings: Settings, seed: UInt64? = nil,
    planned: [Conduct.Missed] = [], concealed: [(representative: String, person: Int32)] = []
  ) {
    let seed = seed ?? UInt64(max(0, settings.integer("supervision_seed", or: 1)))
    self.seed = seed
    let wanted = settings.integer("supervision_sample", or: 20)
    // Drawn from people somebody graded or who have a log: those are records a supervisor can check.
    let visited = grading.evidence.columns["visits_total"]
    let pool = grading.people.filter { person in
      if grading.proposed[Int(person)] != nil { return true }
      if case .number(let visits)? = visited?.cell(Int(person)) { return visits > 0 }
      return false
    }
    var random = SeededGenerator(seed: seed)
    var picked = pool
    for i in picked.indices.prefix(wanted) {
      picked.swapAt(i, Int.random(in: i..<picked.count, using: &random))
    }
    sample = picked.prefix(wanted).sorted()
    var items = Supervision.exceptions(records, grading, settings)
    items += concealed.map { one in
      Item(
        person: one.person, exception: .concealedGrade, cell: SourceCell(.customers, "intent_proposed", one.person),
        days: nil, staff: one.representative)
    }
    items += planned.map { one in
      Item(
        person: one.person, exception: .plannedVisitMissed, cell: SourceCell(.customers, "customer_id", one.person),
        days: records.asOf - one.day, staff: one.staff)
    }
    let order = Exception.allCases
    exceptions = items.enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      return (order.firstIndex(of: x.exception) ?? 0, x.person, x.cell.row, a.offset)
        < (order.firstIndex(of: y.exception) ?? 0, y.person, y.cell.row, b.offset)
    }.map(\.element)
  }

  private static func exceptions(_ records: Records, _ grading: GradingResult, _ settings: Settings) -> [Item] {
    let evidence = grading.evidence
    let followUps = FollowUp.all(records, person: evidence.person)
    let patience = settings.integer("evidence_overdue_days", or: 7)
    var items: [Item] = []
    for one in followUps where one.kept == nil && records.asOf - one.agreed > patience {
      items.append(
        Item(
          person: one.person, exception: .overdueFollowUp, cell: SourceCell(.visits, "next_date", one.visit),
          days: records.asOf - one.agreed, staff: one.staff))
    }
    let hasOwner = records.customers.has("owner")
    let owner = records.customers.texts("owner")
    for person in grading.people {
      let row = Int(person)
      let grade = grading.proposed[row]
      func add(_ exception: Exception, _ field: String) {
        items.append(
          Item(person: person, exception: exception, cell: SourceCell(.customers, field, person), days: nil, staff: nil)
        )
      }
      let visits = evidence.text("visits_total", row).flatMap(Double.init) ?? 0
      if grade == "A" || grade == "B" {
        let known = ["need_strength", "days_to_enrol", "trial_result", "teacher_opinion"].contains {
          evidence.text($0, row) != nil
        }
        if !known, evidence.text("asked_details", row) != "true" { add(.gradeWithoutEvidence, "intent_proposed") }
      }
      if visits == 0, grade != nil || evidence.text("enrolled", row) == "true" { add(.noContactLogged, "name") }
      if hasOwner, owner[row] == nil { add(.noOwner, "owner") }
      let ladder = ["A", "B", "C"]
      if let said = grade.flatMap({ ladder.firstIndex(of: $0) }),
        let rule = grading.intent[row].flatMap({ ladder.firstIndex(of: $0) }), abs(said - rule) >= 2
      {
        add(.farFromRules, "intent_proposed")
      }
    }
    return items
  }
}

/// A next contact that was agreed, and the one that kept it.
package struct FollowUp: Sendable {
  package let person: Int32
  /// The visit in which it was agreed.
  package let visit: Int32
  package let agreed: Day
  package let staff: String?
  /// The first later visit up to the agreed day plus seven, or nil.
  package let kept: Int32?

  /// Every agreed next contact up to as-of. A later visit replaces what an earlier one agreed.
  package static func all(_ records: Records, person: [Int32], grace: Int = 7) -> [FollowUp] {
    let visits = records.visits
    let owners = records.customerRow(of: .visits)
    let (days, next) = (visits.days("visit_date").days, visits.days("next_date").days)
    let staff = visits.texts("staff")
    var order = (0..<Int32(visits.count)).filter { owners[Int($0)] >= 0 && days[Int($0)] != Day.missing }
    order = order.filter { days[Int($0)] <= records.asOf.rawValue }
    order.sort { a, b in
      let (x, y) = (person[Int(owners[Int(a)])], person[Int(owners[Int(b)])])
      return (x, days[Int(a)], a) < (y, days[Int(b)], b)
    }
    var out: [FollowUp] = []
    for (i, row) in order.enumerated() {
      let agreed = next[Int(row)]
      guard agreed != Day.missing, agreed <= records.asOf.rawValue, agreed >= days[Int(row)] else { continue }
      let one = person[Int(owners[Int(row)])]
      let later = i + 1 < order.count ? order[i + 1] : -1
      let same = later >= 0 && person[Int(owners[Int(later)])] == one
      let kept = same && days[Int(later)] <= agreed + Int32(grace) ? later : nil
      out.append(
        FollowUp(person: one, visit: row, agreed: Day(rawValue: agreed), staff: staff[Int(row)], kept: kept))
    }
    return out
  }
}
