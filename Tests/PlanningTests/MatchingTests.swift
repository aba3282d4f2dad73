import ByteScanning
import CustomerRecords
import Foundation
import Planning
import RecordFixtures
import Tabular
import TestSupport
import Testing

/// Which visit serves which item, what waits, and what can no longer be made good.
@Suite struct MatchingTests {
  static let head = "编号,规则,rule,触发,天数,偏移,窗口,类型,渠道,负责,话术,意向,等级,学段,可合并,优先级\n"

  static func plan(
    rules: String, customers: String, visits: String = "", enrolments: String = "", complaints: String = "",
    asOf: String = "2026-03-18"
  ) throws -> (plan: VisitPlan, records: Records) {
    var sheets = ["登记": "学员编号,学员姓名,家长电话,出生日期,登记日期,课程顾问,勿扰\n" + customers]
    if !visits.isEmpty { sheets["回访"] = "回访编号,学员编号,回访日期,回访类型,回访结果,回访人\n" + visits }
    if !enrolments.isEmpty { sheets["报名"] = "订单号,学员编号,报名日期,课程名称,实收金额,开课日期,结课日期,剩余课时,退费金额\n" + enrolments }
    if !complaints.isEmpty { sheets["投诉"] = "投诉编号,学员编号,投诉日期,投诉类别,投诉内容,结案日期\n" + complaints }
    let records = try Records.from(sheets, asOf: asOf)
    let url = Corpus.packageRoot.appending(path: "templates/rules/holidays.csv")
    let holidays = try Holidays(
      grid: Grid(template: String(contentsOf: url, encoding: .utf8), file: "holidays.csv", sheet: "holidays"))
    let grid = Grid(template: head + rules + "\n", file: "p.csv", sheet: "p")
    let inputs = PlanInputs(
      records: records, engagement: Engagement(records, settings: .standard), settings: .standard, holidays: holidays)
    return (Planner.plan(try PlanRule.read(grid), inputs), records)
  }

  static let first = "1,首访,First,开课,,0,7,首次回访,首选,顾问,first_call,,,,否,2"
  static let complaint = "2,投诉,Complaint,投诉办结,,1,7,投诉回访,电话,客服,complaint_closed,,,,否,1"
  static let birthday = "3,生日,Birthday,生日,,-1,2,节日关怀,微信,客服,birthday,,,,是,5"
  static let agreed = "4,约定,Agreed,约定,,0,3,约定回访,首选,顾问,agreed,,,,否,2"
  static let few = "5,课时,Lessons,剩余课时,6,0,10,续费沟通,首选,顾问,renewal,,,,否,2"

  @Test(arguments: [
    ("首次回访", VisitPlan.Match.type), ("首访", .type), ("", .untyped), ("家访", .untyped), ("投诉回访", nil),
  ])
  func aVisitServesARuleOfItsTypeOrNoRulesType(type: String, match: VisitPlan.Match?) throws {
    let (plan, _) = try Self.plan(
      rules: Self.first + "\n" + Self.complaint, customers: "A1,王一,15400000001,2015-03-19,2026-01-01,周敏,",
      visits: "V1,A1,2026-03-12,\(type),已接通,周敏", enrolments: "D1,A1,2026-03-05,数学,1000,2026-03-10,2026-07-10,20,")
    let item = try #require(plan.items.first)
    #expect(item.match == match)
    #expect(item.status == (match == nil ? .overdue : .doneInTime))
  }

  @Test func aGreetingIsMissedTheDayAfterItsWindowAndNeverLate() throws {
    let (plan, records) = try Self.plan(
      rules: Self.birthday,
      customers: "A1,王一,15400000001,2015-03-15,2026-01-01,周敏,\nA2,李二,15400000002,2015-03-17,2026-01-01,周敏,",
      visits: "V1,A1,2026-03-18,生日关怀,已接通,周敏")
    let ids = records.customers.texts("customer_id")
    let status = Dictionary(
      uniqueKeysWithValues: plan.items.filter { $0.trigger.year == 2026 }.map {
        (ids[Int($0.customer)] ?? "", $0.status)
      })
    // Greeted three days late is not greeted; the 17th may still be wished well on the 18th.
    #expect(status == ["A1": .missed, "A2": .due])
  }

