import RealModule

/// Functions of analysis that the estimators need and `RealModule` lacks.
package enum SpecialFunctions {
  /// ln |Γ(x)|.
  package static func logGamma(_ x: Double) -> Double { Double.logGamma(x) }

  /// ln B(a, b).
  package static func logBeta(_ a: Double, _ b: Double) -> Double {
    logGamma(a) + logGamma(b) - logGamma(a + b)
  }

  /// ψ(x) for x > 0: the recurrence up to 10, then the asymptotic series (Abramowitz and Stegun 6.3.5, 6.3.18).
  package static func digamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    var x = x
    var sum = 0.0
    while x < 10 {
      sum -= 1 / x
      x += 1
    }
    let u = 1 / (x * x)
    var series = 0.0
    for coefficient in digammaSeries { series = u * (coefficient - series) }
    return sum + Double.log(x) - 0.5 / x - series
  }

  /// The smallest terms first, for Horner's scheme with alternating signs.
  private static let digammaSeries: [Double] = [
    691.0 / 32760, 1.0 / 132, 1.0 / 240, 1.0 / 252, 1.0 / 120, 1.0 / 12,
  ]

  /// The regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22) in Lentz's form.
  package static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let front = Double.exp(a * Double.log(x) + b * Double.log(onePlus: -x) - logBeta(a, b))
    // The fraction converges fast on this side; the other is reached by symmetry.
    return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var h = d
    for m in 1...1000 {
      let k = Double(m)
      let even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      h *= d * c
      let odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      let step = d * c
      h *= step
      if abs(step - 1) < 1e-15 { break }
    }
    return h
  }

  /// Two-sided p of Student's t with `degrees` of freedom.
  package static func studentTwoSided(_ t: Double, degrees: Double) -> Double {
    t.isInfinite ? 0 : incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }

  /// Gauss's hypergeometric function ₂F₁(a, b; c; z) for |z| < 1 by its series.
  package static func hypergeometric(_ a: Double, _ b: Double, _ c: Double, _ z: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    for n in 0..<100_000 {
      let k = Double(n)
      term *= (a + k) * (b + k) / ((c + k) * (k + 1)) * z
      sum += term
      if abs(term) <= 1e-15 * abs(sum) { break }
    }
    return sum
  }
}
