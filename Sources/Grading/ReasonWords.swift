package import DecisionTables
package import Localisation
import Tabular

/// A reason as a sentence, in Chinese or English.
package struct ReasonWords: Sendable {
  private let catalogue: VariableCatalogue
  /// Variables whose values the reader may not know.
  private let hidden: Set<String>

  package init(_ catalogue: VariableCatalogue, hidden: Set<String> = []) {
    self.catalogue = catalogue
    self.hidden = hidden
  }

  /// `text`, or asterisks where the reader may not know values of the variable.
  package func shown(_ text: String, of variable: String) -> String { hidden.contains(variable) ? "***" : text }

  /// `规则 1:需求强度 强、距预计报名天数 3 天、未解决异议数 0 条 → A(需求明确强烈…)[intent!A4]`.
  package func sentence(_ reason: Reason, _ language: Language) -> String {
    guard let outcome = reason.outcome else {
      return Phrasebook.text("reason.none", language, [title(reason, language)])
    }
    let known = reason.facts.filter { $0.value != nil || reason.rule != "default" }
    let facts = known.map { fact($0, language) }
    let list = facts.joined(separator: language == .zh ? "，" : ", ")
    let cell = reason.cell.map { "\(reason.source.sheet)!\($0)" } ?? reason.source.sheet
    let word = value(outcome, of: reason.table, language)
    if reason.rule == "default" {
      return Phrasebook.text(facts.isEmpty ? "reason.default.bare" : "reason.default", language, [word, list, cell])
    }
    let remark = remark(reason, language)
    return Phrasebook.text(
      remark.isEmpty ? "reason.rule" : "reason.rule.remark", language,
      [reason.rule ?? "", list.isEmpty ? Phrasebook.text("reason.always", language) : list, word, cell, remark])
  }

  private func title(_ reason: Reason, _ language: Language) -> String { reason.table }

  /// Default sheets remark in Chinese first and English second; a sheet with one remark column has one for both.
  private func remark(_ reason: Reason, _ language: Language) -> String {
    guard let first = reason.remarks.first else { return "" }
    return language == .en && reason.remarks.count > 1 ? reason.remarks[1] : first
  }

  package func name(_ variable: String, _ language: Language) -> String {
    guard let known = catalogue.find(variable) else { return variable }
    return language == .zh ? known.zh : known.id.split(separator: "_").joined(separator: " ")
  }

  package func fact(_ fact: Reason.Fact, _ language: Language) -> String {
    let known = catalogue.find(fact.variable)
    var text = fact.value ?? Phrasebook.text("reason.unknown", language)
    if fact.value == "true" || fact.value == "false" {
      text = Phrasebook.text(fact.value == "true" ? "word.yes" : "word.no", language)
    } else if fact.value != nil {
      text = word(text, known, language)
      if language == .zh, let unit = known?.unit, !unit.isEmpty { text += " " + unit }
    }
    return name(fact.variable, language) + " " + (fact.value == nil ? text : shown(text, of: fact.variable))
  }

  /// An outcome in the reader's language: `强` is `strong` in English.
  package func value(_ outcome: String, of table: String, _ language: Language) -> String {
    let variable = ["value": "value_class", "tiers": "tier"][table] ?? table
    return word(outcome, catalogue.find(variable), language)
  }

  private func word(_ text: String, _ variable: VariableCatalogue.Variable?, _ language: Language) -> String {
    language == .zh ? text : variable?.english[text] ?? text
  }
}
