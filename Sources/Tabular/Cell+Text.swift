extension Cell {
  /// The cell as a person would write it into a text column: whole numbers without a point, ISO dates.
  package var plainText: String {
    switch self {
    case .empty: return ""
    case .text(let text), .error(let text): return text
    case .number(let value): return value.plainText
    case .boolean(let flag): return flag ? "TRUE" : "FALSE"
    case .day(let day): return day.description
    case .dateTime(let value):
      let day = value.rounded(.down)
      guard abs(day) < 1e7 else { return String(value) }
      return Day(rawValue: Int32(day)).description + " " + Cell.clock((value - day) * 86_400)
    case .time(let value), .duration(let value): return Cell.clock(value * 86_400)
    }
  }

  /// The cell as somebody types it into a small table: moments as their day, times as the number behind them.
  package var typedText: String {
    switch self {
    case .dateTime(let value) where abs(value) < 1e7: return Day(rawValue: Int32(value.rounded(.down))).description
    case .dateTime(let value), .time(let value), .duration(let value): return String(value)
    case .empty, .text, .number, .boolean, .day, .error: return plainText
    }
  }

  /// `09:30:00`, hours running on past 24.
  private static func clock(_ seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 1e12 else { return "" }
    let total = Int(seconds.rounded())
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return (total < 0 ? "-" : "") + two(abs(total) / 3600) + ":" + two(abs(total) / 60 % 60) + ":"
      + two(abs(total) % 60)
  }
}

extension Double {
  /// Whole numbers without a point, past 15 digits as the shortest decimal: for programs and for people.
  package var plainText: String { self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}

extension Int {
  /// The nearest whole number, the largest or smallest there is for one that is larger or smaller, 0 for NaN. Numbers
  /// of sheets have no bounds.
  package init(clamping value: Double) {
    self = Int(exactly: value.rounded()) ?? (value > 0 ? .max : value < 0 ? .min : 0)
  }
}
