package import CustomerRecords
package import DecisionTables
package import Grading
package import Localisation
import Loyalty
import Tabular

/// What the reader of a story may know: variables whose values are told as asterisks, and those whose outcomes are
/// not told at all.
package struct Sight: Sendable {
  package var hidden: Set<String> = []
  package var unknown: Set<String> = []
  package init() {}
}

/// One customer's story from source cells to outcomes: what `explain` prints, masked by the asker's view.
///
/// Steps hold codes, cells and rule words, never direct identifiers: the printer fetches and masks those.
package struct CustomerStory: Sendable {
  package enum Topic: String, Sendable, CaseIterable {
    case person, proposed, reviewed, history, intent, value, stage, activity, potential, tier, nextTier, points,
      referral, claims
  }

  package struct Step: Sendable {
    package let topic: Topic
    /// The sentence in both languages.
    package let zh: String
    package let en: String
    /// Filled cells it rests on.
    package let cells: [SourceCell]
    /// The rule behind it.
    package let reason: Reason?
    package func text(_ language: Language) -> String { language == .zh ? zh : en }
  }

  package let person: Int32
  package let steps: [Step]

  /// - Parameters:
  ///   - claims: what the customer may claim now.
  ///   - sight: what the reader may know.
  package init(
    _ customer: Int, _ standing: Standing, _ records: Records, engagement: Engagement, catalogue: VariableCatalogue,
    claims: [Entitlements.Claim] = [], sight: Sight = Sight()
  ) {
    var teller = StoryTeller(
      customer: customer, standing: standing, records: records, engagement: engagement,
      words: ReasonWords(catalogue, hidden: sight.hidden), sight: sight)
    teller.tell()
    teller.claims(claims)
    person = Int32(teller.row)
    steps = teller.steps
  }
}

private struct StoryTeller {
  let standing: Standing
  let records: Records
  let engagement: Engagement
  let words: ReasonWords
  let sight: Sight
  let row: Int
  var steps: [CustomerStory.Step] = []

  init(
    customer: Int, standing: Standing, records: Records, engagement: Engagement, words: ReasonWords, sight: Sight
  ) {
    self.standing = standing
    self.records = records
    self.engagement = engagement
    self.words = words
    self.sight = sight
    row = Int(standing.grading.evidence.person[customer])
  }

  mutating func add(
    _ topic: CustomerStory.Topic, _ key: String, _ arguments: (Language) -> [String], cells: [SourceCell] = [],
    reason: Reason? = nil
  ) {
    steps.append(
      CustomerStory.Step(
        topic: topic, zh: Phrasebook.text(key, .zh, arguments(.zh)), en: Phrasebook.text(key, .en, arguments(.en)),
        cells: cells, reason: reason))
  }

  mutating func tell() {
    let grading = standing.grading
    let rows = grading.evidence.person.indices.filter { Int(grading.evidence.person[$0]) == row }
    let visits = grading.evidence.text("visits_total", row) ?? "0"
    let bought = engagement.purchases.count(row)
    let revenue = words.shown(StoryTeller.money(engagement.revenue(row)), of: "spend_total")
    add(
      .person, engagement.isLost(row) ? "story.person.lost" : "story.person",
      { _ in [String(rows.count), visits, String(bought), revenue] },
      cells: rows.map { SourceCell(.customers, "customer_id", Int32($0)) })
    said(.proposed, grading.proposed, grading.proposedBy[row])
    said(.reviewed, grading.reviewed, grading.reviewedBy[row])
    history()
    judged(.intent, grading.intent, grading.evidence.columns)
    judged(.value, grading.valueClass, grading.evidence.columns)
    if grading.evidence.customerStage(row) == nil { judged(.stage, grading.stageRule, grading.evidence.columns) }
    judged(.activity, grading.activity, grading.evidence.columns)
    judged(.potential, grading.potential, grading.evidence.columns)
    tier()
    points()
    referral()
  }

  private mutating func said(_ topic: CustomerStory.Topic, _ labels: Labels, _ by: GradingResult.SaidBy) {
    guard let grade = labels[row], by.row >= 0 else { return }
    let day = by.day == Day.missing ? "—" : Day(rawValue: by.day).description
    let field = topic == .reviewed ? "intent_reviewed" : by.table == .visits ? "intent" : "intent_proposed"
    add(
      topic, "story.\(topic.rawValue)", { _ in [grade, day] },
      cells: [SourceCell(by.table, field, by.row), SourceCell(by.table, by.whoField, by.row)])
  }

  private mutating func history() {
    let history = standing.grading.history
    let entries = history.entries(of: row)
    guard entries.count > 1 else { return }
    let path = entries.map { "\(history.names[Int($0.grade)]) \($0.day) (\($0.days))" }.joined(separator: " → ")
    add(.history, "story.history", { _ in [path] }, cells: entries.map { SourceCell(.visits, "intent", $0.visit) })
  }

