package import Tabular

/// One value of a rule, an input or an output: the types of S-FEEL (DMN 1.5 §9, §10.3.2).
package enum RuleValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)
  case day(Day)
  /// Days since 1970-01-01 with a fraction.
  case dateTime(Double)
  /// A time of day, in days.
  case time(Double)
  /// A duration in years and months.
  case months(Int)
  /// A duration in days, with a fraction.
  case days(Double)
  case list([RuleValue])

  /// What a value is, as lint names it.
  package enum Kind: String, Sendable {
    case boolean, number, text, date, dateTime, time, months, days, list
  }

  /// Nil for null.
  package var kind: Kind? {
    switch self {
    case .null: return nil
    case .boolean: return .boolean
    case .number: return .number
    case .text: return .text
    case .day: return .date
    case .dateTime: return .dateTime
    case .time: return .time
    case .months: return .months
    case .days: return .days
    case .list: return .list
    }
  }

  /// The value of a sheet cell as it stands; text is not interpreted.
  package init(_ cell: Cell) {
    switch cell {
    case .empty, .error: self = .null
    case .text(let text):
      let text = text.trimmed
      self = text.isEmpty ? .null : .text(text)
    case .number(let value): self = value.isNaN ? .null : .number(value)
    case .boolean(let flag): self = .boolean(flag)
    case .day(let day): self = .day(day)
    case .dateTime(let value): self = .dateTime(value)
    case .time(let value): self = .time(value)
    case .duration(let value): self = .days(value)
    }
  }

  /// The value of a cell in a column of `kind`: durations in months have no cell of their own and travel as text.
  init(_ cell: Cell, as kind: Kind?) {
    let plain = RuleValue(cell)
    if kind == .months, case .text(let text) = plain, let duration = FEELLiteral.duration(text) {
      self = duration
    } else {
      self = plain
    }
  }

  package var isNull: Bool { self == .null }

  /// A place on one axis for values that can be ordered; two values compare only where their axes are the same.
  var position: (axis: Int, at: Double)? {
    switch self {
    case .number(let value), .days(let value): return (0, value)
    case .day(let day): return (1, Double(day.rawValue))
    case .dateTime(let value): return (1, value)
    case .time(let value): return (2, value)
    case .months(let value): return (3, Double(value))
    default: return nil
    }
  }
}

extension RuleValue {
  /// FEEL equality (§10.3.2.13): null equals only null; different types are neither equal nor unequal. A number and a
  /// duration in days do compare: sheets count days as plain numbers.
  static func equal(_ a: RuleValue, _ b: RuleValue) -> Bool? {
    switch (a, b) {
    case (.null, .null): return true
    case (.null, _), (_, .null): return false
    case (.text(let x), .text(let y)): return x == y
    case (.boolean(let x), .boolean(let y)): return x == y
    case (.list(let x), .list(let y)): return x == y
    default:
      guard let x = a.position, let y = b.position, x.axis == y.axis else { return nil }
      return x.at == y.at
    }
  }

  /// -1, 0, 1, or nil where the two have no order.
  static func order(_ a: RuleValue, _ b: RuleValue) -> Int? {
    if case .text(let x) = a, case .text(let y) = b { return x == y ? 0 : (x < y ? -1 : 1) }
    guard let x = a.position, let y = b.position, x.axis == y.axis else { return nil }
    return x.at == y.at ? 0 : (x.at < y.at ? -1 : 1)
  }
}

extension RuleValue: CustomStringConvertible {
  /// As it stands in a results sheet: bare text and numbers, lists as `["x","y"]`, nothing for null.
  package var description: String {
    switch self {
    case .null: return ""
    case .boolean(let flag): return flag ? "true" : "false"
    case .number(let value): return RuleValue.decimal(value)
    case .text(let text): return text
    case .day(let day): return day.description
    case .dateTime(let value): return RuleValue.stamp(value)
    case .time(let value): return RuleValue.clock(value)
    case .months(let months):
      let (years, rest) = (abs(months) / 12, abs(months) % 12)
      let parts = (years > 0 ? "\(years)Y" : "") + (rest > 0 || years == 0 ? "\(rest)M" : "")
      return (months < 0 ? "-" : "") + "P" + parts
    case .days(let days):
      return days == days.rounded() ? "P\(Int(days))D" : "P" + RuleValue.decimal(days) + "D"
    case .list(let items): return "[" + items.map(\.literal).joined(separator: ",") + "]"
    }
  }

  /// As a FEEL literal: text in quotes, null spelt out.
  package var literal: String {
    switch self {
    case .null: return "null"
    case .text(let text):
      var out = "\""
      for character in text {
        if character == "\"" || character == "\\" { out.append("\\") }
        out.append(character)
      }
      return out + "\""
    default: return description
    }
  }

  package static func decimal(_ value: Double) -> String { value.plainText }

  private static func clock(_ days: Double) -> String {
    let seconds = Int((days * 86_400).rounded())
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60)
  }

  private static func stamp(_ value: Double) -> String {
    let day = value.rounded(.down)
    return Day(rawValue: Int32(day)).description + "T" + clock(value - day)
  }
}
