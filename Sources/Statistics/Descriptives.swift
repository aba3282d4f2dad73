import RealModule

/// Count, missing, mean, spread and quartiles of one variable.
package struct Descriptives: Hashable, Sendable {
  package let count: Int
  package let missing: Int
  package let mean: Double?
  /// Sample standard deviation (n − 1); nil below two values.
  package let deviation: Double?
  package let minimum: Double?
  package let lowerQuartile: Double?
  package let median: Double?
  package let upperQuartile: Double?
  package let maximum: Double?

  /// NaN is a missing value.
  package init(_ values: [Double]) { self.init(values, sorted: SortedOrder.sorted(values.filter { !$0.isNaN })) }

  /// The same where the order of the values is known (`SortedOrder.positions`).
  package init(_ values: [Double], order: [UInt32]) {
    self.init(values, sorted: order.map { values[Int($0)] }.filter { !$0.isNaN })
  }

  private init(_ values: [Double], sorted: [Double]) {
    count = sorted.count
    missing = values.count - sorted.count
    mean = Descriptives.mean(sorted)
    deviation = Descriptives.deviation(sorted)
    minimum = sorted.first
    lowerQuartile = Quantile.type7(sorted: sorted, 0.25)
    median = Quantile.type7(sorted: sorted, 0.5)
    upperQuartile = Quantile.type7(sorted: sorted, 0.75)
    maximum = sorted.last
  }

  package static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// Two passes: the mean first, then the squared distances from it.
  package static func deviation(_ values: [Double]) -> Double? {
    guard values.count > 1, let mean = mean(values) else { return nil }
    var sum = 0.0
    var rest = 0.0
    for value in values {
      sum += (value - mean) * (value - mean)
      rest += value - mean
    }
    let n = Double(values.count)
    return Double.sqrt(max(0, sum - rest * rest / n) / (n - 1))
  }
}

/// Sample quantiles.
package enum Quantile {
  /// Hyndman and Fan's type 7 (the default of R, NumPy and spreadsheets' QUARTILE.INC); `sorted` ascending.
  package static func type7(sorted: [Double], _ p: Double) -> Double? {
    type7(count: sorted.count, p) { sorted[$0] }
  }

  /// The same where not everything is in order: of `count` values only those at `p` (`value(i)` is the value with `i`
  /// smaller ones) and behind it are asked for.
  package static func type7(count: Int, _ p: Double, _ value: (_ rank: Int) -> Double) -> Double? {
    guard count > 0, p >= 0, p <= 1 else { return nil }
    let h = Double(count - 1) * p
    let i = Int(h.rounded(.down))
    guard i + 1 < count else { return value(count - 1) }
    return value(i) + (h - Double(i)) * (value(i + 1) - value(i))
  }

  package static func type7(_ values: [Double], _ p: Double) -> Double? {
    type7(sorted: SortedOrder.sorted(values.filter { !$0.isNaN }), p)
  }
}
