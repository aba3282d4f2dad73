extension KMeans {
  /// Mean silhouette (Rousseeuw 1987), −1…1; a point alone in its cluster counts 0. nil with one cluster. O(n²).
  package static func silhouette(_ points: Points, _ assignment: [Int32], k: Int) -> Double? {
    silhouettes(points, [(assignment, k)])[0]
  }

  /// The same of several ways to divide the points: each distance is measured once.
  package static func silhouettes(_ points: Points, _ divisions: [(assignment: [Int32], k: Int)]) -> [Double?] {
    let n = points.count
    // Each point's distances to the members of each cluster, one division beside the other.
    var starts = [0]
    for division in divisions { starts.append(starts[starts.count - 1] + division.k) }
    let width = starts[starts.count - 1]
    var sums = [Double](repeating: 0, count: n * width)
    // By point, where its clusters stand in such a row.
    let columns = (0..<n).flatMap { i in divisions.indices.map { starts[$0] + Int(divisions[$0].assignment[i]) } }
    add(points, columns, divisions.count, width, &sums)
    return divisions.indices.map { at in
      mean(divisions[at].assignment, divisions[at].k) { point, c in sums[point * width + starts[at] + c] }
    }
  }

  private static func add(
    _ points: Points, _ columns: [Int], _ divisions: Int, _ width: Int, _ sums: inout [Double]
  ) {
    let dims = points.dimensions
    points.values.withUnsafeBufferPointer { values in
      columns.withUnsafeBufferPointer { columns in
        sums.withUnsafeMutableBufferPointer { sums in
          for i in 0..<points.count {
            for j in 0..<i {
              var sum = 0.0
              for d in 0..<dims {
                let delta = values[i &* dims &+ d] - values[j &* dims &+ d]
                sum += delta * delta
              }
              let distance = sum.squareRoot()
              for division in 0..<divisions {
                sums[i &* width &+ columns[j &* divisions &+ division]] += distance
                sums[j &* width &+ columns[i &* divisions &+ division]] += distance
              }
            }
          }
        }
      }
    }
  }

  private static func mean(_ assignment: [Int32], _ k: Int, _ sum: (_ point: Int, _ cluster: Int) -> Double) -> Double?
  {
    let n = assignment.count
    var sizes = [Double](repeating: 0, count: k)
    for c in assignment { sizes[Int(c)] += 1 }
    guard n > 1, sizes.filter({ $0 > 0 }).count > 1 else { return nil }
    var total = 0.0
    for i in 0..<n {
      let own = Int(assignment[i])
      guard sizes[own] > 1 else { continue }
      let inside = sum(i, own) / (sizes[own] - 1)
      var outside = Double.infinity
      for c in 0..<k where c != own && sizes[c] > 0 { outside = min(outside, sum(i, c) / sizes[c]) }
      let widest = max(inside, outside)
      if widest > 0 { total += (outside - inside) / widest }
    }
    return total / Double(n)
  }
}
