/// Numbers as the readers of a language write them (dashboard.md "Look"): 1,284 · 12.9万 · 1.29亿 · ¥128.6万 in
/// Chinese, 12.9K · 1.29M in English; a true minus sign; `—` for what is missing, which is not 0.
package struct NumberFormatting: Sendable, Hashable {
  package let language: Language

  package init(_ language: Language) { self.language = language }

  /// What stands where there is no number.
  package static let missing = "—"
  package static let minus = "−"

  // MARK: Counts and money

  /// Every digit, grouped in threes: `12,845,000`.
  package func exact(_ value: Int) -> String { DigitWriter.text { exact(value, &$0) } }

  func exact(_ value: Int, _ out: inout DigitWriter) {
    if value < 0 { out.minus() }
    out.grouped(value.magnitude)
  }

  /// Short from 10,000 on: three significant digits or one decimal, whichever says more, and never `10,000万` or
  /// `1,000K`: rounding up to the next unit takes that unit.
  package func count(_ value: Int) -> String { DigitWriter.text { count(value, &$0) } }

  private func count(_ value: Int, _ out: inout DigitWriter) {
    let magnitude = value.magnitude
    guard magnitude >= 10_000 else { return exact(value, &out) }
    let units = language == .zh ? NumberFormatting.chineseUnits : NumberFormatting.englishUnits
    var index = units.lastIndex { magnitude >= $0.size } ?? 0
    var short = Short(magnitude, by: units[index].size)
    while index + 1 < units.count, short.whole >= units[index + 1].size / units[index].size {
      index += 1
      short = Short(magnitude, by: units[index].size)
    }
    if value < 0 { out.minus() }
    out.plain(short.whole)
    out.fraction(short.fraction, places: short.decimals, trimmed: true)
    out.put(units[index].name)
  }

  private static let chineseUnits: [(size: UInt, name: StaticString)] = [
    (10_000, "万"), (100_000_000, "亿"), (1_000_000_000_000, "万亿"),
  ]
  private static let englishUnits: [(size: UInt, name: StaticString)] = [
    (1_000, "K"), (1_000_000, "M"), (1_000_000_000, "B"), (1_000_000_000_000, "T"),
  ]

  /// A magnitude in units of a size with two decimals below 10, one below 1,000, none above; half rounds up.
  private struct Short {
    /// After rounding.
    var whole: UInt
    var fraction: UInt
    var decimals: Int

    init(_ magnitude: UInt, by size: UInt) {
      decimals = magnitude < size * 10 ? 2 : magnitude < size * 1000 ? 1 : 0
      // On integers, because 99,995 / 10,000 has no exact binary form.
      let (units, rest) = magnitude.quotientAndRemainder(dividingBy: size)
      while true {
        let power: UInt = decimals == 2 ? 100 : decimals == 1 ? 10 : 1
        let rounded = units * power + (rest * power * 2 + size) / (size * 2)
        (whole, fraction) = rounded.quotientAndRemainder(dividingBy: power)
        let wanted = whole < 10 ? 2 : whole < 1000 ? 1 : 0
        if wanted >= decimals { return }
        decimals = wanted
      }
    }
  }

  /// Yuan: whole below 10,000 (`¥9,999`), short above (`¥128.6万`).
  package func money(_ yuan: Double) -> String {
    guard let whole = NumberFormatting.integer(yuan) else { return Self.missing }
    return DigitWriter.text { out in
      if whole < 0 { out.minus() }
      out.put("¥")
      count(abs(whole), &out)
    }
  }

  /// Yuan with every digit, and cents where there are some: `¥1,286,400.50`.
  package func exactMoney(_ yuan: Double) -> String {
    guard let cents = NumberFormatting.integer(yuan * 100) else { return Self.missing }
    return DigitWriter.text { out in
      if cents < 0 { out.minus() }
      out.put("¥")
      let (whole, rest) = cents.magnitude.quotientAndRemainder(dividingBy: 100)
      out.grouped(whole)
      if rest > 0 { out.fraction(rest, places: 2, trimmed: false) }
    }
  }

  private static func integer(_ value: Double) -> Int? {
    guard value.isFinite, abs(value) < 9e17 else { return nil }
    return Int(value.rounded(.toNearestOrAwayFromZero))
  }

  // MARK: Decimals

  /// A plain decimal with `places` digits after the point, grouped before it.
  package func decimal(_ value: Double, places: Int = 1) -> String {
    DigitWriter.text { $0.decimal(value, places: places) }
  }

  /// `decimal` without needless zeros: `12`, `12.5`, `0.25`.
  package func plain(_ value: Double, places: Int = 2) -> String {
    DigitWriter.text { $0.decimal(value, places: places, trimmed: true) }
  }
}
