import Foundation
import TestSupport
import Testing

/// The plan and what goes round with it: lists out and in, messages, reports, feedback, surveys.
@Suite struct PlanTests {
  /// Reads a workbook's sheets with somebody else's reader: JSON of name → rows of texts.
  static func sheets(_ path: URL) throws -> [String: [[String]]] {
    let script = """
      import sys, json, openpyxl
      book = openpyxl.load_workbook(sys.argv[1])
      print(json.dumps({s.title: [[('' if c is None else str(c)) for c in r] for r in s.iter_rows(values_only=True)] for s in book}))
      """
    let said = try Peer.python(script, [path.path])
    return try #require(try JSONSerialization.jsonObject(with: Data(said.utf8)) as? [String: [[String]]])
  }

  static func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }.sorted()
  }

  @Test(.enabled(if: Peer.available(for: "plan")), arguments: Example.all)
  func everybodyGetsTheirListAndTheSameTwice(example: Example) throws {
    try Program.withFolder { folder in
      let (first, second) = (folder.appending(path: "a"), folder.appending(path: "b"))
      for target in [first, second] {
        try Program.succeed([
          "plan", example.input, "-o", target.path, "--lang", example.language, "--name", "Test", "-q",
        ])
      }
      let files = try Self.names(first)
      #expect(files == (try Self.names(second)))
      #expect(files.contains("plan.xlsx"))
      #expect(files.count { $0.hasSuffix(".ics") } >= 3)
      for file in files where file.hasSuffix(".xlsx") || file.hasSuffix(".ics") {
        #expect(try Data(contentsOf: first.appending(path: file)) == Data(contentsOf: second.appending(path: file)))
      }
      // Nothing in the calendars but surnames and ids: no telephone number, no full name.
      let calendar = try #require(files.first { $0.hasSuffix(".ics") })
      let text = try String(contentsOf: first.appending(path: calendar), encoding: .utf8)
      #expect(text.firstMatch(of: /[0-9]{11}/) == nil)
      let wish =
        example.language == "zh" ? /SUMMARY:.+：\p{Han}{1,2} [A-Z0-9]+\r\n/ : /SUMMARY:.+: [A-Z][a-z]+ [A-Z0-9]+\r\n/
      #expect(text.firstMatch(of: wish) != nil)
      let events = try Peer.python(
        "import sys, icalendar; print(len(icalendar.Calendar.from_ical(open(sys.argv[1],'rb').read()).walk('VEVENT')))",
        [first.appending(path: calendar).path])
      #expect(
        Int(events.trimmingCharacters(in: .whitespacesAndNewlines)) == text.components(separatedBy: "BEGIN:VEVENT")
          .count - 1)
      // Whatever is open stands in exactly one list, or with nobody.
      let plan = try Self.sheets(first.appending(path: "plan.xlsx"))
      let open = example.language == "zh" ? ["到期", "逾期"] : ["due", "overdue"]
      let items = try #require(plan[example.language == "zh" ? "回访计划" : "Visit plan"])
      let wanted = items.count { open.contains($0[4]) }
      var listed = plan[example.language == "zh" ? "未分配" : "Nobody"].map { $0.count - 1 } ?? 0
      for file in files where file.hasSuffix(".xlsx") && file != "plan.xlsx" {
        let sheets = try Self.sheets(first.appending(path: file))
        for (_, rows) in sheets where rows.count > 1 && ["回访码", "Visit token"].contains(rows[1][0]) {
          listed += rows.count - 2
        }
      }
      #expect(listed == wanted)
      for page in try Self.names(first.appending(path: example.language == "zh" ? "家长报告" : "parents")) {
        let html = try String(
          contentsOf: first.appending(path: example.language == "zh" ? "家长报告" : "parents").appending(path: page),
          encoding: .utf8)
        #expect(html.contains("default-src") && !html.contains("⟦") && !html.contains("<script"))
      }
    }
  }

  /// Fills in rows of a work list as a member of staff would.
  private static let fill = """
    import sys, openpyxl, datetime
    book = openpyxl.load_workbook(sys.argv[1]); s = book.worksheets[0]
    head = {c.value: c.column for c in s[2]}
    def col(a, b): return head.get(a) or head[b]
    token, day, out, note, mood, mark = col('回访码','Visit token'), col('回访日期','visit date'), col('回访结果','outcome'), col('回访内容','content'), col('满意度','csat'), col('客户意见','feedback')
    who = col('客户编号', 'customer id')
    for i, row in enumerate(range(3, 7)):
      s.cell(row, day).value = datetime.datetime(2026, 3, 18)
      s.cell(row, out).value = '已接通' if '回访码' in head else 'connected'
      s.cell(row, note).value = 'note %d' % i
    s.cell(3, mood).value = 5
    s.cell(3, mark).value = '***'
    s.cell(4, day).value = None
    s.cell(5, token).value = 'P' + s.cell(5, token).value[1:][::-1]
    s.cell(6, who).value = s.cell(3, who).value
    last = s.max_row + 1
    for c in range(1, s.max_column + 1): s.cell(last, c).value = s.cell(3, c).value
    s.cell(last, mood).value = 1
    book.save(sys.argv[2])
    print(s.cell(3, token).value)
    """

  @Test(.enabled(if: Peer.available(for: "filled-in lists")), arguments: Example.all.filter { $0.name != "yucai-gbk" })
  func aFilledInListIsReadIntoTheLogOnce(example: Example) throws {
    try Program.withFolder { folder in
      let plan = folder.appending(path: "plan")
      try Program.succeed(["plan", example.input, "-o", plan.path, "--lang", example.language, "-q"])
      let list = example.language == "zh" ? "林晓.xlsx" : "Helen_Ward.xlsx"
      let filled = folder.appending(path: "filled.xlsx")
      let token = try Peer.python(Self.fill, [plan.appending(path: list).path, filled.path])
        .trimmingCharacters(in: .whitespacesAndNewlines)
      let before = try FileManager.default.contentsOfDirectory(atPath: example.input).map {
        try Data(contentsOf: URL(fileURLWithPath: example.input + "/" + $0))
      }
      let new = folder.appending(path: "new.xlsx")
      let run = try Program.run([
        "log", example.input, "--add", filled.path, "-o", new.path, "--lang", example.language,
      ])
      #expect(run.status == 0, "\(run.errors)")
      for code in ["E737", "E731", "E735", "E734"] {
        #expect(run.errors.contains("[\(code)]"), "\(code) \(run.errors)")
      }
      // One row is good: no date, a mistyped token, another customer's id and a contradiction are not.
      #expect(run.errors.contains(example.language == "zh" ? "读入联系 1 条" : "1 contacts read"), "\(run.errors)")
      let after = try FileManager.default.contentsOfDirectory(atPath: example.input).map {
        try Data(contentsOf: URL(fileURLWithPath: example.input + "/" + $0))
      }
      #expect(before == after)
      let sheets = try Self.sheets(new)
      let log = try #require(sheets.values.first { $0.contains { $0.contains(token) } })
      let row = try #require(log.first { $0.contains(token) })
      #expect(row.contains("note 0") && row.contains("5") && !row.contains("***"))
      // The plan over the new log takes the visit for its item, and a second reading adds nothing.
      let again = folder.appending(path: "again")
      try Program.succeed(["plan", new.path, "-o", again.path, "--lang", example.language, "-q"])
      let planned = try Self.sheets(again.appending(path: "plan.xlsx"))
      #expect(planned.values.contains { $0.contains { $0.contains(token) } })
      let twice = try Program.run([
        "log", new.path, "--add", filled.path, "-o", folder.appending(path: "x.xlsx").path, "--lang", "en",
      ])
      #expect(twice.errors.contains("0 contacts read"), "\(twice.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "x.xlsx").path))
    }
  }

  @Test func attendanceHelpAndTranscriptsBecomeContacts() throws {
    try Program.withFolder { folder in
      let sheets = folder.appending(path: "school")
      let extra = folder.appending(path: "extra")
      for made in [sheets, extra] {
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
      }
      func write(_ text: String, _ file: URL) throws { try Data(text.utf8).write(to: file) }
      try write(
        "学员编号,学员姓名,联系电话,登记日期\nS1,王小明,13912345678,2026-03-01\nS2,李小红,13912345679,2026-03-02\n",
        sheets.appending(path: "登记.csv"))
      try write("学员编号,回访日期,回访方式,回访结果,回访人\nS1,2026-03-10,电话,已接通,周敏\n", sheets.appending(path: "回访.csv"))
      try write(
        "姓名,手机,签到,日期\n王小明,13912345678,√,2026-03-11\n李小红,13912345679,缺席,2026-03-11\n", extra.appending(path: "讲座.csv"))
      try write("学员编号,日期,求助内容\nS2,2026-03-12,网课登录不上\n", extra.appending(path: "求助.csv"))
      try write(
        "1\n00:00:00,000 --> 00:02:00,000\n客服：您好\n\n2\n00:02:00,000 --> 00:03:00,000\n家长：老师很耐心\n",
        extra.appending(path: "S2_2026-03-13.srt"))
      // The call of the 10th is in the log already: its text goes to that row.
      try write("家长：想换时间", extra.appending(path: "S1 2026-03-10.txt"))
      try write("RIFF", extra.appending(path: "S1_2026-03-14.wav"))
      let new = folder.appending(path: "new")
      let run = try Program.run([
        "log", sheets.path, "--add", extra.path, "--event", "家长讲座", "-o", new.path, "--lang", "zh",
      ])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.contains("读入联系 3 条：工作单 0，活动 1，求助 1，通话文本 1"), "\(run.errors)")
      #expect(run.errors.contains("[E746]"))
      let log = try String(contentsOf: new.appending(path: "回访记录.csv"), encoding: .utf8)
      for told in ["家长讲座", "网课登录不上", "老师很耐心", "想换时间"] { #expect(log.contains(told), "\(log)") }
      #expect(log.split(separator: "\r\n").count == 5)
      let feedback = try Program.succeed(["feedback", new.path, "--lang", "zh"])
      #expect(feedback.text.contains("平台：1 次") && feedback.text.contains("教学：1 次"))
    }
  }

  /// A recogniser runs only where the settings name it and the command asks for it, and no shell sees a file's name.
  @Test func aRecogniserIsStartedWithoutAShell() throws {
    try Program.withFolder { folder in
      try folder.put("学员编号,学员姓名,联系电话,登记日期\nS1,王小明,13912345678,2026-03-01\n", "in.csv")
      try folder.put("RIFF", "S1_2026-03-14_$(touch hacked);x.wav")
      try folder.put("#!/bin/sh\nprintf '家长：%s 个参数，都很满意' \"$#\"\n", "rec.sh")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o700], ofItemAtPath: folder.appending(path: "rec.sh").path)
      let rules = folder.appending(path: "rules")
      try FileManager.default.createDirectory(at: rules, withIntermediateDirectories: true)
      try folder.put("key,value\nrecogniser,\(folder.appending(path: "rec.sh").path)|--in|{in}\n", "rules/settings.csv")
      let call = "S1_2026-03-14_$(touch hacked);x.wav"
      let arguments = [
        "log", "in.csv", "--add", call, "--rules", "rules", "--only-new", "-o", "new.csv", "--lang", "zh",
      ]
      let off = try Program.run(arguments, in: folder)
      #expect(
        off.errors.contains("[E746]") && !FileManager.default.fileExists(atPath: folder.appending(path: "new.csv").path)
      )
      let run = try Program.run(arguments + ["--recognise"], in: folder)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try String(contentsOf: folder.appending(path: "new.csv"), encoding: .utf8).contains("2 个参数，都很满意"))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "hacked").path))
    }
  }

  @Test func aMessageWithAnUnknownVariableStopsRulesAndPlan() throws {
    try Program.withFolder { folder in
      let messages = folder.appending(path: "own/messages")
      try FileManager.default.createDirectory(at: messages, withIntermediateDirectories: true)
      try Data("生日快乐\n{{pupli}}\n".utf8).write(to: messages.appending(path: "birthday.message.zh.mustache"))
      let own = folder.appending(path: "own").path
      let check = try Program.run(["rules", "check", "--templates", own, "--lang", "zh"])
      #expect(check.status == 4)
      #expect(
        check.errors.contains("[E854]") && check.errors.contains("messages/birthday.message.zh.mustache › 2"),
        "\(check.errors)")
      let plan = try Program.run([
        "plan", Example.all[0].input, "-o", folder.appending(path: "o").path, "--templates", own, "--lang", "zh",
      ])
      #expect(plan.status == 4 && plan.errors.contains("[E854]"), "\(plan.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "o").path))
    }
  }

  @Test(arguments: ["zh", "en"])
  func aQuestionnaireGoesOutAsAPageAndComesBackAsAnExport(language: String) throws {
    try Program.withFolder { folder in
      let page = folder.appending(path: "q.html")
      try Program.succeed(["survey", "-o", page.path, "--name", "晨光", "--lang", language, "-q"])
      let html = try String(contentsOf: page, encoding: .utf8)
      #expect(html.contains(language == "zh" ? "总体满意度" : "Overall satisfaction") && !html.contains("⟦"))
      #expect(html.components(separatedBy: "class=\"box\"").count == 4 * 5 + 11 + 1)
      try Program.succeed(["survey", "new", "-o", folder.appending(path: "q.xlsx").path, "--lang", language, "-q"])
      try Data("学员编号,学员姓名,联系电话,登记日期\nS1,王小明,13912345678,2026-03-01\n".utf8).write(to: folder.appending(path: "in.csv"))
      try Data(
        "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您的手机号,2、总体满意度,3、您有多大可能把我们推荐给亲友？\n1,2026/3/10 10:00:00,60秒,链接,直接访问,1.2.3.4,13912345678,5,9\n2,2026/3/10 11:00:00,60秒,链接,直接访问,1.2.3.4,13912345678,4,12\n3,2026/3/11 10:00:00,60秒,链接,直接访问,1.2.3.4,13900000000,4,8\n"
          .utf8
      ).write(to: folder.appending(path: "answers.csv"))
      let read = try Program.run(
        ["survey", "read", "in.csv", "answers.csv", "-o", "out.xlsx", "--as-of", "2026-03-18", "--lang", language],
        in: folder)
      #expect(read.status == 0, "\(read.errors)")
      for code in ["E724", "E725", "E726"] { #expect(read.errors.contains("[\(code)]"), "\(code) \(read.errors)") }
      #expect(read.text.contains(language == "zh" ? "问卷 3 份" : "3 questionnaires"), "\(read.text)")
    }
  }

  @Test func badInputIsToldWithItsCellAndThePlanGoesOn() throws {
    try Program.withFolder { folder in
      try folder.put(
        "学员编号,学员姓名,联系电话,出生日期,登记日期,课程顾问\nA1,王一,13912345671,农历闰四月初八,2026-01-01,周敏\nA2,李二,13912345672,2014-02-28,2026-01-01,\n",
        "in/登记.csv")
      try folder.put("学员编号,回访日期,回访类型,回访结果,回访人\nA1,2026-03-14,首次回访,已接通,无名\nA2,2027-09-12,首次回访,已接通,周敏\n", "in/回访.csv")
      try folder.put("学员编号,报名日期,课程名称,实收金额,开课日期,结课日期\nA1,2026-03-05,数学,1000,2026-03-10,2026-03-01\n", "in/报名.csv")
      try folder.put("投诉编号,学员编号,投诉日期,投诉类别,投诉内容,处理人,结案日期\nT1,A1,2026-03-10,服务,没人接电话,,2026-03-01\n", "in/投诉.csv")
      try folder.put("员工姓名,岗位\n周敏,课程顾问\n", "in/员工.csv")
      let check = try Program.run(["check", "in", "--as-of", "2026-03-18", "--lang", "zh", "--all"], in: folder)
      let text = check.text
      for (code, cell) in [
        ("E119", "报名 › F2"), ("E117", "回访 › B3"), ("E716", "回访 › E2"), ("E711", "投诉 › G2"), ("E712", "投诉 › F2"),
        ("E714", "登记 › D2"), ("E715", "登记 › F3"),
      ] {
        let found = text.components(separatedBy: "[\(code)]").dropFirst().contains { $0.prefix(300).contains(cell) }
        #expect(found, "\(code) \(cell)\n\(text)")
      }
      // Numbers of any size are numbers.
      try folder.put(
        "学员编号,考试日期,考试名称,分数,满分\nA1,2026-03-01,月考,1e308,100\nA1,2026-03-10,月考,-99999999999999999999,1e-300\n",
        "in/成绩.csv")
      let plan = try Program.run(["plan", "in", "-o", "out", "--as-of", "2026-03-18", "--lang", "zh"], in: folder)
      #expect(plan.status == 0, "\(plan.errors)")
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: "out/plan.xlsx").path))
    }
  }
}
