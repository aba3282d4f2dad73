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
      points.values.withUnsafeBufferPointer { values in
        centres.withUnsafeBufferPointer { centres in
          for i in 0..<n {
            var best = Double.infinity
            var at: Int32 = 0
            for c in 0..<clusters {
              var sum = 0.0
              for d in 0..<dims {
                let delta = values[i * dims + d] - centres[c * dims + d]
                sum += delta * delta
              }
              if sum < best {
                best = sum
                at = Int32(c)
              }
            }
            if assignment[i] != at { moved += 1 }
            assignment[i] = at
            nearest[i] = best
            inertia += best
          }
        }
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

  /// The best of several starts.
  package static func best(_ points: Points, k: Int, starts: Int = 5, using random: inout SeededGenerator) -> KMeans {
    var best = KMeans(points, centres: seeds(points, k: k, using: &random))
    for _ in 1..<max(1, starts) {
      let next = KMeans(points, centres: seeds(points, k: k, using: &random))
      if next.inertia < best.inertia { best = next }
    }
    return best
  }

  /// Mean silhouette (Rousseeuw 1987), −1…1; a point alone in its cluster counts 0. nil with one cluster. O(n²).
  package static func silhouette(_ points: Points, _ assignment: [Int32], k: Int) -> Double? {
    let n = points.count
    let dims = points.dimensions
    var sizes = [Double](repeating: 0, count: k)
    for c in assignment { sizes[Int(c)] += 1 }
    guard n > 1, sizes.filter({ $0 > 0 }).count > 1 else { return nil }
    var sums = [Double](repeating: 0, count: n * k)
    points.values.withUnsafeBufferPointer { values in
      for i in 0..<n {
        for j in 0..<i {
          var sum = 0.0
          for d in 0..<dims {
            let delta = values[i * dims + d] - values[j * dims + d]
            sum += delta * delta
          }
          let distance = Double.sqrt(sum)
          sums[i * k + Int(assignment[j])] += distance
          sums[j * k + Int(assignment[i])] += distance
        }
      }
    }
    var total = 0.0
    for i in 0..<n {
      let own = Int(assignment[i])
      guard sizes[own] > 1 else { continue }
      let inside = sums[i * k + own] / (sizes[own] - 1)
      var outside = Double.infinity
      for c in 0..<k where c != own && sizes[c] > 0 { outside = min(outside, sums[i * k + c] / sizes[c]) }
      let widest = max(inside, outside)
      if widest > 0 { total += (outside - inside) / widest }
    }
    return total / Double(n)
  }
}
