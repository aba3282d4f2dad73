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
    let order = SortedOrder.positions(values)
    var ranks = [Double](repeating: 0, count: values.count)
    var i = 0
    while i < order.count {
      var j = i + 1
      while j < order.count && values[Int(order[j])] == values[Int(order[i])] { j += 1 }
      let rank = Double(i + j + 1) / 2
      for k in i..<j { ranks[Int(order[k])] = rank }
      i = j
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
    let n = x.count
    guard n > 1 else { return nil }
    let meanX = x.reduce(0, +) / Double(n)
    let meanY = y.reduce(0, +) / Double(n)
    var xx = 0.0
    var yy = 0.0
    var xy = 0.0
    for i in 0..<n {
      let dx = x[i] - meanX
      let dy = y[i] - meanY
      xx += dx * dx
      yy += dy * dy
      xy += dx * dy
    }
    // A constant column leaves rounding dust, not variance.
    let dust = 1e-24 * Double(n)
    guard xx > dust * max(1e-300, meanX * meanX), yy > dust * max(1e-300, meanY * meanY) else { return nil }
    // One root keeps perfect correlations perfect; two where the product would leave the range.
    let scale = (xx * yy).isNormal ? Double.sqrt(xx * yy) : Double.sqrt(xx) * Double.sqrt(yy)
    let r = max(-1, min(1, xy / scale))
    guard n > 2 else { return Correlation(r: r, p: nil, n: n) }
    let degrees = Double(n - 2)
    let p = SpecialFunctions.incompleteBeta(max(0, (1 - r) * (1 + r)), degrees / 2, 0.5)
    return Correlation(r: r, p: p, n: n)
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
