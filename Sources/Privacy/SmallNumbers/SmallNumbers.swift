/// All figures of one file, with what each is the sum of: decides together what may be shown, so that no hidden
/// figure can be computed from shown ones (complementary suppression over all tables).
///
/// ```
/// var numbers = SmallNumbers(policy)
/// numbers.add("channel.wechat", people: 3)            // and the other channels
/// numbers.relate(whole: "customers", parts: channels) // parts are disjoint and sum to the whole
/// let shown = numbers.resolved()
/// shown["channel.wechat"].showsCount
/// ```
package struct SmallNumbers: Sendable {
  package let policy: SmallNumberPolicy
  private var ids: [String: Int] = [:]
  private var people: [Int] = []
  private var needed: [Disclosure] = []
  private var sums: [(whole: Int, parts: [Int])] = []

  package init(_ policy: SmallNumberPolicy) { self.policy = policy }

  /// A figure about `people` persons; the same id twice keeps the smaller person count.
  package mutating func add(_ id: String, people count: Int) {
    if let known = ids[id] {
      people[known] = min(people[known], count)
      needed[known] = min(needed[known], policy.level(people: count))
      return
    }
    ids[id] = people.count
    people.append(count)
    needed.append(policy.level(people: count))
  }

  /// A share: its numerator becomes the figure `id`, related to the rest of `of` people.
  package mutating func add(_ id: String, numerator: Int, of count: Int) {
    add(id, people: count)
    if let i = ids[id] { needed[i] = min(needed[i], policy.level(numerator: numerator, of: count)) }
  }

  /// Disjoint `parts` sum to `whole`; ids that were never added are ignored with the whole relation.
  package mutating func relate(whole: String, parts: [String]) {
    guard let total = ids[whole], parts.allSatisfy({ ids[$0] != nil }) else { return }
    sums.append((total, parts.compactMap { ids[$0] }))
  }

  /// A table of counts with its margins: adds `id.r.c`, `id.r`, `id..c` and `id` and relates them all.
  package mutating func addTable(_ id: String, people cells: [[Int]]) {
    let columns = cells.first?.count ?? 0
    for (r, row) in cells.enumerated() {
      for (c, count) in row.enumerated() { add("\(id).\(r).\(c)", people: count) }
      add("\(id).\(r)", people: row.reduce(0, +))
      relate(whole: "\(id).\(r)", parts: row.indices.map { "\(id).\(r).\($0)" })
    }
    for c in 0..<columns {
      add("\(id)..\(c)", people: cells.reduce(0) { $0 + $1[c] })
      relate(whole: "\(id)..\(c)", parts: cells.indices.map { "\(id).\($0).\(c)" })
    }
    add(id, people: cells.reduce(0) { $0 + $1.reduce(0, +) })
    relate(whole: id, parts: cells.indices.map { "\(id).\($0)" })
    relate(whole: id, parts: (0..<columns).map { "\(id)..\($0)" })
  }

  /// What may be shown of every figure.
  package func resolved() -> Disclosures {
    var levels = needed
    guard policy.hidesCounts else { return Disclosures(ids: ids, levels: levels, primary: levels, policy: policy) }
    var changed = true
    while changed {
      changed = false
      for sum in sums {
        while let extra = exposed(sum, levels) {
          levels[extra] = .hidden
          changed = true
        }
      }
      if !changed, let extra = determined(levels) {
        levels[extra] = .hidden
        changed = true
      }
    }
    return Disclosures(ids: ids, levels: levels, primary: needed, policy: policy)
  }

  /// In one sum: what to hide next where shown members give hidden ones away, alone or as a group below the limit.
  private func exposed(_ sum: (whole: Int, parts: [Int]), _ levels: [Disclosure]) -> Int? {
    if levels[sum.whole] == .hidden {
      let hidden = sum.parts.filter { levels[$0] == .hidden }
      // All parts shown: the whole is their sum.
      return hidden.isEmpty ? smallest(sum.parts, levels) : nil
    }
    let hidden = sum.parts.filter { levels[$0] == .hidden }
    if hidden.isEmpty { return nil }
    let group = hidden.reduce(0) { $0 + people[$1] }
    if hidden.count > 1, group >= policy.small { return nil }
    return smallest(sum.parts, levels) ?? sum.whole
  }

  /// The shown part with the fewest people; a part of nobody gives no cover and stays.
  private func smallest(_ parts: [Int], _ levels: [Disclosure]) -> Int? {
    parts.filter { levels[$0] != .hidden && people[$0] > 0 }.min { people[$0] < people[$1] }
  }

  /// Gaussian elimination over the hidden figures: a row of one unknown is a figure that several sums together give
  /// away. Gives a shown figure of such a sum to hide as well.
  private func determined(_ levels: [Disclosure]) -> Int? {
    let unknown = levels.indices.filter { levels[$0] == .hidden }
    if unknown.isEmpty || unknown.count > 600 { return nil }
    var column = Array(repeating: -1, count: levels.count)
    for (c, figure) in unknown.enumerated() { column[figure] = c }
    let width = unknown.count
    let words = (sums.count + 63) / 64
    // One line a sum: the coefficients, and as bits the sums it has been put together from.
    var values: [Double] = []
    var from: [UInt64] = []
    var height = 0
    for (s, sum) in sums.enumerated() where column[sum.whole] >= 0 || sum.parts.contains(where: { column[$0] >= 0 }) {
      values.append(contentsOf: repeatElement(0, count: width))
      from.append(contentsOf: repeatElement(0, count: words))
      if column[sum.whole] >= 0 { values[height * width + column[sum.whole]] -= 1 }
      for part in sum.parts where column[part] >= 0 { values[height * width + column[part]] += 1 }
      from[height * words + s / 64] |= 1 << UInt64(s % 64)
      height += 1
    }
    var pivot = 0
    for c in 0..<width where pivot < height {
      var best = pivot
      for r in pivot..<height where abs(values[r * width + c]) > abs(values[best * width + c]) { best = r }
      let scale = values[best * width + c]
      if abs(scale) <= 1e-9 { continue }
      if pivot != best {
        for k in 0..<width { values.swapAt(pivot * width + k, best * width + k) }
        for k in 0..<words { from.swapAt(pivot * words + k, best * words + k) }
      }
      for k in c..<width { values[pivot * width + k] /= scale }
      for r in 0..<height where r != pivot && abs(values[r * width + c]) > 1e-9 {
        let factor = values[r * width + c]
        for k in c..<width { values[r * width + k] -= factor * values[pivot * width + k] }
        for k in 0..<words { from[r * words + k] |= from[pivot * words + k] }
      }
      pivot += 1
    }
    for r in 0..<height where (0..<width).count(where: { abs(values[r * width + $0]) > 1e-9 }) == 1 {
      let members = sums.indices.filter { from[r * words + $0 / 64] >> UInt64($0 % 64) & 1 == 1 }
        .flatMap { [sums[$0].whole] + sums[$0].parts }
      if let extra = smallest(members, levels) { return extra }
    }
    return nil
  }
}

/// What may be shown of the figures of one file, by id.
package struct Disclosures: Sendable {
  private let ids: [String: Int]
  private let levels: [Disclosure]
  private let primary: [Disclosure]
  package let policy: SmallNumberPolicy

  init(ids: [String: Int], levels: [Disclosure], primary: [Disclosure], policy: SmallNumberPolicy) {
    self.ids = ids
    self.levels = levels
    self.primary = primary
    self.policy = policy
  }

  /// A figure nobody added is hidden.
  package subscript(id: String) -> Disclosure { ids[id].map { levels[$0] } ?? .hidden }

  /// True where the figure is hidden only because it would give another one away.
  package func isComplementary(_ id: String) -> Bool {
    ids[id].map { levels[$0] == .hidden && primary[$0] != .hidden } ?? false
  }

  package var hiddenCount: Int { levels.count { $0 == .hidden } }
}
