import Tabular

/// In which order a date such as 5/3/2024 is meant.
package enum DateOrder: String, Sendable, CaseIterable {
  /// Year first; day and month with a year behind them are told by the data or are a question.
  case ymd
  case dmy, mdy
}

/// What a cell of a date field says.
enum DateReading: Equatable {
  /// `time` in days where the cell held a time of day.
  case day(Int32, time: Double?)
  /// Year and month alone: the first of the month stands for it.
  case month(Int32)
  /// Day and month could be either way round.
  case ambiguous
  case bad(Reason)

  enum Reason: Equatable {
    case notADate
    case noMonth(Int)
    case noDay(month: Int, day: Int)
    case yearOnly
    case noYear
    case yearOutside
    case badTime
  }

  static let years = 1900...2199

  /// A serial number of the 1900 date system, as text or in a cell without a date format.
  static func serial(_ value: Double) -> DateReading {
    guard value >= 1, value < 109_575 else {
      let whole = value.rounded()
      if whole == value, value >= 0, value < 1e14 { return digits(Int(value)) }
      return .bad(.notADate)
    }
    if value >= 1900, value <= 2199, value == value.rounded() { return .bad(.yearOnly) }
    if value < 3654 { return .bad(.notADate) }
    let day = value.rounded(.down)
    let time = value - day
    return .day(Int32(day) - 25_569, time: time > 0 ? time : nil)
  }

  /// 20240305, 202403, 20240305143000.
  private static func digits(_ value: Int) -> DateReading {
    switch value {
    case 190_001...219_912: return month(value / 100, value % 100)
    case 19_000_101...21_991_231: return civil(value / 10_000, value / 100 % 100, value % 100, time: nil)
    default: return .bad(.notADate)
    }
  }

  static func civil(_ year: Int, _ month: Int, _ day: Int, time: Double?) -> DateReading {
    guard years.contains(year) else { return .bad(.yearOutside) }
    guard (1...12).contains(month) else { return .bad(.noMonth(month)) }
    guard let found = Day(year: year, month: month, day: day) else { return .bad(.noDay(month: month, day: day)) }
    return .day(found.rawValue, time: time)
  }

  private static func month(_ year: Int, _ month: Int) -> DateReading {
    guard years.contains(year) else { return .bad(.yearOutside) }
    guard let found = Day(year: year, month: month, day: 1) else { return .bad(.noMonth(month)) }
    return .month(found.rawValue)
  }

  /// Reads a cleaned text in any of the spellings people use.
  static func read(_ bytes: [UInt8], order: DateOrder) -> DateReading {
    if let usual = usual(bytes) { return usual }
    var tokens = DateTokens(bytes)
    guard tokens.scan() else { return .bad(.notADate) }
    let numbers = tokens.numbers
    if numbers.count == 1, tokens.monthName == nil {
      let (value, width) = (numbers[0].value, numbers[0].width)
      if let fraction = tokens.fraction { return serial(Double(value) + fraction) }
      switch width {
      case 8: return civil(value / 10_000, value / 100 % 100, value % 100, time: tokens.time)
      case 6: return (190_001...219_912).contains(value) ? month(value / 100, value % 100) : .bad(.notADate)
      case 14, 12:
        let (clock, date) =
          width == 14 ? (value % 1_000_000, value / 1_000_000) : (value % 10_000 * 100, value / 10_000)
        let (h, m, s) = (clock / 10_000, clock / 100 % 100, clock % 100)
        guard h < 24, m < 60, s < 60 else { return .bad(.badTime) }
        return civil(
          date / 10_000, date / 100 % 100, date % 100, time: Double(h * 3600 + m * 60 + s) / 86_400)
      case 5: return serial(Double(value))
      case 4: return years.contains(value) ? .bad(.yearOnly) : .bad(.notADate)
      default: return .bad(.notADate)
      }
    }
    if tokens.timeIsBad { return .bad(.badTime) }
    if let name = tokens.monthName { return named(month: name, numbers, time: tokens.time) }
    if numbers.count == 2 {
      if numbers[0].width == 4 { return month(numbers[0].value, numbers[1].value) }
      if numbers[1].width == 4 { return month(numbers[1].value, numbers[0].value) }
      return .bad(.noYear)
    }
    guard numbers.count == 3 else { return .bad(.notADate) }
    return three(numbers, order: order, time: tokens.time)
  }

  /// 2024-03-05 and 2024/03/05, which most cells hold, also with 09:30 or 09:30:00 behind them.
  private static func usual(_ bytes: [UInt8]) -> DateReading? {
    guard bytes.count == 10 || bytes.count == 16 || bytes.count == 19, bytes[4] == bytes[7],
      bytes[4] == UInt8(ascii: "-") || bytes[4] == UInt8(ascii: "/")
    else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard DateTokens.isDigit(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
    if bytes.count == 10 { return civil(year, month, day, time: nil) }
    guard bytes[10] == 0x20, bytes[13] == UInt8(ascii: ":"), let hour = number(11..<13), hour < 24,
      let minute = number(14..<16), minute < 60
    else { return nil }
    if bytes.count == 16 { return civil(year, month, day, time: Double(hour * 3600 + minute * 60) / 86_400) }
    guard bytes[16] == UInt8(ascii: ":"), let second = number(17..<19), second < 60 else { return nil }
    return civil(year, month, day, time: Double(hour * 3600 + minute * 60 + second) / 86_400)
  }

  private static func three(_ n: [DateTokens.Number], order: DateOrder, time: Double?) -> DateReading {
    if n[0].width == 4 { return civil(n[0].value, n[1].value, n[2].value, time: time) }
    guard n[0].width <= 2, n[1].width <= 2 else { return .bad(.notADate) }
    if n[2].width == 4 {
      let (year, a, b) = (n[2].value, n[0].value, n[1].value)
      switch order {
      case .dmy: return civil(year, b, a, time: time)
      case .mdy: return civil(year, a, b, time: time)
      case .ymd:
        if a > 12 || a == b { return civil(year, b, a, time: time) }
        if b > 12 { return civil(year, a, b, time: time) }
        return .ambiguous
      }
    }
    guard n[2].width <= 2 else { return .bad(.notADate) }
    switch order {
    case .ymd: return civil(century(n[0].value), n[1].value, n[2].value, time: time)
    case .dmy: return civil(century(n[2].value), n[1].value, n[0].value, time: time)
    case .mdy: return civil(century(n[2].value), n[0].value, n[1].value, time: time)
    }
  }

  /// Two-digit years as spreadsheets read them: 00…29 → 2000…2029 there; people register pupils, so up to 49 here.
  private static func century(_ year: Int) -> Int { year < 50 ? 2000 + year : 1900 + year }

  private static func named(month name: Int, _ n: [DateTokens.Number], time: Double?) -> DateReading {
    switch n.count {
    case 1:
      return n[0].width == 4 ? month(n[0].value, name) : .bad(.noYear)
    case 2:
      // Mar 5, 2024 · 5 Mar 2024 · 2024 Mar 5 · 5-Mar-24
      if n[0].width == 4 { return civil(n[0].value, name, n[1].value, time: time) }
      let year = n[1].width == 4 ? n[1].value : century(n[1].value)
      return civil(year, name, n[0].value, time: time)
    default: return .bad(.notADate)
    }
  }
}
