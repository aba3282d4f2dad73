package import Tabular

extension DecisionTable {
  /// A table with what reading it found; no table where the sheet cannot be read as one at all.
  package struct Parsed: Sendable {
    package var table: DecisionTable?
    package var findings: [RuleFinding]
    package var isUsable: Bool { table != nil && !findings.contains { $0.severity == .error } }
  }

  /// Reads a sheet as a decision table.
  ///
  /// - Parameters:
  ///   - catalogue: the variables a rule may use; nil = any header is an input.
  ///   - constants: names with fixed values (settings, as-of) that conditions and outputs may use.
  package static func parse(
    _ grid: Grid, name: String? = nil, catalogue: VariableCatalogue? = nil, constants: [String: RuleValue] = [:]
  ) -> Parsed {
    var reader = TableReader(grid, catalogue: catalogue, constants: constants)
    return reader.read(name: name ?? grid.source.sheet)
  }

  /// True where a sheet's corner cell names a hit policy.
  package static func looksLikeTable(_ grid: Grid) -> Bool {
    !grid.rows.isEmpty && HitPolicy(grid.text(0, 0)) != nil
  }
}

/// Reads one sheet: header, `values`, `default`, rules.
struct TableReader {
  let grid: Grid
  let catalogue: VariableCatalogue?
  let constants: [String: RuleValue]
  var findings: [RuleFinding] = []
  var inputs: [DecisionTable.Input] = []
  var outputs: [DecisionTable.Output] = []
  var remarks: [(column: Int, header: String)] = []
  var names: [String] = []

  init(_ grid: Grid, catalogue: VariableCatalogue?, constants: [String: RuleValue]) {
    self.grid = grid
    self.catalogue = catalogue
    self.constants = Dictionary(
      constants.map { (RuleScanner.folded($0.key).trimmed, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func note(
    _ code: String, _ severity: Finding.Severity, _ cell: String, _ arguments: [String] = [], others: [String] = []
  ) {
    findings.append(RuleFinding(code, severity, grid.source, cell: cell, others: others, arguments))
  }

  mutating func read(name: String) -> DecisionTable.Parsed {
    guard !grid.rows.isEmpty else {
      note("E401", .error, "A1", [""])
      return DecisionTable.Parsed(table: nil, findings: findings)
    }
    let corner = grid.text(0, 0)
    guard let policy = HitPolicy(corner) else {
      note("E401", .error, grid.address(0, 0), [corner])
      return DecisionTable.Parsed(table: nil, findings: findings)
    }
    readHeader(name)
    if outputs.isEmpty { note("E403", .error, grid.address(0, 0)) }
    names = (inputs.map(\.key) + Array(constants.keys)).map { ($0, $0.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
      .map(\.0)
    var ruleRows: [Int] = []
    for row in grid.rows.indices.dropFirst() {
      switch grid.text(row, 0).lowercased() {
      case "values", "value", "allowed", "取值", "允许值", "可选值": readAllowed(row)
      case "default", "defaults", "默认", "缺省", "否则": readDefault(row)
      case let first where first.hasPrefix("#"): break
      default: if isFilled(row) { ruleRows.append(row) }
      }
    }
    settleKinds(ruleRows)
    var rules: [DecisionTable.Rule] = []
    var seen: [String: String] = [:]
    for row in ruleRows {
      let rule = readRule(row, position: rules.count + 1)
      if let other = seen[rule.number] {
        note("E416", .warning, grid.address(row, 0), [rule.number], others: [other])
      }
      seen[rule.number] = grid.address(row, 0)
      rules.append(rule)
    }
    if rules.isEmpty, !outputs.isEmpty { note("E414", .warning, grid.address(0, 0)) }
    if policy.aggregates, policy != .count { checkNumbers(rules) }
    if policy.ordersByPriority, !outputs.isEmpty, outputs.allSatisfy({ $0.allowed.isAnything }) {
      note("E417", .error, outputs[0].cell, [policy.rawValue])
    }
    var table = DecisionTable(
      name: name, source: grid.source, hitPolicy: policy, inputs: inputs, outputs: outputs, rules: rules)
    table.remarks = remarks
    return DecisionTable.Parsed(table: outputs.isEmpty ? nil : table, findings: findings)
  }

  // MARK: Header

  private mutating func readHeader(_ name: String) {
    let headerRow = grid.rows[0].number
    let width = grid.rows.map(\.cells.count).max() ?? 0
    var taken: [String: String] = [:]
    for merge in grid.merges where merge.rows.contains(headerRow) && merge.columns.count > 1 {
      let cell = CellName.name(column: merge.columns.lowerBound, row: headerRow)
      note("E402", .error, cell, [CellName.name(column: merge.columns.upperBound, row: merge.rows.upperBound)])
    }
    let merged = Set(grid.merges.filter { $0.rows.contains(headerRow) }.flatMap { Array($0.columns) })
    for column in 1..<max(1, width) {
      let header = grid.text(0, column)
      let cell = grid.address(0, column)
      if header.isEmpty {
        if !merged.contains(column), grid.rows.indices.dropFirst().contains(where: { !grid.text($0, column).isEmpty }) {
          note("E405", .error, cell, [CellName.letters(column)])
        }
        continue
      }
      if let output = TableReader.outputName(header) {
        outputs.append(DecisionTable.Output(name: output.isEmpty ? name : output, column: column, cell: cell))
        continue
      }
      if let first = header.first, "#＃".contains(first) {
        remarks.append((column, String(header.dropFirst()).trimmed))
        continue
      }
      addInput(header, column: column, cell: cell, taken: &taken)
    }
    var outputNames: [String: String] = [:]
    for output in outputs {
      if let other = outputNames[output.name] { note("E415", .error, output.cell, [output.name], others: [other]) }
      outputNames[output.name] = output.cell
    }
  }

  private mutating func addInput(_ header: String, column: Int, cell: String, taken: inout [String: String]) {
    var input = DecisionTable.Input(name: header, column: column, cell: cell)
    if let catalogue {
      if let variable = catalogue.find(header) {
        input.variable = variable.id
        input.kind = variable.kind
        input.isWhole = variable.isWhole
        if !variable.allowed.isEmpty {
          var scanner = RuleScanner(variable.allowed, kind: variable.kind)
          input.allowed = (try? scanner.unaryTests()) ?? .anything
        }
      } else {
        note("E404", .error, cell, [header, NearestWord.of(header, among: catalogue.names, within: .half) ?? ""])
      }
    }
    let key = input.variable ?? input.key
    if let other = taken[key] { note("E415", .error, cell, [header], others: [other]) }
    taken[key] = cell
    inputs.append(input)
  }

  /// The name behind `→`, `=>`, `->` or `＝＞`, or nil for what is no output.
  static func outputName(_ header: String) -> String? {
    for arrow in ["→", "=>", "->", "⇒", "＝＞", "➔", "—>"] where header.hasPrefix(arrow) {
      return String(header.dropFirst(arrow.count)).trimmed
    }
    return nil
  }

  private func isFilled(_ row: Int) -> Bool {
    inputs.contains { !grid.text(row, $0.column).isEmpty } || outputs.contains { !grid.text(row, $0.column).isEmpty }
  }
}
