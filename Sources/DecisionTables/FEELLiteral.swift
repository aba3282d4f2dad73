import Tabular

/// Literals: what FEEL writes in quotes or functions, and what people write bare in a cell.
enum FEELLiteral {
  /// A bare word, by what the column holds; words that are nothing else are text.
  static func bare(_ word: String, kind: RuleValue.Kind?) -> RuleValue {
    if word == "null" { return .null }
    if kind == .text { return .text(word) }
    if let flag = boolean(word, eager: kind == .boolean) { return .boolean(flag) }
    if kind == .boolean, word == "1" || word == "0" { return .boolean(word == "1") }
    if let number = number(word) { return .number(number) }
    if let duration = duration(word) { return duration }
    if let value = date(word) { return value }
    return .text(word)
  }

  /// `eager` also takes 有/无 and Y/N, which in other columns are ordinary words.
  static func boolean(_ word: String, eager: Bool) -> Bool? {
    switch word.lowercased() {
    case "true", "是": return true
    case "false", "否": return false
    case "yes", "y", "有", "√", "对": return eager ? true : nil
    case "no", "n", "无", "×", "没有", "不": return eager ? false : nil
    default: return nil
    }
  }

  /// `-12.5`, `1e3`, `20%`, `1.2万`, `3.5亿`, `¥300`, and a plain unit behind (`300元`, `3次`).
  static func number(_ word: String) -> Double? {
    var body = word[...]
    if let first = body.first, "¥￥$".contains(first) { body = body.dropFirst() }
    var scale = 1.0
    var ended = false
    while let last = body.last, !ended {
      switch last {
      case "元", "次", "人", "岁", "条", "项", "个", "分", "节", " ": body = body.dropLast()
      case "%": (scale, body) = (scale / 100, body.dropLast())
      case "万": (scale, body) = (scale * 10_000, body.dropLast())
      case "亿": (scale, body) = (scale * 100_000_000, body.dropLast())
      default: ended = true
      }
    }
    guard let first = body.first, first.isASCII, "+-.0123456789".contains(first), body.last != ".",
      body.allSatisfy({ $0.isASCII && "+-.0123456789eE".contains($0) }), let value = Double(body)
    else { return nil }
    // 0.07 is the nearest double to 7 %, 7.000000000000001 / 100 is not.
    return scale == 0.01 ? value / 100 : value * scale
  }

  /// ISO 8601 (`P30D`, `P1Y2M`, `PT12H`) or words: 30天, 2周, 3个月, 1年, 30 days, 2 months.
  static func duration(_ word: String) -> RuleValue? {
    if let iso = isoDuration(word) { return iso }
    let digits = word.prefix { $0.isASCII && "+-.0123456789".contains($0) }
    guard !digits.isEmpty, let amount = Double(digits) else { return nil }
    let whole = Int(exactly: amount)
    switch word.dropFirst(digits.count).filter({ $0 != " " }).lowercased() {
    case "天", "日", "day", "days", "d": return .days(amount)
    case "周", "星期", "week", "weeks", "w": return .days(amount * 7)
    case "小时", "hour", "hours", "h": return .days(amount / 24)
    case "月", "个月", "month", "months": return whole.map { .months($0) }
    case "年", "year", "years", "y": return whole.map { .months($0 * 12) }
    default: return nil
    }
  }

  private static func isoDuration(_ word: String) -> RuleValue? {
    var rest = word[...]
    let negative = rest.first == "-"
    if negative { rest = rest.dropFirst() }
    guard rest.first == "P", rest.count > 2 else { return nil }
    rest = rest.dropFirst()
    var (months, days, inTime, sawMonths, sawDays) = (0, 0.0, false, false, false)
    while let first = rest.first {
      if first == "T" {
        (inTime, rest) = (true, rest.dropFirst())
        continue
      }
      let digits = rest.prefix { $0.isASCII && ".0123456789".contains($0) }
      rest = rest.dropFirst(digits.count)
      guard let amount = Double(digits), let unit = rest.popFirst() else { return nil }
      switch (unit, inTime) {
      case ("Y", false): (months, sawMonths) = (months + Int(amount) * 12, true)
      case ("M", false): (months, sawMonths) = (months + Int(amount), true)
      case ("W", false): (days, sawDays) = (days + amount * 7, true)
      case ("D", false): (days, sawDays) = (days + amount, true)
      case ("H", true): (days, sawDays) = (days + amount / 24, true)
      case ("M", true): (days, sawDays) = (days + amount / 1440, true)
      case ("S", true): (days, sawDays) = (days + amount / 86_400, true)
      default: return nil
      }
    }
    guard sawMonths != sawDays else { return nil }
    return sawMonths ? .months(negative ? -months : months) : .days(negative ? -days : days)
  }

  /// What `date("…")`, `time("…")`, `date and time("…")`, `duration("…")` and `@"…"` hold.
  static func temporal(_ text: String) -> RuleValue? { date(text) ?? clock(text).map { .time($0) } ?? duration(text) }

  /// 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, each with an optional time of day behind.
  static func date(_ word: String) -> RuleValue? {
    let digits = word.split(maxSplits: 3, omittingEmptySubsequences: false) { "-/.年月日".contains($0) }
    guard digits.count >= 3, digits[0].count == 4, let year = Int(digits[0]), let month = Int(digits[1]) else {
      return nil
    }
    let tail = digits[2]
    let dayDigits = tail.prefix { $0.isASCII && $0.isNumber }
    guard (1...2).contains(dayDigits.count), let number = Int(dayDigits),
      let day = Day(year: year, month: month, day: number)
    else { return nil }
    let rest = (String(tail.dropFirst(dayDigits.count)) + (digits.count > 3 ? String(digits[3]) : "")).trimmed
    if rest.isEmpty { return .day(day) }
    let time = rest.first == "T" ? String(rest.dropFirst()) : rest
    return clock(time).map { .dateTime(Double(day.rawValue) + $0) }
  }

  /// `09:30`, `09:30:15`, with an offset or `Z` passed over: dates here are the institution's own.
  static func clock(_ word: String) -> Double? {
    let body = word.prefix { $0.isASCII && ":.0123456789".contains($0) }
    let parts = body.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
    else { return nil }
    let second = parts.count == 3 ? Double(parts[2]) : 0
    guard let second, second < 60 else { return nil }
    return (Double(hour * 3600 + minute * 60) + second) / 86_400
  }

  /// A number or duration by itself, behind which a sign is arithmetic.
  static func isPlain(_ word: String) -> Bool { number(word) != nil || duration(word) != nil || date(word) != nil }

  /// Four digits and a separator: the start of a date, whose signs are no arithmetic.
  static func startsDate(_ text: [Character], _ start: Int) -> Bool {
    var i = start
    while i < text.count, text[i] == " " { i += 1 }
    guard i + 6 <= text.count, text[i..<i + 4].allSatisfy({ $0.isASCII && $0.isNumber }), "-/".contains(text[i + 4])
    else { return false }
    var j = i + 5
    while j < text.count, text[j].isASCII, text[j].isNumber { j += 1 }
    return j > i + 5 && j < text.count && text[j] == text[i + 4]
  }
}
