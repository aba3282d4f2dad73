import DecisionTables
import Tabular

/// The lower limits of the tier rules: what has to be reached, by rule.
struct NextTier: Sendable {
  private struct Rule: Sendable {
    var position: Int
    var limits: [Limit]
  }
  /// A variable, and the least value that satisfies its condition.
  private struct Limit: Sendable {
    var variable: String
    var sum: (@Sendable (FamilyActivity.Sums) -> Double)?
    var need: Double
    func have(_ sums: FamilyActivity.Sums) -> Double { sum?(sums) ?? 0 }
  }
  private let ladder: [String]
  /// By place in the ladder.
  private let rules: [[Rule]]

  init(_ table: DecisionTable, _ ladder: [String]) {
    self.ladder = ladder
    let output = table.output(named: ["会员等级", "tier"]) ?? 0
    var rules = [[Rule]](repeating: [], count: ladder.count)
    for (position, rule) in table.rules.enumerated() {
      guard case .literal(let tier) = rule.outputs[output], let place = ladder.firstIndex(of: tier.description)
      else { continue }
      let limits = NextTier.limits(table, rule)
      if let limits, !limits.isEmpty { rules[place].append(Rule(position: position, limits: limits)) }
    }
    self.rules = rules
  }

  /// nil where a condition has no lower limit.
  private static func limits(_ table: DecisionTable, _ rule: DecisionTable.Rule) -> [Limit]? {
    var limits: [Limit] = []
    for (input, tests) in zip(table.inputs, rule.tests) where !tests.isAnything {
      guard let limit = tests.lowerLimit else { return nil }
      let variable = input.variable ?? input.key
      limits.append(Limit(variable: variable, sum: FamilyActivity.Sums.variables[variable], need: limit))
    }
    return limits
  }

  /// The rule of the next tier up that is nearest; where that tier has no rule with lower limits, the one above.
  ///
  /// - Parameter place: of the tier held, in the ladder; beyond its end for none.
  func missing(from place: Int, _ sums: FamilyActivity.Sums) -> TierResult.Missing? {
    for next in (0..<min(place, ladder.count)).reversed() {
      var best: (rule: Rule, share: Double)?
      for rule in rules[next] {
        var share = Double.infinity
        for limit in rule.limits {
          share = min(share, limit.need <= 0 ? 1 : min(1, max(0, limit.have(sums) / limit.need)))
        }
        if best == nil || share > best!.share { best = (rule, share) }
      }
      guard let best else { continue }
      return TierResult.Missing(
        tier: ladder[next], rule: best.rule.position,
        conditions: best.rule.limits.map { .init(variable: $0.variable, have: $0.have(sums), need: $0.need) },
        share: best.share)
    }
    return nil
  }
}
