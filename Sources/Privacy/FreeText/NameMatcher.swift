/// Every place where any of many names stands in a text, in one pass over the text: what it costs does not grow with how
/// many names there are.
///
/// A name can start only at a character some name starts with, and only before a second one that some name has there (a
/// small table of bits rules out nearly all others); a table over such pairs tells how long the names are that start so,
/// and one look for each length into the table of whole names tells which it is. Latin letters match in either case.
final class NameMatcher: Sendable {
  /// First scalars, the low 16 bits of each.
  private let heads: ScalarSet
  /// A bit for the hash of every first pair.
  private let maybe: [UInt64]
  /// Open addressing over first pairs; key 0 = free.
  private let pairs: [Pair]
  /// Open addressing over whole names: entry + 1, 0 = free.
  private let names: [UInt32]
  /// All names one behind the other, folded; name `i` ends before `ends[i]`.
  private let letters: [UInt32]
  private let ends: [UInt32]

  private struct Pair {
    var key: UInt64 = 0
    /// Bit n: a name of n scalars starts so.
    var lengths: UInt64 = 0
  }

  static let longest = 60
  private static let bits = 1 << 20

  /// Entry `i` is `names[i]`. Names of fewer than two scalars and overlong ones match nothing.
  init(_ entries: [[UInt32]]) {
    var size = 64
    while size < entries.count * 2 { size *= 2 }
    var heads: [UInt32] = []
    var maybe = Array(repeating: UInt64(0), count: NameMatcher.bits / 64)
    var pairs = Array(repeating: Pair(), count: size)
    var names = Array(repeating: UInt32(0), count: size)
    var letters: [UInt32] = []
    var ends: [UInt32] = []
    letters.reserveCapacity(entries.count * 3)
    ends.reserveCapacity(entries.count)
    for (entry, name) in entries.enumerated() {
      let start = letters.count
      for scalar in name { letters.append(NameMatcher.folded(scalar)) }
      ends.append(UInt32(letters.count))
      guard (2...NameMatcher.longest).contains(name.count) else { continue }
      heads.append(letters[start])
      let key = NameMatcher.key(letters[start], letters[start + 1])
      let hash = NameMatcher.slot(key, NameMatcher.bits)
      maybe[hash >> 6] |= 1 << UInt64(hash & 63)
      var slot = hash & (size - 1)
      while pairs[slot].key != 0, pairs[slot].key != key { slot = (slot + 1) & (size - 1) }
      pairs[slot].key = key
      pairs[slot].lengths |= 1 << UInt64(name.count)
      letters.withUnsafeBufferPointer { letters in
        let whole = UnsafeBufferPointer(rebasing: letters[start...])
        var place = NameMatcher.place(whole, 0..<name.count, size)
        while names[place] != 0,
          !NameMatcher.equal(letters, NameMatcher.range(ends, Int(names[place] - 1)), whole, 0)
        {
          place = (place + 1) & (size - 1)
        }
        if names[place] == 0 { names[place] = UInt32(entry + 1) }
      }
    }
    self.heads = ScalarSet { insert in
      for head in heads {
        insert(head & 0xFFFF)
        // Latin capitals are folded only once a name may start there.
        if head >= 0x61, head <= 0x7A { insert(head & ~0x20) }
      }
    }
    self.maybe = maybe
    self.pairs = pairs
    self.names = names
    self.letters = letters
    self.ends = ends
  }

  @inline(__always)
  private static func folded(_ scalar: UInt32) -> UInt32 { scalar &- 0x41 < 26 ? scalar | 0x20 : scalar }

  @inline(__always)
  private static func range(_ ends: [UInt32], _ entry: Int) -> Range<Int> {
    (entry == 0 ? 0 : Int(ends[entry - 1]))..<Int(ends[entry])
  }

  /// Never 0: no name starts with two scalars of value 0.
  @inline(__always)
  private static func key(_ a: UInt32, _ b: UInt32) -> UInt64 { UInt64(folded(a)) << 32 | UInt64(folded(b)) | 1 << 63 }

  @inline(__always)
  private static func slot(_ key: UInt64, _ size: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (size - 1)
  }

  @inline(__always)
  private static func place(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>, _ size: Int) -> Int {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for i in range {
      hash = (hash ^ UInt64(folded(text[i]))) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
    }
    return slot(hash, size)
  }

  @inline(__always)
  private static func equal(
    _ letters: UnsafeBufferPointer<UInt32>, _ name: Range<Int>, _ text: UnsafeBufferPointer<UInt32>, _ at: Int
  ) -> Bool {
    if at + name.count > text.count { return false }
    for i in 0..<name.count where letters[name.lowerBound + i] != folded(text[at + i]) { return false }
    return true
  }

  /// Calls `body` with every occurrence: entry and range of scalars, in order of their starts.
  @inline(__always)
  func scan(_ text: [UInt32], _ body: (_ entry: Int, _ range: Range<Int>) -> Void) {
    if text.count < 2 || letters.isEmpty { return }
    text.withUnsafeBufferPointer { text in
      for i in 0..<(text.count - 1) where heads.contains(text[i] & 0xFFFF) {
        let key = NameMatcher.key(text[i], text[i + 1])
        let hash = NameMatcher.slot(key, NameMatcher.bits)
        if maybe[hash >> 6] >> UInt64(hash & 63) & 1 == 0 { continue }
        var lengths = lengths(key, hash)
        while lengths != 0 {
          let range = i..<i + lengths.trailingZeroBitCount
          lengths &= lengths - 1
          if range.upperBound > text.count { break }
          if let entry = entry(text, range) { body(entry, range) }
        }
      }
    }
  }

  @inline(__always)
  private func lengths(_ key: UInt64, _ hash: Int) -> UInt64 {
    var slot = hash & (pairs.count - 1)
    while pairs[slot].key != 0 {
      if pairs[slot].key == key { return pairs[slot].lengths }
      slot = (slot + 1) & (pairs.count - 1)
    }
    return 0
  }

  private func entry(_ text: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) -> Int? {
    let size = names.count
    var place = NameMatcher.place(text, range, size)
    while names[place] != 0 {
      let entry = Int(names[place] - 1)
      let name = NameMatcher.range(ends, entry)
      let same =
        name.count == range.count
        && letters.withUnsafeBufferPointer { NameMatcher.equal($0, name, text, range.lowerBound) }
      if same { return entry }
      place = (place + 1) & (size - 1)
    }
    return nil
  }
}
