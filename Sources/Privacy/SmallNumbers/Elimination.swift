/// Gaussian elimination of sparse equations over whole numbers modulo a prime.
///
/// Pivots are taken where they make least work: a figure that stands in one equation only needs no step at all, else the
/// shortest equation and in it the figure that stands in fewest (Markowitz).
struct Elimination {
  /// Pivot figures with their equations, in the order they were taken: figures of an equation are free, its own pivot, or
  /// pivots taken later.
  private(set) var pivots: [(figure: Int32, row: HiddenFigures.Equation)] = []
  private var rows: [HiddenFigures.Equation]
  /// For each figure, the open rows it stands in (some may be out of date).
  private var uses: [Int32: Set<Int>] = [:]
  private var taken: Set<Int32> = []

  init(_ equations: [HiddenFigures.Equation]) {
    rows = equations
    for (r, row) in equations.enumerated() {
      for (figure, _) in row { uses[figure, default: []].insert(r) }
    }
  }

  func isPivot(_ figure: Int32) -> Bool { taken.contains(figure) }

  /// False where it would take more than `effort` steps; then nothing is known.
  mutating func run(effort: Int) -> Bool {
    var left = effort
    var alone = uses.filter { $0.value.count == 1 }.map(\.key).sorted()
    var open = Set(rows.indices.filter { !rows[$0].isEmpty })
    while !open.isEmpty {
      if let figure = alone.popLast() {
        guard let r = uses[figure]?.first, uses[figure]?.count == 1, open.contains(r) else { continue }
        take(figure, r, &open, &alone)
        continue
      }
      left -= open.count
      guard left > 0, let r = open.min(by: { (rows[$0].count, $0) < (rows[$1].count, $1) }) else { return false }
      guard let pivot = rows[r].min(by: { (standing($0), $0.figure) < (standing($1), $1.figure) }) else {
        open.remove(r)
        continue
      }
      let inverse = Prime.inverse(pivot.factor)
      for other in (uses[pivot.figure] ?? []).sorted() where other != r {
        left -= rows[r].count + rows[other].count
        if left <= 0 { return false }
        let factor = rows[other].first { $0.figure == pivot.figure }?.factor ?? 0
        subtract(Prime.product(factor, inverse), r, from: other, &alone)
        if rows[other].isEmpty { open.remove(other) }
      }
      take(pivot.figure, r, &open, &alone)
    }
    return true
  }

  /// In how many open rows a figure stands.
  private func standing(_ member: (figure: Int32, factor: UInt64)) -> Int { uses[member.figure]?.count ?? 0 }

  private mutating func take(_ figure: Int32, _ r: Int, _ open: inout Set<Int>, _ alone: inout [Int32]) {
    pivots.append((figure, rows[r]))
    taken.insert(figure)
    open.remove(r)
    for (other, _) in rows[r] {
      uses[other]?.remove(r)
      if uses[other]?.count == 1 { alone.append(other) }
    }
  }

  /// Row `to` less `factor` times row `from`.
  private mutating func subtract(_ factor: UInt64, _ from: Int, from to: Int, _ alone: inout [Int32]) {
    var made: HiddenFigures.Equation = []
    made.reserveCapacity(rows[from].count + rows[to].count)
    let less = Prime.negative(factor)
    var (i, j) = (0, 0)
    let (a, b) = (rows[to], rows[from])
    while i < a.count || j < b.count {
      if j == b.count || (i < a.count && a[i].figure < b[j].figure) {
        made.append(a[i])
        i += 1
        continue
      }
      let added = Prime.product(less, b[j].factor)
      if i < a.count, a[i].figure == b[j].figure {
        let value = Prime.sum(a[i].factor, added)
        if value != 0 {
          made.append((a[i].figure, value))
        } else {
          uses[a[i].figure]?.remove(to)
          if uses[a[i].figure]?.count == 1 { alone.append(a[i].figure) }
        }
        i += 1
      } else {
        made.append((b[j].figure, added))
        uses[b[j].figure, default: []].insert(to)
      }
      j += 1
    }
    rows[to] = made
  }
}
