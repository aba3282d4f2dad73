import Foundation
import TestSupport
import Testing

/// Data nobody here made, through the program as people run it.
@Suite("Real input", .enabled(if: Corpus.available(for: "real input")))
struct RealInputTests {
  static let root = Corpus.root ?? URL(fileURLWithPath: "/")

  /// `metrics` of a file of the corpus, its headers explained by the rows of a map.
  private static func metrics(_ file: String, map: String) throws -> [String: Any] {
    try Program.withFolder { folder in
      let path = folder.appending(path: "map.csv")
      try Data(("sheet,header,table,field\n" + map).utf8).write(to: path)
      let run = try Program.run(
        ["metrics", root.appending(path: "customers/" + file).path, "--map", path.path, "-q"], in: folder)
      #expect(run.status == 0, "\(run.errors)")
      return try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
    }
  }

  private static func part(_ object: [String: Any], _ key: String) throws -> [String: Any] {
    try #require(object[key] as? [String: Any])
  }

  @Test func anEducationCompanysLeadsConvert() throws {
    let report = try Self.metrics(
      "x_education_leads_part.csv",
      map: """
        *,Prospect ID,customers,customer_id
        *,Lead Number,,-
        *,Converted,customers,enrolled_flag
        *,Lead Source,customers,source_channel
        *,Tags,customers,note
        """)
    #expect(try Self.part(report, "counts")["customers"] as? Int == 6176)
    let grading = try Self.part(report, "grading")
    let plain = try Self.part(grading, "plain")
    #expect(plain["numerator"] as? Int == 2346 && plain["denominator"] as? Int == 6176)
    let grades = try #require(grading["distribution"] as? [[String: Any]])
    #expect(grades.reduce(0) { $0 + ($1["count"] as? Int ?? 0) } == 6176)
    let channels = try #require(try Self.part(report, "counts")["channels"] as? [[String: Any]])
    #expect(channels.reduce(0) { $0 + ($1["customers"] as? Int ?? 0) } == 6176)
  }

  @Test func purchasesOfCompactDiscsAreEnrolments() throws {
    let report = try Self.metrics(
      "cdnow_sample.csv",
      map: """
        *,date,enrolments,purchase_date
        *,number_of_cds,enrolments,quantity
        *,dollar_value,enrolments,amount
        """)
    let counts = try Self.part(report, "counts")
    #expect(["customers", "enrolled", "active", "lost"].map { counts[$0] as? Int } == [2357, 2349, 300, 2049])
    let again = try Self.part(report, "repurchase")
    #expect(again["numerator"] as? Int == 1139 && again["denominator"] as? Int == 2357)
    let retention = try Self.part(report, "retention")
    let cohorts = try #require(retention["cohorts"] as? [[String: Any]])
    #expect(cohorts.map { $0["cohort"] as? String } == ["1997-01", "1997-02", "1997-03"])
    #expect(
      cohorts.map { $0["active"] as? [Int] } == [
        [781, 124, 95, 70, 65, 77, 65, 53, 52, 45, 62, 59, 45, 47, 63, 37, 37, 33],
        [857, 134, 110, 75, 77, 75, 61, 61, 74, 70, 59, 57, 59, 70, 56, 59, 60],
        [719, 87, 84, 78, 63, 64, 55, 57, 73, 65, 47, 51, 78, 32, 38, 45],
      ])
  }

  @Test func aGardenCentresAnswers() throws {
    let report = try Self.metrics("nps_garden_centre_part.csv", map: "*,nps,visits,nps\n*,satisfaction,visits,-\n")
    let nps = try Self.part(report, "nps")
    #expect(["n", "promoters", "passives", "detractors"].map { nps[$0] as? Int } == [147, 93, 37, 17])
    #expect(abs((nps["score"] as? Double ?? 0) - 51.70) < 0.005)
    #expect(abs((nps["low"] as? Double ?? 0) - 39.50) < 0.005 && abs((nps["high"] as? Double ?? 0) - 61.83) < 0.005)
  }

  // MARK: - Workbooks

  /// The lines of a gzip file as JSON objects.
  private static func lines(_ path: String) throws -> [[String: Any]] {
    let text = try Peer.run(URL(fileURLWithPath: "/usr/bin/env"), ["gzip", "-dc", root.appending(path: path).path])
    return try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private struct Spot: Hashable {
    var sheet: String
    var ref: String
  }

  /// Type and value in one word; numbers to 15 digits.
  private static func word(_ cell: [String: Any]) -> String {
    let type = cell["type"] as? String ?? ""
    let value = cell["value"]
    if let number = value as? NSNumber, !(value is String) {
      return type == "b" ? "b \(number.boolValue)" : type + " " + String(format: "%.12g", number.doubleValue)
    }
    return "\(type) \(value ?? "")"
  }

  @Test(arguments: ["agate-excel", "calamine", "csvkit", "pyexcel-xlsx", "readxl", "sheetjs", "xlsx2csv", "xlsxwriter"])
  func workbooksOfDifferentMakersAreSeenAsOthersSeeThem(_ source: String) throws {
    var cells: [String: Int] = [:]
    var whole: [String: Bool] = [:]
    for sheet in try Self.lines("xlsx/expected/sheets.jsonl.gz") {
      guard let file = sheet["file"] as? String, file.hasPrefix(source + "/") else { continue }
      whole[file] = (whole[file] ?? true) && sheet["status"] as? String == "agreed"
      cells[file, default: 0] += sheet["cells"] as? Int ?? 0
    }
    let small = whole.filter { $0.value && (1...2000).contains(cells[$0.key] ?? 0) }.keys.sorted()
    let picked = Set(small.prefix(12))
    #expect(picked.count >= 3)
    var expected: [String: [Spot: String]] = [:]
    for cell in try Self.lines("xlsx/expected/\(source).agreed.jsonl.gz") {
      guard let file = cell["file"] as? String, picked.contains(file) else { continue }
      let spot = Spot(sheet: cell["sheet"] as? String ?? "", ref: cell["ref"] as? String ?? "")
      expected[file, default: [:]][spot] = Self.word(cell)
    }
    for file in picked.sorted() {
      let run = try Program.run(["cells", Self.root.appending(path: "xlsx/" + file).path])
      #expect(run.status == 0, "\(file): \(run.errors)")
      var found: [Spot: String] = [:]
      for line in run.text.split(separator: "\n") {
        let cell = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        found[Spot(sheet: cell["sheet"] as? String ?? "", ref: cell["ref"] as? String ?? "")] = Self.word(cell)
      }
      #expect(found == expected[file], "\(file)")
    }
  }

}

