import CustomerRecords
import Metrics
import RecordFixtures
import Statistics
import Tabular
import Testing

@Suite("What matters now")
struct FindingTests {
  /// 200 customers in two campuses; `bad` of 100 in the first are content, `good` of 100 in the second.
  private static func school(_ bad: Int, _ good: Int) throws -> MetricsReport {
    var customers = "学员编号,姓名,校区,登记日期,家长电话\n"
    var visits = "学员编号,回访日期,满意度,回访结果\n"
    for i in 0..<200 {
      let content = i % 100 < (i < 100 ? bad : good)
      customers += "S\(i),学员\(i),\(i < 100 ? "东区" : "西区"),2024-01-01,1380000\(1000 + i)\n"
      visits += "S\(i),2024-0\(i % 3 + 1)-1\(i % 9),\(content ? 5 : 2),接通\n"
    }
    return Metrics.compute(
      records: try Records.from(["登记": customers, "回访": visits], asOf: "2024-06-30"), settings: .standard)
  }

  @Test("a campus that is clearly less content is named, with its people and rows")
  func difference() throws {
    let report = try Self.school(50, 90)
    #expect(report.splits.first { $0.dimension == .campus }?.rows.map(\.figures.customers) == [100, 100])
    let finding = try #require(report.findings.first { $0.section == "satisfaction" })
    #expect(finding.key.hasPrefix("difference."))
    #expect(finding.people == 100 && finding.rows.count == 100)
    #expect(finding.certainty > 0.95)
    #expect(finding.arguments.contains(.figure("csat")))
    #expect(finding.arguments.contains(.dimension(.campus)))
  }

  @Test("a difference inside its own noise is no finding", arguments: [(70, 70), (70, 76), (68, 75)])
  func noise(a: Int, b: Int) throws {
    #expect(!(try Self.school(a, b).findings.contains { $0.key.hasPrefix("difference.") }))
  }

  @Test("findings come in order of weight, at most two a section")
  func order() {
    let report = Metrics.compute(records: SyntheticSchool.records(customers: 800, visits: 6000), settings: .standard)
    let weights = report.findings.map(\.weight)
    #expect(weights == weights.sorted(by: >))
    #expect(report.findings.count <= 8)
    for group in Dictionary(grouping: report.findings, by: \.section).values { #expect(group.count <= 2) }
    for finding in report.findings { #expect(finding.rows == finding.rows.sorted()) }
  }

  @Test("customers about to be lost are told with the money they spent")
  func atRisk() throws {
    let sheet = "学员编号,报名日期,实收金额\nA,2024-04-10,1000\nB,2024-06-20,500\n"
    let report = Metrics.compute(
      records: try Records.from(["报名": sheet], asOf: "2024-06-30"), settings: .standard)
    let finding = try #require(report.findings.first { $0.key == "list.atRisk" })
    #expect(finding.arguments == [.count(1), .days(30), .money(1000)])
    #expect(finding.rows.count == 1)
  }
}
