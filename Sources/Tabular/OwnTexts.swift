import ByteScanning

/// The texts a column brought itself, each kept once as far as that pays.
///
/// A column of a few thousand names gains by interning, one of a million ids or remarks does not: its index would
/// outgrow every cache and find little. So a column starts with a complete index; when most of what came was new, it
/// keeps only a small table of texts seen lately, which still catches the frequent ones.
struct OwnTexts {
  private(set) var pool = TextPool()
  /// High half: part of the hash, low half: the code; all ones = free.
  private var slots: [UInt64] = Array(repeating: OwnTexts.free, count: 64)
  private var isComplete = true
  private var asked = 0
  private var nextCheck = 4096

  private static let free = UInt64.max
  private static let recent = 4096

  /// The code of a text, a new one where it is not known.
  mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    asked &+= 1
    let hash = OwnTexts.hash(bytes)
    let tag = hash >> 32
    let mask = slots.count &- 1
    var at = Int(truncatingIfNeeded: hash) & mask
    let known = slots.withUnsafeBufferPointer { slots -> UInt32? in
      while slots[at] != OwnTexts.free {
        if slots[at] >> 32 == tag {
          let code = UInt32(truncatingIfNeeded: slots[at])
          if pool.holds(bytes, at: code) { return code }
        }
        if !isComplete { return nil }
        at = (at &+ 1) & mask
      }
      return nil
    }
    if let known { return known }
    pool.makeRoom(bytes: bytes.count)
    let code = pool.append(bytes)
    slots[at] = tag << 32 | UInt64(code)
    if isComplete, pool.count &* 2 > slots.count { enlarge() }
    return code
  }

  private mutating func enlarge() {
    if pool.count >= nextCheck {
      nextCheck = pool.count * 2
      if pool.count * 2 > asked {
        isComplete = false
        slots = Array(repeating: OwnTexts.free, count: OwnTexts.recent)
        return
      }
    }
    let size = slots.count * 4
    var table = Array(repeating: OwnTexts.free, count: size)
    for code in 0..<UInt32(pool.count) {
      let hash = pool.withBytes(code) { OwnTexts.hash($0) }
      var at = Int(truncatingIfNeeded: hash) & (size - 1)
      while table[at] != OwnTexts.free { at = (at + 1) & (size - 1) }
      table[at] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(code)
    }
    slots = table
  }

  /// Multiply and fold, eight bytes a step; the last step takes the last eight bytes again, short texts at once.
  @inline(__always)
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let base = UnsafeRawPointer(bytes.baseAddress) else { return 0 }
    let count = bytes.count
    var h: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
    if count >= 8 {
      var i = 0
      while i &+ 8 < count {
        h = fold(h ^ base.loadUnaligned(fromByteOffset: i, as: UInt64.self), 0xD6E8_FEB8_6659_FD93)
        i &+= 8
      }
      return fold(h ^ base.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self), 0xE703_7ED1_A0B4_28DB)
    }
    var word: UInt64 = 0
    if count >= 4 {
      word =
        UInt64(base.loadUnaligned(as: UInt32.self)) << 32
        | UInt64(base.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
    } else {
      for i in 0..<count { word = word << 8 | UInt64(bytes[i]) }
    }
    return fold(h ^ word, 0xE703_7ED1_A0B4_28DB)
  }

  @inline(__always)
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
