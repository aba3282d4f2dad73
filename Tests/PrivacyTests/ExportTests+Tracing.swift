import ByteScanning
import CustomerRecords
import Foundation
import Localisation
import ReleaseGate
import Tabular
import Testing

@testable import Privacy

/// What a leaked file gives away of its recipient, and what two files give away of people.
extension ExportTests {
  /// Two exports of the same rows to two recipients, the same cell by cell: only their order differs.
  func twins(markers: Int = 0, log: ExportLog) throws -> [ExportPlan] {
    let views = try ViewSheet(
      School.grid(
        "field,partner,partner:child\nscope,all,\naudience,outside,\ncustomers.name,full,full\ncustomers.phone,full,full\n"
      ))
    var records = Self.many(60)
    for field in ["name", "contact", "purpose", "method", "kinds"] {
      records.tables[.recipients]?.set(
        field, header: field,
        .texts(["阳光小学", "月亮公司"].map { field == "name" ? $0 : field == "purpose" ? "续费分析" : "姓名、联系方式" }))
    }
    records.tables[.recipients]?.set("agreement_signed_on", header: "d", School.days(["2025-01-01", "2025-01-01"]))
    records.tables[.recipients]?.set("valid_until", header: "v", School.days([nil, nil]))
    records.tables[.recipients]?.table.rowCount = 2
    return try ["阳光小学", "月亮公司"].map { name in
      var asked = options(name)
      asked.markers = markers
      let plan = try plan(records, asked, views: views)
      _ = try plan.start(log: log, output: name, sources: [], rules: "", version: "", time: "t")
      return plan
    }
  }

  @Test("The order of rows alone names the recipient, also with half of the rows gone")
  func orderAlone() throws {
    let log = ExportLog(path: folder + "/.rollbook/exports.jsonl")
    let both = try twins(log: log)
    #expect(Set(RowMarks.marks(of: both[0].released.table)) == Set(RowMarks.marks(of: both[1].released.table)))
    for plan in both {
      let half = (UInt32(0)..<60).filter { $0 % 2 == 0 || $0 % 7 == 0 }
      let part = plan.released.table.gathered(half)
      let found = try LeakTrace(part, log: log).candidates
      #expect(found.first?.record.recipient == plan.recipient?.name)
      #expect(found.first?.inOrder == 1)
      #expect(found.dropFirst().first?.inOrder ?? 1 < 0.8)
    }
  }

  @Test("Marker rows name the recipient of a file sorted anew, and count nowhere")
  func markers() throws {
    let log = ExportLog(path: folder + "/.rollbook/exports.jsonl")
    for plan in try twins(markers: 3, log: log) {
      #expect(plan.rowsOut == 60)
      #expect(plan.markerCount == 3)
      #expect(plan.released.table.rowCount == 63)
      #expect(plan.risk.rows == 60)
      #expect(plan.maskCounts().allSatisfy { $0.passed + $0.masked + $0.empty == 60 })
      let phones = plan.released.table[field: "customers.phone"]!
      let made = (0..<63).compactMap { CellText.of(phones.cell($0)) }.filter { $0.hasPrefix("154") }
      #expect(made.count == 3 && Set(made).count == 3)
      let sorted = plan.released.table.gathered(
        (0..<UInt32(63)).sorted { "\(phones.cell(Int($0)))" < "\(phones.cell(Int($1)))" })
      let found = try LeakTrace(sorted, log: log).candidates
      #expect(found.first?.record.recipient == plan.recipient?.name)
      #expect(found.first?.markers == 3)
      #expect(found.dropFirst().first?.markers == 0)
    }
    #expect(try log.verify().records.map(\.markers) == [3, 3])
    #expect(try log.verify().records.map(\.rowsOut) == [60, 60])
  }

  @Test("Tokens name the export even where columns were taken out")
  func tokensAlone() throws {
    let log = ExportLog(path: folder + "/.rollbook/exports.jsonl")
    let plan = try plan(Self.many(60), log: log)
    _ = try plan.start(log: log, output: "a", sources: [], rules: "", version: "", time: "t")
    var leaked = plan.released.table.gathered((5..<25).map { UInt32($0) })
    leaked.columns.removeAll { $0.field != "customers.customer_id" }
    #expect(try LeakTrace(leaked, log: log).candidates.first?.matched == 20)
  }

  @Test("What two earlier files hold together counts: one new person beyond both waits")
  func union() throws {
    let log = ExportLog(path: folder + "/.rollbook/exports.jsonl")
    for part in [0..<30, 30..<60] {
      let plan = try plan(Self.many(60, consents: part), log: log)
      try plan.start(log: log, output: "a", sources: [], rules: "", version: "", time: "t").complete(
        output: "a", digest: "", time: "t")
      #expect(plan.rowsOut == 30)
    }
    let all = try plan(Self.many(61), log: log)
    #expect(all.dropped[.difference] == 1)
    #expect(all.rowsOut == 60)
  }

  @Test("Rows are chosen by what the recipient sees, and never by what is hidden")
  func only() throws {
    var asked = options()
    asked.only = ["性别=女"]
    let plan = try plan(Self.many(60), asked)
    #expect(plan.rowsOut == 30)
    #expect(plan.dropped[.selection] == 30)
    asked.only = ["source_channel=官网"]
    #expect(throws: Failure.self) { try self.plan(Self.many(60), asked) }
    asked.only = ["姓名=王明轩"]
    #expect(try self.plan(Self.many(60), asked).refusal?.code.rawValue == "E530")
  }

  @Test("Choices leave in the reader's language")
  func language() throws {
    var asked = options()
    asked.language = .en
    let column = try #require(try plan(Self.many(60), asked).released.table[field: "customers.gender"])
    #expect(Set((0..<60).compactMap { CellText.of(column.cell($0)) }) == ["male", "female"])
  }
}
