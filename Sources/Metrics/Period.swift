package import Tabular

/// Lengths of calendar periods.
package enum Grain: String, Sendable, CaseIterable, Hashable { case day, week, month, quarter, year }

/// A calendar day, ISO week, month, quarter or year.
package struct Period: Hashable, Sendable, Comparable {
  package let grain: Grain
  /// Days, ISO weeks since Monday 1969-12-29, months, quarters or years since year 0: consecutive numbers.
  package let index: Int

  package init(grain: Grain, index: Int) {
    self.grain = grain
    self.index = index
  }

  package init(_ grain: Grain, containing day: Day) {
    self.grain = grain
    switch grain {
    case .day: index = Int(day.rawValue)
    case .week:
      let shifted = Int(day.rawValue) + 3
      index = shifted >= 0 ? shifted / 7 : (shifted - 6) / 7
    case .month:
      let (y, m, _) = day.civil
      index = y * 12 + m - 1
    case .quarter:
      let (y, m, _) = day.civil
      index = y * 4 + (m - 1) / 3
    case .year: index = day.year
    }
  }

  package var first: Day {
    switch grain {
    case .day: return Day(rawValue: Int32(index))
    case .week: return Day(rawValue: Int32(index * 7 - 3))
    case .month:
      return Day(rawValue: Int32(Day.number(year: Period.floor(index, 12), month: Period.mod(index, 12) + 1, day: 1)))
    case .quarter:
      return Day(
        rawValue: Int32(Day.number(year: Period.floor(index, 4), month: Period.mod(index, 4) * 3 + 1, day: 1)))
    case .year: return Day(rawValue: Int32(Day.number(year: index, month: 1, day: 1)))
    }
  }

  package var last: Day { advanced(by: 1).first.advanced(by: -1) }
  package var days: Int { last - first + 1 }

  package func advanced(by n: Int) -> Period { Period(grain: grain, index: index + n) }

  /// The same period a year before; an ISO week 53 of a year without one is that year's last week.
  package var lastYear: Period {
    switch grain {
    case .month: return advanced(by: -12)
    case .quarter: return advanced(by: -4)
    case .year: return advanced(by: -1)
    case .day: return Period(.day, containing: first.advanced(byMonths: -12))
    case .week: return advanced(by: -52)
    }
  }

  /// `1997-01-03`, `1997-W01`, `1997-01`, `1997-Q1`, `1997`.
  package var name: String {
    switch grain {
    case .day: return first.description
    case .week:
      let (year, week) = first.isoWeek
      return "\(Period.four(year))-W\(week < 10 ? "0" : "")\(week)"
    case .month:
      let month = Period.mod(index, 12) + 1
      return Period.four(Period.floor(index, 12)) + (month < 10 ? "-0" : "-") + String(month)
    case .quarter: return "\(Period.four(Period.floor(index, 4)))-Q\(Period.mod(index, 4) + 1)"
    case .year: return Period.four(index)
    }
  }

  /// Reads `2025-07-01`, `2025-W31`, `2025-07`, `2025-Q3`, `2025`; nil for anything else.
  package init?(name: String) {
    let parts = name.uppercased().split(separator: "-", omittingEmptySubsequences: false)
    guard let head = parts.first, head.count == 4, head.allSatisfy({ $0.isASCII && $0.isNumber }),
      let year = Int(head), year >= 1
    else { return nil }
    switch parts.count {
    case 1: self.init(grain: .year, index: year)
    case 2 where parts[1].hasPrefix("Q"):
      guard let quarter = Int(parts[1].dropFirst()), (1...4).contains(quarter) else { return nil }
      self.init(grain: .quarter, index: year * 4 + quarter - 1)
    case 2 where parts[1].hasPrefix("W"):
      guard parts[1].count == 3, let week = Int(parts[1].dropFirst()), (1...53).contains(week),
        let fourth = Day(year: year, month: 1, day: 4)
      else { return nil }
      self = Period(.week, containing: fourth).advanced(by: week - 1)
      guard first.isoWeek.year == year else { return nil }
    case 2:
      guard parts[1].count == 2, let month = Int(parts[1]), (1...12).contains(month) else { return nil }
      self.init(grain: .month, index: year * 12 + month - 1)
    case 3:
      guard let day = Day(iso: name) else { return nil }
      self.init(.day, containing: day)
    default: return nil
    }
  }

  package static func < (a: Period, b: Period) -> Bool { a.first < b.first }

  private static func floor(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : (a - b + 1) / b }
  private static func mod(_ a: Int, _ b: Int) -> Int { ((a % b) + b) % b }
  private static func four(_ year: Int) -> String {
    let text = String(year)
    return String(repeating: "0", count: max(0, 4 - text.count)) + text
  }
}
