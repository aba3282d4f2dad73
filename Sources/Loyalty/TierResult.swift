package import ByteScanning
package import CustomerRecords
package import DecisionTables
package import Tabular

/// Membership tiers (R4.4): what each family has earned in the qualification window, what it keeps by grace, what is
/// missing for the next tier, and who moved.
///
/// By customer row; members of one family share a tier.
package struct TierResult: Sendable {
  package let asOf: Day
  /// Earned at as-of by the table.
  package let earned: RuleColumn
  /// Held at as-of: the best earned on any day of the grace period.
  package let held: Labels
  /// Held only by grace, and until when (`Day.missing` for tiers earned outright).
  package let graceUntil: [Int32]
  /// In the qualification window, by customer row: money, purchase days, referred families who paid first.
  package let spend: [Double]
  package let purchases: [Double]
  package let referrals: [Double]
  /// Tier names, best first.
  package let ladder: [String]
  /// By customer row; nil for the top tier.
  package let missing: Gaps

  /// The cheapest way to the next tier.
  package struct Missing: Sendable {
    package let tier: String
    /// Position of the rule in the tier table.
    package let rule: Int
    package let conditions: [Condition]
    /// How much of the least fulfilled condition is there, 0 … 1.
    package let share: Double

    package struct Condition: Sendable {
      /// Variable id.
      package let variable: String
      package let have: Double
      package let need: Double
    }
  }

  /// What everybody lacks, found when it is asked for.
  package struct Gaps: Sendable {
    let steps: NextTier
    /// By family: its place in the ladder (beyond its end for none), and what it has.
    let place: [Int32]
    let sums: [FamilyActivity.Sums]
    let family: [Int32]

    package var count: Int { family.count }

    package subscript(row: Int) -> Missing? {
      let family = Int(family[row])
      return steps.missing(from: Int(place[family]), sums[family])
    }
  }

  /// A move of a family between two days.
  package struct Move: Sendable {
    package let person: Int32
    package let from: String
    package let to: String
    package let isPromotion: Bool
  }

  /// Moves of people between two results, by customer row; families once, at their first member.
  package func moves(since former: TierResult, family: [Int32]) -> [Move] {
    var seen: Set<Int32> = []
    var moves: [Move] = []
    for row in 0..<held.count {
      guard let now = held[row], row < former.held.count, let then = former.held[row], now != then else { continue }
      if !family.isEmpty, !seen.insert(family[row]).inserted { continue }
      let up = (ladder.firstIndex(of: now) ?? .max) < (ladder.firstIndex(of: then) ?? .max)
      moves.append(Move(person: Int32(row), from: then, to: now, isPromotion: up))
    }
    return moves
  }

  /// People whose next tier is near: settings `tier_near_share`.
  package func near(_ settings: Settings) -> [Int32] {
    let share = settings.number("tier_near_share") ?? 0.8
    return (0..<missing.count).compactMap { row in (missing[row]?.share ?? 0) >= share ? Int32(row) : nil }
  }
}

extension TierResult {
  /// The tiers at `asOf` (a former day for the start of a period). Throws the first error of the tier sheet.
  package init(
    _ records: Records, engagement: Engagement, referrals: Referrals, settings: Settings, rules: RuleBook,
    asOf day: Day? = nil
  ) throws(Failure) {
    let asOf = day ?? records.asOf
    let window = Int32(settings.integer("tier_window_days", or: 365))
    let grace = Int32(settings.integer("tier_grace_days", or: 90))
    let compiled = try rules.table("tiers", asOf: asOf)
    let families = FamilyActivity(records, engagement, referrals)
    // Days on which a family may have earned most: as-of, the start of grace, and every event between.
    var (rows, days): ([Int32], [Int32]) = ([], [])
    var (spend, purchases, referred): ([Double], [Double], [Double]) = ([], [], [])
    rows.reserveLarge(2 * families.count)
    days.reserveLarge(2 * families.count)
    spend.reserveLarge(2 * families.count)
    purchases.reserveLarge(2 * families.count)
    referred.reserveLarge(2 * families.count)
    var now = [FamilyActivity.Sums](repeating: FamilyActivity.Sums(), count: families.count)
    for family in 0..<families.count {
      func add(_ day: Int32) -> FamilyActivity.Sums {
        let sums = families.sums(family, (day - window + 1)...day)
        rows.append(Int32(family))
        days.append(day)
        spend.append(sums.spend)
        purchases.append(sums.purchases)
        referred.append(sums.referrals)
        return sums
      }
      if grace > 0 {
        _ = add(asOf.rawValue - grace)
        families.forEachDay(family) { day in
          if day > asOf.rawValue - grace, day < asOf.rawValue { _ = add(day) }
        }
      }
      now[family] = add(asOf.rawValue)
    }
    let columns: [String: Column] = [
      "spend_in_window": Column(.number(spend, .plain)), "purchases_in_window": Column(.number(purchases, .plain)),
      "referrals_in_window": Column(.number(referred, .plain)),
    ]
    let all = RuleColumn(compiled, columns, rows: rows.count, output: ["会员等级", "tier"])
    let ladder = TierResult.ladder(compiled.table)
    let ranks = all.labels.names.map { Int32(clamping: ladder.firstIndex(of: $0) ?? .max) }
    func rank(_ i: Int32) -> Int32 {
      let code = all.labels.codes[Int(i)]
      return code < 0 ? .max : ranks[Int(code)]
    }
    // By family: where as-of stands, and where the best day.
    var at = [Int32](repeating: 0, count: families.count)
    var best = at
    for i in rows.indices {
      let family = Int(rows[i])
      if i == 0 || rows[i - 1] != rows[i] { best[family] = Int32(i) }
      // On equal tiers the later day counts: grace runs from the last day the tier was earned.
      if rank(Int32(i)) <= rank(best[family]) { best[family] = Int32(i) }
      if days[i] == asOf.rawValue { at[family] = Int32(i) }
    }
    let of = families.family
    self.asOf = asOf
    self.ladder = ladder
    let gathered = of.map { UInt32(at[Int($0)]) }
    earned = RuleColumn(
      compiled, columns.mapValues { $0.gathered(gathered) }, rows: of.count,
      output: ["会员等级", "tier"])
    var held = Labels(rows: of.count)
    // By code of a tier in `all`: its code in `held`, where a name stands once a row has it.
    var words = [Int32](repeating: -1, count: ranks.count)
    var until = [Int32](repeating: Day.missing, count: of.count)
    for row in of.indices {
      let family = Int(of[row])
      let tier = Int(all.labels.codes[Int(best[family])])
      if tier >= 0 {
        if words[tier] < 0 { words[tier] = held.code(all.labels.names[tier]) }
        held.codes[row] = words[tier]
      }
      if rank(best[family]) < rank(at[family]) {
        until[row] = families.lastQualifying(family, days[Int(best[family])], window: window) + grace
      }
    }
    self.held = held
    graceUntil = until
    self.spend = of.map { now[Int($0)].spend }
    self.purchases = of.map { now[Int($0)].purchases }
    self.referrals = of.map { now[Int($0)].referrals }
    missing = Gaps(steps: NextTier(compiled.table, ladder), place: best.map(rank), sums: now, family: of)
  }

  /// The tiers in the order of the table's values row, best first.
  private static func ladder(_ table: DecisionTable) -> [String] {
    let output = table.output(named: ["会员等级", "tier"]) ?? 0
    return table.outputs[output].values.map(\.description)
  }
}
