/// Every place where any of many names stands in a text, in one pass over the text: what it costs does not grow with how
/// many names there are.
///
/// A name can start only at a character some name starts with, and only before a second one that some name has there; a
/// table over such pairs tells how long the names are that start so, and one look for each length into the table of whole
/// names tells which it is. Latin letters match in either case.
final class NameMatcher: Sendable {
  /// By the low 16 bits of a first scalar.
  private let heads: [Bool]
  /// Open addressing over first pairs; key 0 = free.
  private let pairs: [Pair]
  /// Open addressing over whole names: entry + 1, 0 = free.
  private let names: [UInt32]
  private let scalars: [[UInt32]]

  private struct Pair {
    var key: UInt64 = 0
    /// Bit n: a name of n scalars starts so.
    var lengths: UInt64 = 0
  }

  static let longest = 60

  /// Entry `i` is `names[i]`. Names of fewer than two scalars and overlong ones match nothing.
  init(_ entries: [[UInt32]]) {
    scalars = entries
    var size = 64
    while size < entries.count * 2 { size *= 2 }
    var heads = Array(repeating: false, count: 0x10000)
    var pairs = Array(repeating: Pair(), count: size)
    var names = Array(repeating: UInt32(0), count: size)
    for (entry, name) in entries.enumerated() where (2...NameMatcher.longest).contains(name.count) {
      let first = NameMatcher.folded(name[0])
      heads[Int(truncatingIfNeeded: first & 0xFFFF)] = true
      // Latin capitals are folded only once a name may start there.
      if first >= 0x61, first <= 0x7A { heads[Int(first & ~0x20)] = true }
      let key = NameMatcher.key(name[0], name[1])
      var slot = NameMatcher.slot(key, size)
      while pairs[slot].key != 0, pairs[slot].key != key { slot = (slot + 1) & (size - 1) }
      pairs[slot].key = key
      pairs[slot].lengths |= 1 << UInt64(name.count)
      var place = NameMatcher.slot(NameMatcher.hash(name, 0..<name.count), size)
      while names[place] != 0, !NameMatcher.equal(entries[Int(names[place] - 1)], name, 0..<name.count) {
        place = (place + 1) & (size - 1)
      }
      if names[place] == 0 { names[place] = UInt32(entry + 1) }
    }
    self.heads = heads
    self.pairs = pairs
    self.names = names
  }

  @inline(__always)
  private static func folded(_ scalar: UInt32) -> UInt32 { scalar &- 0x41 < 26 ? scalar | 0x20 : scalar }

  /// Never 0: no name starts with two scalars of value 0.
  @inline(__always)
  private static func key(_ a: UInt32, _ b: UInt32) -> UInt64 { UInt64(folded(a)) << 32 | UInt64(folded(b)) | 1 << 63 }

  @inline(__always)
  private static func slot(_ key: UInt64, _ size: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (size - 1)
  }

  @inline(__always)
  private static func hash(_ text: [UInt32], _ range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for i in range {
      hash = (hash ^ UInt64(folded(text[i]))) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
    }
    return hash
  }

  @inline(__always)
  private static func equal(_ name: [UInt32], _ text: [UInt32], _ range: Range<Int>) -> Bool {
    if name.count != range.count { return false }
    for (i, at) in range.enumerated() where folded(name[i]) != folded(text[at]) { return false }
    return true
  }

  /// Calls `body` with every occurrence: entry and range of scalars, in order of their starts.
  @inline(__always)
  func scan(_ text: [UInt32], _ body: (_ entry: Int, _ range: Range<Int>) -> Void) {
    if text.count < 2 || scalars.isEmpty { return }
    let size = pairs.count
    for i in 0..<(text.count - 1) where heads[Int(truncatingIfNeeded: text[i] & 0xFFFF)] {
      let key = NameMatcher.key(text[i], text[i + 1])
      var slot = NameMatcher.slot(key, size)
      while pairs[slot].key != 0, pairs[slot].key != key { slot = (slot + 1) & (size - 1) }
      var lengths = pairs[slot].key == key ? pairs[slot].lengths : 0
      while lengths != 0 {
        let range = i..<i + lengths.trailingZeroBitCount
        lengths &= lengths - 1
        if range.upperBound > text.count { break }
        if let entry = entry(text, range) { body(entry, range) }
      }
    }
  }

  private func entry(_ text: [UInt32], _ range: Range<Int>) -> Int? {
    var place = NameMatcher.slot(NameMatcher.hash(text, range), names.count)
    while names[place] != 0 {
      let entry = Int(names[place] - 1)
      if NameMatcher.equal(scalars[entry], text, range) { return entry }
      place = (place + 1) & (names.count - 1)
    }
    return nil
  }
}
