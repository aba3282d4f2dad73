import Statistics
import Testing

/// Clusters are those that measuring every point against every centre in every round finds, to the last bit.
@Suite struct NearestCentresTests {
  /// Lloyd's iteration as the book has it.
  private static func plain(
    _ points: KMeans.Points, _ start: [Double], rounds: Int
  ) -> (centres: [Double], assignment: [Int32], inertia: Double) {
    let (dims, n) = (points.dimensions, points.count)
    var centres = start
    var assignment = [Int32](repeating: -1, count: n)
    var inertia = 0.0
    for _ in 0..<rounds {
      var nearest = [Double](repeating: .infinity, count: n)
      var next = assignment
      inertia = 0
      for i in 0..<n {
        for c in 0..<start.count / dims {
          var sum = 0.0
          for d in 0..<dims {
            let delta = points.values[i * dims + d] - centres[c * dims + d]
            sum += delta * delta
          }
          if sum < nearest[i] { (nearest[i], next[i]) = (sum, Int32(c)) }
        }
        inertia += nearest[i]
      }
      if next == assignment { break }
      assignment = next
      var sums = [Double](repeating: 0, count: start.count)
      var sizes = [Int](repeating: 0, count: start.count / dims)
      for i in 0..<n {
        sizes[Int(assignment[i])] += 1
        for d in 0..<dims { sums[Int(assignment[i]) * dims + d] += points.values[i * dims + d] }
      }
      for c in sizes.indices where sizes[c] == 0 {
        guard let far = nearest.indices.max(by: { nearest[$0] < nearest[$1] }), nearest[far] > 0 else { continue }
        let from = Int(assignment[far])
        sizes[from] -= 1
        sizes[c] = 1
        for d in 0..<dims {
          sums[from * dims + d] -= points.values[far * dims + d]
          sums[c * dims + d] = points.values[far * dims + d]
        }
        assignment[far] = Int32(c)
        nearest[far] = 0
      }
      for c in sizes.indices where sizes[c] > 0 {
        for d in 0..<dims { centres[c * dims + d] = sums[c * dims + d] / Double(sizes[c]) }
      }
    }
    return (centres, assignment, inertia)
  }

  @Test(
    "points of every kind, from every kind of start",
    arguments: [1, 2, 3, 5], [1, 2, 3, 7, 8, 11])
  func same(_ dims: Int, _ clusters: Int) throws {
    for seed in 0..<6 {
      var random = SeededGenerator(bytes: Array("\(dims)/\(clusters)/\(seed)".utf8))
      // Grids bring ties, wide values bring cancellation.
      let values = (0..<120 * dims).map { _ -> Double in
        switch seed % 3 {
        case 0: random.unit()
        case 1: (random.unit() * 4).rounded()
        default: 1e6 + (random.unit() * 1e3).rounded() * 1e-3
        }
      }
      let points = KMeans.Points(dimensions: dims, values: values)
      // Centres far from everything run empty.
      let start =
        seed < 3
        ? KMeans.seeds(points, k: clusters, using: &random)
        : (0..<clusters * dims).map { $0 < dims ? 1e7 : values[$0 % values.count] }
      for rounds in [1, 2, 300] {
        let wanted = Self.plain(points, start, rounds: rounds)
        let fit = KMeans(points, centres: start, iterations: rounds)
        #expect(fit.assignment == wanted.assignment)
        #expect(fit.centres == wanted.centres)
        #expect(fit.inertia == wanted.inertia)
      }
    }
  }
}
