import Foundation
import Localisation
import Tabular
import Templates
import Testing

@testable import Dashboards

@Suite struct HandbookTests {
  static let sheets = Templates.paths(in: "rules").filter { $0.hasSuffix(".csv") }.map {
    path -> (name: String, grid: Grid) in
    let name = String(path.dropFirst("rules/".count).dropLast(".csv".count))
    return (name, Grid(template: Templates.text(path) ?? "", file: path, sheet: name))
  }

  static func page(_ edition: Handbook.Edition, _ language: Language) throws -> String {
    let bytes = try Handbook(sheets: sheets).render(
      edition, language: language, institution: "晨光教育", date: Day(iso: "2026-03-18")!, digest: "abcdef0123456789ff",
      version: "0.1",
      sha256: { _ in Array(repeating: 7, count: 32) })
    if let folder = ProcessInfo.processInfo.environment["ROLLBOOK_PAGES"] {
      try Data(bytes).write(
        to: URL(fileURLWithPath: "\(folder)/handbook-\(edition.rawValue)-\(language.rawValue).html"))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: Handbook.Edition.allCases, Language.allCases)
  func theRulesThatShipMakeAReadablePage(edition: Handbook.Edition, language: Language) throws {
    let page = try Self.page(edition, language)
    #expect(!page.contains("⟦") && page.contains("2026-03-18") && page.contains("abcdef0123456789"))
    #expect(page.contains("<section id=\"tiers\"") && page.contains("<section id=\"benefits\""))
  }

  @Test func customersSeeOnlyTheRulesThatConcernThem() throws {
    let page = try Self.page(.customers, .zh)
    for name in ["visit_plan", "commission", "views", "settings", "intent"] {
      #expect(!page.contains("<section id=\"\(name)\""))
    }
    #expect(try Self.page(.inside, .zh).contains("<section id=\"commission\""))
  }

  @Test(arguments: [
    ("[0..7]", "0 至 7", "0 to 7"), ("\"强\",\"中\"", "强、中", "强, 中"), ("-", "任意", "any"),
    ("<=30,null", "≤ 30、空", "≤ 30, empty"),
    ("not(\"未通过\")", "不是 未通过", "not 未通过"), ("一般文字", "一般文字", "一般文字"), ("default", "其余", "otherwise"),
    (">= 5", "≥ 5", "≥ 5"),
  ])
  func conditionsReadAsWords(cell: String, zh: String, en: String) {
    #expect(RuleWords.cell(cell, .zh) == zh)
    #expect(RuleWords.cell(cell, .en) == en)
  }

  @Test func theFlowChartHasABoxForEveryStepOfThePlan() throws {
    let plan = try #require(Self.sheets.first { $0.name == "visit_plan" })
    let page = try Self.page(.inside, .zh)
    #expect(page.matches(of: /class="mark box"/).count == RuleWords.ruleRows(plan.grid).count * 3)
  }
}
