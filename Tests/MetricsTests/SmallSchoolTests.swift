import CustomerRecords
import Metrics
import RecordFixtures
import Statistics
import Tabular
import TestSupport
import Testing

private func compute(
  _ sheets: [String: String], asOf: String, _ options: MetricsOptions = MetricsOptions(), settings: String = "",
  judgements: Judgements = Judgements()
) throws -> MetricsReport {
  var rules = Settings.standard
  if !settings.isEmpty {
    rules.overlay(Grid(template: "key,value\n" + settings, file: "settings.csv", sheet: "settings"))
  }
  return Metrics.compute(
    records: try Records.from(sheets, asOf: asOf), settings: rules, judgements: judgements, options: options)
}

@Suite("Retention of a few customers")
struct RetentionTests {
  private static let visits =
    "学员编号,报名日期,实收金额\nA,2024-01-01,10\nB,2024-01-01,10\nC,2024-01-01,10\nA,2024-01-02,10\nB,2024-01-06,10\n"

  @Test("three users on day 0, one back on day 1, one on day 5: on, and on or after")
  func threeUsers() throws {
    var options = MetricsOptions()
    options.grain = .day
    let report = try compute(["报名": Self.visits], asOf: "2024-01-07", options)
    let on = try #require(report.retention.variants.first { $0.kind == .on && $0.activity == .purchase })
    let later = try #require(report.retention.variants.first { $0.kind == .onOrAfter && $0.activity == .purchase })
    #expect(on.cohorts.count == 1 && later.cohorts.count == 1)
    for (name, table, wanted) in [
      ("on", on, [3, 1, 0, 0, 0, 1, 0]), ("on or after", later, [3, 2, 1, 1, 1, 1, 0]),
    ] {
      #expect(
        Independent.agrees(
          "metrics.md", "retention of three users, " + name, table.cohorts[0].active.map(Double.init),
          wanted.map(Double.init), within: 0))
    }
    #expect(on.cohorts[0].name == "2024-01-01")
    #expect(on.cohorts[0].closed == 7)
  }

  @Test(
    "the period as-of falls in is open: a count, no rate, not in the mean; a customer of the last day has no closed cell"
  )
  func openCells() throws {
    var options = MetricsOptions()
    options.grain = .month
    let sheet = "学员编号,报名日期,实收金额\nA,2024-01-10,10\nB,2024-01-20,10\nA,2024-02-10,10\nA,2024-03-05,10\nC,2024-03-10,10\n"
    let table = try compute(["报名": sheet], asOf: "2024-03-10", options).retention.main
    #expect(table.cohorts.map(\.name) == ["2024-01", "2024-03"])
    #expect(table.cohorts[0].active == [2, 1, 1])
    #expect(table.cohorts[0].closed == 2)
    #expect(table.cohorts[0].rate(1) == 0.5 && table.cohorts[0].rate(2) == nil)
    #expect(table.cohorts[1].closed == 0 && table.cohorts[1].active == [1])
    #expect(table.mean.map(\.size) == [2, 2])
    // On the last day of the month the cell closes.
    let closed = try compute(["报名": sheet], asOf: "2024-03-31", options).retention.main
    #expect(closed.cohorts[0].closed == 3 && closed.cohorts[1].closed == 1)
    #expect(closed.mean[0].size == 3)
  }

  @Test("a pupil in class is retained without buying; by purchases alone not")
  func inCourse() throws {
    var options = MetricsOptions()
    options.grain = .month
    let sheet = "学员编号,报名日期,开课日期,结课日期,实收金额\nA,2024-01-10,2024-01-15,2024-04-15,10\n"
    let report = try compute(["报名": sheet], asOf: "2024-05-31", options)
    #expect(report.retention.main.activity == .courseOrPurchase)
    #expect(report.retention.main.cohorts[0].active == [1, 1, 1, 1, 0])
    options.activity = .purchase
    #expect(
      try compute(["报名": sheet], asOf: "2024-05-31", options).retention.main.cohorts[0].active == [1, 0, 0, 0, 0])
  }
}

