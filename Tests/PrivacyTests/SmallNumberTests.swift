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

  @Test("A figure nobody announced is hidden")
  func unknown() { #expect(SmallNumbers(outside).resolved()["?"] == .hidden) }
}