  /// The call agreed on is the end-of-course call: a rule that shares takes nothing away.
  @Test(arguments: [("是", [VisitPlan.Status.doneInTime, .doneInTime]), ("否", [.doneInTime, .overdue])])
  func oneVisitServesTwoRulesOnlyWhereOneSaysSo(shared: String, expected: [VisitPlan.Status]) throws {
    let end = "7,结课,End,结课,,0,12,结课回访,首选,客服,course_end,,,,否,3"
    let records = try Records.from(
      [
        "登记": "学员编号,学员姓名,家长电话,登记日期\nA1,王一,15400000001,2026-01-01",
        "报名": "订单号,学员编号,报名日期,课程名称,实收金额,开课日期,结课日期\nD1,A1,2026-01-05,数学,1000,2026-01-10,2026-03-05",
        "回访":
          "学员编号,回访日期,回访类型,回访结果,回访人,下次回访日期\nA1,2026-03-01,日常,已接通,周敏,2026-03-10\nA1,2026-03-11,结课回访,已接通,周敏,",
      ], asOf: "2026-03-18")
    let rule = Self.agreed.replacing(",否,", with: ",\(shared),")
    let holidays = try Holidays(grid: Grid(template: "节日,英文,规则,问候,放假\n", file: "h.csv", sheet: "h"))
    let inputs = PlanInputs(
      records: records, engagement: Engagement(records, settings: .standard), settings: .standard, holidays: holidays)
    let rules = try PlanRule.read(Grid(template: Self.head + rule + "\n" + end + "\n", file: "p.csv", sheet: "p"))
    let plan = Planner.plan(rules, inputs)
    let status = Dictionary(uniqueKeysWithValues: plan.items.map { (plan.rules[Int($0.rule)].id, $0.status) })
    #expect([status["4"], status["7"]] == expected)
  }

  @Test func greetingsKeepTheirDayOverHolidays() throws {
    let (plan, _) = try Self.plan(
      rules: Self.birthday, customers: "A1,王一,15400000001,2015-10-03,2026-01-01,周敏,", asOf: "2026-10-02")
    let item = try #require(plan.items.first { $0.trigger.description == "2026-10-03" })
    #expect(item.from.description == "2026-10-02")
    #expect(item.status == .due)
  }

  @Test func workIsMovedBehindTheHolidays() throws {
    let (plan, _) = try Self.plan(
      rules: Self.first, customers: "A1,王一,15400000001,2015-01-03,2026-01-01,周敏,",
      enrolments: "D1,A1,2026-09-20,数学,1000,2026-10-01,2027-01-10,20,", asOf: "2026-09-25")
    let item = try #require(plan.items.first)
    #expect(item.from.description == "2026-10-08")
  }

  @Test(arguments: [
    ("农历八月十五", "2026-09-25"), ("农历2015年8月15日", "2026-09-25"), ("阴历腊月初八", "2027-01-15"),
    ("lunar 5-5", "2026-06-19"), ("农历正月初一", "2026-02-17"),
  ])
  func lunarBirthdaysComeOnTheirDayOfTheYear(text: String, day: String) throws {
    let born = try #require(LunarBirthday(text))
    let days = born.days(from: Day(iso: "2026-02-01")!, to: Day(iso: "2027-01-31")!, LunarCalendar())
    #expect(days.map(\.description) == [day])
  }

  @Test func aBirthdayInALeapMonthFallsIntoTheMonthOfItsNumberInOtherYears() throws {
    let born = try #require(LunarBirthday("农历闰六月初三"))
    let days = born.days(from: Day(iso: "2025-01-01")!, to: Day(iso: "2026-12-31")!, LunarCalendar())
    // 2025 has a leap sixth month (from 25 July), 2026 has none.
    #expect(days.map(\.description) == ["2025-07-27", "2026-07-16"])
  }

