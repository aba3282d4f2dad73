/// How much room a character takes beside a digit, where each takes one or two of them (Unicode UAX #11).
package enum CharacterWidth {
  /// Marks that stand over or in others.
  case none
  case narrow
  /// One digit wide in Latin fonts, two in Chinese ones: quotation marks, ellipsis, circled numbers, arrows.
  case ambiguous
  case wide

  package init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case ..<0x300: self = .narrow
    case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F, 0x20D0...0x20FF: self = .none
    // Classes W and F, as far as sheets and terminals meet them.
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      self = .wide
    case 0x2014...0x2026, 0x2160...0x217F, 0x2190...0x2193, 0x2460...0x24FF, 0x25A0...0x25FF: self = .ambiguous
    default: self = .narrow
    }
  }
}