@Suite("Who is lost, and when")
struct LossTests {
  private static let sheet =
    "学员编号,报名日期,开课日期,结课日期,实收金额,退费\n"
    + "A,2024-01-01,,,10,\n"  // silent since
    + "B,2024-01-01,2024-01-01,2024-12-31,10,\n"  // in class
    + "C,2024-01-01,2024-01-01,2024-03-01,10,\nC,2024-06-01,,,10,\n"  // left and came back
    + "D,2024-01-01,,,10,10\n"  // refunded in full: no purchase
    + "E,2024-06-20,,,0,\n"  // a gift: bought, not enrolled

  @Test("lost, in class, back again, refunded, given")
  func counts() throws {
    let report = try compute(["报名": Self.sheet], asOf: "2024-06-30")
    #expect(report.counts.customers.value == 5)
    #expect(report.counts.enrolled.value == 3)
    #expect(report.counts.lost.value == 1)
    #expect(report.counts.reactivated.value == 1)
    #expect(report.repurchase.repurchase.denominator == 4)
    #expect(report.repurchase.repurchase.numerator == 1)
    // A after 91 days; C 61 days after the last course, which came later than … no: silence of 91 days came first.
    #expect(report.survival.curve.map(\.time) == [91])
    #expect(report.survival.curve.map(\.events) == [2])
    #expect(report.survival.curve.map(\.atRisk) == [3])
  }

  @Test("churn of a period as it stood and as it looks now")
  func asWas() throws {
    var options = MetricsOptions()
    options.period = Period(name: "2024-Q2")
    let report = try compute(["报名": Self.sheet], asOf: "2024-06-30", options)
    let april = try #require(report.churn.months.first { $0.period.name == "2024-04" })
    #expect(april.asWas.numerator == 2 && april.asWas.denominator == 3)
    #expect(april.asNow.numerator == 1)
    let june = try #require(report.churn.months.first { $0.period.name == "2024-06" })
    #expect(june.asWas.numerator == 0 && june.asWas.denominator == 1)
    #expect(june.reactivated == 1)
    let quarter = try #require(report.churn.period)
    #expect(quarter.asWas.numerator == 1 && quarter.asWas.denominator == 3)
  }

  @Test("visits without a word on their outcome are said to lack it")
  func noOutcomes() throws {
    let wanted = MissingInput(section: "reached", table: .visits, field: "outcome")
    let bare = try compute(["回访": "学员编号,回访日期\nA,2024-01-01\n"], asOf: "2024-06-30")
    let full = try compute(["回访": "学员编号,回访日期,回访结果\nA,2024-01-01,已接通\n"], asOf: "2024-06-30")
    #expect(bare.missing.contains(wanted) && !full.missing.contains(wanted))
    #expect(bare.visits.total.value == 1 && bare.visits.reached.denominator == 0)
    #expect(full.visits.reached.numerator == 1 && full.visits.reached.denominator == 1)
    func year(_ report: MetricsReport) -> Double? {
      report.toDate.last?.figures.first { $0.key == "reached" }?.now.value
    }
    #expect(year(bare) == nil && year(full) == 1)
  }

  @Test("who took two courses is lost from both, and the findings' rows say the same")
  func lostByCourse() throws {
    let report = try compute(
      ["报名": "学员编号,报名日期,课程名称,实收金额\nA,2023-01-01,画画,10\nA,2023-02-01,书法,10\nA,2023-03-01,画画,10\nB,2024-06-01,书法,10\n"],
      asOf: "2024-06-30")
    let rows = Dictionary(uniqueKeysWithValues: report.churn.byCourse.map { ($0.label, $0.value) })
    #expect(rows["画画"]?.numerator == 1 && rows["画画"]?.denominator == 1)
    #expect(rows["书法"]?.numerator == 1 && rows["书法"]?.denominator == 2)
    for row in try #require(report.splits.first { $0.dimension == .course }).rows {
      #expect(rows[row.label].map { [$0.numerator, $0.denominator] } == [row.figures.lost, row.figures.enrolled])
    }
  }

  @Test("a course that ended 61 days ago without a new purchase is a loss; contact does not help, lessons left do")
  func courseEnd() throws {
    let sheet =
      "学员编号,报名日期,开课日期,结课日期,实收金额,剩余课时\n"
      + "A,2024-01-01,2024-01-01,2024-04-30,10,\nB,2024-01-01,2024-01-01,2024-04-30,10,3\nC,2024-01-01,2024-01-01,2024-05-01,10,\n"
    let calls = "学员编号,回访日期,回访结果\nA,2024-06-20,接通\nB,2024-06-20,接通\nC,2024-06-20,接通\n"
    let report = try compute(["报名": sheet, "回访": calls], asOf: "2024-06-30")
    #expect(report.counts.lost.value == 1)
    #expect(report.churn.atRisk.map(\.signs) == [[.courseEnded]])
    #expect(report.churn.atRisk.first?.lostOn?.description == "2024-07-01")
    #expect(report.counts.active.value == 3)
  }
}