  private mutating func judged(_ topic: CustomerStory.Topic, _ column: RuleColumn, _ columns: [String: Column]) {
    let reason = column.reason(row, columns)
    guard reason.outcome != nil else { return }
    // An outcome made from what the reader may not know at all would tell of it.
    guard !column.table.inputs.contains(where: { sight.unknown.contains($0.variable ?? $0.key) }) else { return }
    var cells: [SourceCell] = []
    for fact in reason.facts {
      let sources = standing.grading.evidence.sources(fact.variable, row, in: records) + bought(fact.variable)
      for cell in sources where !cells.contains(cell) { cells.append(cell) }
    }
    let words = words
    add(
      topic, "story.\(topic.rawValue)",
      { [words.value(reason.outcome ?? "", of: reason.table, $0), words.sentence(reason, $0)] }, cells: cells,
      reason: reason)
  }

  /// The enrolments behind a variable that is made from purchases.
  private func bought(_ variable: String) -> [SourceCell] {
    let fields: [String]
    switch variable {
    case "enrolled", "spend_in_window", "spend_total": fields = ["amount"]
    case "purchases_in_window", "purchases_total": fields = ["purchase_date"]
    case "in_course", "lost": fields = ["end_date"]
    default: return []
    }
    return engagement.courses.range(row).suffix(4).flatMap { at in
      fields.map { SourceCell(.enrolments, $0, engagement.courses.row[at]) }
    }
  }

  /// The cells in which others name this customer as their referrer.
  private var referred: [SourceCell] {
    standing.referrals.referrer.indices.filter { standing.referrals.referrer[$0] == Int32(row) }.map {
      SourceCell(.customers, "referrer", Int32($0))
    }
  }

  private mutating func tier() {
    let tiers = standing.tiers
    guard let held = tiers.held[row] else { return }
    let words = words
    let reason = tiers.earned.reason(row, standing.tierColumns)
    let key = tiers.graceUntil[row] == Day.missing ? "story.tier" : "story.tier.grace"
    let until = tiers.graceUntil[row] == Day.missing ? "" : Day(rawValue: tiers.graceUntil[row]).description
    add(
      .tier, key, { [words.value(held, of: "tiers", $0), words.sentence(reason, $0), until] },
      cells: engagement.courses.range(row).map { SourceCell(.enrolments, "amount", engagement.courses.row[$0]) }
        + referred, reason: reason)
    guard let missing = tiers.missing[row] else { return }
    add(
      .nextTier, "story.nextTier",
      { language in
        let gaps = missing.conditions.filter { $0.have < $0.need }.map { condition in
          words.name(condition.variable, language) + " "
            + words.shown(StoryTeller.number(condition.have), of: condition.variable) + " / "
            + StoryTeller.number(condition.need)
        }
        return [words.value(missing.tier, of: "tiers", language), gaps.joined(separator: language == .zh ? "，" : ", ")]
      })
  }

  private mutating func points() {
    let ledger = standing.points.rows(of: row)
    guard !ledger.isEmpty else { return }
    func sum(_ kind: PointsLedger.Kind) -> String {
      String(ledger.reduce(0) { $0 + ($1.kind == kind ? abs($1.points) : 0) })
    }
    let sums = [sum(.granted), sum(.redeemed), sum(.expired), String(standing.points.balance[row])]
    add(
      .points, "story.points",
      { _ in sums },
      cells: ledger.compactMap { one in
        switch one.origin {
        case .manual(let row): return SourceCell(.points, "points", row)
        case .rule(_, let table, let row):
          return SourceCell(table, table == .enrolments ? "amount" : table == .visits ? "visit_type" : "referrer", row)
        case .lapse: return nil
        }
      })
  }

  private mutating func referral() {
    let referrals = standing.referrals
    guard referrals.referrer[row] >= 0 || referrals.direct[row] > 0 else { return }
    let figures = [
      String(referrals.direct[row]), String(referrals.directEnrolled[row]), String(referrals.descendants[row]),
      words.shown(StoryTeller.money(referrals.revenueBehind[row]), of: "spend_total"),
    ]
    add(
      .referral, referrals.referrer[row] >= 0 ? "story.referral.by" : "story.referral",
      { _ in figures },
      cells: (referrals.referrer[row] >= 0 ? [SourceCell(.customers, "referrer", Int32(row))] : []) + referred)
  }

  mutating func claims(_ claims: [Entitlements.Claim]) {
    for claim in claims {
      add(
        .claims, claim.days == nil ? "story.claims" : "story.claims.days",
        { [claim.text($0), claim.rule, claim.days.map(String.init) ?? ""] })
    }
  }

  static func money(_ cents: Int64) -> String {
    let part = abs(cents % 100)
    return String(cents / 100) + (part == 0 ? "" : part < 10 ? ".0\(part)" : ".\(part)")
  }

  static func number(_ value: Double) -> String { value.plainText }
}
