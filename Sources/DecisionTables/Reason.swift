package import Tabular

/// Why a table said what it said of one row: the rule, and the values its conditions looked at.
package struct Reason: Sendable {
  /// Name of the table in the program, and the sheet it stands in.
  package let table: String
  package let source: SourceSheet
  package let outcome: String?
  /// Column A of the rule, `default`, or nil where nothing fired.
  package let rule: String?
  /// The address of the rule in its sheet.
  package let cell: String?
  package let facts: [Fact]
  /// Remark columns of the rule, in their order.
  package let remarks: [String]

  package struct Fact: Sendable {
    /// Catalogue id, or the header where the table is the user's own.
    package let variable: String
    /// The header as the sheet has it.
    package let name: String
    /// Nil for null.
    package let value: String?
    /// The condition as a FEEL text.
    package let condition: String
  }
}

extension RuleColumn {
  /// The reason for one row. Where a rule fired, the conditions it sets; where the default spoke, all inputs.
  package func reason(_ row: Int, _ columns: [String: Column]) -> Reason {
    let fired = rule[row] >= 0 ? Int(rule[row]) : nil
    var facts: [Reason.Fact] = []
    for (i, input) in table.inputs.enumerated() {
      let tests = fired.map { table.rules[$0].tests[i] } ?? .anything
      if fired != nil, tests.isAnything { continue }
      let value = (columns[input.variable ?? input.key]?.cell(row)).map { RuleValue($0) } ?? .null
      facts.append(
        Reason.Fact(
          variable: input.variable ?? input.key, name: input.name, value: value.isNull ? nil : value.description,
          condition: tests.description))
    }
    return Reason(
      table: table.name, source: table.source, outcome: labels[row], rule: ruleNumber(row), cell: ruleCell(row),
      facts: facts, remarks: remarks(row))
  }
}

extension RuleColumn {
  /// The variables whose conditions in one rule do not hold for a row of `columns`; none for the default.
  package func failing(_ rule: Int32, _ row: Int, _ columns: [String: Column]) -> [String] {
    guard table.rules.indices.contains(Int(rule)) else { return [] }
    let source = RowSource(
      table: table, columns: table.inputs.map { columns[$0.variable ?? $0.key] }, constants: [:])
    return table.inputs.indices.compactMap { input in
      let holds = table.rules[Int(rule)].tests[input].holds(for: source.value(row, input: input)) {
        source.value(row, named: $0)
      }
      return holds == true ? nil : table.inputs[input].variable ?? table.inputs[input].key
    }
  }
}

extension UnaryTests: CustomStringConvertible {
  /// The condition as FEEL writes it.
  package var description: String {
    if isAnything { return "-" }
    let list = tests.map(\.description).joined(separator: ",")
    return negated ? "not(\(list))" : list
  }
}

extension UnaryTest: CustomStringConvertible {
  package var description: String {
    switch self {
    case .compare(.equal, let operand): return operand.description
    case .compare(let sign, let operand): return sign.rawValue + operand.description
    case .interval(let low, let lowClosed, let high, let highClosed):
      return (lowClosed ? "[" : "(") + low.description + ".." + high.description + (highClosed ? "]" : ")")
    }
  }
}

extension Operand: CustomStringConvertible {
  package var description: String {
    switch self {
    case .literal(let value): return value.literal
    case .reference(let name): return name
    case .negated(let inner): return "-" + inner.description
    case .arithmetic(let sign, let a, let b): return a.description + " " + sign.rawValue + " " + b.description
    }
  }
}
