import Foundation
import TestSupport
import Testing

/// What the rules decide, as the commands write and tell it.
@Suite struct RulesTests {
  /// A folder of CSV sheets as rows of cells by sheet name.
  static func sheets(_ folder: URL) throws -> [String: [[String]]] {
    var out: [String: [[String]]] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".csv") {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      out[String(file.dropLast(4))] = csv(text)
    }
    return out
  }

  static func csv(_ text: String) -> [[String]] {
    var (rows, row, cell): ([[String]], [String], String) = ([], [], "")
    var quoted = false
    var rest = (text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...])[...]
    while let c = rest.popFirst() {
      if quoted {
        if c == "\"" {
          if rest.first == "\"" { cell.append(rest.removeFirst()) } else { quoted = false }
        } else {
          cell.append(c)
        }
        continue
      }
      switch c {
      case "\"": quoted = true
      case ",":
        row.append(cell)
        cell = ""
      case "\n", "\r\n":
        rows.append(row + [cell])
        (row, cell) = ([], "")
      default: cell.append(c)
      }
    }
    return cell.isEmpty && row.isEmpty ? rows : rows + [row + [cell]]
  }

  /// The column called `header`, below wherever the header stands.
  static func column(_ sheet: [[String]], _ header: String) -> [String] {
    guard let top = sheet.firstIndex(where: { $0.contains(header) }), let at = sheet[top].firstIndex(of: header) else {
      return []
    }
    return sheet[(top + 1)...].map { $0.indices.contains(at) ? $0[at] : "" }
  }

  static func sum(_ sheet: [[String]], _ header: String) -> Double {
    column(sheet, header).compactMap(Double.init).reduce(0, +)
  }

  @Test(arguments: Example.all)
  func gradeWritesASheetForEverythingTheRulesDecide(example: Example) throws {
    try Program.withFolder { folder in
      let (first, second) = (folder.appending(path: "a"), folder.appending(path: "b"))
      for target in [first, second] {
        let run = try Program.run(["grade", example.input, "-o", target.path, "--lang", "en"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("seed 1") && run.errors.contains("κ = "))
        #expect(!run.errors.contains("⟦"))
      }
      let sheets = try Self.sheets(first)
      let wanted = [
        "graded", "agreement", "grade changes", "grade history", "tiers", "points ledger", "points balances",
        "points summary", "commission lines", "commission totals", "bonuses", "grade honesty", "exceptions by staff",
        "exceptions", "supervision sample", "entitlements", "next courses", "clusters",
      ]
      for name in wanted { #expect((sheets[name]?.count ?? 0) > 1, "\(example) has no sheet \(name)") }
      for (name, rows) in sheets { #expect(!rows.joined().contains { $0.contains("⟦") }, "\(name)") }
      // What finance checks: lines add up to totals. What the points say: entries add up to balances.
      let (lines, totals) = (sheets["commission lines"] ?? [], sheets["commission totals"] ?? [])
      #expect(abs(Self.sum(lines, "amount") - Self.sum(totals, "amount")) < 0.005)
      #expect(Self.sum(sheets["points ledger"] ?? [], "points") == Self.sum(sheets["points balances"] ?? [], "balance"))
      // Everybody graded once, each with a reason that names the cell of its rule.
      let reasons = Self.column(sheets["graded"] ?? [], "reason")
      #expect(reasons.allSatisfy { $0.contains("[intent!") })
      #expect(Self.column(sheets["tiers"] ?? [], "tier").count == reasons.count)
      for file in try FileManager.default.contentsOfDirectory(atPath: first.path) where file.hasSuffix(".csv") {
        #expect(
          try Data(contentsOf: first.appending(path: file)) == Data(contentsOf: second.appending(path: file)), "\(file)"
        )
      }
    }
  }

  /// The dashboards and the grade workbook count the same points, referrals and tiers.
  @Test(arguments: Example.all)
  func theNumbersAgreeWithTheLedger(example: Example) throws {
    try Program.withFolder { folder in
      let out = folder.appending(path: "out")
      try Program.succeed(["grade", example.input, "-o", out.path, "--lang", "en", "-q"])
      let sheets = try Self.sheets(out)
      let run = try Program.succeed(["metrics", example.input, "-q"])
      let numbers = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
      let points = try #require(numbers["points"] as? [String: Any])
      func value(_ key: String) -> Double? { (points[key] as? [String: Any])?["value"] as? Double }
      let summary = sheets["points summary"] ?? []
      func total(_ kind: String) -> Double {
        zip(Self.column(summary, "kind"), Self.column(summary, "points")).first { $0.0 == kind }.flatMap {
          Double($0.1)
        }
          ?? 0
      }
      let adjusted = total("total adjusted")
      #expect(adjusted == 0)
      #expect(value("earned") == total("total issued"))
      #expect(value("redeemed") == -total("total redeemed"))
      #expect(value("expired") == -total("total expired"))
      #expect(value("balance") == Self.sum(sheets["points balances"] ?? [], "balance"))
      let tiers = try #require(numbers["tiers"] as? [[String: Any]])
      #expect(tiers.reduce(0) { $0 + ($1["count"] as? Int ?? 0) } == Self.column(sheets["tiers"] ?? [], "tier").count)
      // Enrolled customers whom a customer brought: those whose reward is due or granted, families aside.
      let referral = try #require(numbers["referral"] as? [String: Any])
      let rewarded = Set(
        zip(
          Self.column(sheets["referral rewards"] ?? [], "referred customer"),
          Self.column(sheets["referral rewards"] ?? [], "status")
        )
        .filter { $0.1 != "waiting for payment" }.map(\.0))
      #expect(rewarded.count <= referral["referred"] as? Int ?? 0)
    }
  }

  @Test func aRepresentativeSeesTheirOwnCustomersAndTheirOwnPayOnly() throws {
    let example = Example.all[0]
    try Program.withFolder { folder in
      let out = folder.appending(path: "own")
      let run = try Program.run([
        "grade", example.input, "-o", out.path, "--lang", "en", "--view", "sales", "--staff", "林晓",
      ])
      #expect(run.status == 0, "\(run.errors)")
      let sheets = try Self.sheets(out)
      #expect(Set(Self.column(sheets["graded"] ?? [], "owner")) == ["林晓"])
      #expect(Set(Self.column(sheets["commission lines"] ?? [], "sales rep")) == ["林晓"])
      #expect(sheets["points summary"] == nil && sheets["clusters"] == nil)
    }
  }

  @Test func aFilledInSupervisionSampleIsReadBack() throws {
    let example = Example.all[0]
    try Program.withFolder { folder in
      let out = folder.appending(path: "out")
      try Program.succeed(["grade", example.input, "-o", out.path, "--lang", "zh", "--seed", "7", "-q"])
      var rows = try #require(try Self.sheets(out)["督查抽样"])
      let top = try #require(rows.firstIndex { $0.contains("等级准确(是/否)") })
      let at = try #require(rows[top].firstIndex(of: "等级准确(是/否)"))
      for (row, word) in [(top + 1, "是"), (top + 2, "否"), (top + 3, "是")] { rows[row][at] = word }
      let filled = rows.map { $0.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") }
      let file = folder.appending(path: "filled.csv")
      try Data((filled.joined(separator: "\n") + "\n").utf8).write(to: file)
      let run = try Program.run([
        "grade", example.input, "-o", folder.appending(path: "again").path, "--lang", "zh", "--inspected", file.path,
      ])
      #expect(run.status == 0)
      #expect(run.errors.contains("等级准确(是/否)：合格 2，不合格 1，未填 \(rows.count - top - 4)"), "\(run.errors)")
      let verdicts = try #require(try Self.sheets(folder.appending(path: "again"))["督查结果"])
      #expect(Self.column(verdicts, "不合格客户").contains(rows[top + 2][0]))
      // A sheet that is no sample is told, and nothing is written.
      let wrong = try Program.run([
        "grade", example.input, "-o", folder.appending(path: "no").path, "--inspected", out.path + "/客户群.csv",
      ])
      #expect(wrong.status == 2 && wrong.errors.contains("[E475]"))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "no").path))
    }
  }

  @Test func explainTellsCellsThroughTheView() throws {
    let example = Example.all[0]
    let head = try Program.run(["explain", "XY00015", example.input, "--lang", "zh"])
    #expect(head.status == 0, "\(head.errors)")
    for topic in ["意向等级", "会员等级", "积分", "回访计划"] { #expect(head.text.contains("\n\(topic)\n"), "\(topic)") }
    #expect(head.text.contains("［intent!") && head.text.contains("需求强度  "))
    #expect(!head.text.contains("⟦"))
    // A teacher without the pupil hears what somebody hears who asks for nobody.
    let other = try Program.run(["explain", "XY00015", example.input, "--view", "teacher", "--staff", "宋佳"])
    #expect(other.status == 2 && other.output.isEmpty && other.errors.contains("[E917]"))
    // The partner's view hides what people wrote and what they paid.
    let json = try Program.run(["explain", "XY00015", example.input, "--view", "audit", "--json"])
    #expect(json.status == 0, "\(json.errors)")
    let lines = try #require(try JSONSerialization.jsonObject(with: json.output) as? [[String: Any]])
    #expect(lines.contains { $0["topic"] as? String == "tier" })
  }

  @Test(arguments: ["zh", "en"])
  func aFaultyRuleIsToldWithItsCellAndStopsEveryCommandThatUsesIt(language: String) throws {
    try Program.withFolder { folder in
      let rules = folder.appending(path: "rules")
      try FileManager.default.createDirectory(at: rules, withIntermediateDirectories: true)
      let spoiled = "F,需求強弱度,→ 意向等级\nvalues,,\"\"\"A\"\",\"\"B\"\",\"\"C\"\"\"\ndefault,,C\n1,强,A\n"
      try Data(spoiled.utf8).write(to: rules.appending(path: "intent.csv"))
      let check = try Program.run(["rules", "check", "rules", "--lang", language], in: folder)
      #expect(check.status == 4)
      #expect(check.errors.contains("[E404]") && check.errors.contains("intent › B1"))
      #expect(check.errors.contains(language == .init("zh") ? "是否想写“需求强度”" : "did you mean \"需求强度\""))
      for arguments in [
        ["grade", Example.all[0].input, "-o", "out.xlsx"], ["plan", Example.all[0].input, "-o", "out"],
        ["explain", "XY00015", Example.all[0].input], ["rules", "diff", "-", "rules", Example.all[0].input],
        ["handbook", "rules", "-o", "out.html"],
      ] {
        let extra = arguments[0] == "handbook" || arguments[0] == "rules" ? [] : ["--rules", "rules"]
        let run = try Program.run(arguments + extra + ["--lang", language], in: folder)
        #expect(run.status == 4, "\(arguments) \(run.errors)")
        #expect(run.output.isEmpty && run.errors.contains("[E404]") && run.errors.contains("B1"))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["rules"])
    }
  }

  @Test func aMissingRuleSheetIsTheDefaultAndIsSaid() throws {
    try Program.withFolder { folder in
      let rules = folder.appending(path: "rules")
      try FileManager.default.createDirectory(at: rules, withIntermediateDirectories: true)
      try Data("key,value\ninactive_days,60\n".utf8).write(to: rules.appending(path: "settings.csv"))
      let run = try Program.run(
        ["grade", Example.all[0].input, "--rules", "rules", "-o", "out.xlsx", "--lang", "zh"], in: folder)
      #expect(run.status == 0 && run.errors.contains("用默认的：") && run.errors.contains("意向等级"), "\(run.errors)")
      #expect(!run.errors.contains("行政区划"))
    }
  }

  @Test func rulesDiffNamesWhoWouldChange() throws {
    let example = Example.all[0]
    try Program.withFolder { folder in
      let shipped = try String(
        contentsOf: Corpus.packageRoot.appending(path: "templates/rules/tiers.csv"), encoding: .utf8)
      let changed = shipped.replacing("5,>=8000,-,-", with: "5,>=3000,-,-")
      #expect(changed != shipped)
      try Data(changed.utf8).write(to: folder.appending(path: "tiers.csv"))
      let run = try Program.run(["rules", "diff", "-", folder.path, example.input, "--lang", "zh"])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.text.contains("会员等级：普通会员 → 银卡会员，"))
      #expect(run.text.contains("\ttiers\t普通会员\t银卡会员\t8\t5"))
      let same = try Program.run(["rules", "diff", "-", "-", example.input])
      #expect(same.status == 0 && same.output.isEmpty, "\(same.errors)")
    }
  }

  @Test(arguments: ["zh", "en"], [[], ["--customers"]])
  func theHandbookTellsWhatChanged(language: String, edition: [String]) throws {
    try Program.withFolder { folder in
      for (name, old, new) in [("intent", "[0..7]", "[0..5]"), ("tiers", "3,>=20000", "3,>=18000")] {
        let text = try String(
          contentsOf: Corpus.packageRoot.appending(path: "templates/rules/\(name).csv"), encoding: .utf8)
        try Data(text.replacing(old, with: new).utf8).write(to: folder.appending(path: name + ".csv"))
      }
      let page = folder.appending(path: "h.html")
      let arguments = ["handbook", folder.path, "--since", "-", "-o", page.path, "--date", "2026-03-18"]
      let run = try Program.run(arguments + edition + ["--lang", language, "-q"])
      #expect(run.status == 0, "\(run.errors)")
      let html = try String(contentsOf: page, encoding: .utf8)
      #expect(html.contains("<section id=\"changes\"") && html.contains("18000") && !html.contains("⟦"))
      // The customers' edition tells of tiers and says nothing of how they are graded.
      #expect(html.contains("<section id=\"intent\"") == edition.isEmpty)
      #expect(html.contains(language == "zh" ? "0 到 5" : "0 to 5") == edition.isEmpty)
    }
  }
}
