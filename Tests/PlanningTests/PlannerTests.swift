import ByteScanning
import CustomerRecords
import Foundation
import Localisation
import Planning
import RecordFixtures
import Tabular
import TestSupport
import Testing

/// A small school on 2026-03-18, each customer one case of the plan.
@Suite struct PlannerTests {
  static let customers = """
    学员编号,学员姓名,家长电话,出生日期,登记日期,课程顾问,意向等级,勿扰
    A1,王一,15400000001,2015-03-19,2026-01-01,周敏,C,
    A2,李二,15400000002,2014-02-28,2026-01-01,周敏,C,是
    A3,张三,15400000003,2013-06-01,2026-03-10,何俊,A,
    A4,赵四,15400000004,2012-06-01,2025-09-01,何俊,C,
    A5,钱五,15400000005,2012-02-29,2025-09-01,何俊,C,
    """
  static let visits = """
    学员编号,回访日期,回访类型,回访结果,回访人,下次回访日期
    A1,2026-03-14,首次回访,已接通,周敏,
    A1,2026-03-12,首次回访,未接通,周敏,
    A3,2026-03-11,意向跟进,已接通,何俊,2026-03-25
    A4,2025-12-01,课中回访,已接通,何俊,
    """
  static let enrolments = """
    学员编号,报名日期,课程名称,实收金额,开课日期,结课日期
    A1,2026-03-05,数学,1000,2026-03-10,2026-07-10
    A2,2026-03-05,数学,1000,2026-03-10,2026-07-10
    A4,2025-09-05,数学,1000,2025-09-10,2025-12-20
    A5,2026-03-01,数学,1000,2026-03-02,2026-07-10
    """

  static func plan(rules: [String] = [], intent: [String?] = []) throws -> (plan: VisitPlan, records: Records) {
    let records = try Records.from(
      ["登记": customers, "回访": visits, "报名": enrolments], asOf: "2026-03-18")
    func grid(_ name: String) throws -> Grid {
      let url = Corpus.packageRoot.appending(path: "templates/rules/\(name).csv")
      return Grid(template: try String(contentsOf: url, encoding: .utf8), file: "\(name).csv", sheet: name)
    }
    let all = try PlanRule.read(grid("visit_plan"))
    let holidays = try Holidays(grid: grid("holidays"))
    let inputs = PlanInputs(
      records: records, engagement: Engagement(records, settings: .standard), intent: PlanMarks(intent),
      settings: .standard,
      holidays: holidays)
    return (Planner.plan(rules.isEmpty ? all : all.filter { rules.contains($0.id) }, inputs), records)
  }

  static func statuses(_ id: String, rule: String) throws -> [VisitPlan.Status] {
    let (plan, records) = try plan()
    let ids = records.customers.texts("customer_id")
    return plan.items.filter { ids[Int($0.customer)] == id && plan.rules[Int($0.rule)].id == rule }.map(\.status)
  }

  @Test func theFirstCallIsDoneInTimeByTheVisitThatReachedSomebody() throws {
    let (plan, records) = try Self.plan(rules: ["1"])
    let ids = records.customers.texts("customer_id")
    let item = try #require(plan.items.first { ids[Int($0.customer)] == "A1" })
    #expect(item.status == .doneInTime)
    #expect(item.from.description == "2026-03-10")
    #expect(item.until.description == "2026-03-17")
    #expect(item.attempts == 1)
    #expect(records.visits.days("visit_date")[Int(item.visit)]?.description == "2026-03-14")
  }

  @Test func whoeverDoesNotWantToBeCalledIsLeftAlone() throws {
    #expect(try Self.statuses("A2", rule: "1") == [.optedOut])
  }

  @Test func afterItsWindowAVisitIsOverdueAndThenMissed() throws {
    #expect(try Self.statuses("A5", rule: "1") == [.overdue])
    // The course ended on 2025-12-20; nobody called within its window and thirty days.
    #expect(try Self.statuses("A4", rule: "3") == [.missed])
  }

  @Test func aVisitServesOnlyOneItem() throws {
    let (plan, _) = try Self.plan()
    let used = plan.items.filter { !plan.rules[Int($0.rule)].shared && $0.visit >= 0 }.map(\.visit)
    #expect(Set(used).count == used.count)
  }

  @Test func birthdaysComeADayAhead() throws {
    let (plan, records) = try Self.plan(rules: ["10"])
    let ids = records.customers.texts("customer_id")
    let mine = plan.items.filter { ids[Int($0.customer)] == "A1" && $0.status == .due }
    #expect(mine.map(\.from.description) == ["2026-03-18"])
    // Born on 29 February: greeted on the 28th in a common year.
    let leap = plan.items.filter { ids[Int($0.customer)] == "A5" }.map(\.trigger.description)
    #expect(leap.contains("2026-02-28"))
  }

  @Test func gradeAIsCalledThreeDaysAfterTheLastContact() throws {
    let (plan, records) = try Self.plan(rules: ["8"], intent: [nil, nil, "A", nil, nil])
    let ids = records.customers.texts("customer_id")
    #expect(plan.items.map { ids[Int($0.customer)] } == ["A3"])
    #expect(plan.items.first?.from.description == "2026-03-14")
    #expect(plan.items.first?.status == .overdue)
  }

  @Test func anAgreedDateIsNotYetDue() throws { #expect(try Self.statuses("A3", rule: "13") == [.notYetDue]) }

  @Test func workListsHoldWhatIsOpenAndKeepTheirTokens() throws {
    let (plan, records) = try Self.plan()
    let context = WorkList.Context(
      records: records, tokens: PlanTokens(plan, records), catalogue: .standard, language: .zh)
    let lists = WorkList.make(plan, context)
    #expect(lists.reduce(0) { $0 + $1.items.count } == plan.count(.due) + plan.count(.overdue))
    let again = WorkList.make(plan, context)
    for (a, b) in zip(lists, again) {
      guard case .text(let codes, let pool)? = a.table[field: WorkList.token]?.lane,
        case .text(let other, let otherPool)? = b.table[field: WorkList.token]?.lane
      else { continue }
      #expect(Set(codes).count == codes.count)
      #expect(codes.map { pool.string($0) } == other.map { otherPool.string($0) })
    }
  }

  @Test(arguments: [
    ("1,a,a,开学,,0,7,x,首选,顾问,s,,,,否,1", "E704", "D2"), ("1,a,a,开课,,0,-1,x,首选,顾问,s,,,,否,1", "E705", "G2"),
    ("1,a,a,沉默,,0,7,x,首选,顾问,s,,,,否,1", "E707", "E2"), ("1,a,a,开课,,0,7,x,首选,老板,s,,,,否,1", "E706", "J2"),
    ("1,a,a,开课,,0,7,x,首选,顾问,s,,,,否,1\n1,b,b,开课,,0,7,x,首选,顾问,s,,,,否,1", "E708", "A3"),
  ])
  func aSpoiledRuleNamesItsCell(row: String, code: String, cell: String) throws {
    let grid = Grid(
      template: "编号,规则,rule,触发,天数,偏移,窗口,类型,渠道,负责,话术,意向,等级,学段,可合并,优先级\n\(row)\n", file: "p.csv", sheet: "p")
    let failure = try #require(throws: Failure.self) { try PlanRule.read(grid) }
    #expect(failure.code.rawValue == code)
    #expect(failure.cell == cell)
  }
}
