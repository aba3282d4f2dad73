import ByteScanning
import DecisionTables
import Foundation
import Tabular
import TestSupport
import Testing

/// The rules that ship, read from the source tree.
func defaultRules() throws -> [Grid] {
  let folder = Corpus.packageRoot.appending(path: "templates/rules")
  let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".csv") }.sorted()
  return try files.map { file in
    let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    return Grid(template: text, file: "rules/\(file)", sheet: String(file.dropLast(4)))
  }
}

@Suite("The rules that ship")
struct DefaultRulesTests {
  @Test("have nothing for the check to find")
  func areClean() throws {
    let book = RuleBook(defaults: try defaultRules())
    #expect(Set(book.tableNames).isSuperset(of: ["intent", "value", "tiers", "points", "commission", "next_course"]))
    let findings = book.check().filter { $0.severity != .note }
    #expect(
      findings.isEmpty,
      "\(findings.map { "\($0.code.rawValue) \($0.source.sheet)!\($0.cell) \($0.arguments) \($0.exampleText)" })")
  }

  @Test("are used sheet by sheet where the user's workbook has none, under either name")
  func overlay() throws {
    let own = Grid(
      template: "F,需求强度,→ 意向等级\nvalues,,\"\"\"A\"\",\"\"C\"\"\"\ndefault,,C\n1,强,A\n", file: "rules.xlsx",
      sheet: "意向等级")
    let book = RuleBook(defaults: try defaultRules(), overlay: [own])
    #expect(book.sheet("intent")?.isDefault == false)
    #expect(book.sheet("tiers")?.isDefault == true)
    #expect(book.findings.contains { $0.code.rawValue == "E421" && $0.arguments == ["会员等级表"] })
    let table = try book.table("Intent", asOf: Day(rawValue: 20_000))
    #expect(table.table.rules.count == 1)
  }

  @Test("name the nearest sheet for one that is misspelt")
  func misspeltSheet() throws {
    let own = Grid(template: "F,需求强度,→ 意向等级\n1,强,A\n", file: "rules.xlsx", sheet: "意向等及")
    let book = RuleBook(defaults: try defaultRules(), overlay: [own])
    let finding = try #require(book.findings.first { $0.code.rawValue == "E420" })
    #expect(finding.arguments == ["意向等及", "意向等级"])
  }
}
