import CustomerRecords
import Tabular
import Testing

@testable import Privacy

/// Notes built from templates with the personal parts known, to measure what the scanner finds and what it takes for
/// personal by mistake.
@Suite("Free text, measured on labelled notes")
struct LabelledNotesTests {
  struct Note {
    var text: String
    /// What must not be left in the text.
    var personal: [String]
  }

  static let names = [
    "王小明", "李雨桐", "欧阳娜娜", "张伟", "司马光", "麦麦提·赛帕克", "陈思远", "刘洋", "赵子涵", "周杰", "诸葛明", "高兴", "安静", "方向", "John Smith",
    "Amy Lee",
  ]
  /// Of three characters, whose given name is no word.
  static let hanNames = ["王小明", "李雨桐", "陈思远", "赵子涵"]
  static let phones = ["13812345678", "18049531999", "15900001111", "17712349876"]

  static let dictionary = PersonDictionary(sources: [
    .init(column: .texts(names.map { $0 }), rule: .name), .init(column: .texts(phones.map { $0 }), rule: .phone),
    .init(column: .texts(["62345678", "05718888666"]), rule: .phone),
    .init(column: .texts(["wang.xm@qq.com"]), rule: .email), .init(column: .texts(["lyt_2010"]), rule: .wechat),
  ])

  /// `{n}` a name, `{p}` a phone, in the spellings people use.
  static let positive = [
    "{n}妈妈来电，说周末再来试听", "电话{p}，约了周三18:30", "和{n}沟通，孩子数学79分", "{n}、{m}一起报名2人团", "联系方式：{p}（微信同号）", "请回拨{p}找{n}",
    "{n}今天没来，请假", "转介绍：{m}，{p}", "家长{n}反馈作业多", "手机{p}打不通，改打{q}", "called {n} at {p}", "微信号：abc_{k}，昵称小太阳", "QQ：{k}88",
    "邮箱 a{k}@126.com 发资料", "身份证号{i}已登记", "退款到卡号6222021234567890123", "{n}的手机是{p}，不要打给{m}", "座机0571-8888{k}，找{n}",
    "已加微信lyt_2010", "发到wang.xm@qq.com", "{p}/{q}都可以", "孩子{n}（三年级）要转班", "学员{n}续费12,800元，单号20260305123", "护照以外证件：{i}",
    "香港号码+852 9123{k}",
    // Short names and kin.
    "{g}妈妈说周三不来了", "小{l}爸爸来电问学费", "今天{g}同学迟到十分钟", "给{l}{l}奶奶回电，约试听", "和{g}家长沟通了续费",
    "Mrs {f} asked about the summer camp",
    // Ids as people write them.
    "加v：abc_{k}，晚上聊", "微:wx{k}x", "VX zz{k}abc", "加微abc{k}发课表", "护照E1234{k}已登记", "港澳通行证号：C0123{k}",
    "passport no. EA123{k}",
    // Numbers said aloud or cut up.
    "妈妈手机{c}", "打{c}找她", "（{p}）是爸爸的", "{p}转告{n}", "Tel.{p}", "回电0571 8888 {k}", "call +86{p} please",
  ]
  static let spellings: [@Sendable (String) -> String] = [
    { $0 }, { "\($0.prefix(3)) \($0.dropFirst(3).prefix(4)) \($0.suffix(4))" },
    { "\($0.prefix(3))-\($0.dropFirst(3).prefix(4))-\($0.suffix(4))" }, { "+86 " + $0 },
    { String(String.UnicodeScalarView($0.unicodeScalars.map { Unicode.Scalar($0.value - 0x30 + 0xFF10)! })) },
    { $0.map { String($0) }.joined(separator: "\u{200B}") },
    { String($0.map { Array("零一二三四五六七八九")[$0.wholeNumberValue!] }) },
  ]
  /// Nothing personal in any of them.
  static let negative = [
    "订单号2026{k}05123456，已付12,800.00元", "2026-03-{d}下午15:00-17:00上课", "孩子很高兴，愿意继续", "环境安静，老师负责", "方向不对，要换教材",
    "共48课时，剩{d}.5课时",
    "学费￥12{k}.00，优惠{d}00", "第{d}周，第3单元测验95分", "报名费1234567元", "三年级{d}班，五一放假", "合同编号HT2026030{d}0001",
    "快递单号78012345678901{d}",
    "成绩从79提高到9{d}，进步16名", "13-15岁组，每班1{d}人", "微信联系过两次", "QQ群通知", "3月{d}日到4月1日有效", "教室502，2号楼，{d}层", "上午10:{d}0电话没接",
    "续费意向高，安静学习，方法得当",
    "老师说明天考试，家长说再想想", "小学三年级{d}班报名，小班制", "明明说好了周{d}来", "顾问说有优惠，教练要求带泳衣", "加油！v1.{d}版教材", "wx群公告第{d}条",
    "护照翻译课，通行证办理{d}天",
    "一二三年级，五六七八班，共九十{d}人", "二零二六年三月{d}日", "the smith shop, will call, may join in june",
    "比例3:{d}，人数120", "发票号码0441900{d}1", "年费{k}元/年，折后{k}", "参加2026年春季班", "听力、口语各{d}0分",
  ]

