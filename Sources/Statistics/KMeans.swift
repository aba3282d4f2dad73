import RealModule

/// k-means clusters (Lloyd 1982) of points with equally weighted coordinates.
package struct KMeans: Sendable {
  /// Points as rows of one array: `values[i * dimensions + d]`.
  package struct Points: Sendable {
    package let dimensions: Int
    package let values: [Double]
    package var count: Int { dimensions == 0 ? 0 : values.count / dimensions }

    package init(dimensions: Int, values: [Double]) {
      precondition(dimensions > 0 && values.count % dimensions == 0)
      self.dimensions = dimensions
      self.values = values
    }

    /// Each column minus its mean, over its standard deviation (n in the divisor, as is usual for features); a
    /// constant column becomes 0.
    package func standardised() -> Points {
      var out = values
      let n = Double(max(1, count))
      for d in 0..<dimensions {
        let column = stride(from: d, to: values.count, by: dimensions)
        let mean = column.reduce(0) { $0 + values[$1] } / n
        let variance = column.reduce(0) { $0 + (values[$1] - mean) * (values[$1] - mean) } / n
        let scale = variance > 1e-24 * max(1, mean * mean) ? 1 / Double.sqrt(variance) : 0
        for i in column { out[i] = (values[i] - mean) * scale }
      }
      return Points(dimensions: dimensions, values: out)
    }

    package func taking(_ rows: [Int]) -> Points {
      Points(dimensions: dimensions, values: rows.flatMap { values[$0 * dimensions..<($0 + 1) * dimensions] })
    }
  }

  /// Centres as rows, like points.
  package var centres: [Double]
  package var assignment: [Int32]
  /// Σ squared distances to the own centre.
  package var inertia: Double
  package var k: Int
  package var converged: Bool

  /// Lloyd's iteration from given centres until no point moves. A cluster that runs empty takes the point farthest
  /// from its centre.
  package init(_ points: Points, centres start: [Double], iterations: Int = 300) {
    let dims = points.dimensions
    let clusters = start.count / dims
    precondition(clusters > 0 && points.count > 0)
    var centres = start
    var nearest = NearestCentres(points, centres: start)
    var inertia = 0.0
    var settled = false
    var sums = [Double](repeating: 0, count: centres.count)
    var sizes = [Int](repeating: 0, count: clusters)
    for round in 1...max(1, iterations) {
      nearest.assign(points, centres)
      settled = nearest.moved == 0
      if settled || round == iterations { inertia = nearest.distances(points, centres).reduce(0, +) }
      if settled { break }
      // Who kept their members keep their sums: they would be added in the same order again.
      for c in 0..<clusters where nearest.changed[c] {
        sizes[c] = 0
        for d in 0..<dims { sums[c * dims + d] = 0 }
      }
      nearest.addMembers(points, &sums, &sizes)
      KMeans.fill(points, centres, &nearest, &sums, &sizes)
      var next = centres
      for c in 0..<clusters where sizes[c] > 0 {
        for d in 0..<dims { next[c * dims + d] = sums[c * dims + d] / Double(sizes[c]) }
      }
      nearest.follow(dims, from: centres, to: next)
      centres = next
    }
    self.centres = centres
    assignment = nearest.assignment
    self.inertia = inertia
    k = clusters
    converged = settled
  }

  /// Gives every empty cluster the point farthest from its centre.
  private static func fill(
    _ points: Points, _ centres: [Double], _ nearest: inout NearestCentres, _ sums: inout [Double], _ sizes: inout [Int]
  ) {
    guard sizes.contains(0) else { return }
    let dims = points.dimensions
    var distances = nearest.distances(points, centres)
    for c in sizes.indices where sizes[c] == 0 {
      guard let far = distances.indices.max(by: { distances[$0] < distances[$1] }), distances[far] > 0 else { continue }
      let from = Int(nearest.assignment[far])
      sizes[from] -= 1
      sizes[c] = 1
      for d in 0..<dims {
        sums[from * dims + d] -= points.values[far * dims + d]
        sums[c * dims + d] = points.values[far * dims + d]
      }
      nearest.give(far, to: c)
      distances[far] = 0
    }
  }

  /// k-means++ starting centres (Arthur and Vassilvitskii 2007).
  package static func seeds(_ points: Points, k: Int, using random: inout SeededGenerator) -> [Double] {
    let dims = points.dimensions
    func point(_ i: Int) -> ArraySlice<Double> { points.values[i * dims..<(i + 1) * dims] }
    var centres = Array(point(Int(random.unit() * Double(points.count))))
    var distance = [Double](repeating: .infinity, count: points.count)
    while centres.count < k * dims {
      let last = Array(centres.suffix(dims))
      var total = 0.0
      points.values.withUnsafeBufferPointer { values in
        for i in distance.indices {
          var sum = 0.0
          for d in 0..<dims {
            let delta = values[i &* dims &+ d] - last[d]
            sum += delta * delta
          }
          distance[i] = min(distance[i], sum)
          total += distance[i]
        }
      }
      var left = random.unit() * total
      var chosen = points.count - 1
      for i in 0..<points.count {
        left -= distance[i]
        if left < 0 {
          chosen = i
          break
        }
      }
      centres += point(chosen)
    }
    return centres
  }

  /// The best of several starts, the first of those that are equally good.
  package static func best(_ points: Points, starts: [[Double]]) -> KMeans? {
    var best: KMeans?
    for start in starts {
      let next = KMeans(points, centres: start)
      if next.inertia < best?.inertia ?? .infinity { best = next }
    }
    return best
  }

  package static func best(_ points: Points, k: Int, starts: Int = 5, using random: inout SeededGenerator) -> KMeans {
    let centres = (0..<max(1, starts)).map { _ in seeds(points, k: k, using: &random) }
    return best(points, starts: centres) ?? KMeans(points, centres: centres[0])
  }
}
