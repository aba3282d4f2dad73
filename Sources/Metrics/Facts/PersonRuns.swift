import ByteScanning
import Tabular

/// Things of people, those of one person side by side: first those of nobody known (-1), then person by person, each in
/// the order they came in.
struct PersonRuns<Item: Sendable>: Sendable {
  private(set) var items: [Item]
  /// Where the items of each person begin, `person + 1`.
  private let bounds: [UInt32]

  /// - Parameter each: hands every person and item over, the same each time: they are counted first, then put where
  ///   they belong, so that no list of them is needed besides.
  @inline(__always)
  init(people: Int, _ each: (_ add: (Int32, Item) -> Void) -> Void) {
    var next = [UInt32](repeating: 0, count: people + 2)
    next.withUnsafeMutableBufferPointer { next in each { person, _ in next[Int(person) + 2] += 1 } }
    for i in 1..<next.count { next[i] += next[i - 1] }
    bounds = next
    items = Array(unsafeUninitializedCapacity: Int(next[people + 1])) { items, count in
      count = items.count
      next.withUnsafeMutableBufferPointer { next in
        each { person, item in
          items.initializeElement(at: Int(next[Int(person) + 1]), to: item)
          next[Int(person) + 1] += 1
        }
      }
    }
  }

  /// - Parameters:
  ///   - rows: of `person`s; gone over twice.
  @inline(__always)
  init(people: Int, _ rows: some Sequence<Int>, person: (Int) -> Int32, item: (Int) -> Item) {
    var next = [UInt32](repeating: 0, count: people + 2)
    for row in rows { next[Int(person(row)) + 2] += 1 }
    for i in 1..<next.count { next[i] += next[i - 1] }
    bounds = next
    items = Array(unsafeUninitializedCapacity: Int(next[people + 1])) { items, count in
      count = items.count
      if let start = items.baseAddress {
        LargePages.advise(UnsafeMutableRawPointer(start), count: items.count * MemoryLayout<Item>.stride)
      }
      next.withUnsafeMutableBufferPointer { next in
        for row in rows {
          let at = Int(person(row)) + 1
          items.initializeElement(at: Int(next[at]), to: item(row))
          next[at] += 1
        }
      }
    }
  }

  func range(_ person: Int32) -> Range<Int> { Int(bounds[Int(person) + 1])..<Int(bounds[Int(person) + 2]) }

  /// Those of some people, given in ascending order, and of nobody known where that is asked for.
  func of(_ people: [Int32], nobody: Bool) -> [Item] {
    var out: [Item] = []
    out.reserveCapacity(people.reduce(nobody ? range(-1).count : 0) { $0 + range($1).count })
    if nobody { out += items[range(-1)] }
    for person in people { out += items[range(person)] }
    return out
  }

  /// Puts the items of every known person in order; equal ones keep theirs.
  mutating func sort(by isBefore: (Item, Item) -> Bool) {
    for person in 0..<Int32(bounds.count - 2) { items.sortRun(range(person), by: isBefore) }
  }
}