  static func notes() -> [Note] {
    var notes: [Note] = []
    for round in 0..<14 {
      for (t, template) in positive.enumerated() {
        let i = round * positive.count + t
        let name = names[i % names.count]
        let other = names[(i + 3) % names.count]
        let phone = phones[i % phones.count]
        let second = phones[(i + 1) % phones.count]
        let spelled = spellings[i % spellings.count](phone)
        let k = String(1_000 + i * 7 % 9_000)
        let card = ["11010519491231002X", "321083197812162119", "150102880730303"][i % 3]
        var personal: [String] = []
        var text = template
        let han = hanNames[i % hanNames.count]
        let aloud = String(
          phone.map { Array("零幺二三四五六七八九")[$0.wholeNumberValue!] }.enumerated().flatMap {
            i % 2 == 0 && ($0.offset == 3 || $0.offset == 7) ? [" ", $0.element] : [$0.element]
          })
        if text.contains("{l}") {
          let last = String(han.last!)
          personal.append(text.contains("{l}{l}") ? last + last : "小" + last)
          text = text.replacing("{l}", with: last)
        }
        for (mark, value) in [
          ("{n}", name), ("{m}", other), ("{p}", spelled), ("{q}", second), ("{i}", card),
          ("{g}", String(han.dropFirst())),
          ("{f}", "Smith"), ("{c}", aloud),
        ]
        where text.contains(mark) {
          // 高兴 and the like stand for persons only beside words that say so; those templates are told apart below.
          text = text.replacing(mark, with: value)
          personal.append(value)
        }
        if text.contains("abc_{k}") { personal.append("abc_\(k)") }
        for (mark, made) in [
          ("wx{k}x", "wx\(k)x"), ("zz{k}abc", "zz\(k)abc"), ("加微abc{k}", "abc\(k)"), ("E1234{k}", "E1234\(k)"),
          ("C0123{k}", "C0123\(k)"), ("EA123{k}", "EA123\(k)"), ("0571 8888 {k}", "0571 8888 \(k)"),
        ] where text.contains(mark) { personal.append(made) }
        if text.contains("{k}88") { personal.append("\(k)88") }
        if text.contains("a{k}@") { personal.append("a\(k)@126.com") }
        if text.contains("8888{k}") { personal.append("0571-8888\(k)") }
        if text.contains("9123{k}") { personal.append("9123\(k)") }
        for fixed in ["6222021234567890123", "lyt_2010", "wang.xm@qq.com"] where text.contains(fixed) {
          personal.append(fixed)
        }
        notes.append(Note(text: text.replacing("{k}", with: k), personal: personal))
      }
    }
    for round in 0..<10 {
      for template in negative {
        notes.append(
          Note(
            text: template.replacing("{d}", with: String(1 + round % 9)).replacing(
              "{k}", with: String(1_100 + round * 37)),
            personal: []))
      }
    }
    return notes
  }

  @Test("Precision and recall on at least 500 notes")
  func measured() {
    let notes = Self.notes()
    #expect(notes.count >= 500)
    var scanner = FreeTextScanner(Self.dictionary)
    var (found, wanted, wrong, hits) = (0, 0, 0, 0)
    var missed: [String] = []
    for note in notes {
      var out: [UInt8] = []
      var copy = note.text
      let masked = copy.withUTF8 { bytes -> String in
        scanner.scan(bytes)
        return scanner.rewrite(bytes, into: &out) ? String(decoding: out, as: UTF8.self) : note.text
      }
      wanted += note.personal.count
      found += note.personal.count { !masked.contains($0) }
      missed += note.personal.filter { masked.contains($0) }.map { "\($0) in \(masked)" }
      hits += scanner.hits.count
      for hit in scanner.hits {
        let text = String(
          String.UnicodeScalarView(scanner.text.scalars[hit.scalars].compactMap(Unicode.Scalar.init)))
        let plain = text.filter { !$0.isWhitespace && $0 != "-" && $0 != "+" }
        let right = note.personal.contains { one in
          let value = Canonical.text(one).filter { !$0.isWhitespace && $0 != "-" && $0 != "+" }
          return value.contains(plain) || plain.contains(value)
        }
        if !right { wrong += 1 }
      }
    }
    let recall = Double(found) / Double(wanted)
    let precision = Double(hits - wrong) / Double(hits)
    print("free text: \(notes.count) notes, \(wanted) personal parts, recall \(recall), precision \(precision)")
    #expect(recall >= 0.97, "\(missed.prefix(20))")
    #expect(precision >= 0.98)
  }
}
