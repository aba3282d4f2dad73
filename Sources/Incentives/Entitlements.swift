package import ByteScanning
package import DecisionTables
package import Localisation
package import Tabular

/// What each customer may claim now by grade and tier (R4.10).
package struct Entitlements: Sendable {
  package struct Claim: Sendable, Hashable {
    package let zh: String
    package let en: String
    /// Days in which it is owed, where the sheet says so.
    package let days: Int?
    package let rule: String
    package func text(_ language: Language) -> String { language == .zh || en.isEmpty ? zh : en }
  }

  /// By customer row.
  package let claims: [[Claim]]

  /// - Parameter columns: evidence with `intent` (the settled grade), `tier`, `enrolled` …, by variable id.
  package init(columns: [String: Column], rows: Int, rules: RuleBook, asOf: Day) throws(Failure) {
    let compiled = try rules.table("entitlements", asOf: asOf)
    let table = compiled.table
    let outcome = compiled.evaluate(table.inputs.map { columns[$0.variable ?? $0.key] }, rows: rows)
    let zh = table.output(named: ["权益", "entitlement"]) ?? 0
    // Bracketed endings are remarks to `output(named:)`, so the English column is found by its own header.
    let en = table.outputs.firstIndex { $0.name.contains("英") || $0.name.lowercased().contains("(en)") }
    let days = table.output(named: ["时限天数", "days", "within_days"])
    claims = (0..<rows).map { row in
      outcome.fired(row).map { rule in
        func value(_ output: Int?) -> RuleValue {
          guard let output, case .literal(let value) = table.rules[rule].outputs[output] else { return .null }
          return value
        }
        var limit: Int?
        if case .number(let number) = value(days) { limit = Int(clamping: number.rounded(.down)) }
        return Claim(
          zh: value(zh).description, en: value(en).description, days: limit, rule: table.rules[rule].number)
      }
    }
  }
}
