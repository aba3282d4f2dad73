import ByteScanning
import CustomerRecords
import Localisation
import RecordFixtures
import Tabular
import Testing

@Suite("Who a row belongs to")
struct LinkingTests {
  private func codes(_ records: Records, _ code: Failure.Code) -> [String] {
    records.findings.filter { $0.code == code }.map(\.at.address)
  }

  @Test("by id, by phone and name, by phone, by a name only one has; ambiguity is nobody")
  func order() throws {
    let records = try Records.from([
      "a":
        "客户编号,姓名,性别,手机号\nS1,王小明,男,13800138000\nS2,王小红,女,13800138000\nS3,李四,男,13900139000\nS4,张伟,男,\nS5,张伟,男,13700137000\n",
      "b":
        "回访日期,客户编号,姓名,手机号,回访结果\n2024-01-01,S2,,,已接通\n2024-01-02,,王小明,13800138000,已接通\n2024-01-03,,,13900139000,已接通\n2024-01-04,,李四,,已接通\n2024-01-05,,,13800138000,已接通\n2024-01-06,,张伟,,已接通\n2024-01-07,S9,李四,13900139000,已接通\n2024-01-08,,赵六,,已接通\n2024-01-09,,李四,13600136000,已接通\n",
    ])
    #expect(records.customerRow(of: .visits) == [1, 0, 2, 2, -1, -1, -1, -1, -1])
    #expect(codes(records, "E122") == ["D6", "C7"])
    #expect(codes(records, "E121") == ["B8", "C9", "D10"])
  }

  @Test("rows of one person: same phone and name, same name and birthday; same id for two people is told")
  func duplicates() throws {
    let records = try Records.from([
      "a":
        "客户编号,姓名,性别,手机号,出生日期\nS1,王小明,男,13800138000,2014-03-05\nS2,王小明,男,13800138000,\nS3,李四,女,13900139000,2013-01-01\nS4,李四,女,13700137000,2013-01-01\nS5,赵六,男,,\nS5,钱七,女,,\n",
      "b": "回访日期,客户编号,姓名,手机号,回访结果\n2024-01-01,S5,,,已接通\n2024-01-01,S2,,,已接通\n2024-01-01,,王小明,13800138000,已接通\n",
    ])
    #expect(records.person == [0, 0, 2, 2, 4, 5])
    #expect(codes(records, "E123") == ["B3", "B5"])
    #expect(codes(records, "E120") == ["A7"])
    #expect(records.customerRow(of: .visits) == [-1, 1, 0])
  }

  @Test("families by number and by guardian's phone; the same phone alone is a suggestion")
  func families() throws {
    let records = try Records.from([
      "a":
        "姓名,性别,手机号,家长电话,家庭编号,客户类型\n王大宝,男,,13800138000,,学生\n王小宝,女,,13800138000,,学生\n王强,男,13800138000,,,家长\n李一,女,13900139000,,,学生\n李二,女,13900139000,,,学生\n赵一,男,,,F1,学生\n赵二,男,,,F1,学生\n"
    ])
    #expect(records.family[0] == records.family[1] && records.family[1] == records.family[2])
    #expect(records.family[3] != records.family[4])
    #expect(records.family[5] == records.family[6])
    #expect(records.person == [0, 1, 2, 3, 4, 5, 6])
    #expect(codes(records, "E124") == ["C6"])
  }

  @Test("a phone shared by many names tells nobody apart, and is told once")
  func placeholder() throws {
    let names = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈"].map { "\($0)一,男,13800000000" }
    let records = try Records.from(["a": "姓名,性别,手机号\n" + names.joined(separator: "\n") + "\n"])
    #expect(codes(records, "E124").isEmpty)
    #expect(codes(records, "E146").count == 1)
  }

