import ByteScanning
import CustomerRecords
import Feedback
import RecordFixtures
import Tabular
import Testing

/// Answers of the three survey tools' exports, matched to customers.
@Suite struct SurveyTests {
  static let customers = """
    学员编号,学员姓名,家长电话,出生日期,登记日期
    A1,王一,15400000001,2015-03-19,2026-01-01
    A2,李二,15400000002,2014-02-28,2026-01-01
    A3,张三,15400000003,2013-06-01,2026-01-01
    """
  /// 问卷星: six columns of its own, questions numbered with a mark, several choices joined by ┋.
  static let wjx = """
    序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您的手机号,2、总体满意度,3、您有多大可能把我们推荐给亲友？,4、您最看重什么？
    1,2026/3/10 10:00:00,60秒,链接,直接访问,1.2.3.4,15400000001,5,9,师资┋价格
    2,2026/3/11 10:00:00,50秒,链接,直接访问,1.2.3.4,15400000002,2,11,价格
    3,2026/3/12 09:00:00,50秒,链接,直接访问,1.2.3.4,15499999999,4,7,距离
    4,2026/3/10 18:00:00,50秒,链接,直接访问,1.2.3.4,15400000001,4,8,师资
    """
  static let tencent = """
    编号,开始答题时间,结束答题时间,答题时长,学员编号,1.总体满意度,2.您有多大可能把我们推荐给亲友？
    1,2026-03-10 10:00:00,2026-03-10 10:01:00,60,A1,5,10
    2,2026-03-11 10:00:00,2026-03-11 10:01:00,60,A9,3,6
    """
  static let google = """
    Timestamp,Student ID,How satisfied are you with our service?,How likely are you to recommend us to friends? (0-10)
    2026/03/10 10:00:00,A1,4,9
    2026/03/11 10:00:00,A2,5,10
    """

  static func records(_ survey: String, roles: [String] = []) throws -> Records {
    try Records.from(["登记": customers, "问卷": survey], asOf: "2026-03-18", roles: roles)
  }

  @Test func wenjuanxingIsReadMatchedAndCounted() throws {
    let records = try Self.records(Self.wjx)
    let sheets = SurveySheets(records)
    #expect(sheets.sheets.count == 4)
    #expect(sheets.sheets.map(\.customer) == [0, 1, -1, 0])
    // The first sheet of A1 was handed in again on the same day; nobody has the third phone.
    #expect(sheets.findings.map { "\($0.code.rawValue) \($0.at.row)" }.sorted() == ["E725 2", "E726 4"])
    #expect(sheets.sheets.map(\.isDouble) == [true, false, false, false])
    let answers = SurveyAnswers(records)
    #expect(answers.answers.compactMap(\.nps).sorted() == [7, 8, 9])
    #expect(answers.answers.compactMap(\.csat).sorted() == [2, 4, 4, 5])
    #expect(answers.findings.map(\.code.rawValue) == ["E724"])
  }

  @Test(arguments: [(tencent, [Int32(0), -1]), (google, [0, 1])])
  func theOtherToolsAreReadToo(export: String, customers: [Int32]) throws {
    let records = try Self.records(export, roles: ["surveys=test.xlsx#问卷"])
    #expect(SurveySheets(records).sheets.map(\.customer) == customers)
    #expect(SurveyAnswers(records).answers.filter { $0.nps != nil }.count == 2)
    #expect(SurveyAnswers(records).answers.filter { $0.csat != nil }.count == 2)
  }

  @Test func peopleAreKinderOnThePhone() throws {
    let survey = """
      学员编号,提交答卷时间,总体满意度
      A1,2026-03-10,3
      A2,2026-03-10,4
      A3,2026-03-10,2
      """
    let visits = """
      学员编号,回访日期,回访方式,回访结果,回访人,满意度
      A1,2026-03-01,电话,已接通,周敏,5
      A2,2026-03-01,电话,已接通,周敏,4
      A3,2026-03-01,电话,已接通,周敏,4
      """
    let records = try Records.from(
      ["登记": Self.customers, "问卷": survey, "回访": visits], asOf: "2026-03-18", roles: ["surveys=test.xlsx#问卷"])
    let compared = AnswerComparison(records, SurveyAnswers(records), recommendation: false)
    // Differences 2, 0, 2: mean 4/3, sd 2/√3, t(2) 4.3027.
    #expect(compared.people == 3)
    #expect(abs((compared.difference ?? 0) - 4.0 / 3) < 1e-9)
    #expect(abs((compared.low ?? 0) - (4.0 / 3 - 4.302653 * (2 / 3.0.squareRoot()) / 3.0.squareRoot())) < 1e-6)
    #expect(AnswerComparison(records, SurveyAnswers(records), recommendation: true).difference == nil)
  }

  @Test func aQuestionnaireInTheVisitLogCountsAsAnsweredAlone() throws {
    let visits = """
      学员编号,回访日期,回访方式,回访结果,回访人,满意度
      A1,2026-03-01,电话,已接通,周敏,5
      A1,2026-03-05,问卷,已回复,周敏,3
      A2,2026-03-01,电话,已接通,周敏,4
      A2,2026-03-05,问卷,已回复,周敏,4
      """
    let records = try Records.from(["登记": Self.customers, "回访": visits], asOf: "2026-03-18")
    let compared = AnswerComparison(records, SurveyAnswers(records), recommendation: false)
    #expect(compared.people == 2 && compared.difference == 1)
  }
}
