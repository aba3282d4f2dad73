import Statistics
import TestSupport
import Testing

@Suite("Intervals for shares and scores")
struct IntervalTests {
  @Test(
    "Wilson's interval gives the values of metrics.md",
    arguments: [
      (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
    ])
  func wilson(successes: Int, trials: Int, low: Double, high: Double) throws {
    let interval = try #require(Proportion.wilson(successes, of: trials))
    let name = "Wilson \(successes)/\(trials)"
    #expect(Independent.agrees("metrics.md", name + " low", interval.low, low, within: 6e-5))
    #expect(Independent.agrees("metrics.md", name + " high", interval.high, high, within: 6e-5))
  }

  @Test("Wilson's interval ends exactly at 0 and 1, and does not exist without trials")
  func wilsonEnds() throws {
    #expect(Proportion.wilson(0, of: 7)?.low == 0)
    #expect(Proportion.wilson(7, of: 7)?.high == 1)
    #expect(Proportion.wilson(0, of: 0) == nil)
    #expect(Proportion.wilson(3, of: 2) == nil)
    #expect(Proportion.wilson(-1, of: 2) == nil)
  }

  @Test(
    "the score and its adjusted Wald interval give the values of metrics.md",
    arguments: [
      (50, 30, 20, 30, 14.05, 44.20), (10, 5, 5, 25, -11.72, 55.19), (150, 100, 50, 33.33, 24.61, 41.40),
      (3, 1, 1, 40, -29.78, 79.78), (5, 0, 0, 100, 17.49, 100), (93, 37, 17, 51.70, 39.50, 61.83),
    ])
  func netPromoter(_ p: Int, _ n: Int, _ d: Int, score: Double, low: Double, high: Double) throws {
    let counts = NetPromoter(promoters: p, passives: n, detractors: d)
    let interval = try #require(counts.interval)
    let name = "NPS of \(p)/\(n)/\(d)"
    #expect(Independent.agrees("metrics.md", name, counts.score, score, within: 0.0051))
    #expect(Independent.agrees("metrics.md", name + " low", interval.low, low, within: 0.0051))
    #expect(Independent.agrees("metrics.md", name + " high", interval.high, high, within: 0.0051))
  }

  @Test("only whole answers from 0 to 10 count")
  func answers() {
    var counts = NetPromoter()
    for answer in [0.0, 6, 7, 8, 9, 10] {
      let counted = counts.add(answer)
      #expect(counted)
    }
    for answer in [-1, 11, 6.5, Double.nan, .infinity] {
      let counted = counts.add(answer)
      #expect(!counted)
    }
    #expect(counts == NetPromoter(promoters: 2, passives: 2, detractors: 2))
    #expect(NetPromoter().score == nil && NetPromoter().interval == nil)
  }

  @Test("a driver's interval adds the two variances")
  func driver() throws {
    let with = NetPromoter(promoters: 10, passives: 5, detractors: 15)
    let without = NetPromoter(promoters: 50, passives: 30, detractors: 20)
    let (difference, interval) = try #require(with.difference(from: without))
    #expect(abs(difference + 46.666667) < 1e-5)
    // ±1.959964 · 100 · √(0.805556/30 + 0.61/100)
    #expect(abs((interval.high - interval.low) / 2 - 35.58) < 0.01)
  }

  @Test("kappa of a table, of perfect agreement, of chance and of one class only")
  func kappa() throws {
    let table = Agreement(counts: [[20, 5], [10, 15]])
    #expect(abs(try #require(table.kappa) - 0.4) < 1e-12)
    #expect(table.share == 0.7)
    #expect(Agreement(counts: [[3, 0], [0, 4]]).kappa == 1)
    #expect(Agreement(counts: [[5, 0], [0, 0]]).kappa == nil)
    #expect(Agreement(counts: []).kappa == nil)
    #expect(Agreement(classes: 2, pairs: [(0, 0), (1, 1), (0, 1), (1, 0)]).kappa == 0)
  }

  @Test("Newcombe's difference of shares gives his published example")
  func newcombe() throws {
    // Newcombe 1998, table II (a): 56/70 against 48/80, method 10: 0.0524 … 0.3339.
    let (difference, interval) = try #require(Proportion.difference((56, 70), (48, 80)))
    #expect(abs(difference - 0.2) < 1e-12)
    let paper = "Newcombe 1998, table II (a), method 10"
    #expect(Independent.agrees(paper, "56/70 − 48/80 low", interval.low, 0.0524, within: 5e-5))
    #expect(Independent.agrees(paper, "56/70 − 48/80 high", interval.high, 0.3339, within: 5e-5))
    #expect(Proportion.difference((0, 0), (1, 2)) == nil)
  }

  @Test("pooling one stratum is the plain difference; strata with one side empty weigh nothing")
  func pooled() throws {
    let one = try #require(Proportion.pooledDifference([(30, 100, 20, 100), (5, 5, 0, 0)]))
    #expect(abs(one.difference - 0.1) < 1e-12)
    #expect(one.interval.low < 0.1 && one.interval.high > 0.1)
    #expect(Proportion.pooledDifference([(1, 2, 0, 0)]) == nil)
  }
}
