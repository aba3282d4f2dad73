import Tabular
import Testing

@testable import CustomerRecords

@Suite("Reading values as people write them")
struct ValueReadingTests {
  private func bytes(_ text: String) -> [UInt8] {
    var plain = PlainText()
    plain.load(text)
    return plain.bytes
  }

  @Test(
    "dates in every spelling",
    arguments: [
      "2024-3-5", "2024/3/5", "2024.3.5", "2024年3月5日", "20240305", "45356", "24/3/5", "２０２４－３－５", "2024-03-05",
      "2024 年 3 月 5 日", "2024-03-05 星期二", "2024年03月05号", "March 5, 2024", "5 Mar 2024", "5-Mar-24", "Mar 5th, 2024",
      "Tuesday, March 5, 2024", "二〇二四年三月五日", "2024、3、5", "'2024-03-05", "2024.03.05.", "2024 3 5", "24年3月5日",
    ])
  func dates(text: String) {
    #expect(DateReading.read(bytes(text), order: .ymd) == .day(19_787, time: nil))
  }

  @Test(
    "dates with a time of day",
    arguments: [
      ("2024-03-05 09:30", 570), ("2024/3/5 9:30:00", 570), ("2024-03-05T09:30:00Z", 570), ("2024年3月5日 下午2:15", 855),
      ("2024-3-5 9点30分", 570), ("20240305093000", 570), ("2024-03-05 14:15:20.123", 855), ("3/15/2024 2:15 PM", 855),
      ("45356.5", 720), ("2024-03-05 上午9:30", 570),
    ])
  func times(text: String, minute: Int) {
    guard case .day(let day, let time?) = DateReading.read(bytes(text), order: .ymd) else {
      Issue.record("no date with a time in \(text)")
      return
    }
    #expect(day == 19_787 || day == 19_797)
    #expect(Int(time * 1440 + 0.001) == minute)
  }

  @Test(
    "what is no date says why",
    arguments: [
      ("2026/13/05", DateReading.Reason.noMonth(13)), ("2024-02-30", .noDay(month: 2, day: 30)), ("2024", .yearOnly),
      ("3月5日", .noYear), ("3024-01-01", .yearOutside), ("今天", .notADate), ("12345678901", .notADate),
      ("2024-03-05 25:00", .badTime), ("2024-03-05 09:61:00", .badTime),
      ("2024/02/30 09:30", .noDay(month: 2, day: 30)), ("待定", .notADate), ("2024-3-5-6", .notADate),
      ("13800138000", .notADate),
    ])
  func badDates(text: String, reason: DateReading.Reason) {
    #expect(DateReading.read(bytes(text), order: .ymd) == .bad(reason))
  }

  @Test(
    "year and month alone stand for the first of the month",
    arguments: ["2014-05", "2014年5月", "201405", "2014.5", "May 2014"])
  func months(text: String) {
    #expect(DateReading.read(bytes(text), order: .ymd) == .month(16_191))
  }

  @Test("day and month are a question unless told or plain")
  func orders() {
    #expect(DateReading.read(bytes("5/3/2024"), order: .ymd) == .ambiguous)
    #expect(DateReading.read(bytes("5/3/2024"), order: .dmy) == .day(19_787, time: nil))
    #expect(DateReading.read(bytes("3/5/2024"), order: .mdy) == .day(19_787, time: nil))
    #expect(DateReading.read(bytes("15/3/2024"), order: .ymd) == .day(19_797, time: nil))
    #expect(DateReading.read(bytes("3/15/2024"), order: .ymd) == .day(19_797, time: nil))
    #expect(DateReading.read(bytes("5/3/24"), order: .dmy) == .day(19_787, time: nil))
  }

  @Test(
    "money",
    arguments: [
      ("￥1,200.00", 1200.0), ("¥1200", 1200), ("1200元", 1200), ("1.2万", 12_000), ("1,200", 1200), ("１２００", 1200),
      ("RMB 1200", 1200), ("1200.50 元", 1200.5), ("-300", -300), ("(300)", -300), ("-¥300", -300), ("1.2w", 12_000),
      ("3千", 3000), ("免费", 0), ("$1,234.56", 1234.56), ("1200元整", 1200), ("12,3456", 123_456), ("1 200", 1200),
      ("人民币1200元", 1200), ("2亿", 200_000_000),
    ])
  func money(text: String, value: Double) {
    #expect(NumberReading.money(bytes(text), factor: 1) == value)
  }

  @Test("a unit in the cell goes before the header's")
  func moneyUnits() {
    #expect(NumberReading.money(bytes("1.2"), factor: 10_000) == 12_000)
    #expect(NumberReading.money(bytes("1200元"), factor: 10_000) == 1200)
    #expect(NumberReading.money(bytes("1.2万"), factor: 10_000) == 12_000)
  }

  @Test("what is no money", arguments: ["一千二", "1,20", "1.2.3", "约1200", "3000-5000", "1200元/期", "abc", "1,200,00"])
  func noMoney(text: String) {
    #expect(NumberReading.money(bytes(text), factor: 1) == nil)
  }

