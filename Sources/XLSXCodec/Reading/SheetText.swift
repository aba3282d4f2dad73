/// What becomes of the characters of a text element (`t`) before they are a cell's text.
///
/// Decisions where readers differ:
/// - White space at both ends goes, unless `xml:space="preserve"` stands on the element itself: Excel shows it so
///   (ECMA-376 Part 1 §18.4.12), each run of a rich text for itself. A formula's text result (`v`) is kept as it is.
/// - `_xHHHH_` is the UTF-16 unit it names (§22.9.2.19 ST_Xstring), surrogate pairs in two escapes included; a lone
///   surrogate, U+FFFE, U+FFFF and anything that only looks like an escape stay as they are written. Decoded last, so `_x0020_` is a space
///   that stays.
enum SheetText {
  @inline(__always)
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 9 || byte == 10 || byte == 13 }

  static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var start = 0
    var end = text.count
    while start < end, isSpace(text[start]) { start += 1 }
    while end > start, isSpace(text[end - 1]) { end -= 1 }
    return UnsafeBufferPointer(rebasing: text[start..<end])
  }

  /// Whether `_x` occurs at all: only then is there anything to decode.
  static func mayHoldEscape(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var i = 0
    // Eight bytes a step while none is an underscore: a byte of zero borrows from above.
    while i + 8 <= text.count, let base = UnsafeRawPointer(text.baseAddress) {
      let word = base.loadUnaligned(fromByteOffset: i, as: UInt64.self) ^ 0x5F5F_5F5F_5F5F_5F5F
      if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { break }
      i += 8
    }
    while i + 6 < text.count {
      if text[i] == UInt8(ascii: "_"), text[i + 1] == UInt8(ascii: "x") { return true }
      i += 1
    }
    return false
  }

  /// Appends `text` with its `_xHHHH_` escapes decoded.
  static func appendDecoded(_ text: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
    var i = 0
    while i < text.count {
      guard let unit = unit(text, i) else {
        out.append(text[i])
        i += 1
        continue
      }
      i += 7
      var scalar = UInt32(unit)
      if unit & 0xFC00 == 0xD800, let low = self.unit(text, i), low & 0xFC00 == 0xDC00 {
        scalar = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF))
        i += 7
      }
      if let character = Unicode.Scalar(scalar), scalar != 0xFFFE, scalar != 0xFFFF {
        out.append(contentsOf: UTF8.encode(character)!)
      } else {
        out.append(contentsOf: text[i - 7..<i])
      }
    }
  }

  /// The unit that an escape at `i` names.
  private static func unit(_ text: UnsafeBufferPointer<UInt8>, _ i: Int) -> UInt16? {
    guard i + 7 <= text.count, text[i] == UInt8(ascii: "_"), text[i + 1] == UInt8(ascii: "x"),
      text[i + 6] == UInt8(ascii: "_")
    else { return nil }
    var unit: UInt16 = 0
    for k in 2..<6 {
      let byte = text[i + k]
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - 48
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - 55
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - 87
      default: return nil
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }
}
