/// Reads what people write for numbers: money, shares, whole numbers, scores, yes and no.
enum NumberReading {
  /// A number with sign, thousands separators, decimals, exponent; nil where anything else stands there.
  static func plain(_ bytes: ArraySlice<UInt8>) -> Double? {
    var digits: [UInt8] = []
    digits.reserveCapacity(bytes.count)
    var sawDigit = false
    var sawPoint = false
    var sinceComma: Int?
    var i = bytes.startIndex
    if i < bytes.endIndex, bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "+") {
      digits.append(bytes[i])
      i += 1
    }
    scan: while i < bytes.endIndex {
      let byte = bytes[i]
      switch byte {
      case 0x30...0x39:
        digits.append(byte)
        sawDigit = true
        sinceComma = sinceComma.map { $0 + 1 }
      case UInt8(ascii: ","):
        // Thousands: at least a digit before, three after each (or four, by 万).
        guard sawDigit, !sawPoint, sinceComma.map({ $0 == 3 || $0 == 4 }) ?? true else { return nil }
        sinceComma = 0
      case UInt8(ascii: "."):
        guard !sawPoint, sinceComma.map({ $0 == 3 || $0 == 4 }) ?? true else { return nil }
        sinceComma = nil
        sawPoint = true
        digits.append(byte)
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard sawDigit, i + 1 < bytes.endIndex else { return nil }
        digits.append(contentsOf: bytes[i...])
        i = bytes.endIndex
        break scan
      case 0x20:
        // 1 200.00: a space between digits.
        guard sawDigit, i + 1 < bytes.endIndex, (0x30...0x39).contains(bytes[i + 1]) else { return nil }
      default: return nil
      }
      i += 1
    }
    guard sawDigit, sinceComma.map({ $0 == 3 || $0 == 4 }) ?? true else { return nil }
    if digits.last == UInt8(ascii: ".") { digits.removeLast() }
    return Double(String(decoding: digits, as: UTF8.self)).flatMap { $0.isFinite ? $0 : nil }
  }

  /// ￥1,200.00 · 1200元 · 1.2万 · RMB 1200 · (300) · 免费. Yuan, or the sheet's currency; `factor` is the header's unit.
  static func money(_ bytes: [UInt8], factor: Double) -> Double? {
    var slice = bytes[...]
    var negative = false
    if slice.count > 2, slice.first == UInt8(ascii: "("), slice.last == UInt8(ascii: ")") {
      slice = slice.dropFirst().dropLast()
      negative = true
    }
    if slice.first == UInt8(ascii: "-"), slice.count > 1 {
      negative.toggle()
      slice = slice.dropFirst()
    }
    var scale: Double?
    var stripped = true
    var unitSaid = false
    while stripped {
      stripped = false
      trim(&slice)
      for sign in currencies {
        if drop(prefix: sign, &slice) { stripped = true }
        if drop(suffix: sign, &slice) {
          stripped = true
          unitSaid = true
        }
      }
      if scale == nil {
        for (word, times) in multiples where drop(suffix: word, &slice) {
          scale = times
          stripped = true
          break
        }
      }
    }
    if let value = plain(slice) {
      // A unit in the cell stands against the header's: 1200元 in a column of 万元.
      let result = value * (scale ?? (unitSaid ? 1 : factor))
      return negative ? -result : result
    }
    return free.contains(String(decoding: bytes, as: UTF8.self).lowercased()) ? 0 : nil
  }

  /// 90 · 90分钟 · 8岁 · +50: a number with one of the words that may follow it.
  static func quantity(_ bytes: [UInt8], factor: Double) -> Double? {
    if let value = plain(bytes[...]) { return value * factor }
    var slice = bytes[...]
    for word in counters where drop(suffix: word, &slice) {
      trim(&slice)
      if let value = plain(slice) { return value * factor }
      slice = bytes[...]
    }
    return nil
  }

  /// Minutes: 90 · 90分钟 · 1.5小时 · 1小时30分 · 90min · 1:30:00 (hours, minutes, seconds) · 03:25 (minutes, seconds).
  static func minutes(_ bytes: [UInt8], factor: Double) -> Double? {
    if let value = plain(bytes[...]) { return value * factor }
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 2 || parts.count == 3, parts.allSatisfy({ Int($0) != nil && !$0.hasPrefix("-") }) {
      let n = parts.compactMap { Double($0) }
      return parts.count == 3 ? n[0] * 60 + n[1] + n[2] / 60 : n[0] + n[1] / 60
    }
    var total = 0.0
    var digits = ""
    var word = ""
    var found = false
    func close() -> Bool {
      if word.isEmpty && digits.isEmpty { return true }
      guard let value = Double(digits), let times = clockWords[word] else { return false }
      total += value * times
      found = true
      digits = ""
      word = ""
      return true
    }
    for character in text where character != " " {
      if character.isASCII, character.isNumber || character == "." {
        if !word.isEmpty, !close() { return nil }
        digits.append(character)
      } else {
        word.append(character)
      }
    }
    return close() && found ? total : nil
  }

  /// 85% → 0.85. A bare number comes back with `bare` true: whether it is a share or a percentage is the column's
  /// to say.
  static func share(_ bytes: [UInt8]) -> (value: Double, bare: Bool)? {
    var slice = bytes[...]
    if drop(suffix: "%", &slice) || drop(suffix: "％", &slice) {
      trim(&slice)
      return plain(slice).map { ($0 / 100, false) }
    }
    if drop(suffix: "成", &slice) { return plain(slice).map { ($0 / 10, false) } }
    if let slash = slice.firstIndex(of: UInt8(ascii: "/")), let a = plain(slice[..<slash]),
      let b = plain(slice[(slash + 1)...]), b > 0
    {
      return (a / b, false)
    }
    switch String(decoding: bytes, as: UTF8.self) {
    case "已完成", "完成", "已结课", "结课": return (1, false)
    case "未开始", "未开课": return (0, false)
    default: return plain(slice).map { ($0, true) }
    }
  }

  /// 5 · 5分 · 非常满意 · ★★★★★. Range and wholeness are the caller's to check.
  static func rating(_ bytes: [UInt8], words: Bool) -> Double? {
    if let value = quantity(bytes, factor: 1) { return value }
    guard words else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    if text.allSatisfy({ $0 == "★" || $0 == "⭐" || $0 == "☆" }) {
      return Double(text.filter { $0 != "☆" }.count)
    }
    return satisfaction[text.lowercased()]
  }

  /// True, false, or nil where the cell says neither.
  static func yesNo(_ word: String) -> Bool? {
    if yes.contains(word) { return true }
    if no.contains(word) { return false }
    return nil
  }

  private static func trim(_ slice: inout ArraySlice<UInt8>) {
    while slice.first == 0x20 { slice.removeFirst() }
    while slice.last == 0x20 { slice.removeLast() }
  }

  private static func drop(suffix word: String, _ slice: inout ArraySlice<UInt8>) -> Bool {
    let wanted = word.utf8
    guard slice.count > wanted.count, same(slice.suffix(wanted.count), wanted) else { return false }
    slice.removeLast(wanted.count)
    return true
  }

  private static func drop(prefix word: String, _ slice: inout ArraySlice<UInt8>) -> Bool {
    let wanted = word.utf8
    guard slice.count > wanted.count, same(slice.prefix(wanted.count), wanted) else { return false }
    slice.removeFirst(wanted.count)
    return true
  }

  private static func same(_ a: ArraySlice<UInt8>, _ b: String.UTF8View) -> Bool {
    a.elementsEqual(b) { x, y in x == y || ((0x41...0x5A).contains(x) && x | 0x20 == y) }
  }

  private static let currencies = [
    "人民币", "rmb", "cny", "usd", "元整", "块钱", "元", "圆", "块", "$", "¥", "￥", "hk$", "€", "£",
  ]
  private static let multiples: [(String, Double)] = [
    ("百万", 1e6), ("千万", 1e7), ("万", 1e4), ("萬", 1e4), ("亿", 1e8), ("千", 1e3), ("百", 1e2), ("w", 1e4), ("k", 1e3),
  ]
  private static let free: Set<String> = ["免费", "赠送", "免", "赠", "free", "免单", "全免"]
  private static let counters = [
    "个课时", "课时", "节课", "节", "次", "周岁", "岁", "分钟", "分", "积分", "人", "个", "年", "天", "名", "years old", "years", "year",
    "yrs", "yr", "lessons", "times", "pts", "points", "point",
  ]
  private static let clockWords: [String: Double] = [
    "分钟": 1, "分": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1, "m": 1, "'": 1, "小时": 60, "个小时": 60, "时": 60,
    "h": 60, "hr": 60, "hrs": 60, "hour": 60, "hours": 60, "秒": 1.0 / 60, "s": 1.0 / 60, "sec": 1.0 / 60,
    "seconds": 1.0 / 60, "秒钟": 1.0 / 60, "": 1,
  ]
  private static let satisfaction: [String: Double] = [
    "非常满意": 5, "很满意": 5, "十分满意": 5, "满意": 4, "比较满意": 4, "较满意": 4, "一般": 3, "中立": 3, "尚可": 3, "基本满意": 3, "不满意": 2,
    "不太满意": 2, "较不满意": 2, "非常不满意": 1, "很不满意": 1, "十分不满意": 1, "极不满意": 1, "very satisfied": 5, "satisfied": 4,
    "neutral": 3, "dissatisfied": 2, "unsatisfied": 2, "very dissatisfied": 1, "very unsatisfied": 1,
  ]
  private static let yes: Set<String> = [
    "是", "有", "y", "yes", "true", "t", "1", "√", "✓", "✔", "☑", "对", "已", "同意", "已同意", "已授权", "授权", "已报名", "报名", "已成交",
    "成交", "已签", "已签订", "勿扰", "需要", "on", "agree", "agreed", "given", "converted", "enrolled", "o", "是的", "愿意",
  ]
  private static let no: Set<String> = [
    "否", "无", "無", "没有", "n", "no", "false", "f", "0", "×", "✗", "✘", "x", "☐", "不", "未", "不同意", "未同意", "未授权", "未报名",
    "未成交", "未签", "未签订", "不需要", "off", "disagree", "refused", "拒绝", "已撤回", "不是", "不愿意", "非",
  ]
}
