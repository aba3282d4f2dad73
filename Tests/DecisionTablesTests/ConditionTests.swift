import ByteScanning
import DecisionTables
import Tabular
import Testing

/// A condition, a value in the sheet of inputs, and whether the rule fires.
@Suite("Conditions")
struct ConditionTests {
  static let cases: [(String, String, Bool)] = [
    ("-", "", true), ("", "5", true), ("－", "x", true),
    ("5", "5", true), ("5", "5.0", true), ("5", "6", false), ("5", "", false),
    ("1,3,5", "3", true), ("1，3、5", "5", true), ("1,3", "2", false),
    (">=18", "18", true), ("≥18", "17", false), ("＞18", "18", false), ("< 18", "17.9", true), ("≤１８", "18", true),
    ("!=3", "4", true), ("≠3", "3", false), ("<>3", "4", true),
    ("[0..7]", "0", true), ("(0..7]", "0", false), ("[0..7)", "7", false), ("]0..7[", "7", false),
    ("]0..7[", "3", true),
    ("［０．．７］", "7", true), ("[0…7]", "5", true), ("0~7", "7", true), ("[-5..-1]", "-3", true),
    ("not(3)", "4", true), ("not(3)", "3", false), ("not(3,4)", "4", false), ("not([1..5])", "6", true),
    ("非（3）", "2", true), ("not(<5)", "", false), ("not(3)", "", true), ("null", "", true), ("null", "1", false),
    ("<=30,null", "", true), ("not(null)", "1", true), ("not(null)", "", false),
    ("\"强\"", "强", true), ("“强”，“中”", "中", true), ("强", "强", true), ("强，中", "弱", false), ("\"a,b\"", "\"a,b\"", true),
    ("\"强\"", "", false), ("not(\"强\")", "", true), ("\"say \\\"hi\\\"\"", "say \"hi\"", true),
    ("true", "是", true), ("是", "true", true), ("否", "false", true), ("true", "false", false), ("true", "", false),
    ("20%", "0.2", true), (">=1.2万", "12000", true), ("[1000..2000)", "1999.99", true), ("3元", "3", true),
    ("2026-03-05", "2026/3/5", true), (">=2026年3月5日", "2026-03-04", false),
    ("date(\"2026-03-05\")", "2026-03-05", true),
    ("[2026-01-01..2026-12-31]", "2026.6.1", true), ("@\"2026-03-05\"", "2026-03-05", true),
    ("<2026-03-05 + 3天", "2026-03-07", true), ("<=2026-01-31 + 1个月", "2026-02-28", true),
    (">2026-03-31 - P1M", "2026-02-28", false), (">=duration(\"P3D\")", "P3D", true), ("<=30天", "30", true),
    ("3+4", "7", true), ("<2*(3+1)", "7", true), (">10/4", "2.5", false), ("-3", "-3", true),
  ]

  @Test("mean what they say", arguments: cases)
  func holds(condition: String, value: String, fires: Bool) throws {
    let table = try Self.table([["1", condition, "yes"]])
    let inputs = Grid(
      source: SourceSheet(file: "in", sheet: "in"),
      rows: [
        SheetPreview.Row(number: 1, cells: [.text("x")]),
        SheetPreview.Row(number: 2, cells: [value.isEmpty ? .empty : .text(value)]),
      ])
    let run = RulesRun(table, inputs: inputs)
    #expect(run.outcome.matched(0) == (fires ? [0] : []), "\(table.rules[0].tests[0])")
  }

  static func table(_ rules: [[String]], policy: String = "F", values: [String]? = nil) throws -> DecisionTable {
    let width = rules[0].count
    var rows = [[policy] + (width == 3 ? ["x", "→ z"] : ["x", "y", "→ z"])]
    if let values { rows.append(["values"] + values) }
    let grid = Grid(
      source: SourceSheet(file: "t", sheet: "t"),
      rows: (rows + rules).enumerated().map { number, row in
        SheetPreview.Row(number: number + 1, cells: row.map { $0.isEmpty ? .empty : .text($0) })
      })
    let parsed = DecisionTable.parse(grid)
    #expect(parsed.findings.filter { $0.severity == .error }.isEmpty, "\(parsed.findings)")
    return try #require(parsed.table)
  }

