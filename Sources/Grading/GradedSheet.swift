package import CustomerRecords
package import DecisionTables
package import Localisation
package import Tabular

/// The graded customers as a sheet: every verdict side by side, the reasons in words, and the cells behind them.
package enum GradedSheet {
  /// One row a person, in the order of the customers sheet.
  ///
  /// - Parameter extra: further columns by customer row (tier, points …), put before the evidence.
  package static func table(
    _ result: GradingResult, _ records: Records, catalogue: VariableCatalogue, language: Language,
    extra: [Table.Named] = [], changes: [GradeChange] = []
  ) -> Table {
    let people = result.people
    let order = people.map { UInt32($0) }
    var columns: [Table.Named] = []
    for field in ["customer_id", "name", "owner"] {
      guard let at = records.customers.table.index(of: FieldID("customers", field)) else { continue }
      var named = records.customers.table.columns[at]
      named.column = named.column.gathered(order)
      columns.append(named)
    }
    let words = ReasonWords(catalogue)
    func add(_ id: String, _ column: Column, lineage: FieldSet = FieldSet(.normal)) {
      var column = column
      if column.lineage.isEmpty { column.lineage = lineage }
      columns.append(
        Table.Named(header: Phrasebook.text("graded.\(id)", language), field: FieldID("graded", id), column: column))
    }
    func pick(_ labels: Labels, table: String = "intent") -> Column {
      .texts(people.map { person in labels[Int(person)].map { words.value($0, of: table, language) } })
    }
    add("proposed", pick(result.proposed))
    add("computed", pick(result.intent.labels))
    add("reviewed", pick(result.reviewed))
    add("settled", .texts(people.map { result.settled(Int($0)) }))
    let disputed = Set(result.disagreements)
    add(
      "disagreement",
      .texts(people.map { disputed.contains($0) ? Phrasebook.text("word.yes", language) : nil }))
    reasons("reason", result.intent)
    add("rule", .texts(people.map { result.intent.ruleNumber(Int($0)) }))
    add("cells", .texts(people.map { cells(result.intent, Int($0), result, records) }))
    add("value_class", pick(result.valueClass.labels, table: "value"))
    reasons("value_reason", result.valueClass)
    add("stage", pick(result.stage, table: "stage"), lineage: FieldSet(.quasi))
    add("activity", pick(result.activity.labels, table: "activity"))
    add(
      "potential", pick(result.potential.labels, table: "potential"),
      lineage: lineage(result.potential.table, catalogue))
    for var named in extra {
      named.column = named.column.gathered(order)
      columns.append(named)
    }
    if !changes.isEmpty {
      let byPerson = Dictionary(changes.map { ($0.person, $0) }, uniquingKeysWith: { first, _ in first })
      add("former", .texts(people.map { byPerson[$0]?.from }))
      add("change", .texts(people.map { byPerson[$0].map { $0.sentence(words, language) } }))
    }
    // The evidence itself, so that the next run can say what moved.
    for input in result.intent.table.inputs {
      guard let id = input.variable, let column = result.evidence.columns[id] else { continue }
      let known = catalogue.find(id)
      var gathered = column.gathered(order)
      gathered.lineage = FieldSet(known?.fieldClass ?? .normal)
      columns.append(
        Table.Named(
          header: known.map { language == .zh ? $0.zh : $0.id } ?? id, field: FieldID("graded", id), column: gathered))
    }
    var table = Table(name: Phrasebook.text("graded.sheet", language), columns: columns, rowCount: people.count)
    table.origin =
      records.customers.table.origin.rowCount > 0 ? records.customers.table.origin.gathered(order) : Origin()
    return table

    func reasons(_ id: String, _ column: RuleColumn) {
      add(
        id,
        .texts(
          people.map { person in
            words.sentence(column.reason(Int(person), result.evidence.columns), language)
          }), lineage: lineage(column.table, catalogue))
    }
  }

  /// The classes of everything a table looks at.
  package static func lineage(_ table: DecisionTable, _ catalogue: VariableCatalogue) -> FieldSet {
    table.inputs.reduce(into: FieldSet(.normal)) { set, input in
      set.insert(FieldSet(catalogue.find(input.variable ?? input.name)?.fieldClass ?? .normal))
    }
  }

  /// `登记表!C17 回访记录!B88`: the filled cells the deciding rule looked at.
  static func cells(_ column: RuleColumn, _ row: Int, _ result: GradingResult, _ records: Records) -> String? {
    let reason = column.reason(row, result.evidence.columns)
    var seen: [String] = []
    for fact in reason.facts {
      for source in result.evidence.sources(fact.variable, row, in: records) {
        let place = source.place(in: records)
        guard place.row > 0 else { continue }
        let sheet =
          records.sources.indices.contains(Int(place.source)) ? records.sources[Int(place.source)].sheet.sheet : ""
        let text = sheet.isEmpty ? place.address : sheet + "!" + place.address
        if !seen.contains(text) { seen.append(text) }
      }
    }
    return seen.isEmpty ? nil : seen.joined(separator: " ")
  }
}
