import Foundation
package import Tabular

/// Dates of the Chinese lunisolar calendar (GB/T 33661-2017), by the calendar that ships with Foundation.
///
/// Foundation numbers two days of these 150 years as day 0 of a month (2057-09-28 and 2097-08-07, new moons within
/// minutes of midnight); they are the last day of the month before, and the month begins the day after.
package struct LunarCalendar: Sendable {
  /// A lunar date: month 1…12, whether it is the leap month of that number, day 1…30.
  package struct LunarDate: Hashable, Sendable {
    package var month: Int
    package var isLeap: Bool
    package var day: Int
    package init(month: Int, isLeap: Bool = false, day: Int) {
      self.month = month
      self.isLeap = isLeap
      self.day = day
    }
  }

  private let calendar: Calendar

  package init() {
    var calendar = Calendar(identifier: .chinese)
    calendar.timeZone = TimeZone(identifier: "Asia/Shanghai") ?? TimeZone(secondsFromGMT: 8 * 3600) ?? .current
    self.calendar = calendar
  }

  /// The lunar date of a day.
  package func lunar(_ day: Day) -> LunarDate {
    let found = raw(day)
    guard found.day == 0 else { return found }
    var before = raw(day.advanced(by: -1))
    before.day += 1
    return before
  }

  private func raw(_ day: Day) -> LunarDate {
    // Noon in China, so that no time zone shift moves the day.
    let date = Date(timeIntervalSince1970: Double(day.rawValue) * 86400 + 4 * 3600)
    let parts = calendar.dateComponents([.month, .day, .isLeapMonth], from: date)
    return LunarDate(month: parts.month ?? 0, isLeap: parts.isLeapMonth ?? false, day: parts.day ?? 0)
  }

  /// The first day from `from` on (within 400 days) with that lunar date, or nil: a month may lack its 30th, and a
  /// year its leap month.
  package func next(_ wanted: LunarDate, from: Day) -> Day? {
    var day = from
    let end = from.advanced(by: 400)
    while day <= end {
      let here = lunar(day)
      if here == wanted { return day }
      // Jump to just before the wanted day where it is certainly further off: months have 29 days at least.
      let months = LunarCalendar.months(from: here, to: wanted)
      if months > 1 {
        day = day.advanced(by: 29 - here.day + (months - 1) * 29)
      } else if here.day < wanted.day {
        day = day.advanced(by: max(1, wanted.day - here.day))
      } else {
        day = day.advanced(by: max(1, 29 - here.day))
      }
    }
    return nil
  }

  /// How many month's ends lie before the month of a date at least.
  private static func months(from here: LunarDate, to wanted: LunarDate) -> Int {
    let months = (wanted.month - here.month + 12) % 12
    if months > 0 { return months }
    // A month comes again in a year, and a leap month only behind the month of its number.
    if here.isLeap == wanted.isLeap { return here.day > wanted.day ? 12 : 0 }
    return here.isLeap ? 12 : 0
  }

  /// The first day of a Gregorian year with that lunar date, or nil where it has none: 腊八 of 2026 is in January,
  /// some years have none and the next has two.
  package func day(_ wanted: LunarDate, inYear year: Int) -> Day? {
    guard let first = Day(year: year, month: 1, day: 1), let day = next(wanted, from: first) else { return nil }
    return day.year == year ? day : nil
  }
}
