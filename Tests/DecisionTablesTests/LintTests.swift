import ByteScanning
import DecisionTables
import Foundation
import Tabular
import TestSupport
import Testing

/// One spoiled sheet a defect: what is found, in which cell, and (where one row shows it) for which inputs.
@Suite("The rules check")
struct LintTests {
  struct Spoiled: CustomTestStringConvertible, Sendable {
    var name: String
    var sheet: String
    var code: String
    var cell: String
    var example = ""
    var argument = ""
    var others: [String] = []
    var severity = Finding.Severity.error
    var testDescription: String { name }
  }

  static let spoiled: [Spoiled] = [
    Spoiled(name: "no hit policy", sheet: "X,需求强度,→ 意向等级\n1,强,A", code: "E401", cell: "A1", argument: "X"),
    Spoiled(name: "no output", sheet: "F,需求强度,意向等级\n1,强,A", code: "E403", cell: "A1"),
    Spoiled(
      name: "misspelt field", sheet: "F,需求強弱度,→ 意向等级\ndefault,,C\n1,强,A", code: "E404", cell: "B1",
      argument: "需求强度"),
    Spoiled(name: "column without header", sheet: "F,,需求强度,→ 意向等级\ndefault,,,C\n1,3,强,A", code: "E405", cell: "B1"),
    Spoiled(
      name: "text where a number belongs", sheet: "F,距预计报名天数,→ 意向等级\ndefault,,C\n1,很近,A", code: "E406", cell: "B3"),
    Spoiled(
      name: "order of words", sheet: "F,需求强度,→ 意向等级\ndefault,,C\n1,>=强,A", code: "E406", cell: "B3"),
    Spoiled(
      name: "reversed range", sheet: "F,距预计报名天数,→ 意向等级\ndefault,,C\n1,[7..0],A", code: "E407", cell: "B3"),
    Spoiled(
      name: "empty range", sheet: "F,距预计报名天数,→ 意向等级\ndefault,,C\n1,(7..7],A", code: "E407", cell: "B3"),
    Spoiled(
      name: "input value outside the list", sheet: "F,需求强度,→ 意向等级\ndefault,,C\n1,中中,A", code: "E408", cell: "B3",
      argument: "\"中\""),
    Spoiled(
      name: "output value outside the list", sheet: "F,需求强度,→ 意向等级\nvalues,,\"A,B,C\"\ndefault,,C\n1,强,D",
      code: "E408", cell: "C4"),
    Spoiled(
      name: "default outside the list", sheet: "F,需求强度,→ 意向等级\nvalues,,\"A,B,C\"\ndefault,,E\n1,强,A",
      code: "E408", cell: "C3"),
    Spoiled(
      name: "overlap under U", sheet: "U,距预计报名天数,未解决异议数,→ 意向等级\ndefault,,,C\n1,[0..7],0,A\n2,[5..30],-,B",
      code: "E409", cell: "A4", example: "距预计报名天数 = 5, 未解决异议数 = 0", others: ["A3"]),
    Spoiled(
      name: "conflict under A", sheet: "A,距预计报名天数,→ 意向等级\ndefault,,C\n1,<=7,A\n2,>=7,B", code: "E410",
      cell: "A4", example: "距预计报名天数 = 7", others: ["A3"]),
    Spoiled(
      name: "gap", sheet: "F,距预计报名天数,需求强度,→ 意向等级\n1,<=7,-,A\n2,>=9,-,B\n3,-,\"强,中\",C", code: "E411",
      cell: "A4", example: "距预计报名天数 = 8, 需求强度 = \"弱\"", severity: .warning),
    Spoiled(
      name: "rule that can never fire", sheet: "F,距预计报名天数,→ 意向等级\n1,<=7,A\n2,>7,B\n3,[0..30],C", code: "E412",
      cell: "A4", argument: "1,2", others: ["A2", "A3"], severity: .warning),
    Spoiled(
      name: "rule outranked under P",
      sheet: "P,距预计报名天数,→ 意向等级\nvalues,,\"A,B,C\"\ndefault,,C\n1,[3..5],B\n2,<=7,A", code: "E412", cell: "A4",
      argument: "2", others: ["A5"], severity: .warning),
    Spoiled(
      name: "condition that cannot hold", sheet: "F,未解决异议数,→ 意向等级\ndefault,,C\n1,<0,A", code: "E412", cell: "B3",
      severity: .warning),
    Spoiled(
      name: "duplicate under U", sheet: "U,需求强度,→ 意向等级\ndefault,,C\n1,强,A\n2,强,A", code: "E413", cell: "A4",
      others: ["A3"]),
    Spoiled(
      name: "duplicate under F", sheet: "F,需求强度,→ 意向等级\ndefault,,C\n1,强,A\n2,强,B", code: "E413", cell: "A4",
      others: ["A3"], severity: .warning),
    Spoiled(name: "no rules", sheet: "F,需求强度,→ 意向等级\ndefault,,C", code: "E414", cell: "A1", severity: .warning),
    Spoiled(
      name: "column twice", sheet: "F,需求强度,need_strength,→ 意向等级\ndefault,,,C\n1,强,强,A", code: "E415", cell: "C1",
      others: ["B1"]),
    Spoiled(
      name: "rule number twice", sheet: "F,需求强度,→ 意向等级\ndefault,,C\n1,强,A\n1,中,B", code: "E416", cell: "A4",
      others: ["A3"], severity: .warning),
    Spoiled(
      name: "priority without a list", sheet: "P,需求强度,→ 意向等级\ndefault,,C\n1,强,A", code: "E417", cell: "C1"),
    Spoiled(
      name: "sum of words", sheet: "C+,需求强度,→ 积分\n1,强,很多", code: "E418", cell: "C2"),
    Spoiled(
      name: "nonsense", sheet: "F,距预计报名天数,→ 意向等级\ndefault,,C\n1,[0..,A", code: "E419", cell: "B3"),
    Spoiled(
      name: "unclosed text", sheet: "F,需求强度,→ 意向等级\ndefault,,C\n1,\"\"\"强\",A", code: "E419", cell: "B3"),
    Spoiled(
      name: "rule without result", sheet: "F,需求强度,→ 意向等级\ndefault,,C\n1,强,", code: "E422", cell: "C3",
      severity: .warning),
  ]

