import ByteScanning
import CustomerRecords
import Localisation
import Planning
import RecordFixtures
import Tabular
import TestSupport
import Testing

@Suite struct MessageTests {
  @Test(arguments: [
    ("", 0, 0), (String(repeating: "好", count: 70), 70, 1), (String(repeating: "好", count: 71), 71, 2),
    (String(repeating: "好", count: 134), 134, 2), (String(repeating: "好", count: 135), 135, 3),
    (String(repeating: "a", count: 160), 160, 1), (String(repeating: "a", count: 161), 161, 2),
    (String(repeating: "a", count: 306), 306, 2), (String(repeating: "a", count: 307), 307, 3),
    ("[ok]", 6, 1), ("👍", 2, 1), (String(repeating: "a", count: 69) + "好", 70, 1),
    (String(repeating: "a", count: 70) + "好", 71, 2),
  ])
  func shortMessagesAreCountedAsOperatorsDo(text: String, units: Int, parts: Int) {
    let length = SMSLength(text)
    #expect(length.units == units && length.parts == parts)
  }

  @Test(arguments: [
    ("不要提父母离异", ["父母离异"]), ("不要提成绩；别问爸爸", ["成绩", "爸爸"]), ("do not mention the divorce", ["divorce"]),
    ("Avoid: ", []), ("不要和同桌作比较", ["和同桌作比较"]),
  ])
  func taboosAreWhatIsNotToBeMentioned(text: String, phrases: [String]) {
    let found = Taboos(text).phrases
    #expect(found == phrases || (phrases.isEmpty && !found.contains("divorce")))
  }

  @Test func everyShippedTextUsesKnownVariablesOnly() {
    #expect(MessageScripts.problems().map { "\($0.file ?? "") \($0.cell ?? "")" } == [])
  }

  @Test func anUnknownVariableIsNamedWithItsFileAndLine() throws {
    let overlay = ["messages/birthday.sms.zh.mustache": "生日快乐\n{{pupli}}", "messages/exam.sms.en.mustache": "{{#x"]
    let found = MessageScripts.problems(overlay: overlay).map {
      "\($0.code.rawValue) \($0.file ?? "") \($0.cell ?? "") \($0.arguments.first ?? "")"
    }
    #expect(found.contains("E854 messages/birthday.sms.zh.mustache 2 pupli"))
    #expect(found.contains { $0.hasPrefix("E850 messages/exam.sms.en.mustache 1") })
    #expect(throws: Failure.self) { try MessageScripts(overlay: overlay) }
  }

  /// Nobody is sent a message in two parts where one would do.
  @Test(arguments: Language.allCases)
  func shippedShortMessagesFitIntoOne(language: Language) throws {
    let scripts = try MessageScripts()
    let values: [MessageScripts.Variable: String] = [
      .guardian: language == .zh ? "欧阳娜娜家长" : "Freddie Hughes", .pupil: language == .zh ? "欧阳娜娜" : "Henry Hughes",
      .staff: language == .zh ? "林晓" : "Helen Ward", .school: language == .zh ? "晨光教育" : "Lighthouse",
      .course: language == .zh ? "小学英语阅读" : "English for Juniors", .startDate: "2026-03-20", .endDate: "2026-07-20",
      .lessonsLeft: "5", .holiday: language == .zh ? "中秋节" : "Mid-Autumn Festival",
      .bring: language == .zh ? "课本和文具" : "pen and paper",
    ]
    var seen = 0
    for script in [
      "agreed", "announce", "birthday", "complaint_closed", "confirmation", "course_end", "exam", "first_call",
      "grade_a", "grade_b", "holiday", "mid_course", "refund", "renewal", "win_back", "offer_a", "offer_b", "news",
      "member", "event",
    ] {
      for part in [MessageScripts.Part.sms, .announce] {
        guard case .text(let text) = scripts.fill(script, part, language, values) else { continue }
        seen += 1
        #expect(SMSLength(text).parts == 1, "\(script) \(SMSLength(text).units) \(text)")
      }
    }
    #expect(seen >= 25)
  }

  static let customers = """
    学员编号,学员姓名,家长姓名,家长电话,出生日期,登记日期,课程顾问,禁忌
    A1,王小明,王强,15400000001,2015-03-19,2026-01-01,周敏,不要提数学
    A2,李二,李华,15400000002,2014-03-18,2026-01-01,周敏,
    """
  static let enrolments = """
    订单号,学员编号,报名日期,课程名称,科目,实收金额,开课日期,结课日期
    D1,A1,2026-03-14,数学,数学,1000,2026-03-20,2026-07-10
    D2,A2,2026-03-14,英语,英语,1000,2026-03-20,2026-07-10
    """

