import RealModule

/// Minimises a smooth function of a few variables: BFGS with a backtracking line search (Nocedal and Wright, ch. 6).
struct QuasiNewton {
  struct Result {
    var x: [Double]
    var value: Double
    var gradient: [Double]
    /// True where the gradient vanished to the tolerance.
    var converged: Bool
  }

  /// `function` gives the value at `x` and fills the gradient; it may give NaN or infinity outside its domain. The
  /// search ends unconverged where a variable leaves ±`bound`: a minimum so far out is none.
  ///
  /// - Parameter noise: how far, in parts of itself, the value may be off by rounding. Within it a step is taken where
  ///   the gradient falls (Hager and Zhang 2005, "approximate Wolfe").
  static func minimise(
    from start: [Double], tolerance: Double, iterations: Int = 200, bound: Double = 14, noise: Double = 0,
    _ function: (_ x: [Double], _ gradient: inout [Double]) -> Double
  ) -> Result {
    let n = start.count
    var x = start
    var gradient = [Double](repeating: 0, count: n)
    var value = function(x, &gradient)
    var inverse = identity(n)
    var fresh = true
    for _ in 0..<iterations {
      guard value.isFinite, x.allSatisfy({ abs($0) < bound }) else { break }
      if norm(gradient) <= tolerance {
        return Result(x: x, value: value, gradient: gradient, converged: true)
      }
      var direction = (0..<n).map { i in -(0..<n).reduce(0) { $0 + inverse[i][$1] * gradient[$1] } }
      var slope = dot(direction, gradient)
      if !(slope < 0) {
        inverse = identity(n)
        fresh = true
        direction = gradient.map { -$0 }
        slope = dot(direction, gradient)
      }
      // No step longer than 2 in any (logarithmic) variable: far jumps end in flat regions.
      let longest = direction.map { abs($0) }.max() ?? 0
      var step = min(1, 2 / max(longest, 1e-300))
      if fresh { step = min(step, 0.5 / max(longest, 1e-300)) }
      var next = x
      var nextGradient = gradient
      var nextValue = Double.infinity
      var accepted = false
      for _ in 0..<30 {
        next = (0..<n).map { x[$0] + step * direction[$0] }
        nextValue = function(next, &nextGradient)
        if nextValue.isFinite, nextValue <= value + 1e-4 * step * slope + 4e-16 * abs(value) {
          accepted = true
          break
        }
        if noise > 0, abs(nextValue - value) <= noise * abs(value), norm(nextGradient) < norm(gradient) {
          accepted = true
          break
        }
        step *= 0.4
      }
      guard accepted else {
        // At the floor of the arithmetic the value no longer falls; that is the minimum if the slope is tiny.
        if fresh { break }
        inverse = identity(n)
        fresh = true
        continue
      }
      let s = (0..<n).map { next[$0] - x[$0] }
      let y = (0..<n).map { nextGradient[$0] - gradient[$0] }
      let curvature = dot(s, y)
      if curvature > 1e-14 * norm(s) * norm(y) {
        if fresh {
          let scale = curvature / dot(y, y)
          for i in 0..<n { inverse[i][i] = scale }
        }
        inverse = updated(inverse, s, y, curvature)
        fresh = false
      }
      x = next
      value = nextValue
      gradient = nextGradient
    }
    return Result(x: x, value: value, gradient: gradient, converged: norm(gradient) <= tolerance * 100)
  }

  private static func identity(_ n: Int) -> [[Double]] {
    (0..<n).map { i in (0..<n).map { $0 == i ? 1 : 0 } }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  private static func norm(_ a: [Double]) -> Double { a.map { abs($0) }.max() ?? 0 }

  private static func updated(_ h: [[Double]], _ s: [Double], _ y: [Double], _ sy: Double) -> [[Double]] {
    let n = s.count
    let hy = (0..<n).map { i in (0..<n).reduce(0) { $0 + h[i][$1] * y[$1] } }
    let yhy = dot(y, hy)
    var out = h
    for i in 0..<n {
      for j in 0..<n {
        out[i][j] += (sy + yhy) / (sy * sy) * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / sy
      }
    }
    return out
  }
}
