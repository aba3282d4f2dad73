import ByteScanning
import CustomerRecords
import Foundation
import Localisation
import ReleaseGate
import Tabular
import Testing

@testable import Privacy

@Suite("The proof of a finished file")
struct ProofTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "rollbook-proof-\(UUID().uuidString)").path
  let key = MasterKey(bytes: (0..<32).map { UInt8($0) }, path: "/nowhere")
  let log: ExportLog
  let records = ExportTests.many(40)

  init() { log = ExportLog(path: folder + "/.rollbook/exports.jsonl") }

  func run(_ records: Records? = nil) throws -> ExportRun {
    let plan = try ExportPlan(
      records: records ?? self.records, views: ExportTests.views, settings: School.settings,
      options: ExportOptions(roles: ["partner"], recipient: "阳光小学", purpose: "续费分析"), master: key, log: log)
    return try plan.start(log: log, output: "o", sources: [], rules: "", version: "", time: "t")
  }

  /// The released table as a file, with more parts beside it.
  func file(_ released: Released<Outside>, _ more: [(String, String)] = []) -> FinishedFile {
    var strings = "<sst>"
    for named in released.table.columns {
      for row in 0..<released.table.rowCount {
        if let text = CellText.of(named.column.cell(row)) { strings += "<si><t>\(text)</t></si>" }
      }
    }
    return FinishedFile(
      parts: [.init(name: "xl/sharedStrings.xml", text: strings + "</sst>")]
        + more.map { .init(name: $0.0, text: $0.1) })
  }

  @Test("A clean file passes")
  func clean() throws {
    var run = try run()
    #expect(try run.prove(file(run.released), time: "t") == .passed)
  }

  @Test(
    "Raw values fail wherever they stand",
    arguments: [
      ("docProps/core.xml", "<dc:creator>王明轩</dc:creator>"), ("docProps/app.xml", "<Company>13900010007</Company>"),
      ("xl/sharedStrings.xml", "<si><t>139 0001 0007</t></si>"), ("xl/worksheets/sheet1.xml", "<v>13900010007</v>"),
      ("xl/workbook.xml", "<definedName name=\"x\">\"李雨桐儿\"</definedName>"), ("xl/comments1.xml", "<t>找李雨桐儿</t>"),
      ("xl/sharedStrings.xml", "<si><t>李雨桐儿</t></si>"), ("xl/styles.xml", "<x a='&#49;3900010007'/>"),
      ("out.csv", "a,b\n\"x\",\"'+8613900010007\"\n"), ("page.html", "<p data-x=\"13900010007\">ok</p>"),
    ])
  func leaks(part: String, text: String) throws {
    var run = try run()
    let finished = file(run.released, [(part, text)])
    do {
      _ = try run.prove(finished, time: "t")
      Issue.record("passed")
    } catch let failure as Failure {
      #expect(failure.code.rawValue == "E550")
      #expect(!failure.arguments.joined().contains("139"))
      #expect(!failure.arguments.joined().contains("李雨桐"))
    }
    #expect(try log.verify().records.last?.event == .failed)
  }

  @Test("Numbers that are nobody's pass")
  func others() throws {
    var run = try run()
    let more = [("xl/worksheets/sheet1.xml", "<c r=\"A1\"><v>13900010008</v></c><v>20260305</v>")]
    #expect(try run.prove(file(run.released, more), time: "t") == .passed)
  }

  @Test("Notes leave with every name and number masked")
  func notes() throws {
    let notes = (0..<40).map { $0 == 0 ? "找李雨桐儿，电话139-0001-0007" : nil }
    var run = try run(ExportTests.many(40, notes: notes))
    let texts = run.released.table[field: "customers.note"].map { column in
      (0..<column.count).compactMap { CellText.of(column.cell($0)) }
    }
    #expect(texts == ["找李***，电话139****0007"])
    #expect(try run.prove(file(run.released), time: "t") == .passed)
  }

  @Test("A phone typed into a column of amounts is taken out, and a normal amount stays")
  func numberColumn() throws {
    let kernel = FreeTextKernel(
      name: "full", dictionary: PersonDictionary(records: records), targets: .all, own: [:])
    let made = kernel.apply(
      .numbers([13_900_010_007, 12_800, 1_390_001_000]), rows: [0, 1, 2], of: Table(name: "", rowCount: 3))
    #expect((0..<3).map { made.cell($0) } == [.empty, .number(12_800), .number(1_390_001_000)])
  }

  @Test("Running text that still holds something is masked again")
  func again() throws {
    let session = try ViewSession(
      sheet: ExportTests.views, request: ViewRequest(roles: ["partner"]), records: records, settings: School.settings,
      tokenizer: try Tokenizer(master: key.bytes, recipient: "a", purpose: "b", epoch: "c"))
    let table = Table(
      name: "customers",
      columns: [Table.Named(header: "备注", field: "customers.note", column: .texts(["找李雨桐儿"]))], rowCount: 1)
    let proof = ExportProof([(table, ["customers.note": "full"])], session: session)
    let result = proof.check(FinishedFile(parts: [.init(name: "xl/sharedStrings.xml", text: "<t>找李雨桐儿</t>")]))
    guard case .maskAgain(let fields) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(fields == ["customers.note"])
  }
}

