/// Orders numbers by a radix sort over their bits: the same order as `<`, stable, NaN last.
package enum SortedOrder {
  /// The positions of `values` from the smallest to the largest.
  package static func positions(_ values: [Double]) -> [UInt32] {
    let n = values.count
    var keys = values.map(key)
    var order = (0..<UInt32(n)).map { $0 }
    if n < 64 {
      order.sort { (keys[Int($0)], $0) < (keys[Int($1)], $1) }
      return order
    }
    var otherKeys = [UInt64](repeating: 0, count: n)
    var otherOrder = [UInt32](repeating: 0, count: n)
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      var starts = [Int](repeating: 0, count: 257)
      for key in keys { starts[Int((key >> shift) & 255) + 1] += 1 }
      // A byte all keys share orders nothing.
      if starts.contains(n) { continue }
      for i in 1...256 { starts[i] += starts[i - 1] }
      for i in 0..<n {
        let byte = Int((keys[i] >> shift) & 255)
        let to = starts[byte]
        starts[byte] += 1
        otherKeys[to] = keys[i]
        otherOrder[to] = order[i]
      }
      swap(&keys, &otherKeys)
      swap(&order, &otherOrder)
    }
    return order
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
