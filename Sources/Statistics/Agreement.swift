/// How far two judges who sorted the same things into the same classes agree.
package struct Agreement: Hashable, Sendable {
  package let n: Int
  package let equal: Int
  /// Cohen's κ = (observed − expected) / (1 − expected); nil without pairs, or where chance alone explains all
  /// (both judges used one and the same class throughout).
  package let kappa: Double?

  /// Share of equal verdicts.
  package var share: Double? { n == 0 ? nil : Double(equal) / Double(n) }

  /// `counts[i][j]`: how often the first judge said class i and the second class j; a square table.
  package init(counts: [[Int]]) {
    var rows = Array(repeating: 0, count: counts.count)
    var columns = rows
    var equal = 0
    for i in counts.indices {
      for j in counts[i].indices where j < counts.count {
        rows[i] += counts[i][j]
        columns[j] += counts[i][j]
        if i == j { equal += counts[i][j] }
      }
    }
    let n = rows.reduce(0, +)
    self.n = n
    self.equal = equal
    guard n > 0 else {
      kappa = nil
      return
    }
    let total = Double(n)
    let observed = Double(equal) / total
    let expected = zip(rows, columns).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } / (total * total)
    kappa = expected >= 1 ? nil : (observed - expected) / (1 - expected)
  }

  /// Pairs of class numbers 0 ..< classes.
  package init(classes: Int, pairs: some Sequence<(Int, Int)>) {
    var counts = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    for (i, j) in pairs where i >= 0 && j >= 0 && i < classes && j < classes { counts[i][j] += 1 }
    self.init(counts: counts)
  }
}
