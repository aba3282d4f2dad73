import ByteScanning
import Complaints
import CustomerRecords
import RecordFixtures
import Tabular
import Testing

@Suite struct CaseBookTests {
  static let customers = """
    学员编号,学员姓名,家长电话,登记日期
    A1,王一,15400000001,2026-01-01
    A2,李二,15400000002,2026-01-01
    A3,张三,15400000003,2026-01-01
    """
  static let head = "投诉编号,学员编号,投诉日期,投诉类别,投诉内容,原因,处理人,首次回复日期,承诺办结日期,结案日期,改进措施,补偿金额,处理后满意度\n"

  static func records(_ complaints: String, visits: String = "") throws -> Records {
    var sheets = ["登记": customers, "投诉": head + complaints]
    if !visits.isEmpty { sheets["回访"] = "学员编号,回访日期,回访类型,回访结果,回访人,遗留问题,承诺日期,问题解决日期\n" + visits }
    return try Records.from(sheets, asOf: "2026-03-18")
  }

  @Test(arguments: [
    ("T1,A1,2026-03-10,服务,没人接,,周敏,,,,,,", Case.Stage.received),
    ("T1,A1,2026-03-10,服务,没人接,,周敏,2026-03-11,,,,,", .answered),
    ("T1,A1,2026-03-10,服务,没人接,过程,周敏,2026-03-11,,,,,", .explained),
    ("T1,A1,2026-03-10,服务,没人接,过程,周敏,2026-03-11,,2026-03-12,,,", .solved),
    ("T1,A1,2026-03-10,服务,没人接,过程,周敏,2026-03-11,,2026-03-12,,,5", .followedUp),
  ])
  func aCaseStandsWhereItsDatesSay(row: String, stage: Case.Stage) throws {
    let book = CaseBook(try Self.records(row), settings: .standard)
    #expect(book.cases.map(\.stage) == [stage])
    #expect(book.findings.isEmpty)
  }

  @Test func aFollowUpCallThatReachedSomebodyClosesTheLoop() throws {
    let row = "T1,A1,2026-03-01,服务,没人接,,周敏,,,2026-03-05,,,"
    let unreached = CaseBook(
      try Self.records(row, visits: "A1,2026-03-07,投诉回访,未接通,周敏,,,"), settings: .standard)
    #expect(unreached.cases.first?.stage == .solved)
    let reached = CaseBook(try Self.records(row, visits: "A1,2026-03-07,投诉回访,已接通,周敏,,,"), settings: .standard)
    #expect(reached.cases.first?.stage == .followedUp)
    #expect(reached.cases.first?.askedBack?.description == "2026-03-07")
  }

  @Test func closedBeforeOpenedIsAFindingWithItsCellAndTheCaseStaysOpen() throws {
    let book = CaseBook(
      try Self.records("T1,A1,2026-03-10,服务,没人接,,,2026-03-01,,2026-03-02,,,"), settings: .standard)
    #expect(book.findings.map { "\($0.code.rawValue) \($0.at.address)" } == ["E711 H2", "E711 J2", "E712 G2"])
    #expect(book.cases.map(\.isOpen) == [true])
  }

  @Test func withoutAPromiseTheSettingsDaysAreThePromise() throws {
    let rows = "T1,A1,2026-03-01,服务,没人接,,周敏,,,,,,\nT2,A2,2026-03-01,服务,没人接,,周敏,,2026-03-30,,,,"
    let book = CaseBook(try Self.records(rows), settings: .standard)
    #expect(book.cases.map { $0.promised?.description } == ["2026-03-08", "2026-03-30"])
    #expect(book.cases.map { $0.brokePromise(book.asOf) } == [true, false])
  }

  @Test func reopeningsRepeatersAndTheLoopAreCounted() throws {
    let rows = """
      T1,A1,2026-01-05,服务,一,过程,周敏,2026-01-06,,2026-01-10,改流程,100,5
      T2,A1,2026-02-20,服务,二,,周敏,,,2026-02-25,,50,
      T3,A2,2026-02-20,教学,三,,周敏,,,,,,
      """
    let book = CaseBook(try Self.records(rows), settings: .standard)
    let loop = ClosedLoop(book, from: Day(iso: "2026-01-01")!, to: Day(iso: "2026-03-18")!)
    #expect(loop.opened == 3 && loop.solved == 2 && loop.followedUp == 1 && loop.corrected == 1)
    #expect(loop.reopened == 1 && loop.repeaters == 1 && loop.people == 2 && loop.cost == 150)
    #expect(book.cases.filter(\.isReopening).map(\.row) == [1])
  }

  @Test func theCrisisListSaysWhoAndWhy() throws {
    let rows = """
      T1,A1,2026-02-05,服务,一,过程,周敏,2026-02-06,,2026-02-10,,,
      T2,A1,2026-03-10,教学,二,,周敏,,,,,,
      T3,A2,2026-03-17,教学,要求退款,,周敏,,,,,,
      """
    let records = try Self.records(rows, visits: "A3,2026-03-10,课中回访,已接通,周敏,要退费,2026-03-12,")
    let list = CrisisList(
      records, cases: CaseBook(records, settings: .standard), mood: [-3], descendants: [0, 3, 0], settings: .standard)
    let ids = records.customers.texts("customer_id")
    let told = Dictionary(uniqueKeysWithValues: list.entries.map { (ids[Int($0.customer)] ?? "", Set($0.reasons)) })
    #expect(told["A1"] == [.secondComplaint, .promiseBroken, .unanswered])
    #expect(told["A2"] == [.influential, .refundAsked])
    #expect(told["A3"] == [.stronglyNegative, .promiseBroken, .refundAsked])
  }
}
