package import Tabular

/// Tries a table on rows of inputs: the work behind `rollbook rules run`.
package struct RulesRun: Sendable {
  /// The input rows as they were, then one column an output, then `fired`.
  package let result: Grid
  package let findings: [RuleFinding]
  package let outcome: TableOutcome

  /// - Parameters:
  ///   - table: a checked table.
  ///   - inputs: a sheet whose header row has the table's inputs, in any order; other columns are passed through.
  ///   - isBlank: words that say a cell has nothing to say (`无`, `n/a`), for columns that hold no text.
  package init(
    _ table: DecisionTable, inputs: Grid, constants: [String: RuleValue] = [:],
    isBlank: (String) -> Bool = { _ in false }
  ) {
    var findings: [RuleFinding] = []
    let headers = inputs.rows.first?.cells.count ?? 0
    let names = (0..<headers).map { inputs.text(0, $0) }
    let catalogueKeys = names.map { VariableCatalogue.key($0) }
    let rows = max(0, inputs.rows.count - 1)
    var columns: [Column?] = []
    for (position, input) in table.inputs.enumerated() {
      let at =
        names.firstIndex(of: input.name)
        ?? catalogueKeys.firstIndex(of: VariableCatalogue.key(input.name))
        ?? input.variable.flatMap { catalogueKeys.firstIndex(of: VariableCatalogue.key($0)) }
      guard let at else {
        findings.append(
          RuleFinding(
            "E430", .warning, inputs.source, cell: rows > 0 ? inputs.address(0, 0) : "",
            [input.name, NearestWord.of(input.name, among: names.filter { !$0.isEmpty }, within: .half) ?? ""]))
        columns.append(nil)
        continue
      }
      // 有 and 无 are answers to yes or no, and where rules ask for words 无 may be one of them.
      let named =
        input.kind == .text || input.kind == .boolean
        || table.rules.contains { rule in
          rule.tests[position].operands.contains { if case .literal(.text) = $0 { true } else { false } }
        }
      let values = (0..<rows).map {
        RulesRun.value(inputs, $0 + 1, at, kind: input.kind, named ? { _ in false } : isBlank)
      }
      for (row, value) in values.enumerated() {
        if let kind = input.kind, let found = value.kind, !RulesRun.fits(found, kind) {
          findings.append(
            RuleFinding(
              "E431", .warning, inputs.source, cell: inputs.address(row + 1, at),
              [input.name, TableReader.form(of: kind)]))
        } else if !value.isNull, !input.allowed.isAnything, input.allowed.isStatic,
          input.allowed.holds(for: value, { _ in .null }) != true
        {
          findings.append(
            RuleFinding("E433", .warning, inputs.source, cell: inputs.address(row + 1, at), [input.name]))
        }
      }
      columns.append(RulesRun.column(values))
    }
    let outcome = CompiledTable(table, constants: constants).evaluate(columns, rows: rows)
    var grid = inputs
    grid.merges = []
    let width = inputs.rows.map(\.cells.count).max() ?? 0
    func extended(_ cells: [Cell], with more: [Cell]) -> [Cell] {
      cells + Array(repeating: .empty, count: width - cells.count) + more
    }
    if !grid.rows.isEmpty {
      let more = table.outputs.map { Cell.text($0.name) } + [.text("fired")]
      grid.rows[0].cells = extended(grid.rows[0].cells, with: more)
    }
    for row in 0..<rows {
      var more = table.outputs.indices.map { RulesRun.cell(outcome.value(row, output: $0)) }
      more.append(.text(outcome.firedNumbers(row).joined(separator: ",")))
      grid.rows[row + 1].cells = extended(inputs.rows[row + 1].cells, with: more)
      if outcome.isBroken(row) {
        findings.append(
          RuleFinding(
            "E432", .warning, inputs.source, cell: inputs.address(row + 1, 0),
            [table.name, table.hitPolicy.rawValue, outcome.firedNumbers(row).joined(separator: ",")]))
      }
    }
    result = grid
    self.findings = findings
    self.outcome = outcome
  }

  /// A cell read by what the table holds in that column; FEEL quotes are taken off.
  private static func value(
    _ grid: Grid, _ row: Int, _ column: Int, kind: RuleValue.Kind?, _ isBlank: (String) -> Bool
  ) -> RuleValue {
    guard grid.rows[row].cells.indices.contains(column) else { return .null }
    let cell = grid.rows[row].cells[column]
    guard case .text(let raw) = cell else {
      if kind == .text, !cell.isEmpty { return RuleValue(.text(grid.text(row, column))) }
      if kind == .boolean, case .number(let number) = cell { return .boolean(number != 0) }
      return RuleValue(cell)
    }
    let text = raw.trimmed
    if text.isEmpty || text == "null" { return .null }
    if isBlank(text) { return .null }
    if text.first == "\"" || text.hasPrefix("date") || text.hasPrefix("time(") || text.hasPrefix("duration(")
      || text.first == "@"
    {
      var scanner = RuleScanner(text)
      if case .literal(let value) = scanner.output(), value != .text(text) { return value }
    }
    return FEELLiteral.bare(kind == .text ? text : RuleScanner.folded(text), kind: kind)
  }

  private static func fits(_ found: RuleValue.Kind, _ wanted: RuleValue.Kind) -> Bool {
    found == wanted || Set([found, wanted]) == [.number, .days] || Set([found, wanted]) == [.date, .dateTime]
  }

  /// Values as a column: in a lane where they are of one kind, the others as strays.
  private static func column(_ values: [RuleValue]) -> Column {
    var counts: [RuleValue.Kind: Int] = [:]
    for value in values { if let kind = value.kind { counts[kind, default: 0] += 1 } }
    let usual = counts.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key ?? .text
    var strays: [Column.Stray] = []
    for (row, value) in values.enumerated() where value.kind != nil && value.kind != usual {
      if let cell = cellOf(value) { strays.append(Column.Stray(row: UInt32(row), cell: cell)) }
    }
    func numbers(_ kind: NumberKind, _ pick: (RuleValue) -> Double?) -> Column {
      Column(.number(values.map { pick($0) ?? .nan }, kind), strays: strays)
    }
    switch usual {
    case .number: return numbers(.plain) { if case .number(let v) = $0 { v } else { nil } }
    case .boolean: return numbers(.boolean) { if case .boolean(let v) = $0 { v ? 1 : 0 } else { nil } }
    case .dateTime: return numbers(.dateTime) { if case .dateTime(let v) = $0 { v } else { nil } }
    case .time: return numbers(.time) { if case .time(let v) = $0 { v } else { nil } }
    case .days: return numbers(.duration) { if case .days(let v) = $0 { v } else { nil } }
    case .date:
      var column = Column.days(values.map { if case .day(let v) = $0 { v } else { nil } })
      column.strays = strays
      return column
    case .months:
      var column = Column.texts(values.map { if case .months = $0 { $0.description } else { nil } })
      column.strays = strays
      return column
    default:
      var column = Column.texts(values.map { if case .text(let v) = $0 { v } else { nil } })
      column.strays = strays
      return column
    }
  }

  /// How a value travels in a column's strays; years-and-months durations have no cell of their own.
  private static func cellOf(_ value: RuleValue) -> Cell? {
    switch value {
    case .boolean(let v): return .boolean(v)
    case .number(let v): return .number(v)
    case .text(let v): return .text(v)
    case .day(let v): return .day(v)
    case .dateTime(let v): return .dateTime(v)
    case .time(let v): return .time(v)
    case .days(let v): return .duration(v)
    case .months: return .text(value.description)
    case .null, .list: return nil
    }
  }

  private static func cell(_ value: RuleValue) -> Cell {
    switch value {
    case .null: return .empty
    case .number(let number): return .number(number)
    case .day(let day): return .day(day)
    case .boolean, .text, .dateTime, .time, .months, .days, .list: return .text(value.description)
    }
  }
}
