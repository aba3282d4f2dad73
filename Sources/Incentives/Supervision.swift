package import CustomerRecords
import DecisionTables
package import Grading
package import Localisation
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
  }

  package struct Item: Sendable {
    package let person: Int32
    package let exception: Exception
    /// The row that shows it: a visit, else the customer.
    package let cell: SourceCell
    /// Days overdue, where that applies.
    package let days: Int?
  }

  package let seed: UInt64
  /// Customer rows of the sample, in the order of the sheet.
  package let sample: [Int32]
  /// By kind, then customer.
  package let exceptions: [Item]

  package init(_ records: Records, grading: GradingResult, settings: Settings, seed: UInt64? = nil) {
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
    exceptions = Supervision.exceptions(records, grading, settings)
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
          days: records.asOf - one.agreed))
    }
    let hasOwner = records.customers.has("owner")
    let owner = records.customers.texts("owner")
    for person in grading.people {
      let row = Int(person)
      let grade = grading.proposed[row]
      func add(_ exception: Exception, _ field: String) {
        items.append(Item(person: person, exception: exception, cell: SourceCell(.customers, field, person), days: nil))
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
    let order = Exception.allCases
    return items.sorted { a, b in
      (order.firstIndex(of: a.exception) ?? 0, a.person, a.cell.row)
        < (order.firstIndex(of: b.exception) ?? 0, b.person, b.cell.row)
    }
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

extension Supervision {
  /// What the inspector fills in, by column id.
  package static let checks = ["record_complete", "grade_right", "follow_up_done"]

  /// The sample as a sheet: who, what was said, and empty columns for the inspector.
  package func sheet(_ records: Records, grading: GradingResult, language: Language) -> Table {
    let order = sample.map { UInt32($0) }
    var columns: [Table.Named] = []
    for field in ["customer_id", "name", "owner"] {
      guard let at = records.customers.table.index(of: FieldID("customers", field)) else { continue }
      var named = records.customers.table.columns[at]
      named.column = named.column.gathered(order)
      columns.append(named)
    }
    func add(_ id: String, _ values: [String?]) {
      var column = Column.texts(values)
      column.lineage = FieldSet(.normal)
      columns.append(
        Table.Named(
          header: Phrasebook.text("supervision.\(id)", language), field: FieldID("supervision", id), column: column))
    }
    add("proposed", sample.map { grading.proposed[Int($0)] })
    add("computed", sample.map { grading.intent[Int($0)] })
    add("reviewed", sample.map { grading.reviewed[Int($0)] })
    let empty = [String?](repeating: nil, count: sample.count)
    for id in Supervision.checks + ["inspector", "inspected_on", "remark"] { add(id, empty) }
    return Table(name: Phrasebook.text("supervision.sheet", language), columns: columns, rowCount: sample.count)
  }

  /// How a filled-in sheet came out.
  package struct Verdict: Sendable, Equatable {
    /// `record_complete`, `grade_right`, `follow_up_done`.
    package let check: String
    package let yes: Int
    package let no: Int
    package let open: Int
    /// Addresses of the cells that say no.
    package let failed: [String]
  }

  /// Reads a sample sheet back, in either language; cells that say neither yes nor no are still open.
  package static func read(_ grid: Grid) -> [Verdict] {
    let names = (grid.rows.first?.cells.indices).map { $0.map { grid.text(0, $0) } } ?? []
    return checks.compactMap { check in
      let titles = Language.allCases.map { Phrasebook.text("supervision.\(check)", $0) }
      guard let column = names.firstIndex(where: { titles.contains($0) }) else { return nil }
      var (yes, no, open): (Int, Int, Int) = (0, 0, 0)
      var failed: [String] = []
      for row in grid.rows.indices.dropFirst() {
        switch grid.text(row, column).lowercased() {
        case "是", "yes", "y", "√", "✓", "true", "合格", "1": yes += 1
        case "否", "no", "n", "×", "✗", "false", "不合格", "0":
          no += 1
          failed.append(grid.address(row, column))
        default: open += 1
        }
      }
      return Verdict(check: check, yes: yes, no: no, open: open, failed: failed)
    }
  }
}
