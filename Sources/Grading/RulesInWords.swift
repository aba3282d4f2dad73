package import DecisionTables
package import Localisation
import Tabular

/// Decision tables as sentences people read (R7.1): what the handbook prints.
package struct RulesInWords: Sendable {
  package struct Sentence: Sendable, Hashable {
    /// The rule's number, `default` for the row that speaks when none fires.
    package let rule: String
    package let cell: String
    package let text: String
  }

  private let words: ReasonWords
  private let language: Language

  package init(_ catalogue: VariableCatalogue, _ language: Language) {
    words = ReasonWords(catalogue)
    self.language = language
  }

  /// One sentence a rule, in the order of the sheet, the default last.
  package func sentences(_ table: DecisionTable) -> [Sentence] {
    var out: [Sentence] = []
    for (i, rule) in table.rules.enumerated() {
      var conditions: [String] = []
      for (input, tests) in zip(table.inputs, rule.tests) where !tests.isAnything {
        conditions.append(condition(input, tests, table.name))
      }
      let joined = conditions.joined(separator: phrase("handbook.and"))
      let result = results(table, rule.outputs.map { Optional($0) })
      let remark = language == .en && rule.remarks.count > 1 ? rule.remarks[1] : rule.remarks.first ?? ""
      let key = conditions.isEmpty ? "handbook.always" : "handbook.if"
      let text = phrase(key, [joined, result]) + (remark.isEmpty ? "" : phrase("handbook.remark", [remark]))
      out.append(Sentence(rule: rule.number, cell: table.cell(rule: i), text: text))
    }
    if table.hasDefault {
      let cell = table.outputs.lazy.compactMap(\.fallbackCell).first ?? ""
      let text = phrase("handbook.default", [results(table, table.outputs.map(\.fallback))])
      out.append(Sentence(rule: "default", cell: cell, text: text))
    }
    return out
  }

  /// Sentences of `now` that the last edition did not have, and those of it that are gone.
  package func changes(from before: DecisionTable, to now: DecisionTable) -> (added: [Sentence], removed: [Sentence]) {
    let (old, new) = (sentences(before), sentences(now))
    let (known, kept) = (Set(old.map(\.text)), Set(new.map(\.text)))
    return (new.filter { !known.contains($0.text) }, old.filter { !kept.contains($0.text) })
  }

  private func phrase(_ key: String, _ arguments: [String] = []) -> String { Phrasebook.text(key, language, arguments) }

  private func results(_ table: DecisionTable, _ outputs: [Operand?]) -> String {
    let names = Set(table.outputs.map(\.name))
    func isEnglish(_ name: String) -> Bool { name.hasSuffix("(英)") || name.hasSuffix("（英）") }
    var parts: [String] = []
    for (output, result) in zip(table.outputs, outputs) {
      guard let result, result != .literal(.null) else { continue }
      // Of an output that is there in both languages, the reader's.
      if isEnglish(output.name) ? language == .zh : language == .en && names.contains(output.name + "(英)") { continue }
      var text = result.description
      if case .literal(let value) = result { text = words.value(value.description, of: table.name, language) }
      parts.append(phrase("handbook.result", [name(output.name), text]))
    }
    return parts.joined(separator: language == .zh ? "，" : ", ")
  }

  private func name(_ output: String) -> String {
    let bare = output.replacing("(英)", with: "").replacing("（英）", with: "")
    let key = "handbook.term." + bare
    if Phrasebook.has(key) { return Phrasebook.text(key, language) }
    return words.name(bare, language)
  }

  private func condition(_ input: DecisionTable.Input, _ tests: UnaryTests, _ table: String) -> String {
    let name = words.name(input.variable ?? input.name, language)
    let list = tests.tests.map { one($0, input) }.joined(separator: phrase("handbook.or"))
    return phrase(tests.negated ? "handbook.not" : "handbook.is", [name, list])
  }

  private func one(_ test: UnaryTest, _ input: DecisionTable.Input) -> String {
    func text(_ operand: Operand) -> String {
      guard case .literal(let value) = operand else { return operand.description }
      switch value {
      case .null: return phrase("reason.unknown")
      case .boolean(let flag): return phrase(flag ? "word.yes" : "word.no")
      default: return words.value(value.description, of: input.variable ?? input.name, language)
      }
    }
    switch test {
    case .compare(.equal, let operand): return text(operand)
    case .compare(let sign, let operand): return phrase("handbook.compare.\(sign)", [text(operand)])
    case .interval(let low, let lowClosed, let high, let highClosed):
      let key = lowClosed && highClosed ? "handbook.between" : "handbook.range"
      let signs = [lowClosed ? "≥" : ">", highClosed ? "≤" : "<"]
      return phrase(key, [text(low), text(high)] + signs)
    }
  }
}
