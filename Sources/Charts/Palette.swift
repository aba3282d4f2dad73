/// The colours of dashboard.md "Look", light and dark, as CSS variables.
///
/// Text on a fill is chosen by computed contrast, not by hand. ChartsTests holds series apart (CIEDE2000 ≥ 13 under
/// normal, protan, deutan and tritan sight) and above 3.15 on the card.
package enum Palette {
  package struct Theme: Sendable {
    package let page, card, ink, muted, line, grid, axis, link, focus, good, bad, warn, warnBackground: Colour
    package let series: [Colour]
    package let sequential: [Colour]
    /// Bad to good.
    package let diverging: [Colour]
    /// What text on a fill may be, darkest and lightest.
    package let textOnFill: [Colour]
  }

  package static let light = Theme(
    page: 0xF5F7FA, card: 0xFFFFFF, ink: 0x14181F, muted: 0x565F6B, line: 0xD5DBE3, grid: 0xE3E7EC, axis: 0x7A8491,
    link: 0x0B5CAD, focus: 0x0B5CAD, good: 0x0F6B5C, bad: 0xB3261E, warn: 0x7A4F00, warnBackground: 0xFFF4DB,
    series: [0x1F68BC, 0xCF5604, 0x1EA381, 0x6E113A, 0x8D8CC2, 0x485463],
    sequential: [0xEAF2FB, 0xCFE2F5, 0xA9CBEC, 0x7FB0E0, 0x4F8FCB, 0x2B6CAF, 0x174A84, 0x0D2F57],
    diverging: [0xA63D00, 0xD9722E, 0xF2B48A, 0xE8EAED, 0x9CC4E8, 0x2B6CAF, 0x0F4C86],
    textOnFill: [0x14181F, 0xFFFFFF])

  package static let dark = Theme(
    page: 0x0F1319, card: 0x171C24, ink: 0xE7EBF0, muted: 0xA3ADBA, line: 0x2C3440, grid: 0x262D38, axis: 0x7A8694,
    link: 0x7DB8F0, focus: 0x9CCBFF, good: 0x5CC9B4, bad: 0xFF8A80, warn: 0xF2B84B, warnBackground: 0x33290F,
    series: [0x3F90DD, 0xFC9F30, 0x7DD9BA, 0xC43766, 0xD7C9F3, 0x7E8792],
    sequential: [0x1B2B3F, 0x1F3F63, 0x25568A, 0x2F70B3, 0x4F8FCB, 0x7FB0E0, 0xA9CBEC, 0xD6E7F8],
    diverging: [0xFF9A5C, 0xD0702F, 0x8A4A25, 0x465061, 0x2C5F8F, 0x4B90D1, 0x9CCBF5],
    textOnFill: [0x0B0F14, 0xFFFFFF])

  /// `--c1:#1F68BC;--q0:…` of a theme: series `c1`…, sequential `q0`… with their text `qt0`…, diverging `d0`… with
  /// `dt0`…, text on series `ct1`….
  package static func variables(_ theme: Theme) -> String {
    var out = ""
    func add(_ name: String, _ colour: Colour) { out += "--\(name):\(colour.hex);" }
    add("page", theme.page)
    add("card", theme.card)
    add("ink", theme.ink)
    add("muted", theme.muted)
    add("line", theme.line)
    add("grid", theme.grid)
    add("axis", theme.axis)
    add("link", theme.link)
    add("focus", theme.focus)
    add("good", theme.good)
    add("bad", theme.bad)
    add("warn", theme.warn)
    add("warnbg", theme.warnBackground)
    for (i, colour) in theme.series.enumerated() {
      add("c\(i + 1)", colour)
      add("ct\(i + 1)", colour.text(from: theme.textOnFill))
    }
    for (i, colour) in theme.sequential.enumerated() {
      add("q\(i)", colour)
      add("qt\(i)", colour.text(from: theme.textOnFill))
    }
    for (i, colour) in theme.diverging.enumerated() {
      add("d\(i)", colour)
      add("dt\(i)", colour.text(from: theme.textOnFill))
    }
    return out
  }

  /// The rules that give the classes of the drawings their colours: `s1` fill and `l1` stroke of series 1, `q0` and
  /// `d0` fills, `qt0` `dt0` `ct1` the text on them.
  package static let classes: String = {
    var out = ""
    for i in 1...light.series.count {
      out += ".s\(i){fill:var(--c\(i))}.l\(i){stroke:var(--c\(i))}svg .ct\(i){fill:var(--ct\(i))}"
    }
    for i in light.sequential.indices { out += ".q\(i){fill:var(--q\(i))}svg .qt\(i){fill:var(--qt\(i))}" }
    for i in light.diverging.indices { out += ".d\(i){fill:var(--d\(i))}svg .dt\(i){fill:var(--dt\(i))}" }
    return out
  }()
}

/// An sRGB colour.
package struct Colour: Sendable, Equatable, ExpressibleByIntegerLiteral {
  package let rgb: UInt32
  package init(integerLiteral value: UInt32) { rgb = value }

  package var hex: String {
    let digits = String(rgb, radix: 16, uppercase: true)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// Relative luminance (WCAG 2.2).
  package var luminance: Double {
    0.2126 * Colour.linear[Int(rgb >> 16 & 0xFF)] + 0.7152 * Colour.linear[Int(rgb >> 8 & 0xFF)] + 0.0722
      * Colour.linear[Int(rgb & 0xFF)]
  }

  /// Contrast ratio with another colour, 1…21 (WCAG 2.2).
  package func contrast(with other: Colour) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// The candidate that is read best on this colour.
  package func text(from candidates: [Colour]) -> Colour {
    candidates.max { contrast(with: $0) < contrast(with: $1) } ?? 0x000000
  }

  /// sRGB byte to linear light, without a power function: the 12/5 power is x² · fifth root of x², by Newton.
  private static let linear: [Double] = (0...255).map { byte in
    let v = Double(byte) / 255
    if v <= 0.04045 { return v / 12.92 }
    let x = (v + 0.055) / 1.055
    let target = x * x
    var root = 1.0
    for _ in 0..<60 { root -= (root * root * root * root * root - target) / (5 * root * root * root * root) }
    return target * root
  }
}
