import Tabular

extension TableReader {
  // MARK: Rows above the rules

  mutating func readAllowed(_ row: Int) {
    for i in inputs.indices {
      let column = inputs[i].column
      if grid.text(row, column).isEmpty { continue }
      inputs[i].allowedCell = grid.address(row, column)
      if let tests = tests(row, column, kind: inputs[i].kind, inputs[i].variable) { inputs[i].allowed = tests }
    }
    for i in outputs.indices {
      if let tests = tests(row, outputs[i].column, kind: nil) { outputs[i].allowed = tests }
    }
  }

  mutating func readDefault(_ row: Int) {
    for i in outputs.indices {
      let column = outputs[i].column
      guard !grid.text(row, column).isEmpty else { continue }
      outputs[i].fallback = output(row, column)
      outputs[i].fallbackCell = grid.address(row, column)
      checkOutput(outputs[i], outputs[i].fallback, cell: grid.address(row, column))
    }
  }

  // MARK: Kinds

  /// Where no catalogue says what a column holds, its own literals do.
  mutating func settleKinds(_ ruleRows: [Int]) {
    for i in inputs.indices where inputs[i].kind == nil {
      var kinds: [RuleValue.Kind: Int] = [:]
      var cells: [(kinds: Set<RuleValue.Kind>, row: Int)] = []
      var all = [inputs[i].allowed]
      for row in ruleRows {
        let quiet = TableReader.scan(grid, row, inputs[i].column, names, kind: nil)
        guard let tests = try? quiet.get() else { continue }
        all.append(tests)
        cells.append((TableReader.kinds(of: tests), row))
      }
      for tests in all { for kind in TableReader.kinds(of: tests) { kinds[kind, default: 0] += 1 } }
      if kinds[.days] != nil, kinds[.number] != nil { kinds[.days] = nil }
      if kinds.count == 1 {
        inputs[i].kind = kinds.keys.first
      } else if Set(kinds.keys) == [.boolean, .text] {
        inputs[i].kind = .text
      } else if kinds.count > 1 {
        let usual = kinds.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key ?? .text
        for cell in cells where !cell.kinds.isEmpty && !cell.kinds.contains(usual) {
          note(
            "E406", .warning, grid.address(cell.row, inputs[i].column),
            [inputs[i].name, TableReader.form(of: usual), grid.text(cell.row, inputs[i].column)])
        }
      }
    }
  }

  private static func kinds(of tests: UnaryTests) -> Set<RuleValue.Kind> {
    Set(tests.operands.compactMap { if case .literal(let value) = $0 { value.kind } else { nil } })
  }

  /// How a condition on such a column looks.
  static func form(of kind: RuleValue.Kind) -> String {
    switch kind {
    case .number: return "3 · >= 3 · [0..7]"
    case .text: return "\"A\",\"B\""
    case .boolean: return "true · false · 是 · 否"
    case .date, .dateTime: return "2026-03-05 · >= 2026-03-05"
    case .time: return "time(\"09:30:00\")"
    case .days: return "30天 · P30D"
    case .months: return "3个月 · P3M"
    case .list: return "[\"A\",\"B\"]"
    }
  }

  // MARK: Rules

  mutating func readRule(_ row: Int, position: Int) -> DecisionTable.Rule {
    var conditions: [UnaryTests] = []
    for input in inputs {
      let tests = tests(row, input.column, kind: input.kind, input.variable) ?? .anything
      checkCondition(tests, input, row)
      conditions.append(tests)
    }
    let results = outputs.map { output(row, $0.column) }
    for (definition, result) in zip(outputs, results) {
      checkOutput(definition, result, cell: grid.address(row, definition.column))
    }
    if results.allSatisfy({ $0 == .literal(.null) }), !outputs.isEmpty {
      note("E422", .warning, grid.address(row, outputs[0].column), [String(position)])
    }
    let number = grid.text(row, 0)
    return DecisionTable.Rule(
      number: number.isEmpty ? String(position) : number, row: grid.rows[row].number, tests: conditions,
      outputs: results, remarks: remarks.map { grid.text(row, $0.column) }.filter { !$0.isEmpty })
  }

  /// The condition of a cell; nil, with a finding, where it cannot be read.
  mutating func tests(_ row: Int, _ column: Int, kind: RuleValue.Kind?, _ variable: String? = nil) -> UnaryTests? {
    switch TableReader.scan(grid, row, column, names, kind: kind) {
    case .success(let tests): return folded(tests, variable.flatMap { catalogue?.find($0) })
    case .failure(let trouble):
      note("E419", .error, grid.address(row, column), [grid.text(row, column), trouble.expected])
      return nil
    }
  }

  private static func scan(
    _ grid: Grid, _ row: Int, _ column: Int, _ names: [String], kind: RuleValue.Kind?
  ) -> Result<UnaryTests, RuleScanner.Trouble> {
    if let value = typed(grid, row, column, kind: kind) {
      return .success(UnaryTests(tests: [.compare(.equal, .literal(value))]))
    }
    var scanner = RuleScanner(grid.text(row, column), names: names, kind: kind)
    do { return .success(try scanner.unaryTests()) } catch let trouble as RuleScanner.Trouble {
      return .failure(trouble)
    } catch { return .failure(RuleScanner.Trouble(at: 0, expected: "")) }
  }

