import ByteScanning
import CustomerRecords
import Foundation
import ReleaseGate
import Tabular
import Testing

@testable import Privacy

@Suite("Exports")
struct ExportTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "rollbook-export-\(UUID().uuidString)").path
  let key = MasterKey(bytes: (0..<32).map { UInt8($0) }, path: "/nowhere")

  /// A partner view of a small school: k is 2 so that five people are enough to try everything.
  static let views = try! ViewSheet(
    School.grid(
      """
      field,partner,partner:child
      scope,all,
      audience,outside,
      min_k,2,
      consent,yes,
      customers.customer_id,token,token
      customers.name,mask,mask
      customers.phone,mask,hide
      customers.gender,full,full
      customers.birthday,band,band
      customers.note,mask,mask
      """))

  func options(_ recipient: String = "阳光小学", purpose: String = "续费分析") -> ExportOptions {
    ExportOptions(roles: ["partner"], recipient: recipient, purpose: purpose)
  }

  func plan(
    _ records: Records = School.records, _ options: ExportOptions? = nil, log: ExportLog? = nil,
    views: ViewSheet = Self.views
  ) throws -> ExportPlan {
    try ExportPlan(
      records: records, views: views, settings: School.settings, options: options ?? self.options(), master: key,
      log: log)
  }

  /// Many pupils with consents for everybody.
  static func many(_ n: Int, notes: [String?]? = nil, consents rows: Range<Int>? = nil) -> Records {
    let ids: [String] = (0..<n).map { String(format: "P%04d", $0) }
    let surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"]
    let given = ["明轩", "雨桐", "子涵", "浩然", "思远", "佳琪", "梓萱", "俊杰", "欣怡", "天佑", "若曦"]
    let names = (0..<n).map { i -> String in
      let tail = ["", "儿", "安"][i % 3]
      return surnames[i % 10] + given[i % 11] + tail
    }
    let phones = (0..<n).map { i -> String in "139" + String(format: "%08d", 10_007 * (i + 1)) }
    let customers = School.table(
      .customers,
      [
        ("customer_id", .texts(ids)), ("kind", .texts(ids.map { _ in "学生" })), ("name", .texts(names)),
        ("phone", .texts(phones)), ("gender", .texts((0..<n).map { $0 % 2 == 0 ? "男" : "女" })),
        ("birthday", School.days((0..<n).map { "\(2006 + $0 % 4)-03-01" })),
        ("note", .texts(notes ?? ids.map { _ in nil })),
        ("source_channel", .texts(ids.map { _ in "官网" })),
      ])
    let given2 = rows ?? 0..<n
    let consents = School.table(
      .consents,
      [
        ("customer_id", .texts(given2.map { ids[$0] })), ("guardian_name", .texts(given2.map { _ in "家长" })),
        ("recipient", .texts(given2.map { _ in "阳光小学" })), ("purpose", .texts(given2.map { _ in "续费分析" })),
        ("kinds", .texts(given2.map { _ in "姓名、联系方式" })), ("given_on", School.days(given2.map { _ in "2026-01-01" })),
      ])
    return Records(
      tables: [.customers: customers, .consents: consents, .recipients: School.recipients],
      customerRows: [.consents: given2.map { Int32($0) }], person: (0..<Int32(n)).map { $0 },
      family: (0..<Int32(n)).map { $0 }, asOf: School.asOf)
  }

  @Test("Rows without consent stay, each with its reason, and the consents to collect are listed")
  func consents() throws {
    let plan = try plan()
    // S001 guardian's consent; S002 is 16; S003 withdrawn; S004 a child without guardian; S005 consent for another.
    #expect(plan.dropped[.consent(.withdrawn)] == 1)
    #expect(plan.dropped[.consent(.noGuardian)] == 1)
    #expect(plan.dropped[.consent(.noProvenance)] == 1)
    let collect = try #require(plan.toCollect)
    #expect(collect.rowCount == 2)
    #expect(collect[field: "customers.customer_id"]?.cell(0) == .text("S003"))
    #expect(plan.rowsIn == 5)
    #expect(plan.rowsOut + plan.dropped.values.reduce(0, +) == 5)
  }

  @Test(
    "Who may not receive is refused",
    arguments: [
      ("月亮公司", "续费分析", "E522"), ("过期公司", "续费分析", "E523"), ("阳光小学", "广告", "E524"), ("阳光大学", "续费分析", "E521"),
    ])
  func recipients(name: String, purpose: String, code: String) {
    do {
      _ = try plan(School.records, options(name, purpose: purpose))
      Issue.record("no failure")
    } catch let failure as Failure { #expect(failure.code.rawValue == code) } catch { Issue.record("\(error)") }
  }

  @Test("No recipient, no purpose, no key: refused")
  func missing() {
    #expect(throws: Failure.self) { try plan(School.records, ExportOptions(roles: ["partner"])) }
    #expect(throws: Failure.self) {
      try ExportPlan(
        records: School.records, views: Self.views, settings: School.settings, options: options(), master: nil)
    }
  }

  @Test("Without a consents sheet nobody leaves")
  func noConsents() throws {
    var records = School.records
    records[.consents] = RecordTable(kind: .consents, table: Table(name: "consents", rowCount: 0))
    records.customerRows[.consents] = []
    let plan = try plan(records)
    #expect(plan.rowsOut == 0)
    #expect(plan.refusal?.code.rawValue == "E530")
    #expect(plan.toCollect != nil)
  }

  @Test("A member of staff without a signed agreement exports nothing")
  func agreement() {
    var asked = ExportOptions(roles: ["sales"], staff: "赵顾问")
    #expect(throws: Failure.self) { try plan(School.records, asked, views: School.views) }
    asked.staff = "李顾问"
    #expect(throws: Never.self) { try plan(School.records, asked, views: School.views) }
  }

  @Test("The view's k is reached by coarser bands and fewer rows")
  func k() throws {
    let plan = try plan(Self.many(60))
    #expect(plan.refusal == nil)
    #expect(plan.risk.k >= 2)
    #expect(plan.rowsOut == 60)
    let one = try self.plan(Self.many(1))
    #expect(one.refusal?.code.rawValue == "E531")
  }

  @Test("A mask report tells masked, not understood, damaged and empty apart")
  func maskReport() throws {
    var records = Self.many(60)
    let i = try #require(records.customers.table.index(of: "customers.name"))
    var names: [String?] = (0..<60).map { "王\($0 % 2 == 0 ? "明" : "芳")" }
    names[0] = "李**"
    names[1] = nil
    records.tables[.customers]?.table.columns[i].column = .texts(names, lineage: FieldSet(.direct))
    let counts = try #require(try plan(records).maskCounts().first { $0.field == "customers.name" })
    #expect(counts.masked == 58)
    #expect(counts.notUnderstood == 1)
    #expect(counts.damaged == 0)
    #expect(counts.empty == 1)
  }

  @Test("The order of rows is the recipient's and says nothing of the sheet's")
  func order() throws {
    let records = Self.many(60)
    let a = try plan(records)
    let b = try plan(records)
    #expect(a.rows == b.rows)
    #expect(a.rows != a.rows.sorted())
  }

  @Test("An export is logged before and after, and the same people again are no new risk")
  func logged() throws {
    let log = ExportLog(path: folder + "/.rollbook/exports.jsonl")
    let records = Self.many(60)
    let first = try plan(records, log: log)
    let run = try first.start(
      log: log, output: "out.xlsx", sources: ["ab"], rules: "cd", version: "1", time: "2026-11-01T00:00:00Z")
    #expect(try log.verify().open.count == 1)
    try run.complete(output: "out.xlsx", digest: "ef", time: "2026-11-01T00:00:01Z")
    let verdict = try log.verify()
    #expect(verdict.isSound && verdict.open.isEmpty)
    #expect(verdict.records[0].rowsOut == 60)
    #expect(verdict.records[0].fields.contains("customers.name=mask"))
    let text = try String(contentsOfFile: log.path, encoding: .utf8)
    #expect(!text.contains("王明轩") && !text.contains("1390001"))
    #expect(try plan(records, log: log).rowsOut == 60)
  }

  @Test("Asking twice with different filters is refused, and too few new people wait")
  func differencing() throws {
    let log = ExportLog(path: folder + "/.rollbook/exports.jsonl")
    let records = Self.many(60)
    let first = try plan(records, log: log)
    try first.start(log: log, output: "a", sources: [], rules: "", version: "", time: "t").complete(
      output: "a", digest: "", time: "t")
    var narrower = options()
    narrower.selection = (1..<60).map { UInt32($0) }
    #expect(try plan(records, narrower, log: log).refusal?.code.rawValue == "E532")
    let more = try plan(Self.many(61), log: log)
    #expect(more.dropped[.difference] == 1)
    #expect(more.rowsOut == 60)
    #expect(try plan(Self.many(70), log: log).dropped[.difference] == nil)
  }

  @Test("A leaked file names the export it came from")
  func trace() throws {
    let log = ExportLog(path: folder + "/.rollbook/exports.jsonl")
    let plan = try plan(Self.many(60), log: log)
    _ = try plan.start(log: log, output: "a", sources: [], rules: "", version: "", time: "t")
    let found = try LeakTrace(plan.released.table, log: log)
    #expect(found.candidates.first?.record.recipient == "阳光小学")
    #expect(found.candidates.first?.matched == 60)
    #expect(found.candidates.first?.inOrder == 1)
    let part = plan.released.table.gathered((10..<20).map { UInt32($0) })
    #expect(try LeakTrace(part, log: log).candidates.first?.matched == 10)
  }

  @Test("Dates shifted keep their gaps, and birthdays stay in their band")
  func shift() throws {
    let tokenizer = try Tokenizer(master: key.bytes, recipient: "a", purpose: "b", epoch: "c")
    let offset = DateShiftKernel.offset(tokenizer, person: "x")
    #expect(offset != 0 && abs(offset) <= 180)
    let kernel = DateShiftKernel(tokenizer: tokenizer, people: [0, 0, -1], identities: ["x"])
    let made = kernel.apply(
      School.days(["2026-01-01", "2026-02-01", "2026-01-01"]), rows: [0, 1, 2], of: Table(name: "", rowCount: 3))
    guard case .day(let days) = made.lane else { return }
    #expect(days[1] - days[0] == 31)
    #expect(days[0] == Day(iso: "2026-01-01")!.rawValue + offset)
    #expect(days[2] == Day.missing)
  }
}
