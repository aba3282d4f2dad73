import ByteScanning
import CustomerRecords
import RecordFixtures
import Tabular
import Testing

@Suite("As-of and impossible dates")
struct DatesTests {
  private func visits(_ dates: [String]) -> String {
    "回访日期,姓名,回访结果,下次回访日期\n" + dates.map { "\($0),王,已接通,2030-01-01\n" }.joined()
  }

  @Test("the newest visit, purchase, complaint, points or registration date; never a planned one")
  func newest() throws {
    #expect(try Records.from(["a": visits(["2024-01-01", "2024-03-01"])]).asOf.description == "2024-03-01")
    let records = try Records.from([
      "a": visits(["2024-01-01"]), "b": "姓名,投诉日期,投诉内容\n王,2024-05-01,慢\n",
    ])
    #expect(records.asOf.description == "2024-05-01")
    #expect(records.visits.count == 1)
  }

  @Test("dates more than 60 days past the 99.9th percentile are slips and can't become as-of")
  func slips() throws {
    var dates = (0..<2000).map { Day(rawValue: 19_000 + Int32($0 % 700)).description }
    dates.append("2062-01-01")
    let records = try Records.from(["a": visits(dates)])
    #expect(records.asOf == Day(rawValue: 19_699))
    #expect(records.visits.count == 2000)
    #expect(records.sources[0].setAside == 1 && records.sources[0].rows == 2001)
    #expect(records.findings.contains { $0.code == "E137" && $0.at.address == "A2002" })
  }

  @Test("rows dated after a given as-of are set aside; planned dates are not looked at")
  func given() throws {
    let records = try Records.from(["a": visits(["2024-01-01", "2024-03-01"])], asOf: "2024-02-01")
    #expect(records.visits.count == 1)
    #expect(records.sources[0].setAside == 1)
    #expect(records.findings.contains { $0.code == "E117" && $0.severity == .error && $0.at.address == "A3" })
    #expect(records.visits.days("next_date")[0]?.year == 2030)
  }

  @Test("a birthday in 2090, a course that ends before it starts: the cell is not used, the row is")
  func impossible() throws {
    let records = try Records.from([
      "a": "姓名,性别,出生日期,登记日期\n王,男,2090-01-01,2024-01-01\n李,女,2014-01-01,2024-01-02\n",
      "b": "姓名,报名日期,实收金额,开课日期,结课日期\n王,2024-01-01,100,2024-02-01,2024-01-15\n",
    ])
    #expect(records.customers.count == 2)
    #expect(records.customers.days("birthday")[0] == nil)
    #expect(records.customers.table[field: "customers.birthday"]?.stray(0) != nil)
    #expect(records.findings.contains { $0.code == "E118" && $0.at.address == "C2" })
    #expect(records.enrolments.days("end_date")[0] == nil)
    #expect(records.findings.contains { $0.code == "E119" && $0.at.address == "E2" })
  }

  @Test("a customer whose registration date is a slip stays a customer")
  func registrationSlip() throws {
    let rows = (0..<1500).map { "C\($0),女,\(Day(rawValue: 19_000 + Int32($0 % 500)))\n" }.joined()
    let records = try Records.from(["a": "姓名,性别,登记日期\n" + rows + "王,男,2062-01-01\n"])
    #expect(records.customers.count == 1501)
    #expect(records.customers.days("registered_on")[1500] == nil)
  }

  @Test("no date anywhere is said")
  func none() throws {
    let records = try Records.from(["a": "姓名,性别\n王,男\n"])
    #expect(records.findings.contains { $0.code == "E129" })
  }

  @Test("bad cells are told with their place; the row is used")
  func badCells() throws {
    let records = try Records.from([
      "a":
        "姓名,性别,出生日期,手机号,邮箱,年龄,身份证号,是否授权,登记日期\n王,男,2026/13/05,1380013800,abc,180,110105194912310000,也许,2024-01-01\n",
      "b": "姓名,回访日期,推荐意愿,满意度,费用,时长(小时)\n王,2024-01-01,11,0,一百,0.5\n李,2024-01-02,9,非常满意,￥5,1\n",
    ])
    let told = Set(
      records.findings.filter { $0.severity == .warning }.map { "\($0.code.rawValue) \($0.at.source) \($0.at.address)" }
    )
    for expected in [
      "E104 0 C2", "E107 0 D2", "E110 0 E2", "E145 0 F2", "E107 0 G2", "E109 0 H2", "E108 1 C2", "E108 1 D2",
      "E105 1 E2",
    ] {
      #expect(told.contains(expected), "\(expected)")
    }
    #expect(records.customers.count == 1)
    #expect(records.customers.texts("id_card")[0] == nil)
    #expect(records.visits.numbers("csat")[1] == 5)
    #expect(records.visits.numbers("minutes")[0] == 30)
    #expect(records.visits.numbers("cost")[1] == 5)
  }

  @Test("what a cell said stands in no finding")
  func noValues() throws {
    let records = try Records.from([
      "a": "客户编号,姓名,性别,手机号,邮箱\nS1,王小明,男,138001380,xx@\nS1,李小红,女,138001380,yy@\n"
    ])
    let all = records.findings.flatMap(\.hint).joined(separator: " ")
    for secret in ["王小明", "李小红", "138001380", "xx@", "S1"] { #expect(!all.contains(secret)) }
    #expect(!records.findings.isEmpty)
  }
}
