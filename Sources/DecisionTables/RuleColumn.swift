package import Tabular

/// What one rule table said of every customer row, and which rule said it.
package struct RuleColumn: Sendable {
  package let table: DecisionTable
  package let labels: Labels
  /// Position in `table.rules`; `TableOutcome.none` where the default spoke, `TableOutcome.broken` where several
  /// rules contradicted each other.
  package let rule: [Int32]

  /// - Parameters:
  ///   - columns: by variable id; what the table asks for and nobody has is null throughout.
  ///   - names: the output to take, by any of its names; the first output where none is found.
  package init(_ compiled: CompiledTable, _ columns: [String: Column], rows count: Int, output names: [String]) {
    let outcome = compiled.evaluate(compiled.table.inputs.map { columns[$0.variable ?? $0.key] }, rows: count)
    let output = compiled.table.output(named: names) ?? 0
    table = compiled.table
    var labels = Labels(rows: count)
    var rule = [Int32](repeating: TableOutcome.none, count: count)
    let single = compiled.table.hitPolicy.isSingleHit
    // The code of each rule's literal output, found once.
    var known = [Int32](repeating: -2, count: compiled.table.rules.count)
    let literal = compiled.table.rules.map { rule in if case .literal = rule.outputs[output] { true } else { false } }
    var fallback: Int32 = -2
    let constantFallback = compiled.table.outputs[output].fallback.map { $0.references.isEmpty } ?? true
    for row in 0..<count {
      if single {
        let winner = outcome.winner[row]
        rule[row] = winner
        if winner >= 0, literal[Int(winner)] {
          if known[Int(winner)] == -2 {
            labels[row] = RuleColumn.word(outcome.value(row, output: output))
            known[Int(winner)] = labels.codes[row]
          } else {
            labels.codes[row] = known[Int(winner)]
          }
          continue
        }
        if winner == TableOutcome.none, constantFallback {
          if fallback == -2 {
            labels[row] = RuleColumn.word(outcome.value(row, output: output))
            fallback = labels.codes[row]
          } else {
            labels.codes[row] = fallback
          }
          continue
        }
      } else {
        rule[row] = outcome.fired(row).first.map { Int32($0) } ?? TableOutcome.none
      }
      labels[row] = RuleColumn.word(outcome.value(row, output: output))
    }
    self.labels = labels
    self.rule = rule
  }

  private static func word(_ value: RuleValue) -> String? { value.isNull ? nil : value.description }

  package subscript(row: Int) -> String? { labels[row] }

  /// The number of the rule that fired, `default`, or nil where nothing spoke.
  package func ruleNumber(_ row: Int) -> String? {
    let rule = rule[row]
    if rule >= 0 { return table.rules[Int(rule)].number }
    return rule == TableOutcome.none && labels[row] != nil ? "default" : nil
  }

  /// The address of that rule in its sheet: `A4`, or the default's cell.
  package func ruleCell(_ row: Int) -> String? {
    let rule = rule[row]
    if rule >= 0 { return table.cell(rule: Int(rule)) }
    return rule == TableOutcome.none ? table.outputs.lazy.compactMap(\.fallbackCell).first : nil
  }

  /// What the rule's remark columns say: Chinese first, English second, as the default sheets have them.
  package func remarks(_ row: Int) -> [String] { rule[row] >= 0 ? table.rules[Int(rule[row])].remarks : [] }
}
