package import ByteScanning
package import Tabular

/// The rules workbook: the sheets that ship with the program, overlaid sheet by sheet by the user's own.
package struct RuleBook: Sendable {
  /// What the book knows of a sheet beforehand (`rules/sheets.csv`).
  package struct Known: Sendable {
    package let name: String
    package let zh: String
    package let en: String
    /// Output names a decision table must have, each with its other names; empty for a list.
    package let outputs: [[String]]
  }

  package struct Sheet: Sendable {
    /// The program's name for it (`intent`), or the user's own name for a table of theirs.
    package let name: String
    package var grid: Grid
    /// It came with the program.
    package var isDefault: Bool
    package var isKnown: Bool
  }

  package private(set) var sheets: [Sheet] = []
  package private(set) var known: [Known] = []
  package private(set) var catalogue = VariableCatalogue()
  /// Settings by key, as values conditions and outputs may name.
  package private(set) var constants: [String: RuleValue] = [:]
  /// Sheets nobody knows, sheets that are missing (notes), settings nobody knows.
  package private(set) var findings: [RuleFinding] = []

  /// - Parameters:
  ///   - defaults: one grid a sheet, named as in `templates/rules`.
  ///   - overlay: the sheets of the user's rules workbook, under any of their names; empty = defaults only.
  package init(defaults: [Grid], overlay: [Grid] = []) {
    if let list = defaults.first(where: { $0.source.sheet == "sheets" }) { readKnown(list) }
    for grid in defaults where grid.source.sheet != "sheets" {
      sheets.append(Sheet(name: grid.source.sheet, grid: grid, isDefault: true, isKnown: true))
    }
    var seen: Set<String> = []
    for grid in overlay where !grid.rows.isEmpty {
      let title = grid.source.sheet
      // The list of sheets is the program's own, and harmless where a workbook made by `init` holds it.
      if VariableCatalogue.key(title) == "sheets" { continue }
      if let name = canonical(title), let at = sheets.firstIndex(where: { $0.name == name }) {
        sheets[at].grid = grid
        sheets[at].isDefault = false
        seen.insert(name)
        continue
      }
      if !DecisionTable.looksLikeTable(grid) || nearName(title) != nil {
        findings.append(RuleFinding("E420", .warning, grid.source, [title, nearName(title) ?? ""]))
      }
      sheets.append(Sheet(name: title, grid: grid, isDefault: false, isKnown: false))
    }
    if let file = overlay.first?.source.file {
      // Provinces and counties are data, which nobody's policy changes.
      for sheet in sheets where sheet.isDefault && sheet.name != "divisions" {
        findings.append(
          RuleFinding("E421", .note, SourceSheet(file: file, sheet: title(sheet.name)), [title(sheet.name)]))
      }
    }
    readCatalogue(defaults)
    readConstants(defaults)
  }

  package func grid(_ name: String) -> Grid? { sheet(name)?.grid }

  package func sheet(_ name: String) -> Sheet? {
    let wanted = canonical(name) ?? name
    return sheets.first { $0.name == wanted }
  }

  /// The program's name for a sheet title in either language, or nil.
  package func canonical(_ title: String) -> String? {
    let key = VariableCatalogue.key(title)
    if let found = sheets.first(where: { $0.isKnown && VariableCatalogue.key($0.name) == key }) { return found.name }
    return known.first { [$0.name, $0.zh, $0.en].contains { VariableCatalogue.key($0) == key } }?.name
  }

  /// What a sheet is called in Chinese, or its name.
  package func title(_ name: String) -> String { known.first { $0.name == name }?.zh ?? name }

  package var tableNames: [String] { sheets.filter { DecisionTable.looksLikeTable($0.grid) }.map(\.name) }

  private func nearName(_ title: String) -> String? {
    NearestWord.of(
      title, among: sheets.filter(\.isKnown).map(\.name) + known.flatMap { [$0.zh, $0.en] }, within: .half)
  }

  private mutating func readKnown(_ grid: Grid) {
    for row in grid.rows.indices.dropFirst() {
      let outputs = grid.text(row, 3).split(separator: ";").map { $0.split(separator: "|").map { String($0).trimmed } }
      known.append(
        Known(name: grid.text(row, 0), zh: grid.text(row, 1), en: grid.text(row, 2), outputs: outputs))
    }
  }

  /// A user's catalogue adds to the shipped one: leaving a variable out does not take it away from other sheets.
  private mutating func readCatalogue(_ defaults: [Grid]) {
    guard let shipped = defaults.first(where: { $0.source.sheet == "variables" }) else { return }
    catalogue = VariableCatalogue(shipped)
    if let own = sheet("variables"), !own.isDefault { catalogue.overlay(VariableCatalogue(own.grid)) }
  }

  private mutating func readConstants(_ defaults: [Grid]) {
    let shipped = defaults.first { $0.source.sheet == "settings" }
    let own = sheet("settings").flatMap { $0.isDefault ? nil : $0.grid }
    for grid in [shipped, own].compactMap({ $0 }) {
      for row in grid.rows.indices.dropFirst() {
        let (key, value) = (grid.text(row, 0), grid.text(row, 1))
        if key.isEmpty { continue }
        constants[key] = value.isEmpty ? .null : FEELLiteral.bare(value, kind: nil)
      }
    }
  }
}