@Suite("Answers")
struct AnswerTests {
  @Test("of a known respondent the last answer counts, of one day the later row; anonymous ones all; 11 and 6.5 none")
  func onePerPerson() throws {
    let customers = "学员编号,姓名\nA,王一\nB,李二\n"
    let visits =
      "学员编号,回访日期,推荐意愿,满意度\nA,2024-02-01,2,5\nA,2024-02-09,10,4\nA,2024-02-09,9,3\nB,2024-01-05,11,6\nB,2024-01-06,7,2\n"
    var judgements = Judgements()
    for value in [0.0, 3, 6.5] {
      judgements.answers.append(.init(customer: -1, day: Day(iso: "2024-01-06"), nps: value, csat: nil))
    }
    let report = try compute(
      ["登记": customers, "回访": visits], asOf: "2024-03-01", judgements: judgements)
    let nps = report.satisfaction.nps
    #expect(report.satisfaction.npsHistogram == [1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0])
    #expect(report.visits.total.value == 5)
    #expect(nps.counts == NetPromoter(promoters: 1, passives: 1, detractors: 2))
    #expect(nps.people == 4)
    #expect(report.satisfaction.csat.numerator == 2 && report.satisfaction.csat.denominator == 4)
    #expect(report.satisfaction.csat.people == 2)
    #expect(report.satisfaction.csatHistogram == [0, 1, 1, 1, 1])
  }

  @Test("in a quarter the last answer of that quarter counts")
  func quarters() throws {
    let customers = "学员编号,姓名\nA,王一\n"
    let visits = "学员编号,回访日期,推荐意愿\nA,2024-02-01,10\nA,2024-05-01,3\n"
    let rows = try compute(["登记": customers, "回访": visits], asOf: "2024-06-30").satisfaction.npsByQuarter
    #expect(rows.map(\.period.name) == ["2024-Q1", "2024-Q2"])
    #expect(rows.map(\.score.value) == [100, -100])
    #expect(rows.map(\.complete) == [true, true])
  }

  @Test("a theme's NPS against the rest, interval from both variances")
  func drivers() throws {
    var customers = "学员编号,姓名\n"
    var visits = "学员编号,回访日期,推荐意愿,主题\n"
    for i in 0..<40 {
      customers += "S\(i),姓名\(i)\n"
      visits += "S\(i),2024-02-01,\(i < 20 ? 3 : 10),\(i < 20 ? "价格" : "师资")\n"
    }
    let drivers = try compute(["登记": customers, "回访": visits], asOf: "2024-03-01").satisfaction.drivers
    let price = try #require(drivers.first { $0.theme == "价格" })
    #expect(price.difference == -200)
    #expect(price.peopleWith == 20 && price.peopleWithout == 20)
  }
}

@Suite("Renewal, conversion, agreement")
struct PromiseTests {
  @Test("renewal: early ones count, open windows are left out above and below")
  func renewal() throws {
    let sheet =
      "学员编号,报名日期,结课日期,实收金额\n"
      + "A,2024-01-01,2024-03-31,10\nA,2024-03-01,2024-09-30,10\n"  // renewed early
      + "B,2024-01-01,2024-03-31,10\nB,2024-06-05,,10\n"  // too late: 66 days after
      + "C,2024-01-01,2024-06-15,10\n"  // window open
    let renewal = try compute(["报名": sheet], asOf: "2024-06-30").repurchase.renewal
    #expect(renewal.numerator == 1 && renewal.denominator == 2)
    #expect(renewal.basis.exclusions == [Exclusion("window_open", 2)])
  }

