import Statistics
import Testing

@Suite("Descriptives, correlation, tests")
struct NumbersTests {
  @Test("type-7 quartiles as spreadsheets' QUARTILE.INC gives them")
  func quartiles() throws {
    let d = Descriptives([7, 1, 3, .nan, 12, 5])
    #expect(d.count == 5 && d.missing == 1)
    #expect(d.lowerQuartile == 3 && d.median == 5 && d.upperQuartile == 7)
    #expect(d.minimum == 1 && d.maximum == 12)
    #expect(abs(try #require(d.mean) - 5.6) < 1e-12)
    #expect(abs(try #require(d.deviation) - 4.21900462194581) < 1e-12)
    #expect(Quantile.type7([1, 2, 3, 4], 0.25) == 1.75)
    #expect(Quantile.type7([], 0.5) == nil)
    #expect(Descriptives([4]).deviation == nil)
    #expect(Descriptives([]).mean == nil)
    // A large offset loses nothing.
    #expect(abs(try #require(Descriptives([1e9 + 1, 1e9 + 2, 1e9 + 3]).deviation) - 1) < 1e-9)
  }

  @Test("sorting by bits is sorting by value, many or few, with infinities and both zeros")
  func order() {
    var random = SeededGenerator(seed: 7)
    for count in [0, 1, 5, 63, 64, 1000] {
      let values = (0..<count).map { _ in (random.unit() - 0.5) * 1e6 }
      #expect(SortedOrder.sorted(values) == values.sorted())
    }
    let odd = [Double](repeating: 3, count: 80) + [.infinity, -0.0, -.infinity, 0, -5]
    #expect(SortedOrder.sorted(odd) == odd.sorted())
    #expect(SortedOrder.positions([2, 1, 2, 1]) == [1, 3, 0, 2])
  }

  @Test("ranks share ties")
  func ranks() {
    #expect(Correlation.ranks([10, 20, 20, 5]) == [2, 3.5, 3.5, 1])
  }

  @Test("Pearson and Spearman with p against SciPy's values")
  func correlation() throws {
    let x = [1.0, 2, 3, 4, 5, 6, 7, 8]
    let y = [2.0, 1, 4, 3, 7, 8, 6, 9]
    let pearson = try #require(Correlation.pearson(x, y))
    #expect(abs(pearson.r - 0.8964214570007951) < 1e-12)
    #expect(abs(try #require(pearson.p) - 0.002566766096253243) < 1e-12)
    let spearman = try #require(Correlation.spearman([1, 2, 2, 3, 9, 4], [3, 1, 4, 4, 8, 5]))
    #expect(abs(spearman.r - 0.8676470588235294) < 1e-12)
    #expect(abs(try #require(spearman.p) - 0.025116718400162795) < 1e-10)
  }

  @Test("no correlation where a side never varies, where there is one pair, with p only from three pairs")
  func degenerate() throws {
    #expect(Correlation.pearson([1, 2, 3], [5, 5, 5]) == nil)
    #expect(Correlation.pearson([0.1, 0.1, 0.1], [1, 2, 3]) == nil)
    #expect(Correlation.spearman([1], [2]) == nil)
    #expect(Correlation.pearson([], []) == nil)
    #expect(Correlation.pearson([1, 2], [4, 3])?.r == -1)
    #expect(Correlation.pearson([1, 2], [4, 3])?.p == nil)
    #expect(Correlation.pearson([1, .nan, 3, 4], [2, 5, 6, 8])?.n == 3)
    let perfect = try #require(Correlation.pearson([1, 2, 3, 4], [2, 4, 6, 8]))
    #expect(perfect.r == 1 && perfect.p == 0)
  }

  @Test("Benjamini and Hochberg's adjustment keeps the order and never passes 1")
  func benjaminiHochberg() {
    let adjusted = MultipleTesting.benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.9])
    let wanted = [0.025, 0.05, 0.05, 0.025, 0.9]
    for (a, b) in zip(adjusted, wanted) { #expect(abs(a - b) < 1e-12) }
    #expect(MultipleTesting.benjaminiHochberg([]).isEmpty)
  }

  @Test("the incomplete beta function at known places")
  func incompleteBeta() {
    #expect(SpecialFunctions.incompleteBeta(0, 2, 3) == 0)
    #expect(SpecialFunctions.incompleteBeta(1, 2, 3) == 1)
    #expect(abs(SpecialFunctions.incompleteBeta(0.5, 2, 3) - 0.6875) < 1e-14)
    #expect(abs(SpecialFunctions.incompleteBeta(0.3, 5, 0.5) - 0.0006913033857629756) < 1e-12)
    #expect(abs(SpecialFunctions.digamma(1) + 0.5772156649015329) < 1e-13)
    #expect(abs(SpecialFunctions.digamma(0.25) + 4.2274535333762655) < 1e-12)
  }

  @Test("rank sums: all ties say nothing, clear separation says much")
  func rankSum() throws {
    #expect(RankSum([], [1]) == nil)
    #expect(RankSum([2, 2], [2, 2, 2])?.p == nil)
    #expect(RankSum([2, 2], [2, 2, 2])?.superiority == 0.5)
    let apart = try #require(RankSum([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]))
    #expect(apart.superiority == 1)
    #expect(abs(try #require(apart.p) - 0.012185780355344716) < 1e-9)
  }
}
