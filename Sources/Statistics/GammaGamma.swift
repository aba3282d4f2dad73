import RealModule

/// The Gamma–Gamma model of money per purchase (Fader, Hardie and Lee 2005; Fader and Hardie 2013): each purchase is
/// gamma with shape p, its scale varies between customers as gamma(q, v).
package struct GammaGamma: Hashable, Sendable {
  package let p: Double
  package let q: Double
  package let v: Double
  package let logLikelihood: Double
  package let converged: Bool

  package init(p: Double, q: Double, v: Double, logLikelihood: Double = .nan, converged: Bool = true) {
    self.p = p
    self.q = q
    self.v = v
    self.logLikelihood = logLikelihood
    self.converged = converged
  }

  /// Expected money per purchase of someone with `frequency` repeat purchases of mean `value`; nil where q ≤ 1 and
  /// there is no purchase to go by.
  package func expected(frequency: Int, value: Double) -> Double? {
    let x = Double(frequency)
    let below = p * x + q - 1
    return below > 0 ? p * (v + (frequency > 0 ? x * value : 0)) / below : nil
  }

  /// Maximum likelihood over customers with frequency ≥ 1 and mean value > 0; nil where there are none.
  package static func fit(frequency: [Int], value: [Double]) -> GammaGamma? {
    precondition(frequency.count == value.count)
    let kept = frequency.indices.filter { frequency[$0] > 0 && value[$0] > 0 }
    guard !kept.isEmpty else { return nil }
    let scale = kept.reduce(0) { $0 + value[$1] } / Double(kept.count)
    var start = [Double.log(5), Double.log(4), Double.log(max(scale / 2, 1e-9))]
    if kept.count > 4_000 {
      let every = kept.count / 2_000
      let some = Swift.stride(from: 0, to: kept.count, by: every).map { kept[$0] }
      let data = Likelihood(frequency: some.map { frequency[$0] }, value: some.map { value[$0] })
      let rough = QuasiNewton.minimise(from: start, tolerance: 1e-4) { data.evaluate($0, &$1) }
      guard rough.converged, inside(rough.x, scale) else { return model(rough, customers: kept.count, scale) }
      start = rough.x
    }
    let isLarge = kept.count > 4_000
    let data = Likelihood(
      frequency: kept.map { frequency[$0] }, value: kept.map { value[$0] }, together: isLarge)
    let best = QuasiNewton.minimise(from: start, tolerance: 1e-8, noise: isLarge ? 1e-11 : 0) { data.evaluate($0, &$1) }
    return model(best, customers: kept.count, scale)
  }

  private static func model(_ best: QuasiNewton.Result, customers: Int, _ scale: Double) -> GammaGamma {
    let x = best.x.map { Double.exp($0) }
    return GammaGamma(
      p: x[0], q: x[1], v: x[2], logLikelihood: -best.value * Double(customers),
      converged: best.converged && inside(best.x, scale))
  }

  private static func inside(_ x: [Double], _ scale: Double) -> Bool {
    x.enumerated().allSatisfy { i, value in
      let plain = i == 2 ? value - Double.log(scale) : value
      return plain.isFinite && abs(plain) < 9
    }
  }

  struct Likelihood {
    private var values: [Double]
    private var groupOf: [Int32]
    /// How many customers stand behind each value.
    private var weights: [Double]
    private let customers: Int
    private var groups: [(x: Double, count: Double, logSum: Double)] = []

    /// - Parameter together: customers alike are counted as one; many are, where prices stand in a list.
    init(frequency: [Int], value: [Double], together: Bool = false) {
      values = []
      groupOf = []
      weights = []
      customers = frequency.count
      var number = [Int32](repeating: -1, count: (frequency.max() ?? 0) + 1)
      for i in frequency.indices {
        let x = frequency[i]
        if number[x] < 0 {
          number[x] = Int32(groups.count)
          groups.append((Double(x), 0, 0))
        }
        let g = Int(number[x])
        groups[g].count += 1
        groups[g].logSum += Double.log(value[i])
        groupOf.append(Int32(g))
        values.append(value[i] * Double(x))
      }
      weights = Array(repeating: 1, count: values.count)
      if together { merge() }
    }

    private mutating func merge() {
      let order = values.indices.sorted { (groupOf[$0], values[$0]) < (groupOf[$1], values[$1]) }
      var (distinct, group, weight): ([Double], [Int32], [Double]) = ([], [], [])
      for i in order {
        if let last = distinct.last, last == values[i], group[group.count - 1] == groupOf[i] {
          weight[weight.count - 1] += 1
        } else {
          distinct.append(values[i])
          group.append(groupOf[i])
          weight.append(1)
        }
      }
      (values, groupOf, weights) = (distinct, group, weight)
    }

    /// The negative mean log-likelihood (equation 1a of the 2013 note) and its gradient in ln p, ln q, ln v.
    func evaluate(_ logs: [Double], _ gradient: inout [Double]) -> Double {
      let (p, q, v) = (Double.exp(logs[0]), Double.exp(logs[1]), Double.exp(logs[2]))
      var value = 0.0
      var (dp, dq, dv) = (0.0, 0.0, 0.0)
      let gammaQ = SpecialFunctions.logGamma(q)
      let psiQ = SpecialFunctions.digamma(q)
      let logV = logs[2]
      for (x, n, logSum) in groups {
        let psi = SpecialFunctions.digamma(p * x + q)
        let logX = Double.log(x)
        value +=
          n * (SpecialFunctions.logGamma(p * x + q) - SpecialFunctions.logGamma(p * x) - gammaQ + q * logV)
        value += (p * x - 1) * logSum + n * p * x * logX
        dp += x * (n * (psi - SpecialFunctions.digamma(p * x) + logX) + logSum)
        dq += n * (psi - psiQ + logV)
        dv += n * q / v
      }
      for i in values.indices {
        let x = groups[Int(groupOf[i])].x
        let whole = values[i] + v
        let weight = weights[i]
        let ln = Double.log(whole) * weight
        let power = p * x + q
        value -= power * ln
        dp -= x * ln
        dq -= ln
        dv -= power / whole * weight
      }
      let n = Double(customers)
      gradient[0] = -dp * p / n
      gradient[1] = -dq * q / n
      gradient[2] = -dv * v / n
      return -value / n
    }
  }
}
