import RealModule

/// The counts behind a net promoter score: 9–10 promote, 7–8 are passive, 0–6 detract.
package struct NetPromoter: Hashable, Sendable {
  package var promoters: Int
  package var passives: Int
  package var detractors: Int

  package init(promoters: Int = 0, passives: Int = 0, detractors: Int = 0) {
    self.promoters = promoters
    self.passives = passives
    self.detractors = detractors
  }

  package var n: Int { promoters + passives + detractors }

  /// Counts one answer; only whole numbers 0…10 are answers, anything else returns false and counts nothing.
  @discardableResult
  package mutating func add(_ answer: Double) -> Bool {
    guard answer >= 0, answer <= 10, answer == answer.rounded() else { return false }
    if answer >= 9 { promoters += 1 } else if answer >= 7 { passives += 1 } else { detractors += 1 }
    return true
  }

  /// 100 (P − D) / n, −100…100; nil without answers.
  package var score: Double? { n == 0 ? nil : 100 * Double(promoters - detractors) / Double(n) }

  /// Adjusted Wald interval: three answers added, ¾ promoters and ¾ detractors among them; clamped to ±100.
  package var interval: Interval? {
    guard n > 0 else { return nil }
    let total = Double(n) + 3
    let p = (Double(promoters) + 0.75) / total
    let d = (Double(detractors) + 0.75) / total
    let half = Normal.z95 * Double.sqrt((p + d - (p - d) * (p - d)) / total)
    return Interval(low: max(-100, 100 * (p - d - half)), high: min(100, 100 * (p - d + half)))
  }

  /// Variance of (P − D)/n as a fraction: [p + d − (p − d)²] / n.
  package var variance: Double? {
    guard n > 0 else { return nil }
    let p = Double(promoters) / Double(n)
    let d = Double(detractors) / Double(n)
    return (p + d - (p - d) * (p - d)) / Double(n)
  }

  /// This score minus another's, in points, the interval from the two variances added.
  package func difference(from other: NetPromoter) -> (difference: Double, interval: Interval)? {
    guard let a = score, let b = other.score, let v = variance, let w = other.variance else { return nil }
    let half = 100 * Normal.z95 * Double.sqrt(v + w)
    return (a - b, Interval(low: max(-200, a - b - half), high: min(200, a - b + half)))
  }
}
