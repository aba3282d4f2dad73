import ByteScanning

/// The dated rows of a table by a key (a person, say), those of a key in order of day, then row.
///
/// A row's day stands beside its number: to go through the rows of a key is to go through memory.
package struct DatedRows: Sendable {
  /// The day above, the row below.
  @usableFromInline let dated: [Int64]
  /// Where the rows of each key begin.
  @usableFromInline let bounds: [UInt32]

  /// - Parameters:
  ///   - keys: by row, 0 ..< `count`; a row with a negative key is left out, as is one without a day.
  package init(_ keys: [Int32], days: [Int32], count: Int) {
    var next = [UInt32](repeating: 0, count: count + 1)
    for row in keys.indices where keys[row] >= 0 && days[row] != Day.missing { next[Int(keys[row]) + 1] += 1 }
    for i in 0..<count { next[i + 1] += next[i] }
    bounds = next
    var dated: [Int64] = []
    dated.reserveLarge(Int(next[count]))
    dated.append(contentsOf: repeatElement(0, count: Int(next[count])))
    next.withUnsafeMutableBufferPointer { next in
      dated.withUnsafeMutableBufferPointer { dated in
        for row in keys.indices where keys[row] >= 0 && days[row] != Day.missing {
          let key = Int(keys[row])
          dated[Int(next[key])] = Int64(days[row]) << 32 | Int64(row)
          next[key] += 1
        }
      }
    }
    for key in 0..<count { dated.sortRun(Int(bounds[key])..<Int(bounds[key + 1])) { $0 < $1 } }
    self.dated = dated
  }

  /// The places of the rows of a key.
  @inlinable @inline(__always)
  package func range(_ key: Int) -> Range<Int> { Int(bounds[key])..<Int(bounds[key + 1]) }

  @inlinable @inline(__always)
  package func row(_ place: Int) -> Int32 { Int32(truncatingIfNeeded: dated[place]) }

  @inlinable @inline(__always)
  package func day(_ place: Int) -> Int32 { Int32(truncatingIfNeeded: dated[place] >> 32) }
}
