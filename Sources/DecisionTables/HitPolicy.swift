/// What a table gives when several rules match (DMN 1.5 §8.2.8).
package enum HitPolicy: String, Sendable, CaseIterable {
  case unique = "U"
  case any = "A"
  case priority = "P"
  case first = "F"
  case ruleOrder = "R"
  case outputOrder = "O"
  case collect = "C"
  case sum = "C+"
  case count = "C#"
  case minimum = "C<"
  case maximum = "C>"

  /// Reads a corner cell: the letters, their full names, or their Chinese names; upper or lower case, full-width
  /// signs allowed.
  package init?(_ cell: String) {
    let folded = RuleScanner.folded(cell).uppercased().filter { !$0.isWhitespace && $0 != "_" }
    if let known = HitPolicy(rawValue: folded) {
      self = known
      return
    }
    guard let found = HitPolicy.names[folded] else { return nil }
    self = found
  }

  private static let names: [String: HitPolicy] = [
    "UNIQUE": .unique, "ANY": .any, "PRIORITY": .priority, "FIRST": .first, "RULEORDER": .ruleOrder,
    "OUTPUTORDER": .outputOrder, "COLLECT": .collect, "COLLECTSUM": .sum, "COLLECTCOUNT": .count,
    "COLLECTMIN": .minimum, "COLLECTMAX": .maximum, "唯一": .unique, "任一": .any, "优先": .priority,
    "首个": .first, "按行": .ruleOrder, "按输出": .outputOrder, "收集": .collect, "求和": .sum, "计数": .count,
    "最小": .minimum, "最大": .maximum,
  ]

  /// At most one result a row.
  package var isSingleHit: Bool {
    switch self {
    case .unique, .any, .priority, .first: return true
    default: return false
    }
  }

  /// The results are folded to one number.
  package var aggregates: Bool {
    switch self {
    case .sum, .count, .minimum, .maximum: return true
    default: return false
    }
  }

  var ordersByPriority: Bool { self == .priority || self == .outputOrder }
}
