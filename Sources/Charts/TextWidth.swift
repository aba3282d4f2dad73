import ByteScanning

/// How wide a line of text will be, in em of its font size, without a font at hand.
///
/// CJK and full-width characters are 1 em. Latin ones are measured after the widest common interface face (about
/// 0.6 em on average), so that a label that fits here fits in the narrower ones too.
package enum TextWidth {
  /// The width in pixels of `text` at `size` pixels; `bold` faces run a tenth wider.
  package static func of(_ text: String, size: Double, bold: Bool = false) -> Double {
    var text = text
    let hundredths = text.withUTF8 { width($0) }
    return Double(hundredths) / 100 * size * (bold ? 1.1 : 1)
  }

  /// `text` cut with an ellipsis so that it fits `room` pixels; the whole where it fits.
  package static func fitted(_ text: String, size: Double, room: Double) -> String {
    if of(text, size: size) <= room { return text }
    let limit = room - size
    var used = 0.0
    var out = ""
    for character in text {
      used += of(String(character), size: size)
      if used > limit { break }
      out.append(character)
    }
    while out.last == " " { out.removeLast() }
    return out + "…"
  }

  private static func width(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var sum = 0
    var i = 0
    while i < bytes.count {
      switch bytes[i] {
      case ..<0x20: i += 1
      case ..<0x7F:
        sum += Int(ascii[Int(bytes[i]) - 0x20])
        i += 1
      case 0xE4...0xE9:
        // U+4000 to U+9FFF, all of them full.
        sum += 100
        i += 3
      default:
        // Two to four bytes; of the first, what follows the ones that tell how many.
        let length = bytes[i] < 0x80 ? 1 : bytes[i] < 0xE0 ? 2 : bytes[i] < 0xF0 ? 3 : 4
        var value = UInt32(bytes[i]) & (0x7F >> UInt32(length == 1 ? 0 : length))
        for byte in bytes[i...].prefix(length).dropFirst() { value = value << 6 | UInt32(byte & 0x3F) }
        sum += Unicode.Scalar(value).map(width) ?? 0
        i += length
      }
    }
    return sum
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x7F { return value < 0x20 ? 0 : Int(ascii[Int(value) - 0x20]) }
    if CharacterWidth(scalar) == .none { return 0 }
    switch value {
    case 0xB7, 0xA0, 0x202F: return 32
    case 0x2013: return 50
    case 0x2212: return 84
    case 0x2190...0x21FF: return 84
    case 0x25A0...0x25FF: return 77
    case ..<0x1100: return 70
    default: return 100
    }
  }

  /// Advances of U+0020…U+007E in hundredths of an em.
  private static let ascii: [UInt8] = [
    32, 40, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34,
    84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 78, 75, 30, 30, 66, 56, 86, 75, 79, 60, 79, 70, 64, 61, 73, 68, 99,
    69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 64, 55, 64, 62, 35, 64, 63, 28, 28, 58, 28, 97, 63, 61, 64, 64, 41, 52,
    39, 63, 59, 82, 59, 59, 53, 64, 34, 64, 84,
  ]
}
