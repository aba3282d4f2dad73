import Foundation

/// The form values are compared and masked in: NFKC, no zero-width or bidi controls, no white space at the ends.
package enum Canonical {
  /// True where the bytes are their own canonical form apart from spaces at the ends: printable ASCII, CJK
  /// ideographs U+4000…U+9FFF and `·`. This is nearly every cell, and it is told without a `String`.
  @inline(__always)
  static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var i = 0
    let n = bytes.count
    while i < n {
      let byte = bytes[i]
      if byte < 0x7F {
        if byte < 0x20 { return false }
        i += 1
      } else if byte >= 0xE4, byte <= 0xE9, i + 2 < n {
        i += 3
      } else if byte == 0xC2, i + 1 < n, bytes[i + 1] == 0xB7 {
        i += 2
      } else {
        return false
      }
    }
    return true
  }

  /// The canonical form of any text.
  package static func text(_ value: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in value.unicodeScalars where !isInvisible(scalar) { scalars.append(scalar) }
    let folded = String(scalars).precomposedStringWithCompatibilityMapping
    return folded.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    if isPlain(bytes) { return String(decoding: trimmed(bytes), as: UTF8.self) }
    return text(String(decoding: bytes, as: UTF8.self))
  }

  /// Characters that take no room and would split a number or a name: zero-width, bidi, soft hyphen, variation
  /// selectors, tags.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180E, 0x200B...0x200F, 0x202A...0x202E,
      0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xE0000...0xE0FFF:
      return true
    default: return false
    }
  }

  /// Embeddings, overrides and isolates of the bidirectional algorithm.
  static func turnsDirection(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }

  /// Takes those out of UTF-8.
  static func straighten(_ bytes: inout [UInt8]) {
    var text = String.UnicodeScalarView()
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars where !turnsDirection(scalar) {
      text.append(scalar)
    }
    bytes = Array(String(text).utf8)
  }

  /// The bytes without spaces at both ends.
  @inline(__always)
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var low = 0
    var high = bytes.count
    while low < high, bytes[low] == 0x20 { low += 1 }
    while high > low, bytes[high - 1] == 0x20 { high -= 1 }
    return low == 0 && high == bytes.count ? bytes : UnsafeBufferPointer(rebasing: bytes[low..<high])
  }

  /// Runs `body` on the canonical bytes of `raw`.
  @inline(__always)
  static func with<R>(_ raw: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    if isPlain(raw) { return body(trimmed(raw)) }
    var value = text(raw)
    return value.withUTF8 { body($0) }
  }
}

@inline(__always) func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
@inline(__always) func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

let star = UInt8(ascii: "*")

extension [UInt8] {
  @inline(__always)
  mutating func stars(_ count: Int) {
    for _ in 0..<Swift.max(0, count) { append(star) }
  }
}
