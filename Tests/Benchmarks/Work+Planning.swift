import CustomerRecords
import Feedback
import Foundation
import Planning
import Tabular
import Templates

/// The plan and the tagging of themes, on data made in memory.
extension Work {
  static let planning: [String: Piece] = [
    "plan": { arguments in
      let size = arguments.first.flatMap { Int($0) } ?? 100_000
      let records = Made.records(customers: size, visits: size * 10)
      let rules = try PlanRule.read(Made.grid("visit_plan", Made.rules))
      let holidays = try Holidays(grid: Made.grid("holidays", Made.holidays))
      let grades = ["A", "B", "C"]
      var marks = [RulesWork.computed()]
      let engagement = Engagement(records, settings: .standard)
      marks.append(RulesWork.computed())
      let inputs = PlanInputs(
        records: records, engagement: engagement, intent: PlanMarks((0..<size).map { grades[$0 % 3] }),
        tier: PlanMarks((0..<size).map { $0 % 5 == 0 ? "金卡会员" : "普通会员" }),
        stage: PlanMarks((0..<size).map { _ in "小学" }),
        settings: .standard, holidays: holidays)
      let clock = ContinuousClock()
      var plan: VisitPlan?
      marks.append(RulesWork.computed())
      let time = clock.measure { plan = Planner.plan(rules, inputs) }
      marks.append(RulesWork.computed())
      var byRule = [Int](repeating: 0, count: rules.count)
      for item in plan?.items ?? [] { byRule[Int(item.rule)] += 1 }
      print(
        """
        plan \(records.customers.count) customers, \(records.enrolments.count) enrolments, \(records.visits.count) visits, \
        \(records.complaints.count) complaints, \(rules.count) rules (\(byRule.count { $0 > 0 }) ask for visits): \
        \(plan?.items.count ?? 0) items, \(time), \(marks[3] - marks[2]) processor seconds; \
        who was active when, before it: \(marks[1] - marks[0])
        """)
    },
    "themes": { arguments in
      let megabytes = arguments.first.flatMap { Int($0) } ?? 64
      // The list that ships: a search takes as long as the words of a house make it.
      let list = try WordList(grid: Made.grid("themes", Templates.text("rules/themes.csv") ?? ""))
      let tagger = ThemeTagger(list)
      let notes = Made.notes(bytes: megabytes << 20, words: list.entries.map(\.word))
      let clock = ContinuousClock()
      var (themes, found) = (0, 0)
      var mood = 0.0
      let start = RulesWork.computed()
      let time = clock.measure {
        for code in 0..<UInt32(notes.count) {
          let tagged = notes.withBytes(code) { tagger.tag($0) }
          themes += tagged.themes.count
          found += tagged.matches.count
          mood += tagged.mood
        }
      }
      let seconds = RulesWork.computed() - start
      print(
        """
        themes \(list.entries.count) words, \(list.themes.count) themes, \(notes.bytes.count >> 20) MiB in \(notes.count) notes: \
        \(found) words found, \(themes) themes, mood \(Int(mood)), \(time), \(seconds) processor seconds, \
        \(Int(Double(notes.bytes.count) / 1e6 / seconds)) MB/s
        """)
    },
  ]
}

/// Invented institutions and notes, the same on every machine.
private enum Made {
  static func grid(_ name: String, _ text: String) -> Grid { Grid(template: text, file: name, sheet: name) }

  /// Twenty rules over every trigger.
  static let rules: String = {
    let head = "编号,规则,rule,触发,天数,偏移,窗口,类型,渠道,负责,话术,意向,等级,学段,可合并,优先级\n"
    let kinds = [
      "开课,,0,7,首次回访", "开课,,14,7,课中回访", "课中,,-5,14,课中回访", "结课,,0,10,结课回访", "结课,,30,10,续费沟通", "投诉办结,,1,7,投诉回访",
      "沉默,60,0,14,流失挽回", "沉默,120,0,14,流失挽回", "剩余课时,6,0,10,续费沟通", "退费,,0,3,投诉回访", "A级未联系,3,0,2,咨询跟进",
      "A级未联系,7,0,2,咨询跟进", "B级未联系,14,0,7,咨询跟进", "B级未联系,30,0,7,咨询跟进", "生日,,-1,2,关怀", "生日,,7,2,关怀", "节日,,-2,3,关怀",
      "考试,,-7,5,考前回访", "约定,,0,3,约定回访", "约定,,10,3,约定回访",
    ]
    return head
      + kinds.enumerated().map {
        "\($0 + 1),规则\($0),Rule,\($1),首选,顾问,x,,\($1.hasPrefix("节日") ? "金卡会员" : ""),,否,\(1 + $0 % 5)"
      }
      .joined(separator: "\n") + "\n"
  }()

  static let holidays = """
    节日,英文,规则,问候,放假
    元旦,New Year,阳历 1-1,是,0
    春节,Spring Festival,农历 1-1,是,6
    劳动节,Labour Day,阳历 5-1,否,2
    端午节,Dragon Boat,农历 5-5,是,0
    中秋节,Mid-Autumn,农历 8-15,是,0
    国庆节,National Day,阳历 10-1,是,6
    """

