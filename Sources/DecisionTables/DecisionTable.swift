package import Tabular

/// A decision table as it stands in a sheet: rules as rows (DMN 1.5 §8; design.md "Sheets that are contracts").
package struct DecisionTable: Sendable {
  package var name: String
  package var source: SourceSheet
  package var hitPolicy: HitPolicy
  package var inputs: [Input]
  package var outputs: [Output]
  package var rules: [Rule]
  /// Sheet columns of remarks (`#`), with their headers.
  package var remarks: [(column: Int, header: String)] = []

  package init(
    name: String, source: SourceSheet, hitPolicy: HitPolicy, inputs: [Input], outputs: [Output], rules: [Rule]
  ) {
    self.name = name
    self.source = source
    self.hitPolicy = hitPolicy
    self.inputs = inputs
    self.outputs = outputs
    self.rules = rules
  }

  package struct Input: Sendable {
    /// The header as written.
    package var name: String
    /// The header with plain signs: what references and lookups use.
    package var key: String
    /// The id of the catalogue variable it stands for, where there is a catalogue.
    package var variable: String?
    /// What its cells hold; nil where nothing tells.
    package var kind: RuleValue.Kind?
    /// Only whole numbers occur.
    package var isWhole = false
    /// Allowed values, in order; empty = any.
    package var allowed: UnaryTests = .anything
    /// Sheet column from 0; header and `values` cells as addresses.
    package var column: Int
    package var cell: String
    package var allowedCell: String?

    package init(name: String, column: Int, cell: String, kind: RuleValue.Kind? = nil) {
      self.name = name
      key = RuleScanner.folded(name).trimmed
      self.column = column
      self.cell = cell
      self.kind = kind
    }
  }

  package struct Output: Sendable {
    package var name: String
    /// Allowed values in order; the first has the highest priority. Empty = any.
    package var allowed: UnaryTests = .anything
    /// The value when no rule fires; nil = none given.
    package var fallback: Operand?
    package var column: Int
    package var cell: String
    package var fallbackCell: String?

    package init(name: String, column: Int, cell: String) {
      self.name = name
      self.column = column
      self.cell = cell
    }
  }

  package struct Rule: Sendable {
    /// What stands in column A, or the rule's position where that is blank.
    package var number: String
    /// Sheet row from 1.
    package var row: Int
    /// One per input, and one per output.
    package var tests: [UnaryTests]
    package var outputs: [Operand]
    /// The remarks of the row, in column order.
    package var remarks: [String]

    package init(number: String, row: Int, tests: [UnaryTests], outputs: [Operand], remarks: [String] = []) {
      self.number = number
      self.row = row
      self.tests = tests
      self.outputs = outputs
      self.remarks = remarks
    }
  }

  /// The address of a rule's condition.
  package func cell(rule: Int, input: Int) -> String {
    CellName.name(column: inputs[input].column, row: rules[rule].row)
  }

  package func cell(rule: Int, output: Int) -> String {
    CellName.name(column: outputs[output].column, row: rules[rule].row)
  }

  /// The address of a rule's row (its number cell).
  package func cell(rule: Int) -> String { CellName.name(column: 0, row: rules[rule].row) }

  package var hasDefault: Bool { outputs.contains { $0.fallback != nil } }
}

extension DecisionTable.Output {
  /// The allowed values that are single literals, in order: the first has the highest priority.
  package var values: [RuleValue] {
    allowed.tests.compactMap { test in
      if case .compare(.equal, .literal(let value)) = test { value } else { nil }
    }
  }
}

extension UnaryTests {
  /// The least number that satisfies the condition, where it is one lower limit (`>= 3`, `> 0`, `[3..7]`, `5`).
  package var lowerLimit: Double? {
    guard tests.count == 1, !negated else { return nil }
    switch tests[0] {
    case .compare(.atLeast, .literal(let value)), .compare(.equal, .literal(let value)),
      .compare(.greater, .literal(let value)), .interval(.literal(let value), _, _, _):
      return value.position?.at
    default: return nil
    }
  }
}

extension DecisionTable {
  /// Whether some rule could fire for a row in which `variable` is `value`, whatever the other inputs are.
  package func admits(_ variable: String, _ value: RuleValue) -> Bool {
    guard let input = inputs.firstIndex(where: { $0.variable == variable || $0.key == variable }) else { return true }
    return rules.contains { !$0.tests[input].isStatic || $0.tests[input].holds(for: value, { _ in .null }) == true }
  }
}
