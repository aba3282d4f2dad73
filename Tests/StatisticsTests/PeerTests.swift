import Foundation
import Statistics
import TestSupport
import Testing

/// What SciPy, NumPy, scikit-learn and lifelines say of the same numbers.
@Suite("Statistics against SciPy, scikit-learn and lifelines", .enabled(if: Peer.available(for: "Statistics peers")))
struct PeerTests {
  private static func data(_ n: Int, seed: UInt64) -> (x: [Double], y: [Double], times: [Double], lost: [Bool]) {
    var random = SeededGenerator(seed: seed)
    var out: (x: [Double], y: [Double], times: [Double], lost: [Bool]) = ([], [], [], [])
    for _ in 0..<n {
      let x = (random.unit() * 40).rounded() / 4
      out.x.append(x)
      out.y.append((x + random.unit() * 12).rounded() / 2)
      out.times.append((random.unit() * 60).rounded() + 1)
      out.lost.append(random.unit() < 0.6)
    }
    return out
  }

  private static func ask(_ script: String, _ input: [String: Any]) throws -> [String: Any] {
    let json = String(decoding: try JSONSerialization.data(withJSONObject: input), as: UTF8.self)
    let answer = try Peer.python("import sys, json\nd = json.loads(sys.argv[1])\n" + script, [json])
    return try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
  }

  @Test("correlations, quartiles, rank sums", arguments: [UInt64(1), 2, 3])
  func scipy(seed: UInt64) throws {
    let (x, y, _, _) = Self.data(157, seed: seed)
    let answer = try Self.ask(
      """
      import numpy as np
      from scipy import stats
      x, y = d['x'], d['y']
      p, s = stats.pearsonr(x, y), stats.spearmanr(x, y)
      u = stats.mannwhitneyu(x, y, method='asymptotic')
      print(json.dumps({'r': p[0], 'rp': p[1], 's': s[0], 'sp': s[1], 'q1': np.percentile(x, 25), 'm': np.median(x),
        'q3': np.percentile(x, 75), 'sd': np.std(x, ddof=1), 'u': u[0], 'up': u[1],
        'bh': list(stats.false_discovery_control(d['p']))}))
      """, ["x": x, "y": y, "p": [0.001, 0.2, 0.03, 0.03, 0.8]])
    let pearson = try #require(Correlation.pearson(x, y))
    let spearman = try #require(Correlation.spearman(x, y))
    let d = Descriptives(x)
    let u = try #require(RankSum(x, y))
    for (name, ours, key) in [
      ("Pearson r", pearson.r, "r"), ("Pearson p", pearson.p, "rp"), ("Spearman ρ", spearman.r, "s"),
      ("Spearman p", spearman.p, "sp"), ("lower quartile", d.lowerQuartile, "q1"), ("median", d.median, "m"),
      ("upper quartile", d.upperQuartile, "q3"), ("standard deviation", d.deviation, "sd"),
      ("Mann–Whitney U", u.u, "u"), ("Mann–Whitney p", u.p, "up"),
    ] as [(String, Double?, String)] {
      let theirs = try #require(answer[key] as? Double)
      #expect(
        Independent.agrees(
          "SciPy, NumPy (157 pairs, seed \(seed))", name, ours, theirs, within: 1e-9 * max(1, abs(theirs))))
    }
    let adjusted = try #require(answer["bh"] as? [Double])
    #expect(
      Independent.agrees(
        "SciPy, NumPy (157 pairs, seed \(seed))", "Benjamini–Hochberg",
        MultipleTesting.benjaminiHochberg([0.001, 0.2, 0.03, 0.03, 0.8]), adjusted, within: 1e-12))
  }

  @Test("Wilson's interval of statsmodels' formula, by SciPy", arguments: [(0, 9), (3, 9), (9, 9), (417, 1000)])
  func wilson(successes: Int, trials: Int) throws {
    let answer = try Self.ask(
      """
      from scipy import stats
      i = stats.binomtest(d['k'], d['n']).proportion_ci(method='wilson')
      print(json.dumps({'low': i.low, 'high': i.high}))
      """, ["k": successes, "n": trials])
    let interval = try #require(Proportion.wilson(successes, of: trials))
    // 1.959964 for the exact point of the normal distribution.
    for (name, ours) in [("low", interval.low), ("high", interval.high)] {
      #expect(
        Independent.agrees(
          "SciPy, Wilson", "\(successes)/\(trials) " + name, ours, answer[name] as? Double, within: 1e-7))
    }
  }

  @Test("Kaplan–Meier with intervals, and with late entry", arguments: [UInt64(4), 5])
  func lifelines(seed: UInt64) throws {
    let (_, _, times, lost) = Self.data(180, seed: seed)
    var random = SeededGenerator(seed: seed &+ 100)
    let entries = times.map { ($0 * random.unit() * 0.7).rounded(.down) }
    for late in [false, true] {
      let answer = try Self.ask(
        """
        from lifelines import KaplanMeierFitter
        f = KaplanMeierFitter().fit(d['t'], d['e'], entry=d['entry'] if d['late'] else None)
        ci = f.confidence_interval_survival_function_
        print(json.dumps({'t': list(f.survival_function_.index), 's': list(f.survival_function_.iloc[:, 0]),
          'low': list(ci.iloc[:, 0]), 'high': list(ci.iloc[:, 1])}))
        """, ["t": times, "e": lost.map { $0 ? 1 : 0 }, "entry": entries, "late": late])
      let curve = KaplanMeier(times: times, lost: lost, entries: late ? entries : nil)
      let at = try #require(answer["t"] as? [Double])
      let s = try #require(answer["s"] as? [Double])
      let low = try #require(answer["low"] as? [Double])
      let high = try #require(answer["high"] as? [Double])
      #expect(at.count > 30)
      #expect(
        Independent.agrees(
          "lifelines, 180 invented people, seed \(seed)", late ? "S with late entry" : "S",
          at.map { curve.survival(at: $0) }, s, within: 1e-9))
      for i in at.indices {
        guard s[i] > 1e-9, s[i] < 1, let interval = curve.step(at: at[i])?.interval else { continue }
        #expect(abs(interval.low - low[i]) < 1e-6 && abs(interval.high - high[i]) < 1e-6)
      }
    }
  }

  @Test("k-means from the same initial centres ends with the same inertia")
  func kMeans() throws {
    let (x, y, times, _) = Self.data(300, seed: 9)
    let points = KMeans.Points(
      dimensions: 3, values: x.indices.flatMap { [x[$0], y[$0], times[$0]] }
    ).standardised()
    let start = Array(points.values[0..<12])
    let answer = try Self.ask(
      """
      import numpy as np
      from sklearn.cluster import KMeans
      from sklearn.metrics import silhouette_score
      p = np.array(d['p']).reshape(-1, 3)
      k = KMeans(4, init=np.array(d['c']).reshape(-1, 3), n_init=1, tol=0).fit(p)
      print(json.dumps({'inertia': k.inertia_, 'silhouette': silhouette_score(p, k.labels_)}))
      """, ["p": points.values, "c": start])
    let fit = KMeans(points, centres: start)
    let silhouette = KMeans.silhouette(points, fit.assignment, k: 4)
    let source = "scikit-learn, k-means of 300 points from the same centres"
    #expect(
      Independent.agrees(
        source, "inertia", fit.inertia, answer["inertia"] as? Double, within: 0.01, relative: true))
    #expect(Independent.agrees(source, "silhouette", silhouette, answer["silhouette"] as? Double, within: 0.02))
  }
}