  struct Dice {
    var state: UInt64 = 7
    mutating func next(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % below
    }
  }

  static func records(customers count: Int, visits: Int) -> Records {
    let asOf = Day(year: 2026, month: 3, day: 18)!
    var dice = Dice()
    func day(_ back: Int) -> Day { asOf.advanced(by: -back) }
    func table(_ kind: TableKind, _ columns: [(String, Column)], _ rows: Int) -> RecordTable {
      var out = RecordTable(kind: kind, table: Table(name: kind.rawValue, rowCount: rows))
      for (name, column) in columns { out.set(name, header: name, column) }
      return out
    }
    let people = table(
      .customers,
      [
        ("customer_id", .texts((0..<count).map { "C\($0)" })),
        ("birthday", .days((0..<count).map { _ in day(3000 + dice.next(3000)) })),
        ("registered_on", .days((0..<count).map { _ in day(dice.next(900)) })),
        ("exam_date", .days((0..<count).map { _ in dice.next(4) == 0 ? day(dice.next(300) - 30) : nil })),
        ("owner", .texts((0..<count).map { "顾问\($0 % 40)" })),
        ("phone", .texts((0..<count).map { "154\(10_000_000 + $0)" })),
      ], count)
    let courses = count * 3 / 2
    let owners = (0..<courses).map { _ in Int32(dice.next(count)) }
    let starts = (0..<courses).map { _ in day(dice.next(500) - 20) }
    let enrolments = table(
      .enrolments,
      [
        ("enrolment_id", .texts((0..<courses).map { "D\($0)" })),
        ("purchase_date", .days(starts.map { $0.advanced(by: -7) })),
        ("course", .texts((0..<courses).map { "课\($0 % 20)" })), ("amount", .numbers((0..<courses).map { _ in 3000 })),
        ("start_date", .days(starts)), ("end_date", .days(starts.map { $0.advanced(by: 120) })),
        ("lessons_left", .numbers((0..<courses).map { _ in Double(dice.next(30)) })),
        ("refund", .numbers((0..<courses).map { _ in dice.next(40) == 0 ? 500 : nil })),
      ], courses)
    let types = ["首次回访", "课中回访", "结课回访", "续费沟通", "关怀", "投诉回访", "咨询跟进"]
    let outcomes = ["已接通", "未接通", "已回复"]
    let visited = (0..<visits).map { _ in Int32(dice.next(count)) }
    let log = table(
      .visits,
      [
        ("visit_id", .texts((0..<visits).map { "HF\($0)" })),
        ("visit_date", .days((0..<visits).map { _ in day(dice.next(720)) })),
        ("visit_type", .texts((0..<visits).map { _ in types[dice.next(types.count)] })),
        ("outcome", .texts((0..<visits).map { _ in outcomes[dice.next(3)] })),
        ("next_date", .days((0..<visits).map { _ in dice.next(4) == 0 ? day(dice.next(60) - 30) : nil })),
      ], visits)
    let cases = count / 50
    let complaints = table(
      .complaints,
      [
        ("complaint_id", .texts((0..<cases).map { "T\($0)" })),
        ("received_on", .days((0..<cases).map { _ in day(40 + dice.next(400)) })),
        ("solved_on", .days((0..<cases).map { _ in day(dice.next(40)) })),
      ], cases)
    return Records(
      tables: [.customers: people, .enrolments: enrolments, .visits: log, .complaints: complaints],
      customerRows: [
        .customers: (0..<Int32(count)).map { $0 }, .enrolments: owners, .visits: visited,
        .complaints: (0..<cases).map { _ in Int32(dice.next(count)) },
      ], person: (0..<Int32(count)).map { $0 }, family: (0..<Int32(count)).map { $0 }, asOf: asOf)
  }

  private static let characters = Array(
    "老师教课程内容服务态度价格平台系统进步成绩满意失望耐心负责认真太快作业练习讲义题目软件登录网络环境教室氛围接送距离停车孩子家长学校同学时间安排方便联系电话微信提醒续报推荐朋友效果提高喜欢")

  /// Notes of 10…60 characters, a word of the list now and then.
  static func notes(bytes: Int, words: [String]) -> TextPool {
    var pool = TextPool()
    pool.reserve(texts: bytes / 90, bytes: bytes)
    var dice = Dice()
    while pool.bytes.count < bytes {
      var text = ""
      for _ in 0..<(2 + dice.next(6)) {
        let word = words[dice.next(words.count)]
        text += word
        if word.utf8.first.map({ $0 < 0x80 }) == true { text += " " }
        for _ in 0..<(2 + dice.next(6)) { text.append(characters[dice.next(characters.count)]) }
        if dice.next(3) == 0 { text += "，" }
      }
      _ = pool.append(text.utf8)
    }
    return pool
  }
}
