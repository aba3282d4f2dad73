package import ByteScanning
package import CustomerRecords
package import DecisionTables
package import Statistics
package import Tabular

/// What the rules say of every customer, beside what people said (R1.5, R4.1–R4.3, R4.11).
///
/// Arrays are by customer row; rows of one person carry the same values, so aggregates go over `people`.
package struct GradingResult: Sendable {
  package let asOf: Day
  package let people: [Int32]
  package let evidence: Evidence
  /// Computed by the tables of those names.
  package let intent: RuleColumn
  package let valueClass: RuleColumn
  package let activity: RuleColumn
  package let potential: RuleColumn
  /// The stage the sheet says, else the one the table derives; `stageRule` is that table's word.
  package let stage: Labels
  package let stageRule: RuleColumn
  /// What the representative proposes: the customers sheet, else the last visit that names a grade.
  package let proposed: Labels
  package let proposedBy: [SaidBy]
  /// What the supervisor settled.
  package let reviewed: Labels
  package let reviewedBy: [SaidBy]
  package let history: GradeHistory

  /// Who said a grade, when, and in which cell. Row -1 = nobody.
  package struct SaidBy: Sendable, Hashable {
    package var table: TableKind
    package var row: Int32
    /// The field that names the person, and the field that dates it.
    package var whoField: String
    package var day: Int32
    package static let nobody = SaidBy(table: .customers, row: -1, whoField: "", day: Day.missing)
  }

  package var count: Int { evidence.count }

  /// The grade that counts: reviewed, else computed.
  package func settled(_ row: Int) -> String? { reviewed[row] ?? intent[row] }

  package var settled: [String?] { settledLabels.texts }

  package var settledLabels: Labels {
    var labels = intent.labels
    let codes = reviewed.names.map { labels.code($0) }
    for row in 0..<count where reviewed.codes[row] >= 0 { labels.codes[row] = codes[Int(reviewed.codes[row])] }
    return labels
  }

  /// People of whom the three verdicts, as far as they were given, are not one.
  package var disagreements: [Int32] {
    people.filter { person in
      let said = [proposed[Int(person)], reviewed[Int(person)], intent[Int(person)]].compactMap { $0 }
      return Set(said).count > 1
    }
  }

  /// Share of equal grades and Cohen's κ between two sets of verdicts, over people both sorted.
  package func agreement(_ a: Labels, _ b: Labels, among some: [Int32]? = nil) -> Agreement {
    var names = a.names
    for name in b.names where !names.contains(name) { names.append(name) }
    return Agreement(
      classes: names.count,
      pairs: (some ?? people).compactMap { person -> (Int, Int)? in
        guard let x = a[Int(person)], let y = b[Int(person)], let i = names.firstIndex(of: x),
          let j = names.firstIndex(of: y)
        else { return nil }
        return (i, j)
      })
  }

  /// Proposed against reviewed (metrics.md "Grading").
  package var reviewAgreement: Agreement { agreement(proposed, reviewed) }
  /// Proposed against computed: how far representatives and rules see eye to eye.
  package var ruleAgreement: Agreement { agreement(proposed, intent.labels) }
}

