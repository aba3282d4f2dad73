import ByteScanning
import CustomerRecords
import RecordFixtures
import Tabular
import Testing

@Suite("Reading a small school")
struct FirstReadingTests {
  @Test("a registration sheet and a visit log come out typed and linked")
  func school() throws {
    let records = try Records.from(
      [
        "登记表":
          "客户登记表\n\n序号,学员编号,姓名,性别,出生日期,手机号,登记日期,客户来源\n1,S1,王小明,男生,2014年3月5日,1.3812345678E10,2024/3/5,老带新\n2,S2,李 四,女,2013.7.1,138-0000-0001,20240306,地推\n合计,,2,,,,,\n",
        "回访": "回访日期,学员编号,回访方式,回访结果,满意度,推荐意愿,回访内容\n2024-04-01 09:30,S1,电话,接通,5,11,很好\n2024-05-01,S9,微信,未接,4,9,无\n",
      ])
    #expect(records.customers.count == 2)
    #expect(records.customers.texts("phone")[0] == "13812345678")
    #expect(records.customers.texts("name")[1] == "李四")
    #expect(records.customers.texts("gender")[0] == "男")
    #expect(records.customers.days("birthday")[1]?.description == "2013-07-01")
    #expect(records.visits.numbers("visit_date_time")[0].map { ($0 * 1440).rounded() } == 570)
    #expect(records.visits.numbers("nps")[0] == nil)
    #expect(records.customerRow(of: .visits) == [0, -1])
    #expect(records.asOf.description == "2024-05-01")
    #expect(records.findings.contains { $0.code == "E108" && $0.at.address == "F2" })
    #expect(records.findings.contains { $0.code == "E121" && $0.at.address == "B3" })
    for source in records.sources { #expect(source.rows == source.used + source.setAside) }
  }
}
