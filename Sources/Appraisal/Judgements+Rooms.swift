package import CustomerRecords
import DecisionTables
package import Feedback
import Grading
package import Incentives
package import Localisation
import Loyalty
package import Metrics
package import Planning
import Tabular

extension Judgements {
  /// What grades, tiers, themes, plan and questionnaires say of the same records, as the numbers take it.
  package init(
    _ records: Records, standing: Standing, plan: VisitPlan, themes: ThemeTable, survey: SurveyAnswers,
    language: Language
  ) {
    self.init()
    let grading = standing.grading
    intent = .init(codes: grading.intent.labels.codes, names: grading.intent.labels.names)
    valueClass = .init(codes: grading.valueClass.labels.codes, names: grading.valueClass.labels.names)
    tier = .init(codes: standing.tiers.held.codes, names: standing.tiers.held.names)
    stage = .init(codes: grading.stage.codes, names: grading.stage.names)
    var work = Parallel()
    let planned = work.add { Judgements.planned(plan, Assignment(records), language) }
    let graded = work.add { Judgements.graded(grading) }
    let found = work.add { themes.rowsByTheme() }
    work.run()
    (self.planned, ruleNames, staffNames) = planned.value
    (gradings, gradeNames) = graded.value
    self.themes = zip(themes.themes, found.value).filter { !$1.isEmpty }.map { .init(key: $0, rows: $1) }
    answers = survey.answers.map {
      .init(customer: $0.customer, day: $0.day, nps: $0.nps.map(Double.init), csat: $0.csat.map(Double.init))
    }
  }

  /// What supervisors settled, and what the visits said one after the other; and the names of the grades.
  private static func graded(_ grading: GradingResult) -> ([Grading], names: [String]) {
    let history = grading.history
    // The reviewed grades in the words of the history, new ones behind.
    var book = DecisionTables.Labels(names: history.names)
    let reviewed = grading.reviewed.names.map { book.code($0) }
    var out: [Grading] = []
    out.reserveCapacity(history.entries.count + grading.people.count)
    for person in grading.people {
      let row = Int(person)
      let (code, day) = (grading.reviewed.codes[row], grading.reviewedBy[row].day)
      if code >= 0, day != Day.missing {
        out.append(.init(customer: person, day: Day(rawValue: day), grade: reviewed[Int(code)], source: .reviewed))
      }
      for entry in history.entries(of: row) {
        out.append(.init(customer: person, day: entry.day, grade: entry.grade, source: .proposed))
      }
    }
    return (out, book.names)
  }

  /// The visits planned, and the names of their rules and of who looks after them.
  private static func planned(
    _ plan: VisitPlan, _ assignment: Assignment, _ language: Language
  ) -> ([PlannedVisit], rules: [String], staff: [String]) {
    // Rules that read the same are one.
    var book = DecisionTables.Labels()
    let rules = plan.rules.map { book.code(language == .zh ? $0.zh : $0.en) }
    var staff = StaffNumbers(assignment)
    var out: [PlannedVisit] = []
    out.reserveCapacity(plan.items.count)
    for item in plan.items {
      let state: PlannedVisit.State
      switch item.status {
      case .doneInTime: state = .done
      case .doneLate: state = .late
      case .missed: state = .missed
      case .overdue: state = .overdue
      case .notYetDue, .due: state = .notYetDue
      case .optedOut, .heldBack: continue
      }
      let rule = plan.rules[Int(item.rule)]
      out.append(
        .init(
          customer: item.customer, rule: rules[Int(item.rule)],
          staff: staff.number(of: item.customer, rule.owner), due: item.until, state: state))
    }
    return (out, book.names, staff.names)
  }

  /// Who looks after a customer, as a number: items of a customer stand together, and most ask for the same few people.
  private struct StaffNumbers {
    let assignment: Assignment
    var names: [String] = []
    private var numbers: [String: Int32] = [:]
    private var customer: Int32 = -1
    /// By owner, of the customer last asked for; -2 = not looked up yet.
    private var known = [Int32](repeating: -2, count: PlanRule.Owner.allCases.count)

    init(_ assignment: Assignment) { self.assignment = assignment }

    mutating func number(of customer: Int32, _ owner: PlanRule.Owner) -> Int32 {
      if customer != self.customer {
        self.customer = customer
        for i in known.indices { known[i] = -2 }
      }
      let at = StaffNumbers.position(owner)
      if known[at] == -2 { known[at] = assignment.staff(for: customer, owner: owner).map { number($0) } ?? -1 }
      return known[at]
    }

    private static func position(_ owner: PlanRule.Owner) -> Int {
      switch owner {
      case .consultant: 0
      case .service: 1
      case .supervisor: 2
      case .tutor: 3
      }
    }

    private mutating func number(_ name: String) -> Int32 {
      if let known = numbers[name] { return known }
      numbers[name] = Int32(names.count)
      names.append(name)
      return Int32(names.count - 1)
    }
  }
}
