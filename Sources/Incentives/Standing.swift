package import ByteScanning
package import CustomerRecords
package import DecisionTables
package import Grading
package import Loyalty
package import Tabular

/// Everything the rules say of the customers of one run: grades, tiers, points, referrals.
package struct Standing: Sendable {
  package let grading: GradingResult
  package let referrals: Referrals
  package let tiers: TierResult
  package let points: PointsLedger

  /// Throws the first error of a rule sheet (exit 4): nothing is graded by half.
  package init(
    _ records: Records, engagement: Engagement, settings: Settings, rules: RuleBook
  ) throws(Failure) {
    grading = try GradingResult(records, engagement: engagement, settings: settings, rules: rules)
    referrals = Referrals(records, engagement: engagement)
    tiers = try TierResult(records, engagement: engagement, referrals: referrals, settings: settings, rules: rules)
    points = try PointsLedger(records, engagement: engagement, referrals: referrals, settings: settings, rules: rules)
  }

  /// The same from its parts, for who finds them side by side.
  package init(grading: GradingResult, referrals: Referrals, tiers: TierResult, points: PointsLedger) {
    self.grading = grading
    self.referrals = referrals
    self.tiers = tiers
    self.points = points
  }

  /// Evidence and outcomes together, by variable id: the settled grade, the held tier, the points balance.
  package var columns: [String: Column] {
    var columns = grading.evidence.columns
    columns["intent"] = .texts(grading.settled)
    columns["value_class"] = grading.valueClass.labels.column
    columns["tier"] = tiers.held.column
    columns["points_balance"] = .numbers(points.balance.map { Double($0) })
    columns["referrals_in_window"] = .numbers(tiers.referrals.map { $0 })
    return columns
  }

  /// The columns a tier's reasons look at.
  package var tierColumns: [String: Column] {
    [
      "spend_in_window": .numbers(tiers.spend.map { $0 }), "purchases_in_window": .numbers(tiers.purchases.map { $0 }),
      "referrals_in_window": .numbers(tiers.referrals.map { $0 }),
    ]
  }
}

/// Who would change under other rules (`rules diff OLD NEW PATH…`).
package struct RulesDiff: Sendable {
  package enum Table: String, Sendable, CaseIterable { case intent, value, tiers }

  package struct Change: Sendable {
    package let person: Int32
    package let table: Table
    package let from: String?
    package let to: String?
    /// Rule numbers that spoke under each edition.
    package let fromRule: String?
    package let toRule: String?
  }
  /// By table, then customer.
  package let changes: [Change]
  /// People looked at.
  package let people: Int

  package init(_ old: Standing, _ new: Standing) {
    var changes: [Change] = []
    func compare(_ table: Table, _ a: Labels, _ b: Labels, _ before: RuleColumn, _ after: RuleColumn) {
      for person in new.grading.people {
        let row = Int(person)
        guard a[row] != b[row] else { continue }
        changes.append(
          Change(
            person: person, table: table, from: a[row], to: b[row], fromRule: before.ruleNumber(row),
            toRule: after.ruleNumber(row)))
      }
    }
    let (a, b) = (old.grading, new.grading)
    compare(.intent, a.intent.labels, b.intent.labels, a.intent, b.intent)
    compare(.value, a.valueClass.labels, b.valueClass.labels, a.valueClass, b.valueClass)
    compare(.tiers, old.tiers.held, new.tiers.held, old.tiers.earned, new.tiers.earned)
    self.changes = changes
    people = new.grading.people.count
  }

  /// How many move from what to what, by table: for the summary.
  package var counts: [(table: Table, from: String?, to: String?, people: Int)] {
    var counts: [String: (table: Table, from: String?, to: String?, people: Int)] = [:]
    for change in changes {
      let key = [change.table.rawValue, change.from ?? "", change.to ?? ""].joined(separator: "\u{1}")
      counts[key, default: (change.table, change.from, change.to, 0)].people += 1
    }
    return counts.keys.sorted().compactMap { counts[$0] }
  }
}
