/// All distinct pairs of several columns of one length, each over the rows where neither is NaN: the same numbers as one
/// by one, but every column is put in order once, and once ranked for all pairs that have the same rows.
package struct CorrelationMatrix: Sendable {
  package struct Pair: Sendable {
    package let first: Int
    package let second: Int
    package let pearson: Correlation?
    package let spearman: Correlation?
  }

  /// Pairs of columns over the same rows: a bit for each row.
  private struct Group {
    var rows: [UInt64]
    var pairs: [(first: Int, second: Int)]
  }

  private let columns: [[Double]]
  private let orders: [[UInt32]]
  private let groups: [Group]

  /// - Parameter orders: `SortedOrder.positions` of each column.
  package init(_ columns: [[Double]], orders: [[UInt32]]) {
    self.columns = columns
    self.orders = orders
    let filled = columns.map { column in
      var bits = [UInt64](repeating: 0, count: (column.count + 63) / 64)
      for row in column.indices where !column[row].isNaN { bits[row / 64] |= 1 << UInt64(row % 64) }
      return bits
    }
    var groups: [Group] = []
    var known: [[UInt64]: Int] = [:]
    for i in columns.indices {
      for j in columns.indices where j > i {
        let rows = zip(filled[i], filled[j]).map { $0 & $1 }
        let at = known[rows] ?? groups.count
        if at == groups.count {
          known[rows] = at
          groups.append(Group(rows: rows, pairs: []))
        }
        groups[at].pairs.append((i, j))
      }
    }
    self.groups = groups
  }

  /// Parts of the matrix that can be found apart from each other.
  package var parts: Range<Int> { groups.indices }

  package func pairs(_ part: Int) -> [Pair] {
    let group = groups[part]
    // Where each row stands among those that count; -1 = it does not.
    var place = [Int32](repeating: -1, count: columns[0].count)
    var count: Int32 = 0
    for row in place.indices where group.rows[row / 64] & 1 << UInt64(row % 64) != 0 {
      place[row] = count
      count += 1
    }
    var prepared = [(values: Correlation.Deviations, ranks: Correlation.Deviations)?](
      repeating: nil, count: columns.count)
    return group.pairs.map { first, second in
      let x = prepared[first] ?? prepare(first, place, Int(count))
      let y = prepared[second] ?? prepare(second, place, Int(count))
      (prepared[first], prepared[second]) = (x, y)
      var (plain, ranked) = (0.0, 0.0)
      for i in 0..<Int(count) {
        plain += x.values.values[i] * y.values.values[i]
        ranked += x.ranks.values[i] * y.ranks.values[i]
      }
      return Pair(
        first: first, second: second, pearson: Correlation(x.values, y.values, product: plain),
        spearman: Correlation(x.ranks, y.ranks, product: ranked))
    }
  }

  private func prepare(
    _ column: Int, _ place: [Int32], _ count: Int
  ) -> (values: Correlation.Deviations, ranks: Correlation.Deviations) {
    let all = columns[column]
    if count == all.count { return (.init(all), .init(Correlation.ranks(all, order: orders[column]))) }
    var values: [Double] = []
    values.reserveCapacity(count)
    for row in all.indices where place[row] >= 0 { values.append(all[row]) }
    var order: [UInt32] = []
    order.reserveCapacity(count)
    for row in orders[column] where place[Int(row)] >= 0 { order.append(UInt32(place[Int(row)])) }
    return (.init(values), .init(Correlation.ranks(values, order: order)))
  }
}
