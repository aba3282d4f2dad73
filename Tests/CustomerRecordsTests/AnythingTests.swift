import ByteScanning
import CustomerRecords
import Localisation
import RecordFixtures
import Tabular
import Testing

@Suite("Cells nobody would expect")
struct AnythingTests {
  /// SplitMix64: the same cells on every run.
  struct Dice {
    var state: UInt64
    mutating func roll(_ n: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((z ^ (z >> 31)) % UInt64(n))
    }
  }

  static let headers = [
    "学员编号", "姓名", "性别", "出生日期", "手机号", "身份证号", "邮箱", "年龄", "登记日期", "预算", "是否授权", "家长电话", "缴费金额", "报名日期", "开课日期",
    "结课日期", "学习进度", "回访日期", "满意度", "推荐意愿", "时长(小时)", "回访结果", "备注", "合计", "", "序号", "家庭编号", "银行卡号",
  ]
  static let texts = [
    "", " ", "无", "-", "0", "1.1E+400", "1e-400", "99999999999999999999999999", "2024-02-30", "0000-00-00", "24/0/0",
    "1.2.3.4.5",
    "２０２４年１３月", "十十十", "二〇二四", "+", "++86", "x", "转", "分机", "13800138000/", "/13800138000", "(((", ")))", "一", "☆☆",
    "★",
    "￥", "¥¥", "万", "1万万", "-(3)", "%", "%%5", "1/0", "5/0%", ":", "::", "1:2:3:4", "時", "Mar", "Mar Mar 5",
    "5 5 5 5 5", "T", "Z",
    "2024-01-01T", "2024-01-01 24:00:00", "2024-01-01 99:99", "\u{0}\u{1}", "é́́́́", "👨‍👩‍👧‍👦", "𠮷野家", "\u{202E}abc", "合计", "小 计",
    "姓名", "学员编号", "11010519491231002X", "110105194912310000", "1380013800", "王小明", "S1", "S1.0", "1.0E5",
    "999999999999999.0",
    "a@b", "@", "a@b.c", "mailto:", "2024-1-1 上午", "下午 3:00", "99991231", "20240230", "45000.", ".5", "1..2", "1,,2",
    "1,234,5",
  ]
  static let numbers: [Double] = [
    0, -1, 1, 0.5, 1e9, 1e15, 1e16, 1e300, -1e300, .infinity, -.infinity, .leastNonzeroMagnitude, 45_000, 45_000.75,
    20_240_305, 138e8,
    13_800_138_000, 2024, 73_050, 2_958_466,
  ]

  private func cell(_ dice: inout Dice) -> Cell {
    switch dice.roll(12) {
    case 0: return .empty
    case 1, 2: return .number(Self.numbers[dice.roll(Self.numbers.count)])
    case 3: return .day(Day(rawValue: [0, 19_000, -700_000, Int32.max - 1, 40_000][dice.roll(5)]))
    case 4: return .dateTime(Self.numbers[dice.roll(Self.numbers.count)])
    case 5: return [.boolean(true), .time(0.5), .duration(1e12), .error("#N/A"), .error("#REF!")][dice.roll(5)]
    default: return .text(Self.texts[dice.roll(Self.texts.count)])
    }
  }

  @Test("nothing stops the reading, and every row is used or set aside", arguments: 0..<60)
  func anything(seed: Int) throws {
    var dice = Dice(state: UInt64(seed))
    let sheets = (0..<(1 + dice.roll(3))).map { number -> GridWorkbook.Sheet in
      let width = 3 + dice.roll(12)
      var rows: [[Cell]] = []
      for _ in 0..<dice.roll(4) { rows.append((0..<dice.roll(3)).map { _ in cell(&dice) }) }
      rows.append((0..<width).map { _ in .text(Self.headers[dice.roll(Self.headers.count)]) })
      for _ in 0..<dice.roll(40) { rows.append((0..<(1 + dice.roll(width))).map { _ in cell(&dice) }) }
      let from = 1 + dice.roll(6)
      let column = dice.roll(4)
      let merges = [SheetPreview.Merge(rows: from...(from + dice.roll(5)), columns: column...(column + dice.roll(3)))]
      return GridWorkbook.Sheet("S\(number)", rows, merges: dice.roll(2) == 0 ? merges : [])
    }
    let input = InputWorkbook(file: "any.xlsx", reading: GridWorkbook(sheets))
    var options = ReadOptions(dateOrder: DateOrder.allCases[dice.roll(3)])
    if dice.roll(3) == 0 { options.asOf = Day(rawValue: 19_500) }
    let records: Records
    do {
      records = try RecordReader.read([input], options: options)
    } catch let failure as Failure {
      #expect(["E101", "E103"].contains(failure.code.rawValue))
      options.roles = [
        SheetRole(table: [.customers, .visits, .enrolments, .surveys][seed % 4], file: "any.xlsx", sheet: nil)
      ]
      guard let told = try? RecordReader.read([input], options: options) else { return }
      records = told
    }
    let report = CheckReport(records)
    #expect(report.addsUp)
    for source in report.sources { #expect(source.setAside >= 0 && source.used >= 0 && source.skipped >= 0) }
    let text = FindingText(.zh, sources: records.sources)
    for finding in records.findings { #expect(!text.sentence(finding).contains("{")) }
    for (kind, rows) in records.customerRows {
      #expect(rows.count == records[kind].count)
      #expect(rows.allSatisfy { $0 >= -1 && $0 < Int32(records.customers.count) })
    }
    #expect(records.person.count == records.customers.count && records.family.count == records.customers.count)
    let age = CustomerAge(records)
    #expect(age.isMinor.count == records.customers.count)
    _ = records.cleanTables(.zh)
    _ = try FixReport([input], records: records, options: options, language: .en)
    _ = try ColumnMap.suggest([input], options: options)
  }

  @Test("texts of a column are told apart by their codes")
  func interned() throws {
    let records = try Records.from([
      "a": "姓名,性别,学校\n王,男, 一小\n李,女,一小\n", "b": "姓名,性别,学校\n赵,男,一小 \n钱,女,二小\n",
    ])
    let schools = records.customers.texts("school")
    #expect(Set(schools.codes).count == 2)
    #expect(schools.codes[0] == schools.codes[2])
  }
}