  @Test(
    "minutes",
    arguments: [
      ("30", 30.0), ("30分钟", 30), ("1.5小时", 90), ("1小时30分", 90), ("90min", 90), ("1:30:00", 90), ("03:30", 3.5),
      ("2h", 120),
      ("30秒", 0.5), ("5'", 5),
    ])
  func minutes(text: String, value: Double) {
    #expect(NumberReading.minutes(bytes(text), factor: 1) == value)
  }

  @Test(
    "blanks",
    arguments: ["无", "/", "-", "暂无", "N/A", "n/a", "——", "--", "　", " ", "未填写", "NULL", "None", "NA", "请选择", "#N/A"])
  func blanks(text: String) {
    var plain = PlainText()
    plain.load(text)
    #expect(plain.isBlank)
  }

  @Test("no blanks", arguments: ["无锡", "0", "否", "NaNa", "Nick", "李无", "/1"])
  func notBlank(text: String) {
    var plain = PlainText()
    plain.load(text)
    #expect(!plain.isBlank)
  }

  @Test(
    "telephone numbers come out in one spelling",
    arguments: [
      ("13800138000", "13800138000"), ("1.3800138E10", "13800138000"), ("1.3812345678E+10", "13812345678"),
      ("+86 138 0013 8000", "13800138000"), ("86-13800138000", "13800138000"), ("138-0013-8000", "13800138000"),
      ("１３８００１３８０００", "13800138000"), ("13800138000（妈妈）", "13800138000"), ("020-12345678", "02012345678"),
      ("(020) 1234 5678", "02012345678"), ("0915-7518479转801", "09157518479-801"), ("400-123-4567", "4001234567"),
      ("+852 9123 4567", "+852 91234567"), ("+44 20 7946 0958", "+44 2079460958"), ("0086 13800138000", "13800138000"),
      ("13800138000.0", "13800138000"), ("微信同号13800138000", "13800138000"),
    ])
  func phones(text: String, number: String) {
    #expect(PhoneReading.read(bytes(text)) == .numbers(first: number, second: nil))
  }

  @Test(
    "two numbers in a cell", arguments: ["/", "、", ";", "；", ",", "，", " ", " / ", "\n", "或"])
  func twoPhones(separator: String) {
    let text = "13800138000" + separator + "13900139000"
    #expect(PhoneReading.read(bytes(text)) == .numbers(first: "13800138000", second: "13900139000"))
  }

  @Test(
    "damaged or no number",
    arguments: [("1.38E+10", PhoneReading.damaged), ("1380013800", .damaged), ("同上", .bad), ("138001380001", .bad)])
  func badPhones(text: String, reading: PhoneReading) {
    #expect(PhoneReading.read(bytes(text)) == reading)
  }

  @Test("ids stay text")
  func ids() {
    #expect(CodeReading.id(bytes("123.0")) == .code("123"))
    #expect(CodeReading.id(bytes("00123")) == .code("00123"))
    #expect(CodeReading.id(number: 123.0) == "123")
    #expect(CodeReading.id(bytes("1.10105E+17")) == .damaged)
    #expect(CodeReading.id(number: 110_105_194_912_310_000) == nil)
  }

  @Test(
    "identity cards that hold",
    arguments: [
      "11010519491231002X", "81000019980902013X", "820000200009100032", "830000200209060065", "932682198501010017",
      "321083197812162119", "150102880730303",
    ])
  func goodCards(text: String) {
    #expect(CodeReading.idCard(bytes(text)) == .code(text))
  }

  @Test("identity cards that don't")
  func badCards() {
    #expect(CodeReading.idCard(bytes("412822185703252531")) == .unchecked("412822185703252531"))
    #expect(CodeReading.idCard(bytes("372928198312103215")) == .unchecked("372928198312103215"))
    #expect(CodeReading.idCard(bytes("110105194912310000")) == .damaged)
    #expect(CodeReading.idCard(bytes("1.10105E+17")) == .damaged)
    #expect(CustomerAge.birthday(idCard: "11010519491231002X")?.description == "1949-12-31")
  }

  @Test(
    "yes and no",
    arguments: [
      ("是", true), ("Y", true), ("√", true), ("1", true), ("已授权", true), ("否", false), ("no", false), ("×", false),
      ("未报名", false),
    ])
  func truth(text: String, value: Bool) {
    var plain = PlainText()
    plain.load(text)
    #expect(NumberReading.yesNo(plain.word) == value)
  }

  @Test("ages count completed years, 29 February on 1 March")
  func ages() throws {
    let born = try #require(Day(iso: "2012-02-29"))
    #expect(CustomerAge.completedYears(from: born, to: try #require(Day(iso: "2027-02-28"))) == 14)
    #expect(CustomerAge.completedYears(from: born, to: try #require(Day(iso: "2027-03-01"))) == 15)
  }
}
