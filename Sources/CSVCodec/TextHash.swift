/// Hashes and comparisons of runs of bytes, eight at a step. Up to seven bytes behind a run may be read, not used.
enum TextHash {
  /// Multiply and fold, eight bytes a step; the last step is masked.
  @inline(__always)
  static func hash(_ raw: RawSpan, _ start: Int, _ count: Int) -> UInt64 {
    var h: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
    var i = 0
    while i + 8 <= count {
      h = fold(h ^ raw.unsafeLoadUnaligned(fromByteOffset: start + i, as: UInt64.self), 0xD6E8_FEB8_6659_FD93)
      i += 8
    }
    let last = raw.unsafeLoadUnaligned(fromByteOffset: start + i, as: UInt64.self) & mask(count - i)
    return fold(h ^ last, 0xE703_7ED1_A0B4_28DB)
  }

  /// The low `count` bytes, of eight.
  @inline(__always)
  private static func mask(_ count: Int) -> UInt64 { (1 as UInt64) &<< UInt64(truncatingIfNeeded: count &* 8) &- 1 }

  @inline(__always)
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  @inline(__always)
  static func equal(_ a: RawSpan, _ i: Int, _ b: RawSpan, _ j: Int, _ count: Int) -> Bool {
    var k = 0
    while k + 8 <= count {
      let x = a.unsafeLoadUnaligned(fromByteOffset: i + k, as: UInt64.self)
      if x != b.unsafeLoadUnaligned(fromByteOffset: j + k, as: UInt64.self) { return false }
      k += 8
    }
    let x = a.unsafeLoadUnaligned(fromByteOffset: i + k, as: UInt64.self)
    return (x ^ b.unsafeLoadUnaligned(fromByteOffset: j + k, as: UInt64.self)) & mask(count - k) == 0
  }
}
