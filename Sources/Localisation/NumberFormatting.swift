/// Numbers as the readers of a language write them (dashboard.md "Look"): 1,284 · 12.9万 · 1.29亿 · ¥128.6万 in
/// Chinese, 12.9K · 1.29M in English; a true minus sign; `—` for what is missing, which is not 0.
package struct NumberFormatting: Sendable {
  package let language: Language

  package init(_ language: Language) { self.language = language }

  /// What stands where there is no number.
  package static let missing = "—"
  package static let minus = "−"

  // MARK: Counts and money

  /// Every digit, grouped in threes: `12,845,000`.
  package func exact(_ value: Int) -> String {
    let magnitude = value.magnitude
    if magnitude < 1_000 { return value < 0 ? Self.minus + String(magnitude) : String(magnitude) }
    // 26 digits and commas are more than any integer has.
    let digits = String(unsafeUninitializedCapacity: 32) { buffer in
      var at = 32
      var rest = magnitude
      var written = 0
      while rest > 0 {
        if written > 0, written % 3 == 0 {
          at -= 1
          buffer[at] = UInt8(ascii: ",")
        }
        at -= 1
        buffer[at] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
        written += 1
      }
      let length = 32 - at
      for i in 0..<length { buffer[i] = buffer[at + i] }
      return length
    }
    return value < 0 ? Self.minus + digits : digits
  }

  /// Short from 10,000 on: three significant digits or one decimal, whichever says more, and never `10,000万` or
  /// `1,000K`: rounding up to the next unit takes that unit.
  package func count(_ value: Int) -> String {
    let magnitude = value.magnitude
    guard magnitude >= 10_000 else { return exact(value) }
    let sign = value < 0 ? Self.minus : ""
    let units: [(size: UInt, name: String)] =
      language == .zh
      ? [(10_000, "万"), (100_000_000, "亿"), (1_000_000_000_000, "万亿")]
      : [(1_000, "K"), (1_000_000, "M"), (1_000_000_000, "B"), (1_000_000_000_000, "T")]
    var index = units.lastIndex { magnitude >= $0.size } ?? 0
    while true {
      let (text, reached) = NumberFormatting.scaled(magnitude, by: units[index].size)
      if index + 1 < units.count, reached >= units[index + 1].size / units[index].size {
        index += 1
        continue
      }
      return sign + text + units[index].name
    }
  }

  /// `magnitude` in units of `size` with two decimals below 10, one below 1,000, none above; half rounds up.
  /// `reached` is the whole part after rounding.
  private static func scaled(_ magnitude: UInt, by size: UInt) -> (text: String, reached: UInt) {
    var decimals = magnitude < size * 10 ? 2 : magnitude < size * 1000 ? 1 : 0
    while true {
      let power: UInt = decimals == 2 ? 100 : decimals == 1 ? 10 : 1
      // On integers, because 99,995 / 10,000 has no exact binary form.
      let (whole, rest) = magnitude.quotientAndRemainder(dividingBy: size)
      let rounded = whole * power + (rest * power * 2 + size) / (size * 2)
      let reached = rounded / power
      let wanted = reached < 10 ? 2 : reached < 1000 ? 1 : 0
      if wanted < decimals {
        decimals = wanted
        continue
      }
      var text = String(reached)
      let fraction = rounded % power
      if fraction > 0 {
        var digits = String(fraction)
        while digits.count < decimals { digits = "0" + digits }
        while digits.hasSuffix("0") { digits.removeLast() }
        text += "." + digits
      }
      return (text, reached)
    }
  }

  /// Yuan: whole below 10,000 (`¥9,999`), short above (`¥128.6万`).
  package func money(_ yuan: Double) -> String {
    guard let whole = NumberFormatting.integer(yuan) else { return Self.missing }
    return (whole < 0 ? Self.minus : "") + "¥" + count(abs(whole))
  }

  /// Yuan with every digit, and cents where there are some: `¥1,286,400.50`.
  package func exactMoney(_ yuan: Double) -> String {
    guard let cents = NumberFormatting.integer(yuan * 100) else { return Self.missing }
    let fraction = abs(cents) % 100
    return (cents < 0 ? Self.minus : "") + "¥" + exact(abs(cents) / 100)
      + (fraction == 0 ? "" : "." + (fraction < 10 ? "0" : "") + String(fraction))
  }

  /// A plain decimal with `places` digits after the point, grouped before it.
  package func decimal(_ value: Double, places: Int = 1) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return Self.missing }
    var power = 1.0
    for _ in 0..<places { power *= 10 }
    let scaled = (value.magnitude * power).rounded()
    guard scaled < 9e18 else { return Self.missing }
    let units = Int(scaled)
    var text = exact(units / Int(power))
    if places > 0 {
      let digits = String(units % Int(power))
      text += "."
      for _ in digits.utf8.count..<max(places, digits.utf8.count) { text += "0" }
      text += digits
    }
    return (value < 0 && units != 0 ? Self.minus : "") + text
  }

  /// `decimal` without needless zeros: `12`, `12.5`, `0.25`.
  package func plain(_ value: Double, places: Int = 2) -> String {
    var text = decimal(value, places: places)
    guard text.utf8.contains(UInt8(ascii: ".")) else { return text }
    while text.utf8.last == UInt8(ascii: "0") { text.removeLast() }
    if text.utf8.last == UInt8(ascii: ".") { text.removeLast() }
    return text
  }

  static func integer(_ value: Double) -> Int? {
    guard value.isFinite, abs(value) < 9e17 else { return nil }
    return Int(value.rounded(.toNearestOrAwayFromZero))
  }
}