extension GradingResult {
  /// Grades everybody. Throws the first error of a rule sheet (exit 4).
  package init(
    _ records: Records, engagement: Engagement, settings: Settings, rules: RuleBook
  ) throws(Failure) {
    let asOf = records.asOf
    let catalogue = rules.catalogue
    var work = Parallel()
    let gathered = work.add {
      Evidence(records, engagement: engagement, settings: settings, catalogue: catalogue)
    }
    let told = work.add { GradeHistory(records) }
    work.run()
    var evidence = gathered.value
    stageRule = RuleColumn(
      try rules.table("stage", asOf: asOf), evidence.columns, rows: evidence.count, output: ["学段", "stage"])
    var stage = Labels(rows: evidence.count)
    if case .text(let codes, let pool)? = evidence.columns["stage"]?.lane {
      stage = Labels(rows: evidence.count, names: (0..<UInt32(pool.count)).map { pool.string($0) })
      stage.codes = codes.map { $0 == TextPool.none ? -1 : Int32($0) }
    }
    let derived = stageRule.labels.names.map { stage.code($0) }
    for row in 0..<evidence.count where stage.codes[row] < 0 && stageRule.labels.codes[row] >= 0 {
      stage.codes[row] = derived[Int(stageRule.labels.codes[row])]
    }
    self.stage = stage
    evidence.columns["stage"] = stage.column
    intent = RuleColumn(
      try rules.table("intent", asOf: asOf), evidence.columns, rows: evidence.count, output: ["意向等级", "intent"])
    evidence.columns["intent"] = intent.labels.column
    valueClass = RuleColumn(
      try rules.table("value", asOf: asOf), evidence.columns, rows: evidence.count, output: ["价值分类", "value_class"])
    evidence.columns["value_class"] = valueClass.labels.column
    activity = RuleColumn(
      try rules.table("activity", asOf: asOf), evidence.columns, rows: evidence.count, output: ["活跃度", "activity"])
    evidence.columns["activity"] = activity.labels.column
    potential = RuleColumn(
      try rules.table("potential", asOf: asOf), evidence.columns, rows: evidence.count, output: ["消费潜力", "potential"])
    evidence.columns["potential"] = potential.labels.column
    self.asOf = asOf
    people = engagement.people
    self.evidence = evidence
    history = told.value
    let verdicts = Verdicts(records, history: history, person: evidence.person)
    (proposed, proposedBy) = (verdicts.proposed, verdicts.proposedBy)
    (reviewed, reviewedBy) = (verdicts.reviewed, verdicts.reviewedBy)
  }
}

/// What people said of each customer's grade.
private struct Verdicts {
  var proposed: Labels
  var proposedBy: [GradingResult.SaidBy]
  var reviewed: Labels
  var reviewedBy: [GradingResult.SaidBy]

  init(_ records: Records, history: GradeHistory, person: [Int32]) {
    let rows = records.customers.count
    let customers = records.customers
    let (sheet, settled) = (customers.texts("intent_proposed"), customers.texts("intent_reviewed"))
    let (registered, reviewedOn) = (customers.days("registered_on").days, customers.days("reviewed_on").days)
    let owner = ["owner", "collected_by"].first { customers.has($0) } ?? "owner"
    proposed = Labels(rows: rows)
    reviewed = Labels(rows: rows)
    proposedBy = Array(repeating: .nobody, count: rows)
    reviewedBy = proposedBy
    for row in 0..<rows {
      let one = Int(person[row])
      // The representative's own row speaks first, then other rows of the same person.
      if let grade = sheet[row], proposed[one] == nil || row == one {
        proposed[one] = grade
        proposedBy[one] = GradingResult.SaidBy(
          table: .customers, row: Int32(row), whoField: owner, day: registered[row])
      }
      if let grade = settled[row], reviewed[one] == nil || row == one {
        reviewed[one] = grade
        reviewedBy[one] = GradingResult.SaidBy(
          table: .customers, row: Int32(row), whoField: "reviewed_by", day: reviewedOn[row])
      }
    }
    for row in 0..<rows where proposed[row] == nil && Int(person[row]) == row {
      guard let last = history.entries(of: row).last else { continue }
      proposed[row] = history.names[Int(last.grade)]
      proposedBy[row] = GradingResult.SaidBy(
        table: .visits, row: last.visit, whoField: "staff", day: last.day.rawValue)
    }
    for row in 0..<rows where Int(person[row]) != row {
      proposed.codes[row] = proposed.codes[Int(person[row])]
      reviewed.codes[row] = reviewed.codes[Int(person[row])]
      proposedBy[row] = proposedBy[Int(person[row])]
      reviewedBy[row] = reviewedBy[Int(person[row])]
    }
  }
}