extension RuleBook {
  /// A decision table of the book, read and checked. Tables of the user's own making may have any inputs.
  package func checked(_ name: String, asOf: Day? = nil) -> DecisionTable.Parsed? {
    guard let sheet = sheet(name) else { return nil }
    var parsed = DecisionTable.check(
      sheet.grid, name: sheet.name, catalogue: sheet.isKnown ? catalogue : nil, constants: constants(asOf))
    if let table = parsed.table, let wanted = known.first(where: { $0.name == sheet.name })?.outputs {
      for names in wanted where table.output(named: names) == nil {
        parsed.findings.append(
          RuleFinding("E427", .error, sheet.grid.source, cell: sheet.grid.address(0, 0), [names.first ?? ""]))
      }
    }
    return parsed
  }

  package func constants(_ asOf: Day?) -> [String: RuleValue] {
    guard let asOf else { return constants }
    var all = constants
    for name in ["as_of", "as-of", "统计日", "今天"] { all[name] = .day(asOf) }
    return all
  }

  /// A table ready for use. Throws the first error of its sheet (exit 4): a table with an error is not used.
  package func table(_ name: String, asOf: Day) throws(Failure) -> CompiledTable {
    guard let parsed = checked(name, asOf: asOf) else {
      throw Failure(
        Failure.Code("E428"), kind: .rules, [name, NearestWord.of(name, among: tableNames, within: .half) ?? ""])
    }
    if let first = parsed.findings.first(where: { $0.severity == .error }) { throw first.failure }
    guard let table = parsed.table else { throw Failure(Failure.Code("E428"), kind: .rules, [name, ""]) }
    return CompiledTable(table, constants: constants(asOf))
  }

  /// Everything wrong in any sheet: `rules check`.
  package func check(asOf: Day? = nil) -> [RuleFinding] {
    var all = findings
    for sheet in sheets {
      // A sheet that should be a decision table and has lost its corner cell is told as such.
      let isTable = known.first { $0.name == sheet.name }.map { !$0.outputs.isEmpty } ?? false
      guard isTable || DecisionTable.looksLikeTable(sheet.grid) else { continue }
      all += checked(sheet.name, asOf: asOf)?.findings ?? []
    }
    return all
  }
}

extension DecisionTable {
  /// The output that goes by any of `names`, compared without case and blanks.
  package func output(named names: [String]) -> Int? {
    let keys = names.map { VariableCatalogue.key($0) }
    return outputs.firstIndex { keys.contains(VariableCatalogue.key($0.name)) }
  }
}
