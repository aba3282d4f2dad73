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
      var best: (rule: Int, share: Double)?
      for (i, rule) in rules.enumerated() where rule.tier == next {
        var share = Double.infinity
        for limit in rule.limits {
          share = min(share, limit.need <= 0 ? 1 : min(1, max(0, (have[limit.variable] ?? 0) / limit.need)))
        }
        if best == nil || share > best!.share { best = (i, share) }
      }
      guard let best else { continue }
      let rule = rules[best.rule]
      return TierResult.Missing(
        tier: next, rule: rule.position,
        conditions: rule.limits.map { .init(variable: $0.variable, have: have[$0.variable] ?? 0, need: $0.need) },
        share: best.share)
    }
    return nil
  }
}
