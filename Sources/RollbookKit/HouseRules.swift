import ByteScanning
package import CustomerRecords
package import DecisionTables
import Dispatch
import Foundation
import Metrics
package import Tabular
import Templates
import Workbooks

/// The rules of a run: the sheets that ship with the program, overlaid by the user's rules workbook.
package struct HouseRules: Sendable {
  package let book: RuleBook
  package let settings: Settings
  package let catalogue: FieldCatalogue
  package let choices: ChoiceBook
  /// SHA-256 of the user's rules workbook; empty where the shipped sheets stand alone.
  package let digest: String
  /// What is odd about settings and catalogue sheets: a code, a place, a word.
  package let findings: [RuleFinding]

  /// The sheets that ship with the program, by file name without `.csv`.
  package static let shipped: [Grid] = Templates.paths(in: "rules").filter { $0.hasSuffix(".csv") }.map { path in
    let name = String(path.dropFirst("rules/".count).dropLast(".csv".count))
    return Grid(template: Templates.text(path) ?? "", file: path, sheet: name)
  }

  /// The shipped sheets alone.
  private static let standard: HouseRules = {
    // On two cores.
    let others = Ahead { (shipped, Settings.standard, ChoiceBook.standard) }
    _ = (FieldCatalogue.standard, others.value)
    return HouseRules(overlay: [], digest: "")
  }()

  /// Begins to read what ships with the program, beside whatever comes first: every run needs it.
  package static func prepare() {
    DispatchQueue.global().async { _ = standard }
  }

  /// Reads `path` (a workbook or a folder of CSV files) over the shipped sheets; nil = those alone.
  package static func load(_ path: String?) throws -> HouseRules {
    let standard = standard
    guard let path else { return standard }
    if path.lowercased().hasSuffix(".dmn") {
      let (grids, digest) = try DMNFile.read(path)
      return HouseRules(book: RuleBook(defaults: [], overlay: grids), digest: digest)
    }
    let opened = try Workbooks.openAll([path])
    let grids = try opened.flatMap { try Grids.read($0) }
    let digest = try opened.flatMap { try $0.digests() }.map(\.sha256).joined()
    return HouseRules(overlay: grids, digest: digest)
  }

  private init(overlay: [Grid], digest: String) {
    self.init(book: RuleBook(defaults: HouseRules.shipped, overlay: overlay), digest: digest)
  }

  private init(book: RuleBook, digest: String) {
    var findings: [RuleFinding] = []
    func own(_ name: String) -> Grid? { book.sheet(name).flatMap { $0.isDefault ? nil : $0.grid } }
    var settings = Settings.standard
    if let grid = own("settings") {
      for (key, address) in settings.overlay(grid) {
        let near = NearestWord.of(key, among: settings.keys) ?? ""
        findings.append(RuleFinding("E440", .warning, grid.source, cell: address, [key, near]))
      }
      for key in settings.keys where key.hasPrefix("target.") && !Metrics.isTarget(key) {
        let (source, address) = settings.places[key] ?? (grid.source, "")
        let near = NearestWord.of(key, among: Metrics.targetKeys)
        let list = Metrics.targetKeys.joined(separator: " ")
        findings.append(
          RuleFinding(near == nil ? "E801" : "E803", .warning, source, cell: address, [key, list, near ?? ""]))
      }
    }
    var catalogue = FieldCatalogue.standard
    if let grid = own("fields") {
      for problem in catalogue.overlay(grid) {
        findings.append(RuleFinding(problem.code.rawValue, .error, grid.source, cell: problem.address, [problem.word]))
      }
    }
    var choices = ChoiceBook.standard
    if let grid = own("choices") { choices.overlay(grid) }
    self.book = book
    self.settings = settings
    self.catalogue = catalogue
    self.choices = choices
    self.digest = digest
    self.findings = findings
  }
}
