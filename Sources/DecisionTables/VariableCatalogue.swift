package import Tabular

/// The names a rule may use (`rules/variables.csv`): Chinese and English name, type, unit, formula, class.
package struct VariableCatalogue: Sendable {
  package struct Variable: Sendable {
    /// The English name, which is also how the program calls it.
    package let id: String
    package let zh: String
    /// choice, text, number, integer, money, percent, days, date, yes/no.
    package let type: String
    package let unit: String
    /// How it is computed, in words.
    package let formula: String
    /// The strictest class of what it is made from.
    package let fieldClass: FieldClass
    /// Allowed values as unary tests; blank = any.
    package let allowed: String
    /// Other words people use for a value, folded, to the value: `strong` and `高` to `强`.
    package let synonyms: [String: String]
    /// The first Latin word of each value, for English readers.
    package let english: [String: String]
    package let cell: String

    package var kind: RuleValue.Kind? {
      switch type {
      case "choice", "text": return .text
      case "number", "integer", "money", "percent", "days": return .number
      case "date": return .date
      case "yes/no": return .boolean
      default: return nil
      }
    }
    package var isWhole: Bool { type == "integer" || type == "days" }
  }

  package private(set) var variables: [Variable] = []
  private var index: [String: Int] = [:]

  package init() {}

  /// Columns zh, en, type, unit, formula, class, values, words (`强=高|strong;弱=低|weak`); header row first, in any
  /// order.
  package init(_ grid: Grid) {
    var columns: [String: Int] = [:]
    for column in 0..<(grid.rows.first?.cells.count ?? 0) { columns[grid.text(0, column).lowercased()] = column }
    func text(_ row: Int, _ name: String) -> String { columns[name].map { grid.text(row, $0) } ?? "" }
    for row in grid.rows.indices.dropFirst() {
      let (zh, en) = (text(row, "zh"), text(row, "en"))
      if zh.isEmpty && en.isEmpty { continue }
      add(
        Variable(
          id: en.isEmpty ? zh : en, zh: zh.isEmpty ? en : zh, type: text(row, "type"), unit: text(row, "unit"),
          formula: text(row, "formula"), fieldClass: FieldClass(text(row, "class")) ?? .normal,
          allowed: text(row, "values"), synonyms: VariableCatalogue.synonyms(text(row, "words")),
          english: VariableCatalogue.english(text(row, "words")), cell: grid.address(row, 0)))
    }
  }

  /// Adds the variables of another catalogue, in place of those of the same name.
  mutating func overlay(_ other: VariableCatalogue) { for variable in other.variables { add(variable) } }

  private mutating func add(_ variable: Variable) {
    if let old = index[VariableCatalogue.key(variable.id)] {
      variables[old] = variable
    } else {
      variables.append(variable)
    }
    let at = index[VariableCatalogue.key(variable.id)] ?? variables.count - 1
    index[VariableCatalogue.key(variable.id)] = at
    index[VariableCatalogue.key(variable.zh)] = at
  }

  private static func synonyms(_ cell: String) -> [String: String] {
    var out: [String: String] = [:]
    for group in cell.split(separator: ";") {
      let parts = group.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let value = String(parts[0]).trimmed
      out[key(value)] = value
      for word in parts[1].split(separator: "|") { out[key(String(word))] = value }
    }
    return out
  }

  private static func english(_ cell: String) -> [String: String] {
    var out: [String: String] = [:]
    for group in cell.split(separator: ";") {
      let parts = group.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, !parts[0].utf8.allSatisfy({ $0 < 128 }) else { continue }
      if let word = parts[1].split(separator: "|").first(where: { $0.utf8.allSatisfy { $0 < 128 } }) {
        out[String(parts[0]).trimmed] = String(word)
      }
    }
    return out
  }

  /// Names are compared without case, blanks, `_` and `-`, and without a bracketed unit at the end.
  package static func foldedName(_ name: String) -> String { key(name) }

  static func key(_ name: String) -> String {
    var folded = RuleScanner.folded(name).lowercased()
    if folded.hasSuffix(")"), let open = folded.lastIndex(of: "("), open != folded.startIndex {
      folded = String(folded[..<open])
    }
    return folded.filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
  }

  /// The value a word stands for, or the word itself.
  package static func canonical(_ word: String, _ variable: Variable?) -> String {
    variable?.synonyms[key(word)] ?? word
  }

  package func find(_ name: String) -> Variable? { index[VariableCatalogue.key(name)].map { variables[$0] } }

  package var names: [String] { variables.flatMap { $0.zh == $0.id ? [$0.id] : [$0.zh, $0.id] } }
}