  @Test("without a customers sheet the other sheets imply them, and a finding says so")
  func impliedCustomers() throws {
    let records = try Records.from([
      "a":
        "回访日期,学员编号,姓名,手机号,回访结果,年级\n2024-01-01,S1,王小明,13800138000,已接通,三年级\n2024-02-01,,王小明,13800138000,已接通,\n2024-02-02,,李四,,未接,五年级\n",
      "b": "学员编号,报名日期,课程,实收金额\nS1,2024-01-03,数学,1200\nS7,2024-01-04,英语,900元\n",
    ])
    #expect(records.implied == [.customers])
    #expect(records.customers.count == 3)
    let names = records.customers.texts("name")
    let ids = records.customers.texts("customer_id")
    #expect([ids[0], ids[1], ids[2]] == ["S1", "S7", nil])
    #expect([names[0], names[2]] == ["王小明", "李四"])
    #expect(records.customers.texts("grade_year")[0] == "三年级")
    #expect(records.customerRow(of: .visits) == [0, 0, 2])
    #expect(records.customerRow(of: .enrolments) == [0, 1])
    #expect(codes(records, "E128").count == 1)
  }

  @Test("a registration sheet with enrolment columns yields one enrolment a row and one customer a person")
  func registration() throws {
    let records = try Records.from([
      "a":
        "学员编号,姓名,性别,手机号,年级,课程,缴费金额,报名日期,开课日期,登记日期\nS1,王小明,男,13800138000,三年级,数学,1200,2024-01-03,2024-01-10,2024-01-01\nS1,王小明,男,13800138000,三年级,英语,900,2024-02-03,2024-02-10,2024-01-01\nS2,李四,女,13900139000,五年级,,,,,2024-01-05\nS3,赵六,男,13700137000,五年级,数学,500,,,2024-01-07\n"
    ])
    #expect(records.customers.count == 3)
    #expect(records.enrolments.count == 3)
    #expect(records.customerRow(of: .enrolments) == [0, 0, 2])
    #expect(records.enrolments.numbers("amount")[1] == 900)
    #expect(records.enrolments.days("purchase_date")[2]?.description == "2024-01-07")
    #expect(!records.customers.table.columns.contains { $0.field.table == "enrolments" })
    #expect(records.findings.contains { $0.code == "E138" })
    #expect(records.sources[0].used == 4 && records.sources[0].rows == 4)
  }

  @Test("without enrolments, visits with an amount are purchases")
  func purchases() throws {
    let records = try Records.from([
      "a": "回访日期,姓名,手机号,回访结果,成交金额\n2024-01-01,王,13800138000,成功,1200\n2024-01-02,李,13900139000,成功,\n"
    ])
    #expect(records.enrolments.count == 1)
    #expect(records.enrolments.days("purchase_date")[0]?.description == "2024-01-01")
    #expect(records.implied == [.customers, .enrolments])
  }

  @Test("every sentence is whole, in both languages", arguments: [Language.zh, .en])
  func sentences(language: Language) throws {
    let records = try Records.from([
      "a": "回访日期,姓名,手机号,回访结果,成交金额,未知\n2024-13-01,王,1380013,成功,1200,x\n2024-01-02,,,成功,,\n2024-01-03,李,,成功,abc,\n",
      "b": "姓名,电话\n王,13800138000\n",
    ])
    let text = FindingText(language, sources: records.sources)
    #expect(records.findings.count >= 6)
    for finding in records.findings {
      let all = text.sentence(finding) + (text.help(finding) ?? "") + text.place(finding.at)
      #expect(!all.contains("{") && !all.contains("⟦") && !all.contains("@"), "\(finding.code.rawValue) \(all)")
    }
  }

  @Test("provenance, consent and stale records are told")
  func provenance() throws {
    let records = try Records.from([
      "a": "姓名,性别,登记日期,来源渠道,是否授权\n王,男,2024-01-01,地推,是\n李,女,,,否\n赵,女,2020-01-01,地推,\n",
      "b": "回访日期,姓名,回访结果\n2024-03-01,王,已接通\n",
    ])
    #expect(codes(records, "E125") == ["3"])
    #expect(codes(records, "E126") == ["4"])
    #expect(codes(records, "E127") == ["4"])
  }
}
