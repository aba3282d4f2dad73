/// Finds a text among those of a pool: an open-addressing table from bytes to code, for interning and for joins.
package struct TextIndex: Sendable {
  private var slots: [UInt32]
  private var hashes: [UInt32]
  package private(set) var count = 0

  package init(capacity: Int = 64) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: TextPool.none, count: size)
    hashes = Array(repeating: 0, count: size)
  }

  /// A seeded multiply-and-fold hash. The seed is fixed: the same input gives the same order everywhere.
  package static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var h: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: bytes.count)
    let raw = UnsafeRawBufferPointer(bytes)
    var i = 0
    while i + 8 <= raw.count {
      let word = raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
      let product = (h ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      h = product.high ^ product.low
      i += 8
    }
    var tail: UInt64 = 0
    while i < raw.count {
      tail = tail << 8 | UInt64(raw[i])
      i += 1
    }
    let product = (h ^ tail ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }

  /// The code of `text` in `pool`, or nil.
  package func find(_ text: UnsafeBufferPointer<UInt8>, in pool: TextPool) -> UInt32? {
    let h = TextIndex.hash(text)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: h) & mask
    let tag = UInt32(truncatingIfNeeded: h >> 32)
    while slots[slot] != TextPool.none {
      if hashes[slot] == tag, TextIndex.equal(pool, slots[slot], text) { return slots[slot] }
      slot = (slot + 1) & mask
    }
    return nil
  }

  package func find(_ text: String, in pool: TextPool) -> UInt32? {
    var text = text
    return text.withUTF8 { find($0, in: pool) }
  }

  /// The code of `text`, added to `pool` where it was not there yet.
  package mutating func intern(_ text: UnsafeBufferPointer<UInt8>, in pool: inout TextPool) -> UInt32 {
    if count * 3 >= slots.count * 2 { grow(pool) }
    let h = TextIndex.hash(text)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: h) & mask
    let tag = UInt32(truncatingIfNeeded: h >> 32)
    while slots[slot] != TextPool.none {
      if hashes[slot] == tag, TextIndex.equal(pool, slots[slot], text) { return slots[slot] }
      slot = (slot + 1) & mask
    }
    let code = pool.append(text)
    slots[slot] = code
    hashes[slot] = tag
    count += 1
    return code
  }

  package mutating func intern(_ text: String, in pool: inout TextPool) -> UInt32 {
    var text = text
    return text.withUTF8 { intern($0, in: &pool) }
  }

  private mutating func grow(_ pool: TextPool) {
    let old = slots
    slots = Array(repeating: TextPool.none, count: old.count * 2)
    hashes = Array(repeating: 0, count: old.count * 2)
    let mask = slots.count - 1
    for code in old where code != TextPool.none {
      let h = pool.withBytes(code) { TextIndex.hash($0) }
      var slot = Int(truncatingIfNeeded: h) & mask
      while slots[slot] != TextPool.none { slot = (slot + 1) & mask }
      slots[slot] = code
      hashes[slot] = UInt32(truncatingIfNeeded: h >> 32)
    }
  }

  @inline(__always)
  private static func equal(_ pool: TextPool, _ code: UInt32, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    pool.withBytes(code) { other in
      other.count == text.count && other.elementsEqual(text)
    }
  }
}
