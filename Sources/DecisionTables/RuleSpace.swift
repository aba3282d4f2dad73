import Tabular

/// The space of inputs cut into boxes in which the same rules hold; what lint reasons about.
struct RuleSpace {
  /// A stretch of one input in which the same conditions hold.
  struct Region {
    var sample: RuleValue
    /// Rules (by position) whose condition on this input holds here.
    var rules: BitSet
  }

  let table: DecisionTable
  /// Per input; null, where it is looked at, stands last.
  let regions: [[Region]]
  /// Rules with a condition that depends on other inputs.
  let dynamic: BitSet
  private var budget = 300_000

  init(_ table: DecisionTable) {
    self.table = table
    regions = table.inputs.indices.map { input in
      RuleSpace.samples(table, input).map { sample in
        var rules = BitSet(table.rules.count)
        for (i, rule) in table.rules.enumerated() {
          let tests = rule.tests[input]
          if !tests.isStatic || tests.holds(for: sample, { _ in .null }) == true { rules.insert(i) }
        }
        return Region(sample: sample, rules: rules)
      }
    }
    var dynamic = BitSet(table.rules.count)
    for (i, rule) in table.rules.enumerated() where !rule.tests.allSatisfy(\.isStatic) { dynamic.insert(i) }
    self.dynamic = dynamic
  }

  /// One value for every stretch of an input that conditions can tell apart, within its allowed values; then null.
  private static func samples(_ table: DecisionTable, _ input: Int) -> [RuleValue] {
    let definition = table.inputs[input]
    let operands = table.rules.flatMap { $0.tests[input].operands } + definition.allowed.operands
    let literals = operands.compactMap { operand -> RuleValue? in
      if case .literal(let value) = operand { value } else { nil }
    }
    var samples: [RuleValue] = []
    let kinds = Set(literals.compactMap(\.kind))
    if definition.kind == .boolean || kinds.contains(.boolean) { samples += [.boolean(true), .boolean(false)] }
    if definition.kind == .text || kinds.contains(.text) {
      var seen: Set<RuleValue> = []
      for case .text(let text) in literals where seen.insert(.text(text)).inserted { samples.append(.text(text)) }
      var other = "其他"
      while seen.contains(.text(other)) { other += "…" }
      samples.append(.text(other))
    }
    for axis in 0...3 {
      let points = Set(literals.compactMap { $0.position }.filter { $0.axis == axis }.map(\.at)).sorted()
      if points.isEmpty { continue }
      let whole = axis == 1 || axis == 3 || definition.isWhole
      for region in 0...(points.count * 2) {
        if let at = sample(region, points, whole: whole) { samples.append(value(axis, at, literals)) }
      }
    }
    if samples.isEmpty { samples.append(table.rules.isEmpty ? .null : .text("…")) }
    let allowed = definition.allowed
    if !allowed.isAnything, allowed.isStatic {
      samples = samples.filter { allowed.holds(for: $0, { _ in .null }) == true }
    }
    return samples.filter { !$0.isNull } + [.null]
  }

  private static func sample(_ region: Int, _ points: [Double], whole: Bool) -> Double? {
    let at = Classifier.sample(region, points)
    guard whole, at != at.rounded() else {
      // A tidy number reads better in an example, as long as it is still inside.
      let tidy = (at * 1e6).rounded() / 1e6
      let next = region / 2
      let isInside =
        region % 2 == 0 && (next == 0 || tidy > points[next - 1]) && (next == points.count || tidy < points[next])
      return isInside ? tidy : at
    }
    if region % 2 == 1 { return nil }
    let up = at.rounded(.up)
    return region / 2 == points.count || up < points[region / 2] ? up : nil
  }

  private static func value(_ axis: Int, _ at: Double, _ literals: [RuleValue]) -> RuleValue {
    switch axis {
    case 0:
      let days = literals.contains { if case .days = $0 { true } else { false } }
      return days && !literals.contains { if case .number = $0 { true } else { false } } ? .days(at) : .number(at)
    case 1:
      return literals.contains { if case .dateTime = $0 { true } else { false } }
        ? .dateTime(at) : .day(Day(rawValue: Int32(at.rounded(.down))))
    case 2: return .time(at)
    default: return .months(Int(at))
    }
  }

  // MARK: Questions

  /// A row of inputs on which both rules hold, or nil.
  func meeting(_ a: Int, _ b: Int) -> [RuleValue]? {
    if dynamic.contains(a) || dynamic.contains(b) { return nil }
    var row: [RuleValue] = []
    for input in regions {
      guard let region = input.first(where: { $0.rules.contains(a) && $0.rules.contains(b) }) else { return nil }
      row.append(region.sample)
    }
    return row
  }

  /// The input on which a rule can never hold, if there is one.
  func impossibleInput(of rule: Int) -> Int? {
    regions.firstIndex { input in !input.contains { $0.rules.contains(rule) } }
  }

  enum Search {
    case found([RuleValue])
    case none
    /// The table is too large to be sure.
    case gaveUp
  }

  /// A row of inputs on which none of `cover` holds, and `rule` does where one is given.
  mutating func uncovered(by cover: BitSet, where rule: Int? = nil) -> Search {
    budget = 300_000
    var dead: Set<State> = []
    var row: [RuleValue] = []
    if let found = descend(0, cover, rule, &row, &dead) { return found ? .found(row) : .none }
    return .gaveUp
  }

  private struct State: Hashable {
    let input: Int
    let alive: BitSet
  }

  /// True when found, false when all covered, nil when the budget ran out.
  private mutating func descend(
    _ input: Int, _ alive: BitSet, _ rule: Int?, _ row: inout [RuleValue], _ dead: inout Set<State>
  ) -> Bool? {
    if alive.isEmpty {
      for rest in regions[input...] {
        guard let region = rest.first(where: { rule == nil ? !$0.sample.isNull : $0.rules.contains(rule!) }) else {
          return false
        }
        row.append(region.sample)
      }
      return true
    }
    if input == regions.count { return false }
    if dead.contains(State(input: input, alive: alive)) { return false }
    budget -= 1
    if budget < 0 { return nil }
    for region in regions[input] {
      if let rule { if !region.rules.contains(rule) { continue } } else if region.sample.isNull { continue }
      row.append(region.sample)
      let depth = row.count
      switch descend(input + 1, alive.intersection(region.rules), rule, &row, &dead) {
      case true?: return true
      case nil: return nil
      case false?: row.removeLast(row.count - depth + 1)
      }
    }
    dead.insert(State(input: input, alive: alive))
    return false
  }
}

/// A set of rule positions.
struct BitSet: Hashable {
  private var words: [UInt64]

  init(_ count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

  init(_ members: some Sequence<Int>, count: Int) {
    self.init(count)
    for member in members { insert(member) }
  }

  mutating func insert(_ i: Int) { words[i >> 6] |= 1 << UInt64(i & 63) }
  func contains(_ i: Int) -> Bool { words[i >> 6] & (1 << UInt64(i & 63)) != 0 }
  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  func intersection(_ other: BitSet) -> BitSet {
    var copy = self
    for i in words.indices { copy.words[i] &= other.words[i] }
    return copy
  }
}
