package import Tabular

/// A decision table made ready for whole columns.
///
/// Every condition of one input splits its values into regions in which the same rules hold; a region is known by a
/// few comparisons or one code lookup, and carries the set of its rules as bits. Rows AND the sets of their inputs
/// together; what is left are the rules that match. The region sets are made by asking the plain reading
/// (`UnaryTests.holds`) at one value of each region, so there is one meaning and no second copy of it.
package struct CompiledTable: Sendable {
  package let table: DecisionTable
  /// Bit to rule: rules stand in the order in which the hit policy wants them.
  let order: [Int]
  /// 64-bit words a rule set takes.
  let words: Int
  let constants: [String: RuleValue]
  /// Every output is a literal, so that a result depends on nothing but the rules that matched.
  let isConstant: Bool
  /// Conditions that depend on other inputs: asked row by row where the rest of the rule holds.
  let dynamic: [(bit: Int, input: Int)]

  package init(_ table: DecisionTable, constants: [String: RuleValue] = [:]) {
    self.table = table
    self.constants = Dictionary(
      constants.map { (RuleScanner.folded($0.key).trimmed, $0.value) }, uniquingKeysWith: { first, _ in first })
    order = CompiledTable.order(of: table)
    isConstant =
      table.rules.allSatisfy { $0.outputs.allSatisfy(\.isLiteral) }
      && table.outputs.allSatisfy { $0.fallback?.isLiteral ?? true }
    words = max(1, (table.rules.count + 63) / 64)
    var dynamic: [(Int, Int)] = []
    for (bit, rule) in order.enumerated() {
      for input in table.inputs.indices where !table.rules[rule].tests[input].isStatic { dynamic.append((bit, input)) }
    }
    self.dynamic = dynamic
  }

  /// Rules by output priority where the policy asks for it (§8.2.8: outputs from left to right, each by its place in
  /// the list of its values; unlisted values last), else as they stand.
  static func order(of table: DecisionTable) -> [Int] {
    let rows = Array(table.rules.indices)
    guard table.hitPolicy.ordersByPriority else { return rows }
    let ranks = table.rules.map { rule in
      zip(table.outputs, rule.outputs).map { output, result -> Int in
        guard !output.allowed.isAnything, case .literal(let value) = result else { return Int.max }
        return output.allowed.tests.firstIndex { $0.holds(for: value, { _ in .null }) == true } ?? Int.max
      }
    }
    return rows.sorted { a, b in
      for (x, y) in zip(ranks[a], ranks[b]) where x != y { return x < y }
      return a < b
    }
  }

  /// The set of rules whose condition on `input` holds for `value`; dynamic conditions count as holding.
  func mask(input: Int, value: RuleValue) -> [UInt64] {
    var mask = [UInt64](repeating: 0, count: words)
    for (bit, rule) in order.enumerated() {
      let tests = table.rules[rule].tests[input]
      if !tests.isStatic || tests.holds(for: value, { _ in .null }) == true { mask[bit >> 6] |= 1 << UInt64(bit & 63) }
    }
    return mask
  }

  /// Applies the table to `rows` rows; `columns` stand in the order of the table's inputs, nil = null throughout.
  package func evaluate(_ columns: [Column?], rows: Int) -> TableOutcome {
    var bits = [UInt64](repeating: fullWord(0), count: rows * words)
    if words > 1 {
      for row in 0..<rows { for word in 0..<words { bits[row * words + word] = fullWord(word) } }
    }
    for input in table.inputs.indices where input < columns.count {
      guard table.rules.contains(where: { !$0.tests[input].isAnything }) else { continue }
      Classifier(self, input: input).narrow(&bits, by: columns[input], rows: rows)
    }
    let source = RowSource(table: table, columns: columns, constants: constants)
    for (bit, input) in dynamic {
      let (word, flag) = (bit >> 6, UInt64(1) << UInt64(bit & 63))
      let tests = table.rules[order[bit]].tests[input]
      for row in 0..<rows where bits[row * words + word] & flag != 0 {
        let holds = tests.holds(for: source.value(row, input: input)) { source.value(row, named: $0) }
        if holds != true { bits[row * words + word] &= ~flag }
      }
    }
    return TableOutcome(self, bits: bits, rows: rows, source: source)
  }

  private func fullWord(_ word: Int) -> UInt64 {
    let left = table.rules.count - word * 64
    return left >= 64 ? .max : left <= 0 ? 0 : (1 << UInt64(left)) - 1
  }
}

/// Values of one row by input or by name.
struct RowSource: Sendable {
  let table: DecisionTable
  let columns: [Column?]
  let constants: [String: RuleValue]

  func value(_ row: Int, input: Int) -> RuleValue {
    guard columns.indices.contains(input), let column = columns[input] else { return .null }
    return RuleValue(column.cell(row), as: table.inputs[input].kind)
  }

  func value(_ row: Int, named name: String) -> RuleValue {
    if let input = table.inputs.firstIndex(where: { $0.key == name }) { return value(row, input: input) }
    return constants[name] ?? .null
  }
}
