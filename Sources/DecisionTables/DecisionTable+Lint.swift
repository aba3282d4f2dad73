package import Tabular

extension DecisionTable {
  /// Reads a sheet and looks for everything that can be wrong with it, in the order of its cells.
  package static func check(
    _ grid: Grid, name: String? = nil, catalogue: VariableCatalogue? = nil, constants: [String: RuleValue] = [:]
  ) -> Parsed {
    var parsed = parse(grid, name: name, catalogue: catalogue, constants: constants)
    if let table = parsed.table { parsed.findings += table.lint(after: parsed.findings) }
    return parsed
  }

  /// Overlap under U, conflict under A, gaps, rules that can never fire, duplicates (DMN 1.5 §8.2.8, §8.3.3); each
  /// with a row of inputs that shows it. `earlier` are findings of reading, so that one defect is told once.
  package func lint(after earlier: [RuleFinding] = []) -> [RuleFinding] {
    var linter = Linter(self, told: Set(earlier.map(\.cell)))
    return linter.run()
  }
}

private struct Linter {
  let table: DecisionTable
  let told: Set<String>
  var space: RuleSpace
  var findings: [RuleFinding] = []
  /// Most pairs told of one kind.
  let limit = 50

  init(_ table: DecisionTable, told: Set<String>) {
    self.table = table
    self.told = told
    space = RuleSpace(table)
  }

  mutating func run() -> [RuleFinding] {
    var silent = BitSet(table.rules.count)
    for rule in table.rules.indices where spoilt(rule) { silent.insert(rule) }
    impossible(&silent)
    duplicates(&silent)
    pairs(silent)
    unreachable(silent)
    gap(silent)
    return findings
  }

  /// A rule one of whose conditions could not be read says nothing about the others.
  private func spoilt(_ rule: Int) -> Bool {
    table.inputs.indices.contains { told.contains(table.cell(rule: rule, input: $0)) }
  }

  private func example(_ row: [RuleValue]) -> [RuleFinding.Pair] {
    zip(table.inputs, row).map { RuleFinding.Pair($0.name, $1.literal) }
  }

  private mutating func note(
    _ code: String, _ severity: Finding.Severity, _ cell: String, others: [String] = [], _ arguments: [String] = [],
    _ row: [RuleValue] = []
  ) {
    findings.append(
      RuleFinding(code, severity, table.source, cell: cell, others: others, arguments, example: example(row)))
  }

  private mutating func impossible(_ silent: inout BitSet) {
    for rule in table.rules.indices where !silent.contains(rule) {
      guard let input = space.impossibleInput(of: rule) else { continue }
      silent.insert(rule)
      note("E412", .warning, table.cell(rule: rule, input: input), [table.rules[rule].number])
    }
  }

  private mutating func duplicates(_ silent: inout BitSet) {
    var seen: [[UnaryTests]: Int] = [:]
    for rule in table.rules.indices where !silent.contains(rule) {
      let tests = table.rules[rule].tests
      guard let first = seen[tests] else {
        seen[tests] = rule
        continue
      }
      let same = table.rules[first].outputs == table.rules[rule].outputs
      if !table.hitPolicy.isSingleHit && !same { continue }
      if table.hitPolicy == .any && !same { continue }
      if table.hitPolicy != .any || same { silent.insert(rule) }
      note(
        "E413", table.hitPolicy == .unique ? .error : .warning, table.cell(rule: rule),
        others: [table.cell(rule: first)], [table.rules[rule].number, table.rules[first].number],
        space.meeting(first, rule) ?? [])
    }
  }

  private mutating func pairs(_ silent: BitSet) {
    guard table.hitPolicy == .unique || table.hitPolicy == .any else { return }
    var told = 0
    for b in table.rules.indices where !silent.contains(b) {
      for a in 0..<b where !silent.contains(a) && told < limit {
        if table.hitPolicy == .any, table.rules[a].outputs == table.rules[b].outputs { continue }
        guard let row = space.meeting(a, b) else { continue }
        told += 1
        note(
          table.hitPolicy == .unique ? "E409" : "E410", .error, table.cell(rule: b), others: [table.cell(rule: a)],
          [table.rules[a].number, table.rules[b].number], row)
      }
    }
  }

  private mutating func unreachable(_ silent: BitSet) {
    guard table.hitPolicy == .first || table.hitPolicy == .priority else { return }
    let order = CompiledTable.order(of: table)
    for (place, rule) in order.enumerated() where !silent.contains(rule) {
      let before = order[..<place].filter { !silent.contains($0) && !space.dynamic.contains($0) }
      guard !before.isEmpty else { continue }
      switch space.uncovered(by: BitSet(before, count: table.rules.count), where: rule) {
      case .found: continue
      case .gaveUp: note("E426", .note, table.cell(rule: rule), [table.rules[rule].number])
      case .none:
        let blockers = before.filter { space.meeting($0, rule) != nil }
        let row = blockers.first.flatMap { space.meeting($0, rule) } ?? []
        note(
          "E412", .warning, table.cell(rule: rule), others: blockers.map { table.cell(rule: $0) },
          [table.rules[rule].number, blockers.map { table.rules[$0].number }.joined(separator: ",")], row)
      }
    }
  }

  private mutating func gap(_ silent: BitSet) {
    switch table.hitPolicy {
    case .collect, .sum, .count, .minimum, .maximum: return
    default: break
    }
    if table.hasDefault || table.rules.isEmpty { return }
    switch space.uncovered(by: BitSet(table.rules.indices, count: table.rules.count)) {
    case .found(let row): note("E411", .warning, CellName.name(column: 0, row: table.rules.last?.row ?? 1), [], row)
    case .gaveUp: note("E426", .note, CellName.name(column: 0, row: table.rules.last?.row ?? 1), [""])
    case .none: break
    }
  }
}