  static func maker() throws -> (MessageMaker, Records) {
    let records = try Records.from(["登记": customers, "报名": enrolments], asOf: "2026-03-18")
    let bring = BringList(
      grid: Grid(template: "课程,带什么,bring\n-,文具,pens\n英语,词典,a dictionary\n", file: "c.csv", sheet: "c"))
    return (
      MessageMaker(records: records, scripts: try MessageScripts(), language: .zh, school: "晨光", bring: bring), records
    )
  }

  @Test func aMessageSaysWhatTheViewShowsAndStandInsForTheRest() throws {
    let (maker, _) = try Self.maker()
    let open = maker.message(
      script: "confirmation", customer: 1, channel: "微信", enrolment: 1,
      shown: .init(name: "李二", guardian: "李华", need: nil, taboos: nil), staff: "周敏")
    #expect(open.text?.hasPrefix("李二家长您好，李二已报名英语，2026-03-20开课") == true)
    #expect(open.text?.contains("词典") == true)
    let masked = maker.message(
      script: "confirmation", customer: 1, channel: "微信", enrolment: 1,
      shown: .init(name: "李*", guardian: nil, need: nil, taboos: nil), staff: nil)
    #expect(masked.text?.hasPrefix("家长您好，孩子已报名英语") == true)
    #expect(masked.text?.contains("李") == false)
  }

  @Test func aMessageThatTouchesATabooIsNotWritten() throws {
    let (maker, _) = try Self.maker()
    let message = maker.message(
      script: "confirmation", customer: 0, channel: "短信", enrolment: 0,
      shown: .init(name: "王小明", guardian: "王强", need: nil, taboos: "不要提数学"), staff: "周敏")
    #expect(message.text == nil && message.length == nil)
    #expect(message.remark == Phrasebook.text("message.taboo", .zh))
  }

  @Test func withoutAValueNothingCanStandInForThereIsNoMessage() throws {
    let (maker, _) = try Self.maker()
    let message = maker.message(
      script: "renewal", customer: 1, channel: "短信", enrolment: nil,
      shown: .init(name: "李二", guardian: nil, need: nil, taboos: nil), staff: "周敏")
    #expect(message.text == nil)
    #expect(message.remark?.contains("剩余课时") == true)
  }

