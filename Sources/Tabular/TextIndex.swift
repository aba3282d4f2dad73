#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Finds a text among those of a pool: an open-addressing table from bytes to code, for interning and for joins.
package struct TextIndex: Sendable {
  /// High half: part of the hash, low half: the code; all ones = free. One look tells both.
  private var slots: [UInt64]
  package private(set) var count = 0

  private static let free = UInt64.max

  package init(capacity: Int = 64) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: TextIndex.free, count: size)
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
    let entry = slots[probe(text, TextIndex.hash(text), pool)]
    return entry == TextIndex.free ? nil : UInt32(truncatingIfNeeded: entry)
  }

  /// Where `text` stands, or the free slot where it would.
  @inline(__always)
  private func probe(_ text: UnsafeBufferPointer<UInt8>, _ hash: UInt64, _ pool: borrowing TextPool) -> Int {
    let mask = slots.count - 1
    let tag = hash >> 32
    return slots.withUnsafeBufferPointer { slots in
      pool.ends.withUnsafeBufferPointer { ends in
        pool.bytes.withUnsafeBufferPointer { bytes in
          var slot = Int(truncatingIfNeeded: hash) & mask
          while slots[slot] != TextIndex.free {
            if slots[slot] >> 32 == tag {
              let code = Int(UInt32(truncatingIfNeeded: slots[slot]))
              let start = code == 0 ? 0 : Int(ends[code - 1])
              let length = Int(ends[code]) - start
              if length == text.count, length == 0 || memcmp(bytes.baseAddress! + start, text.baseAddress!, length) == 0
              {
                return slot
              }
            }
            slot = (slot + 1) & mask
          }
          return slot
        }
      }
    }
  }

  package func find(_ text: String, in pool: TextPool) -> UInt32? {
    var text = text
    return text.withUTF8 { find($0, in: pool) }
  }

  /// The code of `text`, added to `pool` where it was not there yet.
  package mutating func intern(_ text: UnsafeBufferPointer<UInt8>, in pool: inout TextPool) -> UInt32 {
    if count * 3 >= slots.count * 2 { grow(pool) }
    let hash = TextIndex.hash(text)
    let slot = probe(text, hash, pool)
    if slots[slot] != TextIndex.free { return UInt32(truncatingIfNeeded: slots[slot]) }
    let code = pool.append(text)
    slots[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(code)
    count += 1
    return code
  }

  package mutating func intern(_ text: String, in pool: inout TextPool) -> UInt32 {
    var text = text
    return text.withUTF8 { intern($0, in: &pool) }
  }

  private mutating func grow(_ pool: TextPool) {
    let old = slots
    slots = Array(repeating: TextIndex.free, count: old.count * 2)
    let mask = slots.count - 1
    for entry in old where entry != TextIndex.free {
      let hash = pool.withBytes(UInt32(truncatingIfNeeded: entry)) { TextIndex.hash($0) }
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != TextIndex.free { slot = (slot + 1) & mask }
      slots[slot] = entry
    }
  }
}
