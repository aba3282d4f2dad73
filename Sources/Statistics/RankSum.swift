import RealModule

/// The Mann–Whitney–Wilcoxon comparison of two groups.
package struct RankSum: Hashable, Sendable {
  /// U of the first group: pairs in which its value is the larger, ties half.
  package let u: Double
  /// U / (n·m): the chance that a random value of the first group is the larger one.
  package let superiority: Double
  /// Two-sided p by the normal approximation with tie correction and continuity correction; nil where all tie.
  package let p: Double?

  /// nil where a group is empty.
  package init?(_ a: [Double], _ b: [Double]) {
    guard !a.isEmpty, !b.isEmpty else { return nil }
    let all = a + b
    let ranks = Correlation.ranks(all)
    let n = Double(a.count)
    let m = Double(b.count)
    let total = n + m
    u = ranks[..<a.count].reduce(0, +) - n * (n + 1) / 2
    superiority = u / (n * m)
    var ties = 0.0
    let sorted = SortedOrder.sorted(all)
    var i = 0
    while i < sorted.count {
      var j = i + 1
      while j < sorted.count && sorted[j] == sorted[i] { j += 1 }
      let t = Double(j - i)
      ties += t * t * t - t
      i = j
    }
    let variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    guard variance > 0 else {
      p = nil
      return
    }
    let distance = max(0, abs(u - n * m / 2) - 0.5)
    p = min(1, Normal.twoSided(distance / Double.sqrt(variance)))
  }
}
