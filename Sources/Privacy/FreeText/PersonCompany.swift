import Tabular

/// The words around a name that tell whether a person is meant.
///
/// Names that are words (高兴), short names (正淳) and names of two characters that may be parts of other words (于|学习) are
/// persons only beside a title, a kin or what only people do; 说, 报名, 要求 follow words as well (大家说, 周六报名).
enum PersonCompany {
  private static func words(_ list: String) -> [[UInt32]] {
    list.listed.map { $0.unicodeScalars.map(\.value) }
  }

  /// Titles and kin behind a name.
  static let titles = words(
    """
    老师 同学 妈妈 爸爸 家长 女士 先生 小朋友 奶奶 爷爷 姥姥 外婆 外公 阿姨 叔叔 母亲 父亲 的妈 的爸 的家 妈咪 麻麻 粑粑 宝宝 宝贝 姐姐 哥哥 妹妹 弟弟 家里 家的 的奶 的爷 的姥 的外 姑姑 舅舅
    姨妈 监护人 媽媽 爸爸 老師 同學 家長 姊姊
    """)
  /// What people do and have, behind a name.
  private static let doings = words(
    "的电话 的手机 的微信 本人 来电 来访 今天没 没来 请假 缺课 没接 未接 到店 缺勤 迟到 來電 請假")
  /// What people do and other things may, behind a name: enough where only two words could stand side by side.
  private static let weakly = words(
    "说 今天 报名 表示 反馈 希望 要求 同意 续费 转班 沟通 通话 缴费 交费 退费 咨询 试听 （ (")

  /// Words before a name that say that one follows.
  private static let labels = words(
    """
    学员 学生 同学 孩子 客户 家长 姓名 姓名: 姓名： 联系人 联系人: 妈妈 爸爸 介绍人 推荐人 转介绍 叫 转告 告诉 小朋友 宝贝 女儿 儿子 顾问 老师 弟弟 妹妹 哥哥 姐姐 表弟 表妹
    """)
  /// Words before a name of somebody, and before much else.
  private static let weakLabels = words("找 通知 联系 回复 给 与 和 跟 问 请 今天 昨天")

  /// All words of company, for what cannot be a name in itself.
  static let all = titles + doings + weakly + labels + weakLabels

  private static let latinTitles: [[UInt32]] = words(
    """
    mr mrs ms miss dr prof sir madam teacher coach called calls student parent mother father mum mom dad client customer
    """)

  /// True where the words around a name that is also a word speak of a person.
  static func surrounds(_ s: [UInt32], _ range: Range<Int>, latin: Bool) -> Bool {
    if latin { return surroundsLatin(s, range) }
    if follows(titles, s, range.upperBound) || follows(doings, s, range.upperBound) { return true }
    // 姓名：高兴 — a colon or a space may stand between.
    var end = range.lowerBound
    var parted = false
    while end > 0, range.lowerBound - end < 2, s[end - 1] == 0x3A || s[end - 1] == 0x20 {
      end -= 1
      parted = true
    }
    let isLabelled = precedes(labels, s, end)
    // 和高兴沟通: either word alone would be too little.
    if isLabelled || precedes(weakLabels, s, end), follows(weakly, s, range.upperBound) { return true }
    guard isLabelled else { return false }
    // 学员高兴。 is somebody, 学员高兴地 is not; and the word must end there.
    return parted || range.upperBound == s.count || !SpelledOtherwise.isIdeograph(s[range.upperBound])
  }

  /// True where what stands before and behind a name of two characters with a blank in it leaves it alone: 王 明，来电.
  static func isolates(_ s: [UInt32], _ range: Range<Int>, before: Bool, after: Bool) -> Bool {
    (before || precedes(labels, s, range.lowerBound) || precedes(weakLabels, s, range.lowerBound))
      && (after || [titles, doings, weakly].contains { follows($0, s, range.upperBound) })
  }

  private static func follows(_ words: [[UInt32]], _ s: [UInt32], _ at: Int) -> Bool {
    words.contains { s[at...].starts(with: $0) }
  }

  private static func precedes(_ words: [[UInt32]], _ s: [UInt32], _ at: Int) -> Bool {
    words.contains { at >= $0.count && s[(at - $0.count)..<at].elementsEqual($0) }
  }

  /// Mrs Smith, Amy's mother, Amy妈妈.
  private static func surroundsLatin(_ s: [UInt32], _ range: Range<Int>) -> Bool {
    if range.upperBound + 1 < s.count, s[range.upperBound] == 0x27 || s[range.upperBound] == 0x2019,
      s[range.upperBound + 1] | 0x20 == 0x73
    {
      return true
    }
    if follows(titles, s, range.upperBound) { return true }
    var end = range.lowerBound
    while end > 0, s[end - 1] == 0x20 || s[end - 1] == 0x2E { end -= 1 }
    if end == range.lowerBound { return false }
    var start = end
    while start > 0, s[start - 1] < 0x80, isLetter(UInt8(s[start - 1])) { start -= 1 }
    return latinTitles.contains { word in
      word.count == end - start && word.indices.allSatisfy { s[start + $0] | 0x20 == word[$0] }
    }
  }
}
