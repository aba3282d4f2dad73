/// Checks and repairs UTF-8 (RFC 3629).
enum UTF8Text {
  /// The length of the valid run from `start`: `bytes.count - start` where all is valid.
  static func validPrefix(_ bytes: Span<UInt8>, from start: Int = 0) -> Int {
    let raw = bytes.bytes
    var i = start
    let count = bytes.count
    while i < count {
      if i + 8 <= count,
        raw.unsafeLoadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        i += 8
        continue
      }
      if i + 8 <= count {
        // Two characters of three bytes at once, as Chinese text has them; E0 and ED need a closer look.
        let word = raw.unsafeLoadUnaligned(fromByteOffset: i, as: UInt64.self)
        let leads = word & 0x0F00_000F
        // A half byte that is not 0 carries over when fifteen is added.
        let fair = (leads &+ 0x0F00_000F) & ((leads ^ 0x0D00_000D) &+ 0x0F00_000F) & 0x1000_0010
        if (word & 0xC0C0_F0C0_C0F0 ^ 0x8080_E080_80E0) | (fair ^ 0x1000_0010) == 0 {
          i += 6
          continue
        }
      }
      let length = sequence(bytes, at: i)
      if length == 0 { return i - start }
      i += length
    }
    return count - start
  }

  /// The length of the character at `i`, 0 where there is none.
  @inline(__always)
  static func sequence(_ bytes: Span<UInt8>, at i: Int) -> Int {
    let a = bytes[i]
    if a < 0x80 { return 1 }
    let left = bytes.count - i
    if a >= 0xE0, a < 0xF0 {
      guard left > 2 else { return 0 }
      let b = bytes[i + 1]
      let c = bytes[i + 2]
      guard b & 0xC0 == 0x80, c & 0xC0 == 0x80 else { return 0 }
      // No overlong forms, no surrogates.
      if a == 0xE0, b < 0xA0 { return 0 }
      if a == 0xED, b > 0x9F { return 0 }
      return 3
    }
    if a < 0xC2 || a > 0xF4 { return 0 }
    if a < 0xE0 { return left > 1 && bytes[i + 1] & 0xC0 == 0x80 ? 2 : 0 }
    guard left > 3 else { return 0 }
    let b = bytes[i + 1]
    guard b & 0xC0 == 0x80, bytes[i + 2] & 0xC0 == 0x80, bytes[i + 3] & 0xC0 == 0x80 else { return 0 }
    if a == 0xF0, b < 0x90 { return 0 }
    if a == 0xF4, b > 0x8F { return 0 }
    return 4
  }

  /// Appends `bytes` with one U+FFFD for every maximal broken run; gives the number of those.
  static func repair(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> Int {
    var broken = 0
    var i = 0
    while i < bytes.count {
      let good = validPrefix(bytes, from: i)
      bytes.extracting(i..<(i + good)).withUnsafeBufferPointer { out.append(contentsOf: $0) }
      i += good
      guard i < bytes.count else { break }
      broken += 1
      TextDecoder.append(codePoint: 0xFFFD, to: &out)
      // A started character that breaks off counts once.
      let expected = bytes[i] >= 0xF0 && bytes[i] <= 0xF4 ? 4 : bytes[i] >= 0xE0 ? 3 : bytes[i] >= 0xC2 ? 2 : 1
      var taken = 1
      if bytes[i] <= 0xF4 {
        while taken < expected - 1, i + taken < bytes.count, bytes[i + taken] & 0xC0 == 0x80 { taken += 1 }
      }
      i += taken
    }
    return broken
  }
}
