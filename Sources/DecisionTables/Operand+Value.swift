import Tabular

extension Operand {
  /// The operand's value; null where a name is missing or the types do not go together.
  func value(_ lookup: (String) -> RuleValue) -> RuleValue {
    switch self {
    case .literal(let value): return value
    case .reference(let name): return lookup(name)
    case .negated(let inner):
      switch inner.value(lookup) {
      case .number(let value): return .number(-value)
      case .days(let value): return .days(-value)
      case .months(let value): return .months(-value)
      default: return .null
      }
    case .arithmetic(let sign, let a, let b):
      return Operand.combine(sign, a.value(lookup), b.value(lookup))
    }
  }

  /// Names that `constants` knows become literals, and arithmetic over literals is done once.
  func folded(_ constants: [String: RuleValue]) -> Operand {
    switch self {
    case .literal: return self
    case .reference(let name): return constants[name].map { .literal($0) } ?? self
    case .negated(let inner):
      let inner = inner.folded(constants)
      return inner.isLiteral ? .literal(Operand.negated(inner).value { _ in .null }) : .negated(inner)
    case .arithmetic(let sign, let a, let b):
      let (x, y) = (a.folded(constants), b.folded(constants))
      let whole = Operand.arithmetic(sign, x, y)
      return x.isLiteral && y.isLiteral ? .literal(whole.value { _ in .null }) : whole
    }
  }

  /// FEEL arithmetic (§10.3.2.11) on numbers, dates and durations; a date and a plain number count in days.
  private static func combine(_ sign: Arithmetic, _ a: RuleValue, _ b: RuleValue) -> RuleValue {
    switch (sign, a, b) {
    case (.plus, .number(let x), .number(let y)): return .number(x + y)
    case (.minus, .number(let x), .number(let y)): return .number(x - y)
    case (.times, .number(let x), .number(let y)): return .number(x * y)
    case (.over, .number(let x), .number(let y)): return y == 0 ? .null : .number(x / y)
    case (.plus, .text(let x), .text(let y)): return .text(x + y)
    case (.plus, .day(let day), .months(let n)), (.plus, .months(let n), .day(let day)):
      return .day(day.advanced(byMonths: n))
    case (.minus, .day(let day), .months(let n)): return .day(day.advanced(byMonths: -n))
    case (.plus, .day(let day), .days(let n)), (.plus, .days(let n), .day(let day)),
      (.plus, .day(let day), .number(let n)):
      return shifted(day, by: n)
    case (.minus, .day(let day), .days(let n)), (.minus, .day(let day), .number(let n)): return shifted(day, by: -n)
    case (.minus, .day(let x), .day(let y)): return .days(Double(x - y))
    case (.plus, .days(let x), .days(let y)), (.plus, .number(let x), .days(let y)),
      (.plus, .days(let x), .number(let y)):
      return .days(x + y)
    case (.minus, .days(let x), .days(let y)), (.minus, .number(let x), .days(let y)),
      (.minus, .days(let x), .number(let y)):
      return .days(x - y)
    case (.plus, .months(let x), .months(let y)): return .months(x + y)
    case (.minus, .months(let x), .months(let y)): return .months(x - y)
    case (.times, .days(let x), .number(let y)), (.times, .number(let y), .days(let x)): return .days(x * y)
    case (.plus, .dateTime(let x), .days(let y)): return .dateTime(x + y)
    case (.minus, .dateTime(let x), .days(let y)): return .dateTime(x - y)
    default: return .null
    }
  }

  private static func shifted(_ day: Day, by days: Double) -> RuleValue {
    guard abs(days) < 4_000_000 else { return .null }
    return .day(day.advanced(by: Int(days.rounded(.down))))
  }
}
