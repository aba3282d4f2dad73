/// Cuts a written date into its numbers, a month's name and a time of day.
struct DateTokens {
  struct Number: Equatable {
    var value: Int
    /// Digits written.
    var width: Int
  }

  private let bytes: [UInt8]
  private var i = 0
  private(set) var numbers: [Number] = []
  private(set) var monthName: Int?
  /// Time of day in days.
  private(set) var time: Double?
  private(set) var timeIsBad = false
  /// What stood behind the decimal point of a lone number.
  private(set) var fraction: Double?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// False where something stands in the cell that belongs to no date.
  mutating func scan() -> Bool {
    var afternoon: Bool?
    while i < bytes.count {
      let byte = bytes[i]
      if DateTokens.isDigit(byte) {
        if !number(&afternoon) { return false }
        continue
      }
      switch byte {
      case 0x20, UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "("),
        UInt8(ascii: ")"):
        i += 1
      case UInt8(ascii: "T") where !numbers.isEmpty && i + 1 < bytes.count && DateTokens.isDigit(bytes[i + 1]):
        i += 1
      case UInt8(ascii: "Z") where time != nil && i + 1 == bytes.count: i += 1
      case UInt8(ascii: "+") where time != nil: i = bytes.count
      default:
        if let word = match(DateTokens.signs) {
          if word == "下午" || word == "晚上" || word == "傍晚" { afternoon = true }
          if word == "上午" || word == "早上" || word == "凌晨" { afternoon = false }
        } else if DateTokens.isLetter(byte) {
          if !letters(&afternoon) { return false }
        } else if let digit = chineseNumber() {
          numbers.append(digit)
        } else {
          return false
        }
      }
      if numbers.count > 3 { return false }
    }
    if let afternoon, let clock = time {
      if afternoon, clock < 0.5 { time = clock + 0.5 }
      if !afternoon, clock >= 0.5, clock < 13.0 / 24 { time = clock - 0.5 }
    }
    return !numbers.isEmpty
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

  private mutating func digits() -> Number? {
    var value = 0
    let start = i
    while i < bytes.count, DateTokens.isDigit(bytes[i]) {
      if i - start >= 14 { return nil }
      value = value * 10 + Int(bytes[i] - 0x30)
      i += 1
    }
    return Number(value: value, width: i - start)
  }

  private mutating func number(_ afternoon: inout Bool?) -> Bool {
    let before = i > 0 ? bytes[i - 1] : 0x20
    guard let first = digits() else { return false }
    let dateIsDone = numbers.count == 3 || (numbers.count == 2 && monthName != nil) || numbers.first?.width == 8
    // 45321.5: a serial with a time.
    if numbers.isEmpty, first.width == 5, i + 1 < bytes.count, bytes[i] == UInt8(ascii: "."),
      bytes[(i + 1)...].allSatisfy(DateTokens.isDigit)
    {
      var scale = 0.1
      var value = 0.0
      for byte in bytes[(i + 1)...] {
        value += Double(byte - 0x30) * scale
        scale /= 10
      }
      fraction = value
      i = bytes.count
      numbers.append(first)
      return true
    }
    let isClock =
      (i < bytes.count && bytes[i] == UInt8(ascii: ":"))
      || (dateIsDone && time == nil && first.width <= 2 && !"-/.".utf8.contains(before))
    if isClock { return clock(hour: first) }
    if dateIsDone { return false }
    numbers.append(first)
    // 5th, 1st
    guard i < bytes.count, DateTokens.isLetter(bytes[i]) else { return true }
    for ordinal in ["st", "nd", "rd", "th"] where hasWord(ordinal) { i += 2 }
    return true
  }

  private mutating func clock(hour: Number) -> Bool {
    var parts = [hour.value]
    while parts.count < 3, i < bytes.count {
      if bytes[i] == UInt8(ascii: ":") {
        i += 1
      } else if match(["时", "点", "時", "點", "分"]) == nil {
        break
      }
      guard i < bytes.count, DateTokens.isDigit(bytes[i]), let next = digits() else { break }
      parts.append(next.value)
    }
    _ = match(["分", "秒", "时", "点", "時", "點"])
    if i < bytes.count, bytes[i] == UInt8(ascii: ".") {
      i += 1
      while i < bytes.count, DateTokens.isDigit(bytes[i]) { i += 1 }
    }
    let (h, m, s) = (parts[0], parts.count > 1 ? parts[1] : 0, parts.count > 2 ? parts[2] : 0)
    if h > 24 || m > 59 || s > 59 || (h == 24 && m + s > 0) { timeIsBad = true }
    time = Double(h % 24 * 3600 + m * 60 + s) / 86_400
    return true
  }

  private mutating func letters(_ afternoon: inout Bool?) -> Bool {
    let start = i
    while i < bytes.count, DateTokens.isLetter(bytes[i]) { i += 1 }
    let word = String(decoding: bytes[start..<i].map { $0 | 0x20 }, as: UTF8.self)
    if word == "am" || word == "pm" {
      afternoon = word == "pm"
      return time != nil
    }
    if word.utf8.count >= 3 {
      if let month = DateTokens.months.firstIndex(where: { $0.hasPrefix(word) || (word == "sept" && $0 == "september") }
      ) {
        guard monthName == nil else { return false }
        monthName = month + 1
        return true
      }
      if DateTokens.weekdays.contains(where: { $0.hasPrefix(word) }) { return true }
    }
    return word == "of" || word == "gmt" || word == "utc"
  }

  private func hasWord(_ word: String) -> Bool {
    let wanted = Array(word.utf8)
    guard i + 2 <= bytes.count, bytes[i] | 0x20 == wanted[0], bytes[i + 1] | 0x20 == wanted[1] else { return false }
    return i + 2 == bytes.count || !DateTokens.isLetter(bytes[i + 2])
  }

  private mutating func match(_ words: [String]) -> String? {
    for word in words {
      let wanted = word.utf8
      if bytes.count - i >= wanted.count, bytes[i..<(i + wanted.count)].elementsEqual(wanted) {
        i += wanted.count
        return word
      }
    }
    return nil
  }

  /// 二〇二四, 三, 十五, 二十: digits written in Chinese.
  private mutating func chineseNumber() -> Number? {
    var figures: [Int] = []
    var total: Int?
    while i < bytes.count, let figure = match(DateTokens.figures) {
      let value = DateTokens.values[figure] ?? 0
      if value == 10 {
        total = (figures.last ?? 1) * 10
        figures = []
      } else {
        figures.append(value)
      }
    }
    if let tens = total { return Number(value: tens + (figures.first ?? 0), width: 2) }
    if figures.isEmpty { return nil }
    return Number(value: figures.reduce(0) { $0 * 10 + $1 }, width: figures.count)
  }

  private static let figures = ["〇", "零", "○", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
  private static let values: [String: Int] = [
    "〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
  ]
  private static let signs = [
    "年", "月", "日", "号", "號", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日", "星期天", "周一", "周二", "周三",
    "周四", "周五", "周六", "周日", "周天", "下午", "上午", "晚上", "傍晚", "早上", "凌晨", "中午", "、",
  ]
  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]
  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]
}
