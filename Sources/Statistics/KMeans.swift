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
    let n = points.count
    let clusters = start.count / dims
    precondition(clusters > 0 && n > 0)
    var centres = start
    var assignment = [Int32](repeating: -1, count: n)
    var nearest = [Double](repeating: 0, count: n)
    var inertia = 0.0
    var settled = false
    for _ in 0..<iterations {
      var moved = 0
      inertia = 0
      KMeans.assign(points, centres) { i, at, squared in
        if assignment[i] != at { moved += 1 }
        assignment[i] = at
        nearest[i] = squared
        inertia += squared
      }
      if moved == 0 {
        settled = true
        break
      }
      var sums = [Double](repeating: 0, count: centres.count)
      var sizes = [Int](repeating: 0, count: clusters)
      for i in 0..<n {
        let c = Int(assignment[i])
        sizes[c] += 1
        for d in 0..<dims { sums[c * dims + d] += points.values[i * dims + d] }
      }
      for c in 0..<clusters where sizes[c] == 0 {
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
      for c in 0..<clusters where sizes[c] > 0 {
        for d in 0..<dims { centres[c * dims + d] = sums[c * dims + d] / Double(sizes[c]) }
      }
    }
    self.centres = centres
    self.assignment = assignment
    self.inertia = inertia
    k = clusters
    converged = settled
  }

  /// The nearest centre of each point and the squared distance to it. Eight centres are measured at a time, each in a
  /// lane of its own: the sums are those of one after the other.
  @inline(__always)
  private static func assign(_ points: Points, _ centres: [Double], _ use: (Int, Int32, Double) -> Void) {
    let dims = points.dimensions
    let clusters = centres.count / dims
    let blocks = (clusters + 7) / 8
    // Lanes without a centre are infinitely far.
    var lanes = [SIMD8<Double>](repeating: SIMD8(repeating: .infinity), count: blocks * dims)
    for c in 0..<clusters {
      for d in 0..<dims { lanes[c / 8 * dims + d][c % 8] = centres[c * dims + d] }
    }
    points.values.withUnsafeBufferPointer { values in
      lanes.withUnsafeBufferPointer { lanes in
        for i in 0..<points.count {
          var best = Double.infinity
          var at: Int32 = 0
          for block in 0..<blocks {
            var sum = SIMD8<Double>(repeating: 0)
            for d in 0..<dims {
              let delta = SIMD8<Double>(repeating: values[i &* dims &+ d]) - lanes[block &* dims &+ d]
              sum += delta * delta
            }
            for lane in 0..<min(8, clusters - block * 8) where sum[lane] < best {
              best = sum[lane]
              at = Int32(block * 8 + lane)
            }
          }
          use(i, at, best)
        }
      }
    }
  }

  /// k-means++ starting centres (Arthur and Vassilvitskii 2007).
  package static func seeds(_ points: Points, k: Int, using random: inout SeededGenerator) -> [Double] {
    let dims = points.dimensions
    func point(_ i: Int) -> ArraySlice<Double> { points.values[i * dims..<(i + 1) * dims] }
    var centres = Array(point(Int(random.unit() * Double(points.count))))
    var distance = [Double](repeating: .infinity, count: points.count)
    while centres.count < k * dims {
      let last = centres.count - dims
      var total = 0.0
      for i in 0..<points.count {
        var sum = 0.0
        for d in 0..<dims {
          let delta = points.values[i * dims + d] - centres[last + d]
          sum += delta * delta
        }
        distance[i] = min(distance[i], sum)
        total += distance[i]
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
