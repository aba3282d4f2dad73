/// Things of people, those of one person side by side: first those of nobody known (-1), then person by person, each in
/// the order they came in.
struct PersonRuns<Item: Sendable>: Sendable {
  private(set) var items: [Item]
  /// Where the items of each person begin, `person + 1`.
  private let bounds: [UInt32]

  init(_ items: [Item], people: Int, person: (Item) -> Int32) {
    var starts = [UInt32](repeating: 0, count: people + 2)
    for item in items { starts[Int(person(item)) + 2] += 1 }
    for i in 1..<starts.count { starts[i] += starts[i - 1] }
    bounds = starts
    self.items = items
    for item in items {
      let at = Int(person(item)) + 1
      self.items[Int(starts[at])] = item
      starts[at] += 1
    }
  }

  func range(_ person: Int32) -> Range<Int> { Int(bounds[Int(person) + 1])..<Int(bounds[Int(person) + 2]) }

  /// Those of some people, given in ascending order, and of nobody known where that is asked for.
  func of(_ people: [Int32], nobody: Bool) -> [Item] {
    var out: [Item] = []
    if nobody { out += items[range(-1)] }
    for person in people { out += items[range(person)] }
    return out
  }

  /// Puts the items of every known person in order; equal ones keep theirs.
  mutating func sort(by isBefore: (Item, Item) -> Bool) {
    for person in 0..<Int32(bounds.count - 2) {
      let range = range(person)
      guard range.count > 1 else { continue }
      if range.count > 32 {
        let sorted = items[range].enumerated().sorted { a, b in
          isBefore(a.element, b.element) || a.offset < b.offset && !isBefore(b.element, a.element)
        }
        items.replaceSubrange(range, with: sorted.map(\.element))
        continue
      }
      for i in range.dropFirst() {
        let one = items[i]
        var j = i
        while j > range.lowerBound, isBefore(one, items[j - 1]) {
          items[j] = items[j - 1]
          j -= 1
        }
        items[j] = one
      }
    }
  }
}
