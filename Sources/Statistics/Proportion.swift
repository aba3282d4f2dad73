import RealModule

/// Intervals for shares.
package enum Proportion {
  /// Wilson's score interval of `successes` out of `trials` (Wilson 1927), without continuity correction.
  ///
  /// nil where there are no trials, or where the counts make no share. Exactly 0 and 1 at the ends.
  package static func wilson(_ successes: Int, of trials: Int, z: Double = Normal.z95) -> Interval? {
    guard trials > 0, successes >= 0, successes <= trials else { return nil }
    let n = Double(trials)
    let p = Double(successes) / n
    let z2 = z * z
    let centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    let half = z / (1 + z2 / n) * Double.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Interval(
      low: successes == 0 ? 0 : max(0, centre - half), high: successes == trials ? 1 : min(1, centre + half))
  }

  /// The difference of two shares, first minus second, with Newcombe's hybrid score interval (Newcombe 1998,
  /// method 10): each side's Wilson limits combined, so it stays inside ±1 and works for small counts.
  package static func difference(
    _ a: (successes: Int, trials: Int), _ b: (successes: Int, trials: Int), z: Double = Normal.z95
  ) -> (difference: Double, interval: Interval)? {
    guard let i = wilson(a.successes, of: a.trials, z: z), let j = wilson(b.successes, of: b.trials, z: z)
    else { return nil }
    let p = Double(a.successes) / Double(a.trials)
    let q = Double(b.successes) / Double(b.trials)
    let low = Double.sqrt((p - i.low) * (p - i.low) + (j.high - q) * (j.high - q))
    let high = Double.sqrt((i.high - p) * (i.high - p) + (q - j.low) * (q - j.low))
    return (p - q, Interval(low: max(-1, p - q - low), high: min(1, p - q + high)))
  }

  /// A share of answers or visits at the size of its people: several of one person say less than those of several
  /// people, so what is tested has as many trials as there are people.
  package static func perPerson(_ above: Int, _ below: Int, _ people: Int) -> (successes: Int, trials: Int) {
    guard people > 0, people < below else { return (above, below) }
    return (Int((Double(above) * Double(people) / Double(below)).rounded()), people)
  }

  /// The difference of shares pooled over strata with Mantel–Haenszel weights n₁n₂/(n₁+n₂), and its interval with
  /// Sato's variance (Sato 1989), which holds for few large and for many small strata.
  ///
  /// Each stratum: first group's successes and trials, second group's. nil where no stratum has both groups.
  package static func pooledDifference(
    _ strata: [(a: Int, n: Int, b: Int, m: Int)], z: Double = Normal.z95
  ) -> (difference: Double, interval: Interval)? {
    var weight = 0.0
    var sum = 0.0
    var p = 0.0
    var q = 0.0
    for s in strata where s.n > 0 && s.m > 0 {
      let (a, n, b, m) = (Double(s.a), Double(s.n), Double(s.b), Double(s.m))
      let total = n + m
      weight += n * m / total
      sum += (a * m - b * n) / total
      p += (n * n * b - m * m * a + n * m * (m - n) / 2) / (total * total)
      q += (a * (m - b) + b * (n - a)) / (2 * total)
    }
    guard weight > 0 else { return nil }
    let d = sum / weight
    let variance = max(0, (d * p + q) / (weight * weight))
    let half = z * Double.sqrt(variance)
    return (d, Interval(low: max(-1, d - half), high: min(1, d + half)))
  }

  /// Two-sided p of the pooled z test for equal shares; nil where a side is empty or nobody (or everybody) succeeds.
  package static func equalityP(
    _ a: (successes: Int, trials: Int), _ b: (successes: Int, trials: Int)
  ) -> Double? {
    guard a.trials > 0, b.trials > 0 else { return nil }
    let pooled = Double(a.successes + b.successes) / Double(a.trials + b.trials)
    let variance = pooled * (1 - pooled) * (1 / Double(a.trials) + 1 / Double(b.trials))
    guard variance > 0 else { return nil }
    let d = Double(a.successes) / Double(a.trials) - Double(b.successes) / Double(b.trials)
    return Normal.twoSided(d / Double.sqrt(variance))
  }
}