  @Test("may refer to another input and to settings, plus or minus days")
  func references() throws {
    let grid = Grid(
      template: "F,应缴,实缴,日期,→ z\n1,-,>=应缴,-,full\n2,-,>=应缴 * 0.5,>统计日 - grace,part\n3,-,-,-,none", file: "t", sheet: "t"
    )
    let table = try #require(
      DecisionTable.parse(
        grid, constants: ["统计日": .day(Day(iso: "2026-03-10")!), "grace": .days(30)]
      ).table)
    let outcome = CompiledTable(table).evaluate(
      [
        .numbers([100, 100, 100, nil]), .numbers([100, 60, 60, 5]),
        .days([nil, Day(iso: "2026-03-01"), Day(iso: "2026-01-01"), nil]),
      ], rows: 4)
    #expect((0..<4).map { outcome.value($0).description } == ["full", "part", "none", "none"])
  }

  @Test("are the same for columns as read one by one, strays and all")
  func columnsAgree() throws {
    let table = try Self.table(
      [
        ["1", "[0..7]", "\"a\",\"b\"", "1"], ["2", ">3,null", "not(\"a\")", "2"], ["3", "-", "-", "3"],
        ["4", "<0", "null", "4"],
      ], policy: "R")
    var x = Column.numbers([0, 7, nil, 3.5, -1, nil, 100])
    x.strays = [Column.Stray(row: 5, cell: .text("?"))]
    let y = Column.texts(["a", "b", nil, "c", "a", "b", ""])
    let outcome = CompiledTable(table).evaluate([x, y], rows: 7)
    for row in 0..<7 {
      let one = CompiledTable(table).evaluate([x.gathered([UInt32(row)]), y.gathered([UInt32(row)])], rows: 1)
      #expect(one.matched(0) == outcome.matched(row), "row \(row)")
    }
    #expect(outcome.matched(0) == [0, 2] && outcome.matched(1) == [0, 1, 2] && outcome.matched(2) == [1, 2])
    #expect(outcome.matched(5) == [2])
  }

  @Test("more than sixty-four rules are kept apart")
  func manyRules() throws {
    let rules = (1...200).map { [String($0), String($0), "r\($0)"] }
    let table = try Self.table(rules, policy: "U")
    let outcome = CompiledTable(table).evaluate([.numbers((0...201).map { Double($0) })], rows: 202)
    #expect(outcome.value(0).isNull && outcome.value(1) == .text("r1") && outcome.value(200) == .text("r200"))
    #expect(outcome.firedNumbers(130) == ["130"])
  }

  @Test(
    "hit policies give what DMN says",
    arguments: [
      ("F", "b", "1"), ("P", "a", "2"), ("R", "[\"b\",\"a\",\"c\"]", "1,2,3"), ("C", "[\"b\",\"a\",\"c\"]", "1,2,3"),
      ("O", "[\"a\",\"b\",\"c\"]", "2,1,3"), ("U", "", "1,2,3"), ("A", "", "1,2,3"), ("C#", "3", "1,2,3"),
    ])
  func policies(policy: String, result: String, fired: String) throws {
    let table = try Self.table(
      [["1", ">0", "\"b\""], ["2", ">1", "\"a\""], ["3", ">2", "\"c\""]], policy: policy,
      values: ["", "\"a\",\"b\",\"c\""])
    let outcome = CompiledTable(table).evaluate([.numbers([5])], rows: 1)
    #expect(outcome.value(0).description == result)
    #expect(outcome.firedNumbers(0).joined(separator: ",") == fired)
  }

  @Test(
    "aggregates fold numbers without binary dust, and nothing matched is null or 0",
    arguments: [
      ("C+", "0.6", ""), ("C<", "0.1", ""), ("C>", "0.3", ""), ("C#", "3", "0"), ("C", "[0.1,0.2,0.3]", "[]"),
    ])
  func aggregates(policy: String, result: String, nothing: String) throws {
    let table = try Self.table([["1", ">0", "0.1"], ["2", ">1", "0.2"], ["3", ">2", "0.3"]], policy: policy)
    let outcome = CompiledTable(table).evaluate([.numbers([5, -1])], rows: 2)
    #expect(outcome.value(0).description == result && outcome.value(1).description == nothing)
  }

  @Test("a run writes outputs and fired rules behind the inputs, and tells of what it could not read")
  func run() throws {
    let table = try Self.table([["1", ">10", "\"x\",\"y\"", "0.5"], ["2", "-", "-", "7"]], policy: "C")
    let inputs = Grid(template: "case,y,x\none,x,11\ntwo,z,3\nthree,,很多\n", file: "in.csv", sheet: "in")
    let run = RulesRun(table, inputs: inputs)
    #expect((0..<5).map { run.result.text(0, $0) } == ["case", "y", "x", "z", "fired"])
    #expect(run.result.text(1, 3) == "[0.5,7]" && run.result.text(1, 4) == "1,2")
    #expect(run.result.text(2, 3) == "[7]" && run.result.text(2, 4) == "2")
    #expect(run.findings.map(\.code.rawValue) == ["E431"] && run.findings[0].cell == "C4")
  }
}
