extension KMeans {
  /// Mean silhouette (Rousseeuw 1987), −1…1; a point alone in its cluster counts 0. nil with one cluster. O(n²).
  package static func silhouette(_ points: Points, _ assignment: [Int32], k: Int) -> Double? {
    silhouettes(points, [(assignment, k)])[0]
  }

  /// The same of several ways to divide the points: each point's distances are measured once.
  package static func silhouettes(_ points: Points, _ divisions: [(assignment: [Int32], k: Int)]) -> [Double?] {
    let n = points.count
    let members = divisions.map { division in
      var members = [[UInt32]](repeating: [], count: division.k)
      for i in 0..<n { members[Int(division.assignment[i])].append(UInt32(i)) }
      return members
    }
    let counts = members.map { n > 1 && $0.count { !$0.isEmpty } > 1 }
    var totals = [Double](repeating: 0, count: divisions.count)
    let columns = Columns(points)
    var distances = [SIMD4<Double>](repeating: .zero, count: columns.width)
    for i in 0..<n {
      columns.measure(points, i, &distances)
      distances.withUnsafeBytes { bytes in
        let distances = bytes.bindMemory(to: Double.self)
        for at in divisions.indices where counts[at] {
          totals[at] += silhouette(members[at], own: Int(divisions[at].assignment[i]), distances)
        }
      }
    }
    return divisions.indices.map { counts[$0] ? totals[$0] / Double(n) : nil }
  }

  /// Of one point, from its distances to all.
  private static func silhouette(
    _ members: [[UInt32]], own: Int, _ distances: UnsafeBufferPointer<Double>
  ) -> Double {
    guard members[own].count > 1 else { return 0 }
    var inside = 0.0
    var outside = Double.infinity
    for (c, members) in members.enumerated() where !members.isEmpty {
      var sum = 0.0
      for member in members { sum += distances[Int(member)] }
      if c == own {
        inside = sum / Double(members.count - 1)
      } else {
        outside = min(outside, sum / Double(members.count))
      }
    }
    let widest = max(inside, outside)
    return widest > 0 ? (outside - inside) / widest : 0
  }

  /// The points coordinate by coordinate, four points side by side.
  private struct Columns {
    let width: Int
    private let values: [SIMD4<Double>]

    init(_ points: Points) {
      width = (points.count + 3) / 4
      var values = [SIMD4<Double>](repeating: .zero, count: width * points.dimensions)
      for i in 0..<points.count {
        for d in 0..<points.dimensions {
          values[i / 4 * points.dimensions + d][i % 4] = points.values[i * points.dimensions + d]
        }
      }
      self.values = values
    }

    /// The distances of one point to all.
    func measure(_ points: Points, _ i: Int, _ out: inout [SIMD4<Double>]) {
      let dims = points.dimensions
      points.values.withUnsafeBufferPointer { own in
        values.withUnsafeBufferPointer { values in
          for block in 0..<width {
            var sum = SIMD4<Double>.zero
            for d in 0..<dims {
              let delta = SIMD4(repeating: own[i &* dims &+ d]) - values[block &* dims &+ d]
              sum += delta * delta
            }
            out[block] = sum.squareRoot()
          }
        }
      }
    }
  }
}
