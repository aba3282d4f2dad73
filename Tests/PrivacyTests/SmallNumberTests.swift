import Testing

@testable import Privacy

@Suite("Small numbers")
struct SmallNumberTests {
  let outside = SmallNumberPolicy(minimumK: 5)

  @Test(
    "Levels by people",
    arguments: [
      (0, Disclosure.full), (1, .hidden), (4, .hidden), (5, .countOnly), (9, .countOnly), (10, .smallSample),
      (29, .smallSample), (30, .full),
    ])
  func levels(people: Int, level: Disclosure) { #expect(outside.level(people: people) == level) }

  @Test("Inside the institution small counts are shown and their rates are not")
  func inside() {
    let inside = SmallNumberPolicy()
    #expect(inside.level(people: 2) == .countOnly)
    #expect(inside.level(people: 12) == .smallSample)
  }

  @Test("A view's larger minimum k counts")
  func largerK() {
    #expect(SmallNumberPolicy(minimumK: 8).level(people: 7) == .hidden)
    #expect(SmallNumberPolicy(minimumK: 3).level(people: 4) == .hidden)
  }

  @Test("A numerator too small to show takes its rate with it")
  func numerator() {
    #expect(outside.level(numerator: 2, of: 40) == .hidden)
    #expect(outside.level(numerator: 0, of: 40) == .full)
    #expect(outside.level(numerator: 6, of: 40) == .full)
  }

  @Test("A single hidden part takes a second one with it")
  func complementary() {
    var numbers = SmallNumbers(outside)
    for (id, people) in [("a", 3), ("b", 20), ("c", 7), ("all", 30)] { numbers.add(id, people: people) }
    numbers.relate(whole: "all", parts: ["a", "b", "c"])
    let shown = numbers.resolved()
    #expect(shown["a"] == .hidden)
    #expect(shown["c"] == .hidden)
    #expect(shown.isComplementary("c"))
    #expect(shown["b"] == .smallSample)
    #expect(shown["all"] == .full)
  }

  @Test("Hidden parts that together are too few take another one with them")
  func smallGroup() {
    var numbers = SmallNumbers(outside)
    for (id, people) in [("a", 1), ("b", 2), ("c", 9), ("d", 30), ("all", 42)] { numbers.add(id, people: people) }
    numbers.relate(whole: "all", parts: ["a", "b", "c", "d"])
    #expect(numbers.resolved()["c"] == .hidden)
  }

  @Test("No hidden cell of a table with margins can be computed")
  func table() {
    let cells = [[2, 40, 31], [25, 33, 60], [17, 0, 22]]
    var numbers = SmallNumbers(outside)
    numbers.addTable("t", people: cells)
    let shown = numbers.resolved()
    #expect(shown["t.0.0"] == .hidden)
    for r in 0..<3 {
      let hidden = (0..<3).filter { shown["t.\(r).\($0)"] == .hidden }.count
      #expect(hidden != 1 || shown["t.\(r)"] == .hidden)
    }
    for c in 0..<3 {
      let hidden = (0..<3).filter { shown["t.\($0).\(c)"] == .hidden }.count
      #expect(hidden != 1 || shown["t..\(c)"] == .hidden)
    }
    #expect(shown["t.2.1"] == .full)
  }

  @Test("What two tables of the same people give away together is hidden too")
  func acrossTables() {
    var numbers = SmallNumbers(outside)
    for (id, people) in [("all", 60), ("x", 3), ("y", 57), ("p", 20), ("q", 40), ("yp", 19), ("yq", 38)] {
      numbers.add(id, people: people)
    }
    numbers.relate(whole: "all", parts: ["x", "y"])
    numbers.relate(whole: "all", parts: ["p", "q"])
    numbers.relate(whole: "y", parts: ["yp", "yq"])
    let shown = numbers.resolved()
    #expect(shown["x"] == .hidden)
    #expect(shown["y"] == .hidden)
    #expect(shown["yp"] == .hidden || shown["yq"] == .hidden)
  }

  @Test("Many tables at once: no hidden cell stands alone in its row or column of any")
  func many() {
    var numbers = SmallNumbers(outside)
    func cell(_ t: Int, _ r: Int, _ c: Int) -> Int { (t * 31 + r * 17 + c * 7) % 23 }
    for t in 0..<60 {
      numbers.addTable("t\(t)", people: (0..<6).map { r in (0..<6).map { c in cell(t, r, c) } })
    }
    let shown = numbers.resolved()
    #expect(shown.hiddenCount > 600)
    for t in 0..<60 {
      for r in 0..<6 where shown["t\(t).\(r)"] != .hidden {
        #expect((0..<6).count { shown["t\(t).\(r).\($0)"] == .hidden } != 1)
      }
      for c in 0..<6 where shown["t\(t)..\(c)"] != .hidden {
        #expect((0..<6).count { shown["t\(t).\($0).\(c)"] == .hidden } != 1)
      }
    }
  }

  /// Two tables of 30 × 30 that share a margin, and a chain of sums through further ones: far over 600 hidden figures.
  private func large(effort: Int? = nil) -> (numbers: SmallNumbers, figures: [String: Int], sums: [(String, [String])])
  {
    var numbers = effort.map { SmallNumbers(outside, effort: $0) } ?? SmallNumbers(outside)
    var figures: [String: Int] = [:]
    var sums: [(String, [String])] = []
    func add(_ id: String, _ count: Int) {
      figures[id] = count
      numbers.add(id, people: count)
    }
    func relate(_ whole: String, _ parts: [String]) {
      sums.append((whole, parts))
      numbers.relate(whole: whole, parts: parts)
    }
    let size = 30
    // Rows of both tables are the same people cut in two ways: their margins are one figure.
    let margin = (0..<size).map { r in (0..<size).reduce(0) { $0 + ((r * 7 + $1 * 5) % 11) } }
    for r in 0..<size { add("row\(r)", margin[r]) }
    for t in ["a", "b"] {
      for r in 0..<size {
        for c in 0..<size { add("\(t)\(r).\(c)", (r * 7 + (t == "a" ? c : size - 1 - c) * 5) % 11) }
        relate("row\(r)", (0..<size).map { "\(t)\(r).\($0)" })
      }
      for c in 0..<size {
        let parts = (0..<size).map { "\(t)\($0).\(c)" }
        add("\(t)column\(c)", parts.reduce(0) { $0 + figures[$1]! })
        relate("\(t)column\(c)", parts)
      }
    }
    return (numbers, figures, sums)
  }

  /// An independent solver: dense elimination to reduced form in floating point. Gives figures that can be computed.
  private func computable(_ hidden: [String], _ sums: [(String, [String])]) -> Set<String> {
    let column = Dictionary(uniqueKeysWithValues: hidden.enumerated().map { ($1, $0) })
    var rows = sums.map { sum in
      var row = Array(repeating: 0.0, count: hidden.count)
      if let whole = column[sum.0] { row[whole] -= 1 }
      for part in sum.1 { if let at = column[part] { row[at] += 1 } }
      return row
    }.filter { $0.contains { $0 != 0 } }
    var pivot = 0
    for c in hidden.indices where pivot < rows.count {
      guard let best = (pivot..<rows.count).max(by: { abs(rows[$0][c]) < abs(rows[$1][c]) }), abs(rows[best][c]) > 1e-9
      else { continue }
      rows.swapAt(pivot, best)
      let scale = rows[pivot][c]
      for k in hidden.indices { rows[pivot][k] /= scale }
      for r in rows.indices where r != pivot && rows[r][c] != 0 {
        let factor = rows[r][c]
        for k in hidden.indices { rows[r][k] -= factor * rows[pivot][k] }
      }
      pivot += 1
    }
    return Set(
      rows.compactMap { row in
        let left = hidden.indices.filter { abs(row[$0]) > 1e-9 }
        return left.count == 1 ? hidden[left[0]] : nil
      })
  }

  @Test("However sums hang together, nothing hidden can be computed", arguments: 0..<40)
  func oracle(seed: Int) {
    var state = UInt64(seed + 1)
    func random(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % below
    }
    // Disjoint atoms, and figures that are unions of them, cut in several ways.
    let atoms = (0..<12).map { _ in random(9) }
    var numbers = SmallNumbers(outside)
    var figures: [String: Int] = [:]
    var sums: [(String, [String])] = []
    for (i, count) in atoms.enumerated() { figures["\(i)"] = count }
    for cut in 0..<8 {
      let wanted = atoms.indices.filter { _ in random(3) > 0 }
      let split = random(max(1, wanted.count))
      let halves = [Array(wanted[..<split]), Array(wanted[split...])].filter { !$0.isEmpty }
      for (h, half) in halves.enumerated() {
        figures["\(cut)/\(h)"] = half.reduce(0) { $0 + atoms[$1] }
        sums.append(("\(cut)/\(h)", half.map { "\($0)" }))
      }
      figures["\(cut)all"] = wanted.reduce(0) { $0 + atoms[$1] }
      sums.append(("\(cut)all", halves.indices.map { "\(cut)/\($0)" }))
      if cut > 0 { sums.append(("\(cut)all", wanted.map { "\($0)" })) }
    }
    for (id, count) in figures.sorted(by: { $0.key < $1.key }) { numbers.add(id, people: count) }
    for sum in sums { numbers.relate(whole: sum.0, parts: sum.1) }
    let shown = numbers.resolved()
    let hidden = figures.keys.filter { shown[$0] == .hidden }.sorted()
    #expect(figures.allSatisfy { $0.value == 0 || $0.value >= 5 || shown[$0.key] == .hidden })
    #expect(computable(hidden, sums).isEmpty)
  }

  @Test("A page with more than 600 hidden figures is solved as a whole")
  func noCap() {
    let (numbers, figures, sums) = large()
    let shown = numbers.resolved()
    let hidden = figures.keys.filter { shown[$0] == .hidden }.sorted()
    #expect(hidden.count > 600)
    #expect(hidden.count < figures.values.count { $0 > 0 })
    #expect(computable(hidden, sums).isEmpty)
  }

  @Test("Sums that would take too long to solve are hidden whole")
  func tooLarge() {
    let (numbers, figures, _) = large(effort: 50)
    let shown = numbers.resolved()
    #expect(figures.allSatisfy { $0.value == 0 || shown[$0.key] == .hidden })
  }

  @Test("A figure nobody announced is hidden")
  func unknown() { #expect(SmallNumbers(outside).resolved()["?"] == .hidden) }
}