  @Test(arguments: ["2015-04-08", "八月十五", "农历", "农历十三月初一", "农历八月三十五"])
  func whatIsNoLunarDateIsNotTakenForOne(text: String) { #expect(LunarBirthday(text) == nil) }

  @Test func aLunarBirthdayIsPlannedAndSaid() throws {
    let (plan, records) = try Self.plan(
      rules: Self.birthday, customers: "A1,王一,15400000001,农历闰二月初一,2026-01-01,周敏,")
    #expect(plan.items.contains { $0.trigger.description == "2026-03-19" })
    #expect(PlanFindings.make(records).map(\.code.rawValue) == ["E714"])
  }

  @Test func noMoreContactsThanTheCapButWhatIsOwed() throws {
    // Five conversations in the last 30 days: the course call waits, the closed complaint does not.
    let talks = (1...5).map { "V\($0),A1,2026-03-0\($0),微信群,已接通,周敏" }.joined(separator: "\n")
    let (plan, _) = try Self.plan(
      rules: Self.first + "\n" + Self.complaint, customers: "A1,王一,15400000001,2015-01-19,2026-01-01,周敏,",
      visits: talks, enrolments: "D1,A1,2026-03-05,数学,1000,2026-03-12,2026-07-10,20,",
      complaints: "T1,A1,2026-03-10,服务,没人接,2026-03-15")
    let status = Dictionary(
      uniqueKeysWithValues: plan.items.map { (plan.rules[Int($0.rule)].id, $0.status) })
    #expect(status == ["1": .heldBack, "2": .due])
    #expect(plan.room.first.map { $0 < 0 } == true)
  }

  @Test func aTalkOfTheDaysBeforeServesWhatStandsOnTheDay() throws {
    let customers = "A1,王一,15400000001,2015-01-19,2026-01-01,周敏,"
    let enrolments = "D1,A1,2026-01-05,数学,1000,2026-01-10,2026-07-10,4,"
    let (open, _) = try Self.plan(rules: Self.few, customers: customers, enrolments: enrolments)
    #expect(open.items.map(\.status) == [.due])
    let (done, _) = try Self.plan(
      rules: Self.few, customers: customers, visits: "V1,A1,2026-03-12,续费沟通,已接通,周敏", enrolments: enrolments)
    #expect(done.items.map(\.status) == [.doneInTime])
  }

  @Test func tokensStayWhenTheDayAndTheRowsMove() throws {
    let customers = "A1,王一,15400000001,2015-01-19,2026-01-01,周敏,"
    let one = "D1,A1,2026-01-05,数学,1000,2026-03-10,2026-07-10,4,"
    let rules = Self.first + "\n" + Self.few
    func tokens(_ enrolments: String, _ asOf: String) throws -> Set<String> {
      let (plan, records) = try Self.plan(rules: rules, customers: customers, enrolments: enrolments, asOf: asOf)
      let all = PlanTokens(plan, records)
      return Set(plan.items.indices.filter { plan.items[$0].source >= 0 }.map { all[$0] })
    }
    let before = try tokens(one, "2026-03-18")
    let after = try tokens("D0,A1,2025-09-05,英语,1000,2025-09-10,2026-01-10,0,\n" + one, "2026-03-20")
    #expect(before.count == 2)
    #expect(before.isSubset(of: after))
    for token in after {
      #expect(PlanTokens.isToken(token))
      let letters = Array(token)
      var wrong = letters
      wrong[5] = letters[5] == "A" ? "B" : "A"
      #expect(!PlanTokens.isToken(String(wrong)))
    }
  }

  @Test func aFilledInRowServesItsOwnItemOnly() throws {
    let customers = "A1,王一,15400000001,2015-01-19,2026-01-01,周敏,"
    let enrolments =
      "D1,A1,2026-03-05,数学,1000,2026-03-10,2026-07-10,20,\nD2,A1,2026-03-05,英语,1000,2026-03-11,2026-07-11,20,"
    let (plan, records) = try Self.plan(rules: Self.first, customers: customers, enrolments: enrolments)
    let token = PlanTokens(plan, records)[1]
    let (again, _) = try Self.plan(
      rules: Self.first, customers: customers, visits: "\(token),A1,2026-03-17,首次回访,已接通,周敏",
      enrolments: enrolments)
    #expect(again.items.map(\.status) == [.overdue, .doneInTime])
    #expect(again.items[1].match == .token)
  }

  @Test func whoIsInNoStaffSheetIsSaidOnceWithTheCell() throws {
    let records = try Records.from(
      [
        "登记":
          "学员编号,学员姓名,家长电话,登记日期,课程顾问\nA1,王一,15400000001,2026-01-01,周敏\nA2,李二,15400000002,2026-01-01,\nA3,张三,15400000003,2026-01-01,无名",
        "回访": "学员编号,回访日期,回访结果,回访人\nA1,2026-03-11,已接通,外人\nA1,2026-03-12,已接通,外人", "员工": "员工姓名,岗位\n周敏,课程顾问",
      ], asOf: "2026-03-18")
    let found = PlanFindings.make(records).map { "\($0.code.rawValue) \($0.at.address) \($0.hint.first ?? "")" }
    #expect(found.sorted() == ["E715 E3 ", "E716 D2 2", "E716 E4 1"])
  }

  @Test func anEmptyLogLeavesEveryVisitOpen() throws {
    let (plan, _) = try Self.plan(
      rules: Self.first, customers: "A1,王一,15400000001,2015-01-19,2026-01-01,周敏,",
      enrolments: "D1,A1,2026-03-05,数学,1000,2026-03-15,2026-07-10,20,")
    #expect(plan.items.map(\.status) == [.due])
  }

  @Test func aCourseThatEndsBeforeItStartsHasNoMiddleAndNoEnd() throws {
    let middle = "6,课中,Middle,课中,,0,7,课中回访,首选,客服,mid_course,,,,否,3"
    let end = "7,结课,End,结课,,0,7,结课回访,首选,客服,course_end,,,,否,3"
    let (plan, records) = try Self.plan(
      rules: [Self.first, middle, end].joined(separator: "\n"),
      customers: "A1,王一,15400000001,2015-01-19,2026-01-01,周敏,",
      enrolments: "D1,A1,2026-03-05,数学,1000,2026-03-15,2026-03-10,20,")
    #expect(plan.items.map { plan.rules[Int($0.rule)].id } == ["1"])
    #expect(records.findings.contains { $0.code == "E119" })
  }
}

extension MatchingTests {
  static func agreements(_ rows: String) throws -> [String] {
    let records = try Records.from(
      [
        "登记": "学员编号,学员姓名,家长电话,登记日期\nA1,王一,15400000001,2026-01-01",
        "回访": "学员编号,回访日期,回访类型,回访结果,回访人,下次回访日期\n" + rows,
      ], asOf: "2026-03-18")
    let holidays = try Holidays(grid: Grid(template: "节日,英文,规则,问候,放假\n", file: "h.csv", sheet: "h"))
    let inputs = PlanInputs(
      records: records, engagement: Engagement(records, settings: .standard), settings: .standard, holidays: holidays)
    let plan = Planner.plan(try PlanRule.read(Grid(template: head + agreed + "\n", file: "p.csv", sheet: "p")), inputs)
    return plan.items.map { "\($0.trigger) \($0.status)" }
  }

  @Test(arguments: [
    ("A1,2026-03-01,首次回访,已接通,周敏,2026-03-10", ["2026-03-10 overdue"]),
    ("A1,2026-03-01,首次回访,已接通,周敏,2026-03-10\nA1,2026-03-11,课中回访,已接通,周敏,", ["2026-03-10 doneInTime"]),
    // Put off before its day: only the new day counts.
    (
      "A1,2026-03-01,首次回访,已接通,周敏,2026-03-10\nA1,2026-03-05,课中回访,已接通,周敏,2026-03-25",
      ["2026-03-25 notYetDue"]
    ),
    // Kept, and a new day agreed on.
    (
      "A1,2026-03-01,首次回访,已接通,周敏,2026-03-10\nA1,2026-03-12,课中回访,已接通,周敏,2026-03-25",
      ["2026-03-10 doneInTime", "2026-03-25 notYetDue"]
    ),
  ])
  func anAgreedDayIsKeptPutOffOrBroken(rows: String, expected: [String]) throws {
    #expect(try Self.agreements(rows) == expected)
  }
}
