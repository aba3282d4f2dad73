import ByteScanning
package import Dashboards
import DecisionTables
import Grading
package import Localisation
package import RollbookKit
package import Tabular

/// `handbook`: the rules in words, and what became of them since the edition before.
package enum HandbookRun {
  /// Throws the first error of a rule sheet (exit 4): a handbook says nothing that is not used.
  ///
  /// - Parameter former: the rules of the edition before.
  package static func handbook(
    _ house: HouseRules, former: HouseRules?, date: Day, language: Language
  ) throws -> Handbook {
    var handbook = Handbook(sheets: house.book.sheets.map { ($0.name, $0.grid) })
    handbook.terms = terms(house.book.catalogue, language)
    for name in Handbook.inside {
      handbook.sentences[name] = try sentences(name, house, date, language)
    }
    guard let former else { return handbook }
    handbook.formerDigest = former.digest
    handbook.changes = try Handbook.inside.flatMap { name -> [Handbook.Change] in
      if let now = handbook.sentences[name], let before = try sentences(name, former, date, language) {
        return changes(name, before.map { ($0.rule, $0.text) }, now.map { ($0.rule, $0.text) })
      }
      return rows(name, former, house, language)
    }
    return handbook
  }

  private static func sentences(
    _ name: String, _ house: HouseRules, _ date: Day, _ language: Language
  ) throws -> [Handbook.Sentence]? {
    guard let grid = house.book.grid(name), DecisionTable.looksLikeTable(grid) else { return nil }
    let table = try house.book.table(name, asOf: date).table
    return RulesInWords(house.book.catalogue, language).sentences(table).map {
      Handbook.Sentence(rule: $0.rule, text: $0.text, cell: $0.cell)
    }
  }

  /// Words of the shipped rules in English.
  private static func terms(_ catalogue: VariableCatalogue, _ language: Language) -> [String: String] {
    guard language == .en else { return [:] }
    var terms: [String: String] = [:]
    for variable in catalogue.variables {
      terms[variable.zh] = variable.id.replacing("_", with: " ")
      terms.merge(variable.english) { first, _ in first }
    }
    let prefix = "handbook.term."
    for key in Phrasebook.keys where key.hasPrefix(prefix) {
      terms[String(key.dropFirst(prefix.count))] = Phrasebook.text(key, .en)
    }
    return terms
  }

  // MARK: Changes

  /// Rules by their number: new, other, gone; in the order of the sheet, what is gone last.
  private static func changes(
    _ sheet: String, _ before: [(rule: String, text: String)], _ now: [(rule: String, text: String)]
  ) -> [Handbook.Change] {
    let old = Dictionary(before.map { ($0.rule, $0.text) }, uniquingKeysWith: { first, _ in first })
    let new = Set(now.map(\.rule))
    // A rule that only got another number is the same rule.
    let kept = Set(before.map(\.text)).intersection(now.map(\.text))
    var out: [Handbook.Change] = []
    for one in now where old[one.rule] != one.text && !kept.contains(one.text) {
      let was = old[one.rule].flatMap { kept.contains($0) ? nil : $0 }
      out.append(
        Handbook.Change(
          sheet: sheet, kind: was == nil ? .added : .changed, rule: one.rule, before: was ?? "", now: one.text))
    }
    for one in before where !kept.contains(one.text) && !out.contains(where: { $0.before == one.text }) {
      if new.contains(one.rule), now.contains(where: { $0.rule == one.rule && $0.text == one.text }) { continue }
      out.append(Handbook.Change(sheet: sheet, kind: .removed, rule: one.rule, before: one.text, now: ""))
    }
    return out
  }

  /// Rows of lists (visits, benefits, thresholds, views) by what stands in their first column, cell by cell.
  private static func rows(
    _ name: String, _ former: HouseRules, _ house: HouseRules, _ language: Language
  ) -> [Handbook.Change] {
    let (before, now) = (Listing(name, former, language), Listing(name, house, language))
    var out: [Handbook.Change] = []
    for key in now.keys {
      guard let row = now.rows[key] else { continue }
      guard let old = before.rows[key] else {
        out.append(
          Handbook.Change(sheet: name, kind: .added, rule: now.title(key), before: "", now: Listing.text(row)))
        continue
      }
      let moved = row.filter { cell in old.first { $0.header == cell.header }?.text ?? "" != cell.text }
      if moved.isEmpty { continue }
      let was = moved.map { cell in (cell.header, old.first { $0.header == cell.header }?.text ?? "—") }
      out.append(
        Handbook.Change(
          sheet: name, kind: .changed, rule: now.title(key), before: Listing.text(was), now: Listing.text(moved)))
    }
    for key in before.keys where now.rows[key] == nil {
      guard let row = before.rows[key] else { continue }
      out.append(
        Handbook.Change(sheet: name, kind: .removed, rule: before.title(key), before: Listing.text(row), now: ""))
    }
    return out
  }
}

/// A sheet that is a list, row by row under the text of its first column.
private struct Listing {
  typealias Row = [(header: String, text: String)]
  var keys: [String] = []
  var rows: [String: Row] = [:]
  private let language: Language

  init(_ name: String, _ house: HouseRules, _ language: Language) {
    self.language = language
    // Settings the user's sheet leaves out keep their shipped values; other sheets stand for themselves.
    if name == "settings", let shipped = HouseRules.shipped.first(where: { $0.source.sheet == name }) { add(shipped) }
    if let grid = house.book.grid(name) { add(grid) }
  }

  private mutating func add(_ grid: Grid) {
    guard let header = grid.rows.first else { return }
    var seen: [String: Int] = [:]
    for row in grid.rows.indices.dropFirst() {
      var key = grid.text(row, 0)
      if key.isEmpty { continue }
      seen[key, default: 0] += 1
      if let n = seen[key], n > 1 { key += " #\(n)" }
      if rows[key] == nil { keys.append(key) }
      rows[key] = header.cells.indices.dropFirst().compactMap { column in
        let title = grid.text(0, column)
        return title.isEmpty ? nil : (title, grid.text(row, column))
      }
    }
  }

  /// What a row is about: its name in the reader's language where the sheet has one.
  func title(_ key: String) -> String {
    let wanted = language == .zh ? ["zh", "规则 rule"] : ["en", "rule (en)"]
    return rows[key]?.first { wanted.contains($0.header) && !$0.text.isEmpty }?.text ?? key
  }

  /// `触发: 沉默; 天数: 60`; a lone value of a threshold needs no heading.
  static func text(_ row: Row) -> String {
    if row.count == 1, row[0].header == "value" { return row[0].text.isEmpty ? "—" : row[0].text }
    return row.filter { !$0.text.isEmpty && $0.text != "—" || row.count == 1 }.prefix(8)
      .map { "\($0.header): \($0.text.isEmpty ? "—" : $0.text)" }.joined(separator: "; ")
  }
}
