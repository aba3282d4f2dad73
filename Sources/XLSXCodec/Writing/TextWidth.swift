import ByteScanning

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

  /// Chinese fonts draw the ambiguous ones wide.
  private static func of(_ scalar: Unicode.Scalar) -> Int {
    switch CharacterWidth(scalar) {
    case .none: return 0
    case .narrow: return 1
    case .ambiguous, .wide: return 2
    }
  }

  static func hasWide(_ text: String) -> Bool { text.unicodeScalars.contains { $0.value >= 0x2E80 && of($0) == 2 } }
}