  /// Cells the spreadsheet itself typed: a number, a truth value, a date.
  private static func typed(_ grid: Grid, _ row: Int, _ column: Int, kind: RuleValue.Kind?) -> RuleValue? {
    guard grid.rows[row].cells.indices.contains(column) else { return nil }
    let cell = grid.rows[row].cells[column]
    switch cell {
    case .empty, .text, .error: return nil
    case .boolean(let flag) where kind == .text: return .text(flag ? "true" : "false")
    case _ where kind == .text: return .text(grid.text(row, column))
    default: return RuleValue(cell)
    }
  }

  /// Settings as their values, and the words of a choice as the one the program uses.
  private func folded(_ tests: UnaryTests, _ variable: VariableCatalogue.Variable?) -> UnaryTests {
    var copy = tests
    copy.tests = tests.tests.map { test in
      switch test {
      case .compare(let comparison, .literal(.text(let word))):
        return .compare(comparison, .literal(.text(VariableCatalogue.canonical(word, variable))))
      case .compare(let comparison, let operand): return .compare(comparison, operand.folded(constants))
      case .interval(let low, let lowClosed, let high, let highClosed):
        return .interval(
          low: low.folded(constants), lowClosed: lowClosed, high: high.folded(constants), highClosed: highClosed)
      }
    }
    return copy
  }

  private func output(_ row: Int, _ column: Int) -> Operand {
    if let value = TableReader.typed(grid, row, column, kind: nil) { return .literal(value) }
    var scanner = RuleScanner(grid.text(row, column), names: names)
    return scanner.output().folded(constants)
  }

  // MARK: Checks a cell at a time

  private mutating func checkCondition(_ tests: UnaryTests, _ input: DecisionTable.Input, _ row: Int) {
    let cell = grid.address(row, input.column)
    for test in tests.tests {
      for case .literal(let value) in test.operands {
        guard let found = value.kind, let wanted = input.kind, !TableReader.goTogether(found, wanted) else { continue }
        let severity: Finding.Severity = input.variable == nil ? .warning : .error
        note("E406", severity, cell, [input.name, TableReader.form(of: wanted), grid.text(row, input.column)])
        return
      }
      switch test {
      case .interval(.literal(let low), let lowClosed, .literal(let high), let highClosed):
        guard let order = RuleValue.order(low, high) else { continue }
        if order > 0 || (order == 0 && !(lowClosed && highClosed)) {
          note("E407", .error, cell, [grid.text(row, input.column), low.literal, high.literal])
        }
      case .compare(let comparison, .literal(let value)):
        if comparison != .equal && comparison != .notEqual {
          if input.variable != nil, input.kind == .text {
            note("E406", .error, cell, [input.name, TableReader.form(of: .text), grid.text(row, input.column)])
          }
        } else if !value.isNull, !input.allowed.isAnything, input.allowed.isStatic,
          input.allowed.holds(for: value, { _ in .null }) != true
        {
          note(
            "E408", .error, cell,
            [value.literal, input.name, TableReader.nearestLiteral(value, input.allowed)])
        }
      default: break
      }
    }
  }

  private mutating func checkOutput(_ output: DecisionTable.Output, _ result: Operand?, cell: String) {
    guard case .literal(let value)? = result, !value.isNull, !output.allowed.isAnything, output.allowed.isStatic,
      output.allowed.holds(for: value, { _ in .null }) != true
    else { return }
    note("E408", .error, cell, [value.literal, output.name, TableReader.nearestLiteral(value, output.allowed)])
  }

  mutating func checkNumbers(_ rules: [DecisionTable.Rule]) {
    for rule in rules {
      for (output, result) in zip(outputs, rule.outputs) {
        guard case .literal(let value) = result, !value.isNull, value.position == nil else { continue }
        note("E418", .error, CellName.name(column: output.column, row: rule.row), [value.literal, output.name])
      }
    }
  }

  private static func goTogether(_ a: RuleValue.Kind, _ b: RuleValue.Kind) -> Bool {
    func family(_ kind: RuleValue.Kind) -> Int {
      switch kind {
      case .number, .days: return 0
      case .date, .dateTime: return 1
      case .boolean: return 2
      case .text: return 3
      case .time: return 4
      case .months: return 5
      case .list: return 6
      }
    }
    return family(a) == family(b)
  }

  /// The allowed value nearest to `value`, or the allowed values themselves.
  private static func nearestLiteral(_ value: RuleValue, _ allowed: UnaryTests) -> String {
    var words: [String] = []
    for test in allowed.tests {
      switch test {
      case .compare(.equal, .literal(let one)): words.append(one.literal)
      case .compare(let sign, .literal(let one)): words.append(sign.rawValue + one.literal)
      case .interval(.literal(let low), let lowClosed, .literal(let high), let highClosed):
        words.append((lowClosed ? "[" : "(") + low.literal + ".." + high.literal + (highClosed ? "]" : ")"))
      default: break
      }
    }
    return NearestWord.of(value.literal, among: words, within: .half) ?? words.joined(separator: ",")
  }
}
