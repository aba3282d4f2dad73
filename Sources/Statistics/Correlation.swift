import RealModule

/// A correlation coefficient with its p value.
package struct Correlation: Hashable, Sendable {
  package let r: Double
  /// Two-sided, by the t approximation with n − 2 degrees of freedom; nil below three pairs.
  package let p: Double?
  /// Complete pairs.
  package let n: Int

  /// Pearson's product-moment correlation over the pairs where neither is NaN; nil below two pairs, or where one
  /// side never varies.
  package static func pearson(_ x: [Double], _ y: [Double]) -> Correlation? {
    let (a, b) = complete(x, y)
    return product(a, b)
  }

  /// Spearman's rank correlation, ties with average ranks.
  package static func spearman(_ x: [Double], _ y: [Double]) -> Correlation? {
    let (a, b) = complete(x, y)
    return product(ranks(a), ranks(b))
  }

  /// Ranks from 1, ties share their average. No NaN.
  package static func ranks(_ values: [Double]) -> [Double] {
    ranks(values, order: SortedOrder.positions(values))
  }

  static func ranks(_ values: [Double], order: [UInt32]) -> [Double] {
    var ranks = [Double](repeating: 0, count: values.count)
    ranks.withUnsafeMutableBufferPointer { ranks in
      var i = 0
      while i < order.count {
        let value = values[Int(order[i])]
        var j = i + 1
        while j < order.count && values[Int(order[j])] == value { j += 1 }
        let rank = Double(i + j + 1) / 2
        for k in i..<j { ranks[Int(order[k])] = rank }
        i = j
      }
    }
    return ranks
  }

  private static func complete(_ x: [Double], _ y: [Double]) -> ([Double], [Double]) {
    precondition(x.count == y.count, "pairs need two lists of one length")
    if !x.contains(where: \.isNaN), !y.contains(where: \.isNaN) { return (x, y) }
    var a: [Double] = []
    var b: [Double] = []
    for i in x.indices where !x[i].isNaN && !y[i].isNaN {
      a.append(x[i])
      b.append(y[i])
    }
    return (a, b)
  }

  private static func product(_ x: [Double], _ y: [Double]) -> Correlation? {
    let (a, b) = (Deviations(x), Deviations(y))
    var xy = 0.0
    for i in x.indices { xy += a.values[i] * b.values[i] }
    return Correlation(a, b, product: xy)
  }

  /// A column as distances from its mean.
  struct Deviations {
    let values: [Double]
    fileprivate let mean: Double
    fileprivate let squares: Double

    init(_ values: [Double]) {
      let mean = values.reduce(0, +) / Double(values.count)
      var squares = 0.0
      self.values = values.map { value in
        let distance = value - mean
        squares += distance * distance
        return distance
      }
      self.mean = mean
      self.squares = squares
    }
  }

  /// - Parameter xy: the sum of the products of the deviations, pair by pair.
  init?(_ x: Deviations, _ y: Deviations, product xy: Double) {
    n = x.values.count
    guard n > 1 else { return nil }
    // A constant column leaves rounding dust, not variance.
    let dust = 1e-24 * Double(n)
    let (xx, yy) = (x.squares, y.squares)
    guard xx > dust * max(1e-300, x.mean * x.mean), yy > dust * max(1e-300, y.mean * y.mean) else { return nil }
    // One root keeps perfect correlations perfect; two where the product would leave the range.
    let scale = (xx * yy).isNormal ? Double.sqrt(xx * yy) : Double.sqrt(xx) * Double.sqrt(yy)
    r = max(-1, min(1, xy / scale))
    guard n > 2 else {
      p = nil
      return
    }
    let degrees = Double(n - 2)
    p = SpecialFunctions.incompleteBeta(max(0, (1 - r) * (1 + r)), degrees / 2, 0.5)
  }
}

/// Many tests at once.
package enum MultipleTesting {
  /// Benjamini and Hochberg's adjusted p values (1995), in the order given.
  package static func benjaminiHochberg(_ p: [Double]) -> [Double] {
    let order = SortedOrder.positions(p)
    var out = [Double](repeating: 1, count: p.count)
    var least = 1.0
    for i in order.indices.reversed() {
      let at = Int(order[i])
      least = min(least, p[at] * Double(p.count) / Double(i + 1))
      out[at] = least
    }
    return out
  }
}
