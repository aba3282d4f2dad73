import Tabular

/// What happens to a value when people type it.
extension Simulation {
  /// A date in one of the spellings people use; mostly a real date.
  mutating func typed(_ day: Day?) -> Cell {
    guard let day else { return blank() }
    guard options.dirt, random.chance(0.06) else { return .day(day) }
    let (y, m, d) = day.civil
    if !words.chinese {
      return .text(random.chance(0.5) ? "\(y)-\(m)-\(d)" : "\(y)/\(padded(m, 2))/\(padded(d, 2))")
    }
    switch random.int(0...5) {
    case 0: return .text("\(y)-\(m)-\(d)")
    case 1: return .text("\(y)/\(m)/\(d)")
    case 2: return .text("\(y).\(m).\(d)")
    case 3: return .text("\(y)年\(m)月\(d)日")
    case 4: return .text("\(y)\(padded(m, 2))\(padded(d, 2))")
    default: return .number(Double(day.rawValue) + 25569)
    }
  }

  /// A phone as text, as a number, with spaces, with +86, in full-width digits, or with a second one behind it.
  mutating func typed(phone: String, second: String?) -> Cell {
    if let second, random.chance(0.7) { return .text(phone + "/" + second) }
    guard options.dirt, words.chinese, random.chance(0.1) else { return .text(phone) }
    switch random.int(0...3) {
    case 0: return .number(Double(phone) ?? 0)
    case 1: return .text("+86 " + phone)
    case 2: return .text("\(phone.prefix(3))-\(phone.dropFirst(3).prefix(4))-\(phone.suffix(4))")
    default: return .text(fullWidth(phone))
    }
  }

  mutating func typed(money: Int) -> Cell {
    guard options.dirt, words.chinese, random.chance(0.05) else { return .number(Double(money)) }
    switch random.int(0...2) {
    case 0: return .text("￥\(money / 1000),\(padded(money % 1000, 3)).00")
    case 1: return .text("\(money)元")
    default: return .text("\(Double(money) / 10000)万")
    }
  }

  /// An empty cell, or one of the words people put where nothing is.
  mutating func blank() -> Cell {
    guard options.dirt, random.chance(0.06) else { return .empty }
    return .text(words.chinese ? random.pick(["无", "/", "-", "暂无"]) : random.pick(["-", "n/a", "/"]))
  }

  private func fullWidth(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
  }
}
