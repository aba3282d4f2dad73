import RealModule

/// Which centre each point is nearest to, round after round.
///
/// A point is measured anew only where another centre may have come nearer (Hamerly 2010: a bound from above on the way
/// to the own centre, one from below on the way to any other, both moved along with the centres). They decide only
/// where they lie further apart than any rounding reaches, so who is nearest is what measuring all would say.
struct NearestCentres {
  private(set) var assignment: [Int32]
  /// How many points changed their centre in the last round, and which centres lost or won any.
  private(set) var moved = 0
  private(set) var changed: [Bool]
  private var bounds: [Bounds]
  /// Centres that a point was given to or taken from by hand.
  private var handled: [Bool]
  /// Far more than what hundreds of roundings make of a distance here.
  private let margin: Double

  private struct Bounds {
    /// The way to the own centre is no longer than this; to any other it is no shorter than that.
    var upper = Double.infinity
    var lower = 0.0
  }

  init(_ points: KMeans.Points, centres: [Double]) {
    assignment = Array(repeating: -1, count: points.count)
    bounds = Array(repeating: Bounds(), count: points.count)
    changed = Array(repeating: true, count: centres.count / points.dimensions)
    handled = Array(repeating: false, count: changed.count)
    var reach = 0.0
    for value in points.values { reach = max(reach, abs(value)) }
    for value in centres { reach = max(reach, abs(value)) }
    margin = reach * 1e-9
  }

  mutating func assign(_ points: KMeans.Points, _ centres: [Double]) {
    let dims = points.dimensions
    let clusters = changed.count
    moved = 0
    (changed, handled) = (handled, changed)
    for c in 0..<clusters { handled[c] = false }
    let lanes = NearestCentres.lanes(centres, dims)
    let apart = NearestCentres.halfWayToNext(centres, dims)
    bounds.withUnsafeMutableBufferPointer { bounds in
      assignment.withUnsafeMutableBufferPointer { assignment in
        for i in bounds.indices {
          let own = Int(assignment[i])
          if own >= 0, bounds[i].upper < max(bounds[i].lower, apart[own]) - margin { continue }
          let (at, best, second) = NearestCentres.measure(points, i, lanes, clusters)
          bounds[i] = Bounds(upper: best.squareRoot(), lower: second.squareRoot())
          guard at != own else { continue }
          moved += 1
          changed[at] = true
          if own >= 0 { changed[own] = true }
          assignment[i] = Int32(at)
        }
      }
    }
  }

  /// Adds the points of the centres that changed to their sums.
  func addMembers(_ points: KMeans.Points, _ sums: inout [Double], _ sizes: inout [Int]) {
    let dims = points.dimensions
    points.values.withUnsafeBufferPointer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        for i in 0..<points.count {
          let c = Int(assignment[i])
          guard changed[c] else { continue }
          sizes[c] += 1
          for d in 0..<dims { sums[c &* dims &+ d] += values[i &* dims &+ d] }
        }
      }
    }
  }

  /// Moves a point by hand; it and both centres are looked at anew in the next round.
  mutating func give(_ point: Int, to centre: Int) {
    handled[Int(assignment[point])] = true
    handled[centre] = true
    assignment[point] = Int32(centre)
    bounds[point].upper = .infinity
  }

  /// The centres have moved: the bounds go with them.
  mutating func follow(_ dims: Int, from old: [Double], to new: [Double]) {
    var ways = [Double](repeating: 0, count: changed.count)
    for c in ways.indices { ways[c] = NearestCentres.squared(new, c, old, c, dims).squareRoot() }
    // What any other than the own centre may have come nearer.
    let farthest = ways.indices.max { ways[$0] < ways[$1] } ?? 0
    let next = ways.indices.filter { $0 != farthest }.map { ways[$0] }.max() ?? 0
    let others = ways.indices.map { $0 == farthest ? next : ways[farthest] }
    bounds.withUnsafeMutableBufferPointer { bounds in
      for i in bounds.indices {
        let own = Int(assignment[i])
        bounds[i].upper += ways[own]
        bounds[i].lower -= others[own]
      }
    }
  }

  /// The squared distance of each point to its centre.
  func distances(_ points: KMeans.Points, _ centres: [Double]) -> [Double] {
    let dims = points.dimensions
    return assignment.indices.map { i in
      NearestCentres.squared(points.values, i, centres, Int(assignment[i]), dims)
    }
  }

  /// The squared distance between two points of two lists.
  @inline(__always)
  private static func squared(_ a: [Double], _ i: Int, _ b: [Double], _ j: Int, _ dims: Int) -> Double {
    var sum = 0.0
    for d in 0..<dims {
      let delta = a[i * dims + d] - b[j * dims + d]
      sum += delta * delta
    }
    return sum
  }

  /// Two centres side by side; a lane without a centre is infinitely far.
  private static func lanes(_ centres: [Double], _ dims: Int) -> [SIMD2<Double>] {
    let clusters = centres.count / dims
    var lanes = [SIMD2<Double>](repeating: SIMD2(repeating: .infinity), count: (clusters + 1) / 2 * dims)
    for c in 0..<clusters {
      for d in 0..<dims { lanes[c / 2 * dims + d][c % 2] = centres[c * dims + d] }
    }
    return lanes
  }

  /// The nearest centre of a point, the first of those equally near, and the squared distances to it and to the next.
  @inline(__always)
  private static func measure(
    _ points: KMeans.Points, _ i: Int, _ lanes: [SIMD2<Double>], _ clusters: Int
  ) -> (at: Int, best: Double, second: Double) {
    let dims = points.dimensions
    return points.values.withUnsafeBufferPointer { values in
      lanes.withUnsafeBufferPointer { lanes in
        var (at, best, second) = (0, Double.infinity, Double.infinity)
        func see(_ distance: Double, _ centre: Int) {
          if distance < best {
            (at, best, second) = (centre, distance, best)
          } else if distance < second {
            second = distance
          }
        }
        var centre = 0
        var lane = 0
        while centre < clusters {
          var sum = SIMD2<Double>(repeating: 0)
          for d in 0..<dims {
            let delta = SIMD2<Double>(repeating: values[i &* dims &+ d]) - lanes[lane &+ d]
            sum += delta * delta
          }
          see(sum[0], centre)
          see(sum[1], centre &+ 1)
          centre &+= 2
          lane &+= dims
        }
        return (at, best, second)
      }
    }
  }

  /// Half the way from each centre to the next one: whoever is nearer than that has no nearer centre.
  private static func halfWayToNext(_ centres: [Double], _ dims: Int) -> [Double] {
    let clusters = centres.count / dims
    var out = [Double](repeating: .infinity, count: clusters)
    for a in 0..<clusters {
      for b in 0..<a {
        let half = squared(centres, a, centres, b, dims).squareRoot() / 2
        out[a] = min(out[a], half)
        out[b] = min(out[b], half)
      }
    }
    return out
  }
}