  static let catalogue = VariableCatalogue(
    (try? defaultRules())?.first { $0.source.sheet == "variables" }
      ?? Grid(source: SourceSheet(file: "", sheet: ""), rows: []))

  @Test("finds the defect, its cell and a row that shows it", arguments: spoiled)
  func finds(one: Spoiled) throws {
    let grid = Grid(template: one.sheet, file: "rules.xlsx", sheet: "意向等级")
    let checked = DecisionTable.check(grid, catalogue: LintTests.catalogue)
    let told = checked.findings.map { "\($0.code.rawValue) \($0.cell)" }
    let finding = try #require(
      checked.findings.first { $0.code.rawValue == one.code && $0.cell == one.cell }, "found only \(told)")
    #expect(finding.severity == one.severity)
    #expect(finding.source.sheet == "意向等级")
    if !one.example.isEmpty { #expect(finding.exampleText == one.example) }
    if !one.argument.isEmpty { #expect(finding.arguments.contains(one.argument), "\(finding.arguments)") }
    if !one.others.isEmpty { #expect(finding.others == one.others) }
    // One defect, one finding: nothing else is wrong with the sheet.
    #expect(checked.findings.filter { $0.severity != .note }.count == 1, "\(told)")
    #expect(checked.isUsable == (one.severity != .error && checked.table != nil))
  }

  @Test("tells of merged headers")
  func mergedHeader() throws {
    var grid = Grid(template: "F,需求强度,→ 意向等级\ndefault,,C\n1,强,A", file: "r.xlsx", sheet: "s")
    grid.merges = [SheetPreview.Merge(rows: 1...1, columns: 1...2)]
    let checked = DecisionTable.check(grid)
    #expect(checked.findings.map(\.code.rawValue) == ["E402"] && checked.findings[0].cell == "B1")
  }

  @Test("every code has a sentence and advice in both languages")
  func phrases() throws {
    let url = Corpus.packageRoot.appending(path: "templates/strings/rules.tsv")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { $0.split(separator: "\t") }
    let keys = Dictionary(lines.map { (String($0[0]), $0.count) }, uniquingKeysWith: { _, last in last })
    for code in Set(LintTests.spoiled.map(\.code)) {
      #expect(keys[code] == 3 && keys[code + ".help"] == 3, "\(code)")
    }
  }

  @Test("overlaps and gaps found are real, and none are missed, on small random tables")
  func agreesWithBruteForce() throws {
    var seed: UInt64 = 11
    func next(_ n: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % n
    }
    for _ in 0..<60 {
      var rules: [[String]] = []
      for number in 1...(2 + next(4)) {
        func condition() -> String {
          let (a, b) = (next(5), next(5))
          return ["-", "\(a)", "<\(a)", ">=\(a)", "[\(min(a, b))..\(max(a, b))]", "not(\(a))"][next(6)]
        }
        rules.append([String(number), condition(), condition(), "\"r\(number)\""])
      }
      let text = "U,x,y,→ z\nvalues,[0..4],[0..4],\n" + rules.map { $0.joined(separator: ",") }.joined(separator: "\n")
      let checked = DecisionTable.check(Grid(template: text, file: "t", sheet: "t"))
      let table = try #require(checked.table)
      var (overlaps, gaps) = (false, false)
      let values = (0..<25).map { (Double($0 / 5), Double($0 % 5)) }
      let outcome = CompiledTable(table).evaluate(
        [.numbers(values.map(\.0)), .numbers(values.map(\.1))], rows: values.count)
      for row in 0..<values.count {
        overlaps = overlaps || outcome.matched(row).count > 1
        gaps = gaps || outcome.matched(row).isEmpty
      }
      let codes = Set(checked.findings.map(\.code.rawValue))
      // Fractions lie between the whole numbers, so lint may know of more, never of less.
      if overlaps { #expect(codes.contains("E409") || codes.contains("E413"), "\(text)") }
      if gaps { #expect(codes.contains("E411"), "\(text)") }
      for finding in checked.findings where finding.code.rawValue == "E409" {
        let row = finding.example.map { Double($0.value) }
        let one = CompiledTable(table).evaluate([.numbers([row[0]]), .numbers([row[1]])], rows: 1)
        #expect(one.matched(0).count > 1, "\(text) \(finding.exampleText)")
      }
      for finding in checked.findings where finding.code.rawValue == "E411" {
        let row = finding.example.map { Double($0.value) }
        let one = CompiledTable(table).evaluate([.numbers([row[0]]), .numbers([row[1]])], rows: 1)
        #expect(one.matched(0).isEmpty, "\(text) \(finding.exampleText)")
      }
    }
  }
}
