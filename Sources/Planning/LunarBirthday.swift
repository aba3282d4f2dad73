package import Tabular

/// A birthday people keep by the lunar calendar, as they write it into a cell: 农历八月十五, 阴历2015年闰四月初八,
/// lunar 8-15, lunar leap 4-8.
package struct LunarBirthday: Sendable, Hashable {
  package let date: LunarCalendar.LunarDate

  /// Nil where the text names no lunar calendar, or no month and day of it.
  package init?(_ text: String) {
    let lower = text.lowercased()
    guard ["农历", "阴历", "旧历", "農曆", "陰曆", "lunar"].contains(where: lower.contains) else { return nil }
    let isLeap = lower.contains("闰") || lower.contains("閏") || lower.contains("leap")
    var numbers = LunarBirthday.numbers(lower)
    // A year stands first and has four digits.
    if numbers.count == 3, numbers[0] > 31 { numbers.removeFirst() }
    guard numbers.count == 2, (1...12).contains(numbers[0]), (1...30).contains(numbers[1]) else { return nil }
    date = LunarCalendar.LunarDate(month: numbers[0], isLeap: isLeap, day: numbers[1])
  }

  /// Digits and Chinese numerals in order: 十二, 廿三, 初八, 冬 and 腊 for the last two months.
  private static func numbers(_ text: String) -> [Int] {
    let digits: [Character: Int] = [
      "〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "正": 1, "元": 1,
    ]
    var out: [Int] = []
    var value: Int?
    var spelled: [Int] = []
    func finish() {
      if !spelled.isEmpty {
        // 二〇一五 is a year digit by digit.
        out.append(spelled.count > 2 ? spelled.reduce(0) { $0 * 10 + $1 } : spelled.reduce(0, +))
      } else if let value {
        out.append(value)
      }
      value = nil
      spelled = []
    }
    for character in text {
      if let digit = character.wholeNumberValue, character.isASCII {
        value = min((value ?? 0) * 10 + digit, 99_999)
      } else if character == "十" {
        if let last = spelled.popLast() { spelled.append(last * 10) } else { spelled.append(10) }
      } else if character == "廿" {
        spelled.append(20)
      } else if character == "卅" {
        spelled.append(30)
      } else if character == "冬" {
        spelled.append(11)
      } else if character == "腊" {
        spelled.append(12)
      } else if let digit = digits[character] {
        spelled.append(digit)
      } else {
        finish()
      }
    }
    finish()
    return out
  }

  /// The days it falls on between two days. In a year without the leap month the month of the same number stands for
  /// it; a month without its 30th day keeps the 29th.
  package func days(from: Day, to: Day, _ calendar: LunarCalendar) -> [Day] {
    var found: [Day] = []
    var search = from.advanced(by: -400)
    let first = LunarCalendar.LunarDate(month: date.month, day: 1)
    while let begins = calendar.next(first, from: search), begins <= to {
      var month = begins
      if date.isLeap {
        let leap = LunarCalendar.LunarDate(month: date.month, isLeap: true, day: 1)
        if let start = calendar.next(leap, from: begins), start - begins <= 31 { month = start }
      }
      var day = month.advanced(by: date.day - 1)
      if calendar.lunar(day).month != date.month || calendar.lunar(day).isLeap != calendar.lunar(month).isLeap {
        day = day.advanced(by: -1)
      }
      if day >= from, day <= to { found.append(day) }
      search = begins.advanced(by: 40)
    }
    return found
  }
}