  @Test("conversion within the promise of the grade; promises still open and grade C are no rate")
  func conversion() throws {
    let customers =
      "学员编号,姓名,审核等级,审核日期,意向等级\nA,王一,A,2024-01-01,A\nB,李二,A,2024-01-01,B\nC,张三,A,2024-06-28,A\nD,赵四,B,2024-01-01,B\nE,钱五,C,2024-01-01,A\nF,孙六,A,2024-02-01,A\n"
    let enrolments =
      "学员编号,报名日期,实收金额\nA,2024-01-08,10\nB,2024-01-09,10\nD,2024-01-31,10\nF,2024-01-31,10\n"
    let grading = try compute(["登记": customers, "报名": enrolments], asOf: "2024-06-30").grading
    #expect(grading.conversion.map(\.grade) == ["A", "B", "C"])
    let a = grading.conversion[0]
    // A on day 7 is in time, B on day 8 is not, C's promise runs, F was enrolled before.
    #expect(a.rate.numerator == 1 && a.rate.denominator == 2 && a.open == 1)
    #expect(grading.conversion[1].rate.numerator == 1)
    #expect(grading.conversion[2].rate.value == nil && grading.conversion[2].graded == 1)
    #expect(grading.agreement.n == 6 && grading.agreement.equal == 4)
    #expect(grading.conversionSource == .reviewed)
  }

  @Test("re-buy in two windows is another number than repurchase in one")
  func rebuy() throws {
    let sheet = "学员编号,报名日期,实收金额\nA,2023-01-01,10\nA,2024-01-01,10\nB,2023-01-01,10\nB,2023-02-01,10\nC,2024-02-01,10\n"
    let section = try compute(["报名": sheet], asOf: "2024-06-30").repurchase
    #expect(section.repurchase.numerator == 2 && section.repurchase.denominator == 3)
    #expect(section.rebuyFirst.first?.description == "2022-07-01")
    #expect(section.rebuySecond.first?.description == "2023-07-01")
    #expect(section.rebuy.numerator == 1 && section.rebuy.denominator == 2)
  }

  @Test("referrals count by families, not inside one, and by number, name or phone")
  func referral() throws {
    let customers =
      "学员编号,姓名,手机号,家庭编号,介绍人\nA,王一,13800000001,F1,\nB,李二,13800000002,F2,王一\nC,张三,13800000003,F1,A\nD,赵四,13800000004,F3,13800000002\nE,钱五,13800000005,F4,无此人\n"
    let enrolments = "学员编号,报名日期,实收金额\nA,2024-01-01,10\nB,2024-01-01,10\nC,2024-01-01,10\nD,2024-01-01,10\n"
    let loyalty = try compute(["登记": customers, "报名": enrolments], asOf: "2024-02-01").loyalty
    #expect(loyalty.referral.numerator == 2 && loyalty.referral.denominator == 3)
    #expect(loyalty.referred.value == 2)
    #expect(loyalty.longestChain == 2)
    #expect(loyalty.referral.basis.exclusions == [Exclusion("unknown_referrer", 1)])
  }

  @Test("complaints: open ones are censored, ages fall into bands, follow-up has its share")
  func complaints() throws {
    let sheet =
      "投诉编号,学员编号,投诉日期,首次回复日期,解决日期,原因,处理后满意度\n1,A,2024-06-01,2024-06-02,2024-06-05,排课,4\n2,A,2024-06-01,2024-06-04,,排课,\n3,B,2024-06-28,,,态度,\n4,C,2024-06-10,2024-06-10,2024-06-12,排课,2\n"
    let section = try compute(["登记": "学员编号,姓名\nA,王一\nB,李二\nC,张三\n", "投诉": sheet], asOf: "2024-06-30").complaints
    #expect(section.total.value == 4 && section.total.people == 3)
    #expect(section.open.value == 2)
    #expect(section.solution.median.value == 4)
    #expect(section.solution.p90.value == nil)
    #expect(section.firstAnswer.median.value == 1)
    #expect(section.causes.map(\.label) == ["排课", "态度"])
    #expect(section.openByAge.map(\.tally.count) == [1, 0, 1, 0, 0])
    #expect(section.followedUp.numerator == 2 && section.followedUp.denominator == 2)
    #expect(section.contentAfter.numerator == 1)
    #expect(section.repeating.numerator == 1 && section.repeating.denominator == 3)
  }
}
