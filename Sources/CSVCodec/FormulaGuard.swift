/// Keeps text cells of CSV from being taken for formulas (privacy.md "The file itself").
package enum FormulaGuard {
  /// Whether a text cell must be prefixed with `'`: it starts with `=` `+` `-` `@`, their full-width forms, tab, CR,
  /// LF or NUL, and is no strict number `-?[0-9]+(\.[0-9]+)?`. A text that starts with `'` and then one of those is
  /// prefixed too, so that taking the prefix off gives the text back.
  package static func needsGuard(_ text: Span<UInt8>) -> Bool { isTrigger(text, at: quotes(text)) && !isNumber(text) }

  /// Whether a text read from a file of our own carries the prefix.
  package static func isGuarded(_ text: Span<UInt8>) -> Bool {
    let quotes = quotes(text)
    return quotes > 0 && isTrigger(text, at: quotes)
  }

  private static func quotes(_ text: Span<UInt8>) -> Int {
    var n = 0
    while n < text.count, text[n] == 0x27 { n += 1 }
    return n
  }

  private static func isTrigger(_ text: Span<UInt8>, at i: Int) -> Bool {
    guard i < text.count else { return false }
    switch text[i] {
    case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D, 0x0A, 0x00: return true
    case 0xEF:
      // ＝ U+FF1D, ＋ U+FF0B, － U+FF0D, ＠ U+FF20
      guard i + 2 < text.count, text[i + 1] == 0xBC else { return false }
      return [0x9D, 0x8B, 0x8D, 0xA0].contains(text[i + 2])
    default: return false
    }
  }

  private static func isNumber(_ text: Span<UInt8>) -> Bool {
    var i = text.count > 0 && text[0] == 0x2D ? 1 : 0
    let whole = i
    while i < text.count, text[i] &- 0x30 <= 9 { i += 1 }
    if i == whole { return false }
    if i == text.count { return true }
    guard text[i] == 0x2E else { return false }
    i += 1
    let fraction = i
    while i < text.count, text[i] &- 0x30 <= 9 { i += 1 }
    return i > fraction && i == text.count
  }
}
