import RealModule

/// The BG/NBD model of repeat buying (Fader, Hardie and Lee 2005): customers buy at a gamma-distributed rate (r, α)
/// and drop out after a purchase with a beta-distributed chance (a, b).
package struct BetaGeometric: Hashable, Sendable {
  package let r: Double
  package let alpha: Double
  package let a: Double
  package let b: Double
  package let logLikelihood: Double
  /// False where the likelihood has no maximum inside sensible bounds: then nothing may be predicted from it.
  package let converged: Bool

  package init(
    r: Double, alpha: Double, a: Double, b: Double, logLikelihood: Double = .nan, converged: Bool = true
  ) {
    self.r = r
    self.alpha = alpha
    self.a = a
    self.b = b
    self.logLikelihood = logLikelihood
    self.converged = converged
  }

  /// P(still a customer) after `frequency` repeat purchases, the last at `recency`, seen for `age` (same time unit as
  /// the fit). Exactly 1 at frequency 0, by the model's construction.
  package func alive(frequency: Int, recency: Double, age: Double) -> Double {
    guard frequency > 0 else { return 1 }
    let x = Double(frequency)
    let odds = a / (b + x - 1) * Double.exp((r + x) * Double.log((alpha + age) / (alpha + recency)))
    return 1 / (1 + odds)
  }

  /// Expected purchases in the next `time`.
  package func expected(in time: Double, frequency: Int, recency: Double, age: Double) -> Double {
    let x = Double(frequency)
    // a = 1 and a + b + x = 1 are removable singularities of the formula.
    let a = abs(self.a - 1) < 1e-7 ? 1 + 1e-7 : self.a
    let c = a + b + x - 1
    let safe = abs(c) < 1e-9 ? 1e-9 : c
    let z = time / (alpha + age + time)
    // Equation 10 after Euler's transformation: small parameters, so no cancellation for heavy buyers.
    let series = SpecialFunctions.hypergeometric(a + b - 1 - r, a - 1, safe, z)
    let bracket = 1 - Double.exp((a - 1) * Double.log(onePlus: -z)) * series
    return safe / (a - 1) * bracket * alive(frequency: frequency, recency: recency, age: age)
  }

  /// Maximum likelihood. `frequency` counts repeat purchases; `recency` and `age` run from the first purchase.
  ///
  /// nil where there is nothing to fit: no customers, or nobody who came back.
  package static func fit(frequency: [Int], recency: [Double], age: [Double]) -> BetaGeometric? {
    precondition(frequency.count == recency.count && frequency.count == age.count)
    guard !frequency.isEmpty, frequency.contains(where: { $0 > 0 }) else { return nil }
    let scale = max(1e-9, (age.max() ?? 1) / 40)
    var start = [0.0, Double.log(4 * scale), 0.0, 0.0]
    // A thinned fit first: nearly all the steps are then taken on few customers, and data that cannot bear the model
    // show it there.
    if frequency.count > 4_000 {
      let every = frequency.count / 2_000
      let some = Swift.stride(from: 0, to: frequency.count, by: every)
      let data = Likelihood(
        frequency: some.map { frequency[$0] }, recency: some.map { recency[$0] }, age: some.map { age[$0] })
      let rough = QuasiNewton.minimise(from: start, tolerance: 1e-4) { data.evaluate($0, &$1) }
      guard rough.converged, inside(rough.x, scale) else {
        return model(rough, customers: frequency.count, scale)
      }
      start = rough.x
    }
    let data = Likelihood(frequency: frequency, recency: recency, age: age)
    let best = QuasiNewton.minimise(from: start, tolerance: 1e-8) { data.evaluate($0, &$1) }
    return model(best, customers: frequency.count, scale)
  }

  private static func model(_ best: QuasiNewton.Result, customers: Int, _ scale: Double) -> BetaGeometric {
    let p = best.x.map { Double.exp($0) }
    return BetaGeometric(
      r: p[0], alpha: p[1], a: p[2], b: p[3], logLikelihood: -best.value * Double(customers),
      converged: best.converged && inside(best.x, scale))
  }

  private static func inside(_ x: [Double], _ scale: Double) -> Bool {
    x.enumerated().allSatisfy { i, value in
      let plain = i == 1 ? value - Double.log(scale) : value
      return plain.isFinite && abs(plain) < 11.5
    }
  }

  /// The negative mean log-likelihood and its gradient, with everything that does not change between steps prepared.
  struct Likelihood {
    private struct Group {
      var x: Double
      var count: Int
    }
    private var groups: [Group] = []
    /// Repeaters: positions of their recency and age in `times`, and their group.
    private var recencies: [Int32] = []
    private var ages: [Int32] = []
    private var repeaterGroup: [Int32] = []
    /// Customers without repeats by age: position in `times`, how many.
    private var singles: [(time: Int32, count: Double)] = []
    private var times: [Double] = []
    private let total: Double

    init(frequency: [Int], recency: [Double], age: [Double]) {
      total = Double(frequency.count)
      let highest = frequency.max() ?? 0
      var number = [Int32](repeating: -1, count: highest + 1)
      var seen: [UInt64: Int32] = [:]
      func position(_ time: Double, _ times: inout [Double]) -> Int32 {
        if let known = seen[time.bitPattern] { return known }
        let new = Int32(times.count)
        seen[time.bitPattern] = new
        times.append(time)
        return new
      }
      var lone: [Int32: Double] = [:]
      for i in frequency.indices {
        let x = frequency[i]
        if number[x] < 0 {
          number[x] = Int32(groups.count)
          groups.append(Group(x: Double(x), count: 0))
        }
        groups[Int(number[x])].count += 1
        let at = position(age[i], &times)
        if x == 0 {
          lone[at, default: 0] += 1
        } else {
          recencies.append(position(recency[i], &times))
          ages.append(at)
          repeaterGroup.append(number[x])
        }
      }
      singles = lone.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    func evaluate(_ logs: [Double], _ gradient: inout [Double]) -> Double {
      let (r, alpha, a, b) = (Double.exp(logs[0]), Double.exp(logs[1]), Double.exp(logs[2]), Double.exp(logs[3]))
      let logAlpha = logs[1]
      let ln = times.map { Double.log(alpha + $0) }
      let inverse = times.map { 1 / (alpha + $0) }
      var value = 0.0
      var (dr, dAlpha, da, db) = (0.0, 0.0, 0.0, 0.0)
      let psiR = SpecialFunctions.digamma(r)
      let psiAB = SpecialFunctions.digamma(a + b)
      let psiB = SpecialFunctions.digamma(b)
      let gammaR = SpecialFunctions.logGamma(r)
      let base = SpecialFunctions.logGamma(a + b) - SpecialFunctions.logGamma(b)
      for group in groups {
        let (x, n) = (group.x, Double(group.count))
        value += n * (SpecialFunctions.logGamma(r + x) - gammaR + r * logAlpha)
        dr += n * (SpecialFunctions.digamma(r + x) - psiR + logAlpha)
        dAlpha += n * r / alpha
        if x > 0 {
          value += n * (base + SpecialFunctions.logGamma(b + x) - SpecialFunctions.logGamma(a + b + x))
          let psiABX = SpecialFunctions.digamma(a + b + x)
          da += n * (psiAB - psiABX)
          db += n * (SpecialFunctions.digamma(b + x) - psiABX - psiB + psiAB)
        }
      }
      for single in singles {
        let t = Int(single.time)
        value -= single.count * r * ln[t]
        dr -= single.count * ln[t]
        dAlpha -= single.count * r * inverse[t]
      }
      let ratio = groups.map { $0.x > 0 ? Double.log(a / (b + $0.x - 1)) : 0 }
      var goneByGroup = [Double](repeating: 0, count: groups.count)
      for i in recencies.indices {
        let g = Int(repeaterGroup[i])
        let power = r + groups[g].x
        let (last, now) = (Int(recencies[i]), Int(ages[i]))
        let stay = -power * ln[now]
        let leave = ratio[g] - power * ln[last]
        // ln(eˢ + eˡ), and the weight of having left.
        let top = max(stay, leave)
        let small = Double.exp(min(stay, leave) - top)
        value += top + Double.log(1 + small)
        let gone = leave >= stay ? 1 / (1 + small) : small / (1 + small)
        goneByGroup[g] += gone
        dr -= (1 - gone) * ln[now] + gone * ln[last]
        dAlpha -= power * ((1 - gone) * inverse[now] + gone * inverse[last])
      }
      for g in groups.indices where groups[g].x > 0 {
        da += goneByGroup[g] / a
        db -= goneByGroup[g] / (b + groups[g].x - 1)
      }
      gradient[0] = -dr * r / total
      gradient[1] = -dAlpha * alpha / total
      gradient[2] = -da * a / total
      gradient[3] = -db * b / total
      return -value / total
    }
  }
}
