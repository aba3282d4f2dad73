import RealModule

/// The standard normal distribution.
package enum Normal {
  /// The two-sided 95 % point, to the digits every interval of the house is computed with (metrics.md).
  package static let z95 = 1.959964

  /// P(Z ≤ x).
  package static func cdf(_ x: Double) -> Double { 0.5 * Double.erfc(-x / Double.sqrt(2)) }

  /// P(|Z| ≥ |x|).
  package static func twoSided(_ x: Double) -> Double { Double.erfc(abs(x) / Double.sqrt(2)) }
}
