extension Array {
  /// Puts a stretch in order; where neither of two comes before the other they keep theirs. Most runs by person or account
  /// are short.
  @inlinable
  package mutating func sortRun(_ range: Range<Int>, by isBefore: (Element, Element) -> Bool) {
    guard range.count > 1 else { return }
    if range.count > 32 {
      let sorted = self[range].enumerated().sorted { a, b in
        isBefore(a.element, b.element) || a.offset < b.offset && !isBefore(b.element, a.element)
      }
      replaceSubrange(range, with: sorted.map(\.element))
      return
    }
    for i in range.dropFirst() {
      let one = self[i]
      var j = i
      while j > range.lowerBound, isBefore(one, self[j - 1]) {
        self[j] = self[j - 1]
        j -= 1
      }
      self[j] = one
    }
  }
}
