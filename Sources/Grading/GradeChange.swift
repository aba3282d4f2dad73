package import CustomerRecords
package import DecisionTables
package import Localisation
package import Tabular

/// A customer whose grade is another one than in a former result, and what moved it.
package struct GradeChange: Sendable {
  package let person: Int32
  package let from: String
  package let to: String
  package let isPromotion: Bool
  /// Variables whose values differ from the former result: id, then and now.
  package let causes: [Cause]

  package struct Cause: Sendable, Equatable {
    package let variable: String
    package let before: String?
    package let now: String?
    package init(variable: String, before: String?, now: String?) {
      self.variable = variable
      self.before = before
      self.now = now
    }
  }

  /// `C → A:距预计报名天数 40 → 6;未解决异议数 1 → 0`.
  package func sentence(_ words: ReasonWords, _ language: Language) -> String {
    let unknown = Phrasebook.text("reason.unknown", language)
    let list = causes.map { "\(words.name($0.variable, language)) \($0.before ?? unknown) → \($0.now ?? unknown)" }
      .joined(separator: language == .zh ? "；" : "; ")
    let key = isPromotion ? "change.up" : "change.down"
    return Phrasebook.text(list.isEmpty ? key + ".rules" : key, language, [from, to, list])
  }

  /// Compares with a sheet that `GradedSheet` wrote before, matched by customer number (else by name).
  package static func since(
    _ former: Grid, _ result: GradingResult, _ records: Records, catalogue: VariableCatalogue
  ) -> [GradeChange] {
    guard let header = former.rows.first else { return [] }
    let names = header.cells.indices.map { former.text(0, $0) }
    func column(_ id: String) -> Int? {
      names.firstIndex { name in Language.allCases.contains { Phrasebook.text("graded.\(id)", $0) == name } }
    }
    let idHeader = records.customers.table.index(of: "customers.customer_id").map {
      records.customers.table.columns[$0].header
    }
    let nameHeader = records.customers.table.index(of: "customers.name").map {
      records.customers.table.columns[$0].header
    }
    guard let grades = column("settled") ?? column("computed") else { return [] }
    let ids = names.firstIndex { $0 == idHeader || ["客户编号", "customer id", "customer_id"].contains($0.lowercased()) }
    let key = ids ?? names.firstIndex { $0 == nameHeader || ["姓名", "name"].contains($0.lowercased()) }
    guard let key else { return [] }
    var rows: [String: Int] = [:]
    for row in former.rows.indices.dropFirst() {
      let text = former.text(row, key)
      // A name two customers share says nothing about either.
      if !text.isEmpty { rows[text] = rows[text] == nil ? row : -1 }
    }
    let variables = names.enumerated().compactMap { at, name -> (column: Int, id: String)? in
      catalogue.find(name).map { (at, $0.id) }
    }
    let view = records.customers.texts(ids != nil ? "customer_id" : "name")
    var changes: [GradeChange] = []
    for person in result.people {
      guard let now = result.settled(Int(person)), let id = view[Int(person)], let row = rows[id], row > 0 else {
        continue
      }
      let then = former.text(row, grades)
      guard !then.isEmpty, then != now else { continue }
      let causes = variables.compactMap { column, id -> Cause? in
        let before = former.text(row, column)
        let after = result.evidence.text(id, Int(person))
        let same = before.lowercased() == (after ?? "").lowercased() || same(before, after)
        return same ? nil : Cause(variable: id, before: before.isEmpty ? nil : before, now: after)
      }
      changes.append(
        GradeChange(person: person, from: then, to: now, isPromotion: now < then, causes: causes))
    }
    return changes
  }

  private static func same(_ before: String, _ after: String?) -> Bool {
    guard let a = Double(before), let b = after.flatMap(Double.init) else {
      return before == "TRUE" && after == "true" || before == "FALSE" && after == "false"
    }
    return abs(a - b) < 1e-9
  }
}
