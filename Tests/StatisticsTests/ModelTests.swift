import Foundation
import Statistics
import TestSupport
import Testing

private func rows(_ name: String) throws -> [[String]] {
  let root = try #require(Corpus.root)
  let text = try String(contentsOf: root.appending(path: "customers/\(name)"), encoding: .utf8)
  return text.split(whereSeparator: \.isNewline).dropFirst().map {
    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
}

@Suite("Models of repeat buying", .enabled(if: Corpus.available(for: "BG/NBD and Gamma–Gamma on the CDNOW summary")))
struct RepeatBuyingTests {
  @Test("BG/NBD on the CDNOW summary gives the published parameters and forecasts")
  func betaGeometric() throws {
    let data = try rows("cdnow_customers_summary.csv")
    let model = try #require(
      BetaGeometric.fit(
        frequency: data.compactMap { Int($0[1]) }, recency: data.compactMap { Double($0[2]) },
        age: data.compactMap { Double($0[3]) }))
    #expect(model.converged)
    let source = "BG/NBD, Fader, Hardie & Lee 2005 (CDNOW summary)"
    for (name, got, wanted) in [
      ("r", model.r, 0.2426), ("α", model.alpha, 4.4135), ("a", model.a, 0.7929), ("b", model.b, 2.4258),
    ] {
      #expect(Independent.agrees(source, name, got, wanted, within: 1e-3, relative: true))
    }
    #expect(Independent.agrees(source, "log-likelihood", model.logLikelihood, -9582.42557, within: 1e-3))
    let expected = model.expected(in: 39, frequency: 2, recency: 30.43, age: 38.86)
    #expect(
      Independent.agrees(
        source, "purchases in 39 weeks (2, 30.43, 38.86)", expected, 1.226, within: 1e-3, relative: true)
    )
    for (x, last, wanted) in [(2, 30.43, 0.7266), (1, 1.71, 0.2122), (7, 29.43, 0.6418)] {
      let alive = model.alive(frequency: x, recency: last, age: 38.86)
      #expect(
        Independent.agrees(source, "P(alive) (\(x), \(last), 38.86)", alive, wanted, within: 1e-3, relative: true))
    }
    #expect(model.alive(frequency: 0, recency: 0, age: 38.86) == 1)
  }

  @Test("Gamma–Gamma on the repeaters of the CDNOW summary")
  func gammaGamma() throws {
    let data = try rows("cdnow_customers_summary_with_transactions.csv").filter { $0[1] != "0" }
    #expect(data.count == 946)
    let model = try #require(
      GammaGamma.fit(frequency: data.compactMap { Int($0[1]) }, value: data.compactMap { Double($0[4]) }))
    #expect(model.converged)
    for (name, got, wanted) in [("p", model.p, 6.249), ("q", model.q, 3.745), ("v", model.v, 15.448)] {
      #expect(
        Independent.agrees("Gamma–Gamma (CDNOW summary)", name, got, wanted, within: 1e-3, relative: true))
    }
  }
}

@Suite("Models on data that cannot bear them")
struct DegenerateModelTests {
  @Test("nothing to fit")
  func empty() {
    #expect(BetaGeometric.fit(frequency: [], recency: [], age: []) == nil)
    #expect(BetaGeometric.fit(frequency: [0, 0], recency: [0, 0], age: [3, 4]) == nil)
    #expect(GammaGamma.fit(frequency: [0], value: [0]) == nil)
  }

