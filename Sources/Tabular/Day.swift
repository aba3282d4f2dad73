/// A calendar date of the institution: days since 1970-01-01 in the proleptic Gregorian calendar, no time zone.
package struct Day: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable, CustomStringConvertible {
  package let rawValue: Int32
  @inlinable package init(rawValue: Int32) { self.rawValue = rawValue }

  /// In day lanes: no value.
  @inlinable package static var missing: Int32 { .min }

  /// The date of a year (1…9999), month and day, or nil where there is no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Day.length(ofMonth: month, year: year)
    else { return nil }
    self.init(rawValue: Int32(Day.number(year: year, month: month, day: day)))
  }

  /// Days since 1970-01-01 of a civil date: a year begins in March, so that its odd day is the last one (C. Neri and
  /// L. Schneider, "Euclidean affine functions and their application to calendar algorithms"). For years less than four
  /// hundred million before or after.
  package static func number(year: Int, month: Int, day: Int) -> Int {
    // A million times four hundred years later, so that nothing is negative.
    let y = UInt(bitPattern: (month <= 2 ? year &- 1 : year) &+ 400_000_000)
    let m = month <= 2 ? month &+ 12 : month
    let century = y / 100
    let days = 365 &* y &+ y &>> 2 &- century &+ century &>> 2
    return Int(bitPattern: days) &+ (979 &* m &- 2919) &>> 5 &+ day &- 1 &- 146_097_000_000 &- 719_468
  }

  package static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  package static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: return isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }

  /// Year, month 1…12 and day 1…31.
  package var civil: (year: Int, month: Int, day: Int) {
    let z = Int(rawValue) + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let mp = (5 * dayOfYear + 2) / 153
    let month = mp < 10 ? mp + 3 : mp - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * mp + 2) / 5 + 1)
  }

  package var year: Int { civil.year }
  package var month: Int { civil.month }
  package var day: Int { civil.day }

  /// ISO 8601 weekday, Monday 1 … Sunday 7.
  package var weekday: Int {
    let w = (Int(rawValue) + 3) % 7
    return (w < 0 ? w + 7 : w) + 1
  }

  /// ISO 8601 week-numbering year and week.
  package var isoWeek: (year: Int, week: Int) {
    let thursday = Day(rawValue: rawValue - Int32(weekday - 1) + 3)
    let first = Day.number(year: thursday.year, month: 1, day: 1)
    return (thursday.year, (Int(thursday.rawValue) - first) / 7 + 1)
  }

  package func advanced(by days: Int) -> Day { Day(rawValue: rawValue + Int32(days)) }

  /// The same day of the month `months` later, or that month's last day where it is shorter.
  package func advanced(byMonths months: Int) -> Day {
    let (y, m, d) = civil
    let index = y * 12 + (m - 1) + months
    let (year, month) = (index >= 0 ? index / 12 : (index - 11) / 12, ((index % 12) + 12) % 12 + 1)
    return Day(
      rawValue: Int32(Day.number(year: year, month: month, day: min(d, Day.length(ofMonth: month, year: year)))))
  }

  package static func < (a: Day, b: Day) -> Bool { a.rawValue < b.rawValue }
  package static func - (a: Day, b: Day) -> Int { Int(a.rawValue) - Int(b.rawValue) }

  /// `2026-03-05`.
  package var description: String {
    let (y, m, d) = civil
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    let year = String(y)
    return String(repeating: "0", count: max(0, 4 - year.count)) + year + "-" + two(m) + "-" + two(d)
  }

  /// Reads exactly `yyyy-mm-dd`.
  package init?(iso text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      let y = Int(parts[0]), let m = Int(parts[1]), let d = Int(parts[2])
    else { return nil }
    self.init(year: y, month: m, day: d)
  }
}
