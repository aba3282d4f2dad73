/// Orders numbers by a radix sort over their bits: the same order as `<`, stable, NaN last.
package enum SortedOrder {
  private struct Entry {
    var key: UInt64
    var position: UInt32
  }

  /// The positions of `values` from the smallest to the largest.
  package static func positions(_ values: [Double]) -> [UInt32] {
    let n = values.count
    var entries = values.enumerated().map { Entry(key: key($1), position: UInt32($0)) }
    if n < 64 {
      entries.sort { ($0.key, $0.position) < ($1.key, $1.position) }
      return entries.map(\.position)
    }
    var others = entries
    // How often each value of each byte occurs, found in one pass.
    var counts = [UInt32](repeating: 0, count: 8 * 256)
    counts.withUnsafeMutableBufferPointer { counts in
      for entry in entries {
        for byte in 0..<8 { counts[byte &* 256 &+ Int((entry.key >> UInt64(byte &* 8)) & 255)] &+= 1 }
      }
    }
    for byte in 0..<8 {
      let (first, shift) = (byte * 256, UInt64(byte * 8))
      // A byte all keys share orders nothing.
      if counts[first + Int((entries[0].key >> shift) & 255)] == UInt32(n) { continue }
      var next = 0 as UInt32
      for i in first..<first + 256 { (counts[i], next) = (next, next + counts[i]) }
      counts.withUnsafeMutableBufferPointer { next in
        others.withUnsafeMutableBufferPointer { others in
          for entry in entries {
            let slot = first &+ Int((entry.key >> shift) & 255)
            others[Int(next[slot])] = entry
            next[slot] &+= 1
          }
        }
      }
      swap(&entries, &others)
    }
    return entries.map(\.position)
  }

  /// The values themselves, smallest first, NaN last.
  package static func sorted(_ values: [Double]) -> [Double] {
    if values.count < 512 { return values.map { ($0, key($0)) }.sorted { $0.1 < $1.1 }.map(\.0) }
    return positions(values).map { values[Int($0)] }
  }

  /// Bits that compare as unsigned numbers in the order of the values; −0 counts as 0.
  private static func key(_ value: Double) -> UInt64 {
    if value.isNaN { return .max }
    let bits = (value == 0 ? 0 : value).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }
}
