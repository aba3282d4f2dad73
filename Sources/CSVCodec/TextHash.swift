/// Hashes and comparisons of runs of bytes, sixteen at a step. Up to sixteen bytes from the start of a run, and so up
/// to fifteen behind a shorter one, may be read, not used.
///
/// Runs are never empty. Most texts of a table are short: below sixteen bytes nothing depends on the length but a mask,
/// so that texts of changing lengths cost no mispredicted jump.
enum TextHash {
  @inline(__always)
  static func hash(_ raw: RawSpan, _ start: Int, _ count: Int) -> UInt64 {
    let seed = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
    if count < 16 {
      let (a, b) = masked(raw, start, count)
      return step(seed, a, b)
    }
    var h = seed
    var i = start
    let last = start &+ count &- 16
    while i < last {
      h = step(h, word(raw, i), word(raw, i &+ 8))
      i &+= 16
    }
    // The last sixteen bytes, some of them again.
    return step(h, word(raw, last), word(raw, last &+ 8))
  }

  @inline(__always)
  static func equal(_ a: RawSpan, _ i: Int, _ b: RawSpan, _ j: Int, _ count: Int) -> Bool {
    if count < 16 {
      let (x, y) = (masked(a, i, count), masked(b, j, count))
      return (x.0 ^ y.0) | (x.1 ^ y.1) == 0
    }
    var k = 0
    let last = count &- 16
    while k < last {
      if differ(a, i &+ k, b, j &+ k) { return false }
      k &+= 16
    }
    return !differ(a, i &+ last, b, j &+ last)
  }

  /// Copies `count` bytes, sixteen at a step: up to fifteen behind them are touched on both sides.
  @inline(__always)
  static func copy(_ raw: RawSpan, _ start: Int, _ count: Int, _ target: inout MutableRawSpan, _ at: Int) {
    var i = 0
    while i < count {
      let block = raw.unsafeLoadUnaligned(fromByteOffset: start &+ i, as: SIMD2<UInt64>.self)
      target.storeBytes(of: block, toByteOffset: at &+ i, as: SIMD2<UInt64>.self)
      i &+= 16
    }
  }

  /// Multiply and fold; the second word does not wait for what came before.
  @inline(__always)
  private static func step(_ h: UInt64, _ a: UInt64, _ b: UInt64) -> UInt64 {
    fold(h ^ a, 0xD6E8_FEB8_6659_FD93) &+ fold(b ^ 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB)
  }

  /// The first `count` bytes, one to fifteen, and zeros.
  @inline(__always)
  private static func masked(_ raw: RawSpan, _ start: Int, _ count: Int) -> (UInt64, UInt64) {
    let low = UInt64(truncatingIfNeeded: min(count, 8))
    let high = UInt64(truncatingIfNeeded: max(count, 8) &- 8)
    // Shifts count modulo 64: right for one byte to eight.
    let lowMask = UInt64.max &>> (64 &- low &* 8)
    return (word(raw, start) & lowMask, word(raw, start &+ 8) & ((1 &<< (high &* 8)) &- 1))
  }

  @inline(__always)
  private static func word(_ raw: RawSpan, _ at: Int) -> UInt64 {
    raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
  }

  @inline(__always)
  private static func differ(_ a: RawSpan, _ i: Int, _ b: RawSpan, _ j: Int) -> Bool {
    (word(a, i) ^ word(b, j)) | (word(a, i &+ 8) ^ word(b, j &+ 8)) != 0
  }

  @inline(__always)
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
