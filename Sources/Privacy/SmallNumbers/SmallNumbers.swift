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

  /// How much work may go into solving sums that hang together; past it all their figures are hidden.
  private let effort: Int

  package init(_ policy: SmallNumberPolicy, effort: Int = 10_000_000) {
    self.policy = policy
    self.effort = effort
  }

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
    let together = HiddenFigures(people: people, sums: sums, limit: policy.small, effort: effort)
    var changed = true
    while changed {
      changed = false
      for sum in sums {
        while let extra = exposed(sum, levels) {
          levels[extra] = .hidden
          changed = true
        }
      }
      if changed { continue }
      for extra in together.toHide(levels) where levels[extra] != .hidden {
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
