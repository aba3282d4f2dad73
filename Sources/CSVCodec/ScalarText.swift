import Tabular

/// Numbers and dates as plain CSV spells them.
///
/// Only spellings whose value gives the text back count: a column of these may be kept as numbers and nothing is
/// lost. `007`, `+5`, `1e5`, `1,200`, `5.`, `.5`, `-0` and anything of more than 15 digits are text.
package enum ScalarText {
  package struct Number {
    package var value: Double
    package var decimals: Int
    /// Ends in a zero after the point, other than the single `.0` that floating-point printers write.
    package var endsInZero: Bool
  }

  static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// The number of a canonical spelling, or nil.
  @inline(__always)
  package static func number(_ text: Span<UInt8>) -> Number? {
    let count = text.count
    var i = 0
    let negative = count > 0 && text[0] == 0x2D
    if negative { i = 1 }
    let first = i
    guard count - first <= 16, count > first else { return nil }
    var mantissa: UInt64 = 0
    while i < count {
      let digit = text[i] &- 0x30
      if digit > 9 { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      i += 1
    }
    let whole = i - first
    if whole == 0 || whole > 1 && text[first] == 0x30 { return nil }
    if i == count {
      if whole > 15 || negative && mantissa == 0 { return nil }
      let value = Double(mantissa)
      return Number(value: negative ? -value : value, decimals: 0, endsInZero: false)
    }
    guard text[i] == 0x2E else { return nil }
    i += 1
    let point = i
    while i < count {
      let digit = text[i] &- 0x30
      if digit > 9 { return nil }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      i += 1
    }
    let decimals = count - point
    guard decimals > 0, whole + decimals <= 15, !(negative && mantissa == 0) else { return nil }
    // Both are exact and the quotient is rounded once, so this is the nearest double.
    let value = Double(mantissa) / powers[decimals]
    return Number(
      value: negative ? -value : value, decimals: decimals, endsInZero: decimals > 1 && text[count - 1] == 0x30)
  }

  /// The day of exactly `yyyy-mm-dd`, or nil.
  @inline(__always)
  package static func day(_ text: Span<UInt8>) -> Int32? {
    guard text.count == 10, text[4] == 0x2D, text[7] == 0x2D else { return nil }
    @inline(__always) func digit(_ i: Int) -> Int { Int(text[i] &- 0x30) }
    let d = (digit(0), digit(1), digit(2), digit(3), digit(5), digit(6), digit(8), digit(9))
    guard d.0 | d.1 | d.2 | d.3 | d.4 | d.5 | d.6 | d.7 <= 15, d.0 <= 9, d.1 <= 9, d.2 <= 9, d.3 <= 9, d.4 <= 1,
      d.5 <= 9, d.6 <= 3, d.7 <= 9
    else { return nil }
    let year = d.0 * 1000 + d.1 * 100 + d.2 * 10 + d.3
    let month = d.4 * 10 + d.5
    let day = d.6 * 10 + d.7
    guard year >= 1, month >= 1, month <= 12, day >= 1, day <= 28 || day <= Day.length(ofMonth: month, year: year)
    else { return nil }
    return Int32(truncatingIfNeeded: Day.number(year: year, month: month, day: day))
  }
}
