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

  /// Whether a sheet is one that `GradedSheet` wrote, in either language.
  package static func isGraded(_ grid: Grid) -> Bool {
    guard let header = grid.rows.first else { return false }
    let names = header.cells.indices.map { grid.text(0, $0) }
    return ["settled", "computed", "rule"].allSatisfy { id in
      names.contains { name in Language.allCases.contains { Phrasebook.text("graded.\(id)", $0) == name } }
    }
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

  /// Compares with what the same rules say of the same sheets as they stood on an earlier day: promises that lapsed
  /// since, contacts that grew old, visits, purchases and complaints that came. Cells that carry no date count as they
  /// stand now; people who were not there yet are left out.
  package static func between(_ former: GradingResult, _ now: GradingResult, _ records: Records) -> [GradeChange] {
    let known = ["registered_on", "inquired_on"].map { records.customers.days($0).days }
    return now.people.compactMap { person -> GradeChange? in
      let row = Int(person)
      guard let from = former.intent[row], let to = now.intent[row], from != to else { return nil }
      let first = known.map { $0[row] }.filter { $0 != Day.missing }.min()
      if let first, first > former.asOf.rawValue { return nil }
      // Conditions of the rule that speaks now which did not hold then, and those of the former rule which no longer do.
      var moved = now.intent.failing(now.intent.rule[row], row, former.evidence.columns)
      moved += now.intent.failing(former.intent.rule[row], row, now.evidence.columns).filter { !moved.contains($0) }
      let causes = moved.map { id in
        Cause(variable: id, before: former.evidence.text(id, row), now: now.evidence.text(id, row))
      }
      return GradeChange(person: person, from: from, to: to, isPromotion: to < from, causes: causes)
    }
  }

  private static func same(_ before: String, _ after: String?) -> Bool {
    guard let a = Double(before), let b = after.flatMap(Double.init) else {
      return before == "TRUE" && after == "true" || before == "FALSE" && after == "false"
    }
    return abs(a - b) < 1e-9
  }
}
