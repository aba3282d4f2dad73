package import ByteScanning
package import Tabular

/// Something wrong in a rule sheet, with a row of inputs that shows it. Rule sheets hold no personal data, so unlike
/// a `Finding` this may quote what stands in the cell.
package struct RuleFinding: Sendable, Hashable {
  package let code: Failure.Code
  /// `error`: the table is not used. `warning`: it is, and may not do what was meant.
  package let severity: Finding.Severity
  package let source: SourceSheet
  /// `C4`, or empty for the whole sheet.
  package let cell: String
  /// Other cells concerned.
  package let others: [String]
  /// `{0}`, `{1}` … of the sentence.
  package let arguments: [String]
  /// A row of inputs that shows the problem, in the order of the table's inputs.
  package let example: [Pair]

  package struct Pair: Sendable, Hashable {
    package let name: String
    package let value: String
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(
    _ code: String, _ severity: Finding.Severity, _ source: SourceSheet, cell: String = "", others: [String] = [],
    _ arguments: [String] = [], example: [Pair] = []
  ) {
    self.code = Failure.Code(code)
    self.severity = severity
    self.source = source
    self.cell = cell
    self.others = others
    self.arguments = arguments
    self.example = example
  }

  /// `需求强度 = "强", 未解决异议数 = 0`.
  package var exampleText: String { example.map { "\($0.name) = \($0.value)" }.joined(separator: ", ") }

  /// The failure that stops the command (exit 4).
  package var failure: Failure {
    Failure(code, kind: .rules, file: source.file, sheet: source.sheet, cell: cell.isEmpty ? nil : cell, arguments)
  }
}
