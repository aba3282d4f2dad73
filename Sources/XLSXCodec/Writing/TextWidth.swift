/// How wide text is in a column, in digits of the body font: East Asian characters count two.
enum TextWidth {
  /// The width of the widest line.
  static func of(_ text: String) -> Int {
    var (widest, line) = (0, 0)
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        widest = max(widest, line)
        line = 0
      } else {
        line += of(scalar)
      }
    }
    return max(widest, line)
  }

  /// How many lines `text` takes in a column `width` wide.
  static func lines(_ text: String, width: Int) -> Int {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .reduce(0) { $0 + max(1, (of(String($1)) + width - 1) / width) }
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x300: return 1
    case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F, 0x20D0...0x20FF: return 0
    // Unicode UAX #11, the wide and full-width ranges that sheets meet.
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    // Ambiguous ones that Chinese fonts draw wide: quotation marks, ellipsis, middle dot, circled numbers, arrows.
    case 0x2014...0x2026, 0x2160...0x217F, 0x2190...0x2193, 0x2460...0x24FF, 0x25A0...0x25FF: return 2
    default: return 1
    }
  }

  static func hasWide(_ text: String) -> Bool { text.unicodeScalars.contains { $0.value >= 0x2E80 && of($0) == 2 } }
}
