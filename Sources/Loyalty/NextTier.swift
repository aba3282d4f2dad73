import DecisionTables
import Tabular

/// The lower limits of the tier rules: what has to be reached, by rule.
struct NextTier {
  private struct Rule {
    var position: Int
    var tier: String
    /// Variable to the least value that satisfies its condition.
    var limits: [(variable: String, need: Double)]
  }
  private let rules: [Rule]
  private let ladder: [String]

  init(_ table: DecisionTable, _ ladder: [String]) {
    self.ladder = ladder
    let output = table.output(named: ["会员等级", "tier"]) ?? 0
    rules = table.rules.enumerated().compactMap { position, rule in
      guard case .literal(let tier) = rule.outputs[output] else { return nil }
      var limits: [(String, Double)] = []
      for (input, tests) in zip(table.inputs, rule.tests) where !tests.isAnything {
        guard let limit = tests.lowerLimit else { return nil }
        limits.append((input.variable ?? input.key, limit))
      }
      return limits.isEmpty ? nil : Rule(position: position, tier: tier.description, limits: limits)
    }
  }

  /// The rule of the next tier up that is nearest; where that tier has no rule with lower limits, the one above.
  func missing(from tier: String?, _ have: [String: Double]) -> TierResult.Missing? {
    let place = tier.flatMap { ladder.firstIndex(of: $0) } ?? ladder.count
    for next in ladder[..<place].reversed() {
      var best: TierResult.Missing?
      for rule in rules where rule.tier == next {
        let conditions = rule.limits.map {
          TierResult.Missing.Condition(variable: $0.variable, have: have[$0.variable] ?? 0, need: $0.need)
        }
        let share = conditions.map { $0.need <= 0 ? 1 : min(1, max(0, $0.have / $0.need)) }.min() ?? 0
        if best == nil || share > best!.share {
          best = TierResult.Missing(tier: next, rule: rule.position, conditions: conditions, share: share)
        }
      }
      if let best { return best }
    }
    return nil
  }
}