  @Test("no spread, no maximum: not converged instead of a wild forecast")
  func flat() throws {
    let n = 300
    let same = try #require(
      GammaGamma.fit(frequency: Array(repeating: 3, count: n), value: Array(repeating: 50, count: n)))
    #expect(!same.converged)
    let clockwork = try #require(
      BetaGeometric.fit(
        frequency: Array(repeating: 12, count: n), recency: Array(repeating: 52, count: n),
        age: Array(repeating: 52, count: n)))
    #expect(!clockwork.converged)
  }

  @Test("forecasts stay finite for heavy buyers, fresh buyers and a = 1")
  func extremes() {
    let model = BetaGeometric(r: 0.24, alpha: 4.4, a: 0.79, b: 2.4)
    for (x, last, age) in [(0, 0.0, 0.0), (1, 0.0, 0.0), (500, 51, 52), (3, 1, 500)] {
      let expected = model.expected(in: 13, frequency: x, recency: last, age: age)
      #expect(expected.isFinite && expected >= 0)
      let alive = model.alive(frequency: x, recency: last, age: age)
      #expect(alive >= 0 && alive <= 1)
    }
    let one = BetaGeometric(r: 0.24, alpha: 4.4, a: 1, b: 2.4)
    let near = BetaGeometric(r: 0.24, alpha: 4.4, a: 1.001, b: 2.4)
    let a = one.expected(in: 13, frequency: 2, recency: 20, age: 30)
    let b = near.expected(in: 13, frequency: 2, recency: 20, age: 30)
    #expect(abs(a / b - 1) < 0.01)
  }

  @Test("a fit is the same for any order of customers up to rounding, and for one seed the same bytes")
  func deterministic() throws {
    var random = SeededGenerator(seed: 3)
    var frequency: [Int] = []
    var recency: [Double] = []
    let age = [Double](repeating: 50, count: 400)
    for _ in age {
      let x = Int(random.unit() * random.unit() * 8)
      frequency.append(x)
      recency.append(x == 0 ? 0 : (random.unit() * 50).rounded())
    }
    let once = try #require(BetaGeometric.fit(frequency: frequency, recency: recency, age: age))
    let again = try #require(BetaGeometric.fit(frequency: frequency, recency: recency, age: age))
    #expect(once == again)
    let turned = try #require(
      BetaGeometric.fit(frequency: frequency.reversed(), recency: recency.reversed(), age: age))
    #expect(abs(turned.r / once.r - 1) < 1e-4)
  }
}

@Suite("Clusters")
struct ClusterTests {
  private let corners = KMeans.Points(
    dimensions: 2, values: [0, 0, 0, 1, 1, 0, 10, 10, 10, 11, 11, 10, 0, 20, 1, 20, 0, 21])

  @Test("three corners are found from k-means++ seeds, and the silhouette likes three best")
  func corner() throws {
    var random = SeededGenerator(bytes: "digest".utf8)
    let fit = KMeans.best(corners, k: 3, using: &random)
    #expect(fit.converged)
    #expect(abs(fit.inertia - 4) < 1e-9)
    #expect(Set(fit.assignment[0..<3]).count == 1 && Set(fit.assignment[3..<6]).count == 1)
    let three = try #require(KMeans.silhouette(corners, fit.assignment, k: 3))
    let two = KMeans.best(corners, k: 2, using: &random)
    #expect(three > (try #require(KMeans.silhouette(corners, two.assignment, k: 2))))
    var same = SeededGenerator(bytes: "digest".utf8)
    #expect(KMeans.best(corners, k: 3, using: &same).centres == fit.centres)
  }

  @Test("an empty cluster takes the farthest point; equal points stay together")
  func empty() {
    let fit = KMeans(corners, centres: [0, 0, 0, 0, 500, 500])
    #expect(Set(fit.assignment).count == 3)
    let same = KMeans(KMeans.Points(dimensions: 1, values: [2, 2, 2]), centres: [2, 2])
    #expect(same.inertia == 0)
    #expect(KMeans.silhouette(KMeans.Points(dimensions: 1, values: [1, 2]), [0, 0], k: 2) == nil)
  }

  @Test("standardising makes mean 0 and deviation 1; a constant column becomes 0")
  func standardised() {
    let points = KMeans.Points(dimensions: 2, values: [1, 7, 3, 7, 5, 7]).standardised()
    #expect(abs(points.values[0] + 1.224744871391589) < 1e-12)
    #expect(points.values[1] == 0 && points.values[3] == 0)
  }
}
