import CustomerRecords
import Tabular
import Testing

@testable import Privacy

@Suite("Free text")
struct FreeTextTests {
  static let dictionary = PersonDictionary(records: School.records)

  func masked(_ text: String, own: Set<Int> = []) -> String {
    masked(text, by: Self.dictionary, own: own)
  }

  func masked(_ text: String, by dictionary: PersonDictionary, own: Set<Int> = []) -> String {
    var scanner = FreeTextScanner(dictionary)
    var out: [UInt8] = []
    var copy = text
    return copy.withUTF8 { bytes in
      scanner.scan(bytes)
      scanner.settle(own)
      return scanner.rewrite(bytes, into: &out) ? String(decoding: out, as: UTF8.self) : text
    }
  }

  @Test(
    "Numbers of people are masked however they are written",
    arguments: [
      ("电话13800138001找我", "电话138****8001找我"), ("１３８ 0013-8001", "138****8001"),
      ("138\u{200B}0013\u{200B}8001", "138****8001"),
      ("一三八零零一三八零零一", "138****8001"), ("138零零138零零1", "138****8001"), ("+86-138-0013-8001。", "138****8001。"),
      ("0571-88886666转801", "0571******66转801"), ("身份证11010519491231002X", "身份证1***************2X"),
      ("卡号6222 0212 3456 7890 123", "卡号6222 **** **** *** 0123"), ("加微信zhang_2008聊", "加微信z********8聊"),
      ("QQ：12345678", "QQ：1******8"), ("邮箱abc.d@126.com，谢谢", "邮箱a****@126.com，谢谢"), ("+852 9123 4567", "+852 ******67"),
      ("138.0013.8001", "138****8001"), ("1 3 8 0 0 1 3 8 0 0 1", "138****8001"), ("13800138001一家", "138****8001一家"),
      ("13800138001/13900139001", "138****8001/139****9001"), ("138/0013/8001", "138****8001"),
      ("一三八，零零一三，八零零一", "138****8001"), ("13800138001，13900139001", "138****8001，139****9001"),
    ])
  func numbers(text: String, expected: String) { #expect(masked(text) == expected) }

  @Test(
    "Orders, dates, prices and times stay",
    arguments: [
      "订单号202603051234567890", "2026-03-05 10:30-12:00", "学费￥12,800.00，已付8000", "单号：15812345678", "第13周周三18:30",
      "共48课时，剩12.5课时",
      "2024.3.5—2024.12.31", "电话没接", "微信联系", "比例 3:1", "三年级五班", "13-15岁", "编号20260001234", "1380013800",
      "138,001,380,01",
      "2026/03/05/18", "130,140,1500元", "150、1600、1700页",
    ])
  func others(text: String) { #expect(masked(text) == text) }

  @Test(
    "Everybody the tables know is masked",
    arguments: [
      ("段正淳今天没来", "段**今天没来"), ("和欧阳锋、刘三一起", "和欧阳*、刘*一起"), ("高兴妈妈来电", "高*妈妈来电"), ("孩子很高兴", "孩子很高兴"), ("刘三姐", "刘*姐"),
      ("段\u{200B}正淳", "段**"), ("李顾问跟进", "李**跟进"),
    ])
  func names(text: String, expected: String) { #expect(masked(text) == expected) }

  @Test(
    "Names in other spellings are found: blanks inside, full width, traditional, other order and case",
    arguments: [
      ("学员段 正淳没来", "学员段 **没来"), ("和段　正　淳通话", "和段 * *通话"), ("刘 三 请假", "刘 * 请假"), ("欧阳 锋妈妈", "欧阳 *妈妈"),
      ("劉三來電", "劉*來電"), ("歐陽鋒的媽媽", "歐陽*的媽媽"), ("段正湻", "段正湻"), ("小刘 三点来", "小刘 三点来"), ("老段 正在上课", "老段 正在上课"),
    ])
  func otherSpellings(text: String, expected: String) { #expect(masked(text) == expected) }

  @Test(
    "English names in any order and case",
    arguments: [
      ("called John Smith today", "called **** S**** today"), ("SMITH, JOHN paid", "S****, **** paid"),
      ("Smith, John paid", "S****, **** paid"), ("john  smith", "****  s****"), ("Smith John paid", "S**** **** paid"),
      ("Ｊｏｈｎ　Ｓｍｉｔｈ", "**** S****"), ("Lee,Amy", "L**,***"), ("Smithsonian, Johnny", "Smithsonian, Johnny"),
      ("a smith, john and others", "a s****, **** and others"),
    ])
  func english(text: String, expected: String) {
    let names = PersonDictionary(sources: [.init(column: .texts(["John Smith", "Lee, Amy"]), rule: .name)])
    #expect(masked(text, by: names) == expected)
  }

  @Test("A name the sheet spells in traditional characters is found in simplified ones")
  func traditionalSheet() {
    let names = PersonDictionary(sources: [.init(column: .texts(["陳思遠", "歐陽 娜娜"]), rule: .name)])
    for (text, expected) in [("陈思远来电", "陈**来电"), ("陳思遠", "陳**"), ("欧阳娜娜", "欧阳**"), ("歐陽　娜娜", "歐陽 **")] {
      #expect(masked(text, by: names) == expected)
    }
  }

  @Test(
    "Pieces of other words are no names of two characters",
    arguments: [
      "对于洋气的衣服", "任何平台都行", "非常宁静", "关于明天的课", "一张伟人像", "大家说好", "周六报名，周日试听", "老人来说还行", "书里说得对",
    ])
  func otherWords(text: String) {
    let names = PersonDictionary(sources: [
      .init(column: .texts(["于洋", "何平", "常宁", "于明", "张伟", "李大家", "周六", "周日", "王人来", "张里"]), rule: .name)
    ])
    #expect(masked(text, by: names) == text)
  }

  @Test("A name of two characters stands for somebody where nothing has grown to it")
  func apart() {
    let names = PersonDictionary(sources: [.init(column: .texts(["于洋", "何平", "常宁", "周六"]), rule: .name)])
    for (text, expected) in [
      ("于洋没来", "于*没来"), ("今天何平来电", "今天何*来电"), ("通知常宁：停课", "通知常*：停课"), ("周六妈妈来电", "周*妈妈来电"), ("对于洋妈妈说", "对于*妈妈说"),
    ] {
      #expect(masked(text, by: names) == expected)
    }
  }

  @Test("A name that is a word is masked in the row of its own customer")
  func ownWord() {
    let entry = Self.dictionary.entries.firstIndex { $0.scalars == "高兴".unicodeScalars.map(\.value) }!
    #expect(masked("孩子今天很高兴", own: [entry]) == "孩子今天很高*")
  }
}