@Suite("Rights of the person")
struct PersonTests {
  @Test(
    "Everything held on one customer is found by id, name or phone", arguments: ["S001", "段正淳", "+86 180-4953-1999"])
  func show(query: String) throws {
    let person = try PersonRecord(query, in: School.records)
    #expect(person.customers == [0])
    #expect(person.items.contains { $0.field == "customers.phone" && $0.value == "18049531999" })
    #expect(person.items.contains { $0.table == .visits })
    #expect(person.items.contains { $0.table == .consents })
  }

  @Test("Mentions in other people's rows are found")
  func mentions() throws {
    let person = try PersonRecord("刘三", in: School.records)
    #expect(person.mentions.contains { $0.field == "visits.content" && $0.row == 2 })
  }

  @Test("Nobody and several are told")
  func nobody() { #expect(throws: Failure.self) { try PersonRecord("无此人", in: School.records) } }

  @Test("A sheet nobody knows comes over without the person: rows that are theirs go, mentions are masked, merges stay")
  func unknownSheet() throws {
    let person = try PersonRecord("S005", in: School.records)
    // 刘三 alone in rows 3 and 6; beside 高兴 in row 4; in a note in row 5.
    let table = Table(
      name: "刘三的座位",
      columns: [
        Table.Named(
          header: "谁", field: "sheet.A", column: .texts(["组", "刘三", "高兴", nil, "S005", "无"]), stood: [(0, 0)]),
        Table.Named(
          header: "说明", field: "sheet.B", column: .texts(["x", "怕高", "刘三", "问刘 三，18611112222", "y", "王小明"]),
          stood: [(0, 1)]),
      ], origin: origin([2, 3, 4, 5, 6, 7]), rowCount: 6)
    let merges = [
      SheetPreview.Merge(rows: 3...5, columns: 2...2), SheetPreview.Merge(rows: 6...6, columns: 0...1),
      SheetPreview.Merge(rows: 1...1, columns: 0...1),
    ]
    let clean = SheetWithoutPerson(
      person, in: School.records, table, merges: merges, sources: [], headerRow: 1)
    #expect(clean.removed == [3, 6])
    #expect(clean.masked.map(\.row) == [4, 5])
    #expect((0..<4).map { clean.table.columns[0].column.cell($0) } == [.text("组"), .text("高兴"), .empty, .text("无")])
    #expect(
      (0..<4).map { clean.table.columns[1].column.cell($0) }
        == ["x", "刘*", "问刘 *，186****2222", "王小明"].map { .text($0) })
    #expect((0..<4).map { clean.table.origin.place($0).row } == [2, 3, 4, 5])
    #expect(clean.merges == [.init(rows: 3...4, columns: 2...2), .init(rows: 1...1, columns: 0...1)])
    #expect(clean.table.name == "刘_的座位")
    #expect(person.remains(in: clean.table) == 0)
    #expect(person.remains(in: table) > 0)
  }

  @Test("A value merged over the rows of several people stays with those who stay")
  func mergedAnchor() throws {
    let person = try PersonRecord("S005", in: School.records)
    let table = Table(
      name: "t",
      columns: [
        Table.Named(
          header: "日期", field: "sheet.A", column: School.days(["2026-05-01", nil, nil]), stood: [(0, 0)]),
        Table.Named(header: "谁", field: "sheet.B", column: .texts(["刘三", "高兴", "王小明"]), stood: [(0, 1)]),
      ], origin: origin([2, 3, 4]), rowCount: 3)
    let clean = SheetWithoutPerson(
      person, in: School.records, table, merges: [.init(rows: 2...4, columns: 0...0)], sources: [], headerRow: 1)
    #expect(clean.table.columns[0].column.cell(0) == .day(Day(iso: "2026-05-01")!))
    #expect(clean.merges == [.init(rows: 2...3, columns: 0...0)])
  }

  private func origin(_ rows: [Int]) -> Origin {
    var origin = Origin()
    for row in rows { origin.append(source: 0, sheetRow: row) }
    return origin
  }

  @Test("What is kept past its time is listed")
  func retention() {
    var records = School.records
    records[.customers].set(
      "registered_on", header: "d", School.days(["2020-01-01", "2026-01-01", nil, "2019-01-01", nil]))
    let items = Retention(records, settings: School.settings).items
    #expect(items.map(\.customer) == [3])
    #expect(items.first?.reason == .lead)
  }

  @Test("What a role sees, on examples")
  func examples() throws {
    let lines = try School.views.lines(for: School.views.role("partner"), asOf: School.asOf, language: .zh)
    #expect(lines.first { $0.field == "customers.name" }?.seen == "欧阳**")
    #expect(lines.first { $0.field == "customers.birthday" }?.seen == "7–12")
    #expect(lines.first { $0.field == "customers.id_card" }?.seen == "")
    #expect(School.views.remarks().filter { $0.code.rawValue == "E462" }.isEmpty)
  }
}
