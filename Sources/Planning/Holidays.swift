package import ByteScanning
package import Tabular

/// The holidays of a sheet (`rules/holidays.csv`): by solar date, lunar date, nth weekday, or a span of days off.
package struct Holidays: Sendable {
  package enum Rule: Sendable, Hashable {
    case solar(month: Int, day: Int)
    case lunar(month: Int, day: Int)
    /// The day before lunar new year.
    case newYearsEve
    /// The nth ISO weekday of a month.
    case weekday(month: Int, nth: Int, weekday: Int)
    /// Tomb-sweeping day, the solar term 清明.
    case qingming
  }
  package struct Holiday: Sendable {
    package var zh: String
    package var en: String
    package var rule: Rule
    /// Whether people expect a greeting.
    package var greets: Bool
    /// Days nobody is called: the holiday itself and this many after it; -1 = a working day.
    package var daysOff: Int
  }

  package let list: [Holiday]
  private let lunar = LunarCalendar()

  /// Columns: zh, en, rule (`阳历 6-1`, `农历 8-15`, `除夕`, `清明`, `第2个星期日 5月` or their English forms), greeting,
  /// days off. Throws `E703` with the cell.
  package init(grid: Grid) throws(Failure) {
    var list: [Holiday] = []
    for row in grid.rows.indices.dropFirst() {
      guard let rule = Holidays.rule(grid.text(row, 2)) else {
        throw grid.failure("E703", row, 2)
      }
      let greets = ["是", "yes", "y", "1", "TRUE"].contains(grid.text(row, 3))
      list.append(
        Holiday(
          zh: grid.text(row, 0), en: grid.text(row, 1), rule: rule, greets: greets,
          daysOff: Int(grid.text(row, 4)) ?? -1))
    }
    self.list = list
  }

  static func rule(_ text: String) -> Rule? {
    let words = text.lowercased().split(separator: " ").map(String.init)
    guard let kind = words.first else { return nil }
    func date(_ word: String) -> (Int, Int)? {
      let parts = word.split(separator: "-").compactMap { Int($0) }
      guard parts.count == 2, (1...12).contains(parts[0]), (1...31).contains(parts[1]) else { return nil }
      return (parts[0], parts[1])
    }
    switch kind {
    case "除夕", "eve": return .newYearsEve
    case "清明", "qingming": return .qingming
    case "阳历", "solar":
      guard words.count == 2, let (month, day) = date(words[1]) else { return nil }
      return .solar(month: month, day: day)
    case "农历", "lunar":
      guard words.count == 2, let (month, day) = date(words[1]), day <= 30 else { return nil }
      return .lunar(month: month, day: day)
    case "星期", "weekday":
      // 星期 5-2-7: the second Sunday of May.
      guard words.count == 2 else { return nil }
      let parts = words[1].split(separator: "-").compactMap { Int($0) }
      guard parts.count == 3, (1...12).contains(parts[0]), (1...5).contains(parts[1]), (1...7).contains(parts[2]) else {
        return nil
      }
      return .weekday(month: parts[0], nth: parts[1], weekday: parts[2])
    default: return nil
    }
  }

  /// The day a holiday falls on in a Gregorian year, or nil where it has none.
  package func day(_ holiday: Holiday, in year: Int) -> Day? {
    switch holiday.rule {
    case .solar(let month, let day): return Day(year: year, month: month, day: day)
    case .lunar(let month, let day): return lunar.day(LunarCalendar.LunarDate(month: month, day: day), inYear: year)
    case .newYearsEve: return lunar.day(LunarCalendar.LunarDate(month: 1, day: 1), inYear: year)?.advanced(by: -1)
    case .weekday(let month, let nth, let weekday):
      guard let first = Day(year: year, month: month, day: 1) else { return nil }
      let day = first.advanced(by: (weekday - first.weekday + 7) % 7 + (nth - 1) * 7)
      return day.month == month ? day : nil
    case .qingming:
      // The sun reaches longitude 15° between 4 and 6 April; C = 4.81 (20th century 5.59), D = 0.2422 days a year.
      let inCentury = year % 100
      let constant = year < 2000 ? 5.59 : 4.81
      return Day(
        year: year, month: 4, day: Int(Double(inCentury) * 0.2422 + constant) - inCentury / 4)
    }
  }

  /// Every day off between two days, as their numbers.
  package func daysOff(from: Day, to: Day) -> Set<Int32> {
    var days: Set<Int32> = []
    for year in from.year - 1...to.year {
      for holiday in list where holiday.daysOff >= 0 {
        guard let day = day(holiday, in: year) else { continue }
        for offset in 0...holiday.daysOff { days.insert(day.rawValue + Int32(offset)) }
      }
    }
    return days.filter { $0 >= from.rawValue && $0 <= to.rawValue }
  }
}
