import Tabular

/// Serial date numbers (ECMA-376 Part 1 §18.17.4.1) as days since 1970-01-01.
///
/// In the 1900 system serial 1 is 1900-01-01 and there is a 29 February 1900 (serial 60) that never was: it is read as
/// the 28th, like 59; from 61 on the days are right. In the 1904 system serial 0 is 1904-01-01. Excel shows a negative
/// serial, and one past 9999-12-31, as ####: those stay numbers.
enum SerialDate {
  enum Value {
    case day(Int32)
    /// Days since 1970-01-01 with a fraction.
    case dateTime(Double)
    /// A fraction of a day.
    case time(Double)
    case number
  }

  private static let millisecondsPerDay = 86_400_000.0

  static func of(_ serial: Double, is1904: Bool) -> Value {
    guard serial >= 0, serial < (is1904 ? 2_957_004 : 2_958_466) else { return .number }
    // A serial below one has no date: it is a time of day.
    if serial < 1 { return .time(serial) }
    let days = serial + (is1904 ? -24_107 : serial < 60 ? -25_568 : -25_569)
    let rounded = days.rounded()
    // Half a millisecond is less than a serial of today can hold.
    if (days - rounded).magnitude * millisecondsPerDay < 0.5 { return .day(Int32(rounded)) }
    return .dateTime(days)
  }

  /// A date cell in words (`t="d"`, ISO 8601): `2024-03-05`, `2024-03-05T10:20:30.5`, a time alone, with or without `Z`.
  static func of(iso text: UnsafeBufferPointer<UInt8>) -> Value? {
    var i = 0
    func number(_ digits: Int) -> Int? {
      guard i + digits <= text.count else { return nil }
      var value = 0
      for k in i..<i + digits {
        guard text[k] &- 48 < 10 else { return nil }
        value = value * 10 + Int(text[k] - 48)
      }
      i += digits
      return value
    }
    func mark(_ byte: UInt8) -> Bool {
      guard i < text.count, text[i] == byte else { return false }
      i += 1
      return true
    }
    var day: Day?
    if text.count >= 10, text[4] == UInt8(ascii: "-") {
      guard let year = number(4), mark(UInt8(ascii: "-")), let month = number(2), mark(UInt8(ascii: "-")),
        let date = number(2), let found = Day(year: year, month: month, day: date)
      else { return nil }
      day = found
      if i == text.count { return .day(found.rawValue) }
      guard mark(UInt8(ascii: "T")) || mark(UInt8(ascii: " ")) else { return nil }
    } else {
      _ = mark(UInt8(ascii: "T"))
    }
    guard let hour = number(2), mark(UInt8(ascii: ":")), let minute = number(2), hour <= 24, minute < 60 else {
      return nil
    }
    var seconds = Double(hour * 3600 + minute * 60)
    if mark(UInt8(ascii: ":")) {
      guard let second = number(2), second < 61 else { return nil }
      seconds += Double(second)
      if mark(UInt8(ascii: ".")) {
        var unit = 0.1
        while let digit = number(1) {
          seconds += Double(digit) * unit
          unit /= 10
        }
      }
    }
    _ = mark(UInt8(ascii: "Z"))
    guard i == text.count else { return nil }
    let fraction = seconds / 86_400
    guard let day else { return fraction < 1 ? .time(fraction) : nil }
    return fraction == 0 ? .day(day.rawValue) : .dateTime(Double(day.rawValue) + fraction)
  }
}
