/// Row numbers gathered by a key of each row: those of one key side by side, in ascending order at first.
package struct KeyedRows: Sendable {
  package private(set) var rows: [Int32]
  /// Where the rows of each key begin.
  private let bounds: [UInt32]

  /// - Parameters:
  ///   - keys: by row, 0 ..< `count`; a row with a negative key is left out.
  package init(_ keys: [Int32], count: Int) {
    var next = [UInt32](repeating: 0, count: count + 1)
    for key in keys where key >= 0 { next[Int(key) + 1] += 1 }
    for i in 0..<count { next[i + 1] += next[i] }
    bounds = next
    var rows = [Int32](repeating: 0, count: Int(next[count]))
    next.withUnsafeMutableBufferPointer { next in
      rows.withUnsafeMutableBufferPointer { rows in
        for (row, key) in keys.enumerated() where key >= 0 {
          rows[Int(next[Int(key)])] = Int32(row)
          next[Int(key)] += 1
        }
      }
    }
    self.rows = rows
  }

  /// Positions in `rows` of those of a key.
  package func range(_ key: Int) -> Range<Int> { Int(bounds[key])..<Int(bounds[key + 1]) }

  /// Puts the rows of each key in order; where neither of two comes before the other they keep theirs.
  package mutating func sort(by isBefore: (_ row: Int, _ other: Int) -> Bool) {
    for key in 0..<bounds.count - 1 { rows.sortRun(range(key)) { isBefore(Int($0), Int($1)) } }
  }
}