  @Test func mailingsObeyOptOutRhythmCapAndWhatCanBeReached() throws {
    let customers = """
      学员编号,学员姓名,家长电话,微信,登记日期,课程顾问,勿扰
      A1,一,15400000001,wx_aaaaa,2026-01-01,周敏,
      A2,二,15400000002,wx_bbbbb,2026-01-01,周敏,是
      A3,三,15400000003,wx_ccccc,2026-01-01,周敏,
      A4,四,15400000004,wx_ddddd,2026-01-01,周敏,
      A5,五,,,2026-01-01,周敏,
      A6,六,15400000006,wx_fffff,2026-01-01,周敏,
      """
    let talks = (1...4).map { "A4,2026-03-0\($0),微信,日常,已回复,周敏" }.joined(separator: "\n")
    let records = try Records.from(
      ["登记": customers, "回访": "学员编号,回访日期,回访方式,回访类型,回访结果,回访人\nA3,2026-03-10,微信,群发,已回复,周敏\n" + talks],
      asOf: "2026-03-18")
    let rules = try SendRule.read(
      Grid(
        template: "编号,名单,list,意向,等级,学段,渠道,间隔,负责,话术\n1,甲,A,C,,,微信,14,顾问,news\n", file: "s.csv", sheet: "s"))
    let holidays = try Holidays(grid: Grid(template: "节日,英文,规则,问候,放假\n", file: "h.csv", sheet: "h"))
    var inputs = PlanInputs(
      records: records, engagement: Engagement(records, settings: .standard),
      intent: ["C", "C", "C", "C", "C", "A"], settings: .standard, holidays: holidays)
    inputs.tier = []
    let plan = Planner.plan([], inputs)
    let lists = SendLists(rules, plan, inputs)
    let ids = records.customers.texts("customer_id")
    let states = Dictionary(
      uniqueKeysWithValues: lists.entries.map { (ids[Int($0.customer)] ?? "", $0.state) })
    #expect(
      states == ["A1": .send, "A2": .optedOut, "A3": .tooSoon, "A4": .capped, "A5": .unreachable])
    #expect(lists.count(0, .send) == 1)
  }

  @Test(arguments: [
    ("1,甲,A,C,,,微信,0,顾问,news", "E741", "H2"), ("1,甲,A,C,,,微信,x,顾问,news", "E741", "H2"),
    ("1,甲,A,C,,,微信,7,老板,news", "E706", "I2"), ("1,甲,A,C,,,微信,7,顾问,news\n1,乙,B,C,,,微信,7,顾问,news", "E708", "A3"),
  ])
  func aSpoiledMailingNamesItsCell(row: String, code: String, cell: String) throws {
    let grid = Grid(template: "编号,名单,list,意向,等级,学段,渠道,间隔,负责,话术\n\(row)\n", file: "s.csv", sheet: "s")
    let failure = try #require(throws: Failure.self) { try SendRule.read(grid) }
    #expect(failure.code.rawValue == code && failure.cell == cell)
  }

  @Test func parentsAreToldOfScoresAgainstTheOwnPast() throws {
    let scores = """
      学号,测评日期,课程,测评名称,得分,满分,学习建议
      A1,2025-12-01,数学,期中,60,100,多练
      A1,2026-02-01,数学,期末,75,100,很好
      A1,2026-03-01,英语,期中,40,50,
      A2,2025-06-01,英语,期中,90,100,
      """
    let records = try Records.from(
      ["登记": Self.customers, "报名": Self.enrolments.replacing("2026-03-20", with: "2026-03-01"), "成绩": scores],
      asOf: "2026-03-18")
    let rules = try AdviceRule.read(
      Grid(
        template: "编号,从,到,变化从,变化到,课时,建议,advice\n1,,,0.1,,,进步,progress\n2,0.7,,,,,稳定,steady\n", file: "a.csv", sheet: "a"
      ))
    let reports = ParentReport.make(records, rules: rules, settings: .standard)
    // A2's only result is too old for a report.
    #expect(reports.count == 1)
    let report = try #require(reports.first)
    #expect(report.results.map(\.score) == [60, 75, 40])
    #expect(report.results.map { $0.change.map { ($0 * 100).rounded() } } == [nil, 15, nil])
    #expect(report.courses.map(\.name) == ["数学"])
    // The latest result (English, 80 %) has nothing to be compared with: steady.
    #expect(report.advice?.zh == "稳定")
  }

  @Test func confirmationsAreDueUntilTheLogHasThem() throws {
    let (_, records) = try Self.maker()
    #expect(Confirmations.due(records, settings: .standard).map(\.customer) == [0, 1])
    let told = try Records.from(
      [
        "登记": Self.customers, "报名": Self.enrolments,
        "回访": "学员编号,回访日期,回访类型,回访结果,回访人\nA1,2026-03-15,报名确认,已回复,周敏",
      ], asOf: "2026-03-18")
    #expect(Confirmations.due(told, settings: .standard).map(\.customer) == [1])
  }

  @Test func costIsWhatTheLogSaysElseTimeAtTheCostPerHour() throws {
    let records = try Records.from(
      [
        "登记": Self.customers, "员工": "员工姓名,岗位,小时成本\n周敏,课程顾问,60",
        "回访":
          "学员编号,回访日期,回访方式,回访结果,回访人,时长,成本\nA1,2026-03-02 09:30,电话,已接通,周敏,10,\nA1,2026-03-03 09:40,电话,未接通,周敏,,\nA2,2026-03-03 14:00,微信,已回复,周敏,5,8",
      ], asOf: "2026-03-18")
    let effort = VisitEffort(records, settings: .standard)
    let phone = try #require(effort.byChannel.first { $0.label == "电话" })
    #expect(phone.visits == 2 && phone.reached == 1 && phone.minutes == 10 && phone.cost == 10 && phone.priced == 1)
    let written = try #require(effort.byChannel.first { $0.label == "微信" })
    #expect(written.cost == 8)
    #expect(effort.byHour.map(\.slot) == [9, 14])
    #expect(effort.byWeekday.map(\.slot) == [1, 2])
    #expect(effort.byHour.map(\.reached) == [1, 1])
  }
}