/// The traps of the intent table that ships.
@Suite struct IntentTrapTests {
  @Test func aPromiseThatLapsedIsNoPromise() throws {
    try Program.withFolder { folder in
      let rows = """
        需求强度,距预计报名天数,未解决异议数,距上次联系天数,试课结果,教师意见,询问细节
        强,5,0,3,未试课,,否
        强,-5,0,3,未试课,,否
        强,5,1,3,未试课,,否
        """
      try Data(rows.utf8).write(to: folder.appending(path: "in.csv"))
      let run = try Program.run(["rules", "run", "--table", "intent", "--inputs", "in.csv"], in: folder)
      #expect(run.status == 0)
      let lines = run.text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      #expect(lines.first?.suffix(2) == ["意向等级", "fired"])
      #expect(lines.dropFirst().map { $0[7] } == ["A", "B", "B"])
    }
  }

  @Test(arguments: [
    ("2026-03-12", "无", "A"), ("2026-03-12", "", "A"), ("2026-03-12", "价格贵（已解决）", "A"), ("2026-03-02", "无", "B"),
    ("2026-03-12", "价格贵、时间冲突", "B"), ("2026-03-12", "None", "A"),
  ])
  func objectionsAreCountedNotCompared(promised: String, objections: String, grade: String) throws {
    try Program.withFolder { folder in
      let rows = "学员编号,学员姓名,联系电话,登记日期,需求强度,预计报名日期,异议\nS1,王小明,13912345678,2026-03-01,强,\(promised),\(objections)\n"
      try Data(rows.utf8).write(to: folder.appending(path: "in.csv"))
      let run = try Program.run(
        ["grade", "in.csv", "-o", "out.xlsx", "--as-of", "2026-03-10", "-q", "--lang", "zh"], in: folder)
      #expect(run.status == 0, "\(run.errors)")
      let cells = try Program.run(["cells", "out.xlsx"], in: folder).text
      #expect(cells.contains(#""ref":"D2","type":"s","value":"\#(grade)""#), "\(cells.prefix(4000))")
    }
  }
}
