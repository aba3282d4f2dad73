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

  private static func ranks(_ values: [Double], order: [UInt32]) -> [Double] {
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

  /// All distinct pairs of several columns of one length, first by first: the same numbers as one by one, but every
  /// column is ordered once.
  package static func matrix(
    _ columns: [[Double]]
  ) -> [(first: Int, second: Int, pearson: Correlation?, spearman: Correlation?)] {
    let orders = columns.map { SortedOrder.positions($0) }
    let gaps = columns.map { $0.contains(where: \.isNaN) }
    let whole = columns.indices.map { gaps[$0] ? [] : ranks(columns[$0], order: orders[$0]) }
    var out: [(first: Int, second: Int, pearson: Correlation?, spearman: Correlation?)] = []
    for i in columns.indices {
      for j in columns.indices where j > i {
        let (x, y) = (columns[i], columns[j])
        if !gaps[i], !gaps[j] {
          out.append((i, j, product(x, y), product(whole[i], whole[j])))
          continue
        }
        // Where each complete pair stands among the complete pairs; -1 = not complete.
        var place = [Int32](repeating: -1, count: x.count)
        var a: [Double] = []
        var b: [Double] = []
        for row in x.indices where !x[row].isNaN && !y[row].isNaN {
          place[row] = Int32(a.count)
          a.append(x[row])
          b.append(y[row])
        }
        func kept(_ order: [UInt32]) -> [UInt32] {
          var out: [UInt32] = []
          out.reserveCapacity(a.count)
          for row in order where place[Int(row)] >= 0 { out.append(UInt32(place[Int(row)])) }
          return out
        }
        out.append(
          (i, j, product(a, b), product(ranks(a, order: kept(orders[i])), ranks(b, order: kept(orders[j])))))
      }
    }
    return out
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
