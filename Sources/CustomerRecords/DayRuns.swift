import Tabular

/// Several days for each of many rows, in one run of days: row `r` has `days[offsets[r] ..< offsets[r + 1]]`,
/// ascending.
package struct DayRuns: Sendable {
  package let offsets: [UInt32]
  package let days: [Int32]

  /// Sorts `events` (row, day) into runs. With `distinct`, a day counts once for a row.
  package init(rows: Int, events: [(row: Int32, day: Int32)], distinct: Bool = true) {
    var starts = [UInt32](repeating: 0, count: rows + 1)
    for event in events { starts[Int(event.row) + 1] += 1 }
    for row in 0..<rows { starts[row + 1] += starts[row] }
    var next = starts
    var sorted = [Int32](repeating: 0, count: events.count)
    for event in events {
      sorted[Int(next[Int(event.row)])] = event.day
      next[Int(event.row)] += 1
    }
    var offsets = [UInt32](repeating: 0, count: rows + 1)
    var kept = 0
    for row in 0..<rows {
      let (low, high) = (Int(starts[row]), Int(starts[row + 1]))
      if high - low > 1 { sorted[low..<high].sort() }
      let first = kept
      for i in low..<high {
        if distinct, kept > first, sorted[kept - 1] == sorted[i] { continue }
        sorted[kept] = sorted[i]
        kept += 1
      }
      offsets[row + 1] = UInt32(kept)
    }
    sorted.removeLast(sorted.count - kept)
    self.offsets = offsets
    self.days = sorted
  }

  package func range(_ row: Int) -> Range<Int> { Int(offsets[row])..<Int(offsets[row + 1]) }

  package func count(_ row: Int) -> Int { Int(offsets[row + 1] - offsets[row]) }

  package subscript(row: Int) -> ArraySlice<Int32> { days[range(row)] }

  /// The last day of a row not after `day`, or `Day.missing`.
  package func last(_ row: Int, notAfter day: Int32) -> Int32 {
    var (low, high) = (Int(offsets[row]), Int(offsets[row + 1]))
    let start = low
    while low < high {
      let mid = (low + high) / 2
      if days[mid] <= day { low = mid + 1 } else { high = mid }
    }
    return low > start ? days[low - 1] : Day.missing
  }

  /// How many days of a row lie in `first ... last`.
  package func count(_ row: Int, in window: ClosedRange<Int32>) -> Int {
    self[row].reduce(0) { window.contains($1) ? $0 + 1 : $0 }
  }
}
