import RealModule

/// The product-limit estimate of survival (Kaplan and Meier 1958), with late entry and Greenwood's log-log interval.
package struct KaplanMeier: Sendable {
  /// One time at which something was lost.
  package struct Step: Hashable, Sendable {
    package let time: Double
    package let atRisk: Int
    package let events: Int
    package let survival: Double
    /// Greenwood on the log-log scale; nil at survival 0 or 1.
    package let interval: Interval?
  }

  /// Steps in order of time; only times with events.
  package let steps: [Step]
  /// Observations used (those whose entry does not come before their end were never at risk).
  package let count: Int
  package let events: Int
  /// The largest observed time; nil without observations.
  package let lastTime: Double?
  private let tallies: [Tally]

  /// What happens at one time: who enters, who is lost, who is censored.
  struct Tally: Sendable {
    var time: Double
    var entered = 0
    var lost = 0
    var censored = 0
  }

  /// - Parameters:
  ///   - times: time under observation until loss or censoring.
  ///   - lost: true = lost at that time, false = censored.
  ///   - entries: when each came under observation: at risk is entry < t ≤ time. -infinity (or nil for all) = from
  ///     the start, so that a loss at time 0 counts.
  package init(times: [Double], lost: [Bool], entries: [Double]? = nil) {
    precondition(times.count == lost.count && entries.map { $0.count == times.count } ?? true)
    var marks: [(time: Double, kind: UInt8)] = []
    marks.reserveCapacity(times.count)
    var early = 0
    for i in times.indices where !times[i].isNaN {
      if let entry = entries?[i], entry > -.infinity {
        guard entry < times[i] else { continue }
        marks.append((entry, 2))
      } else {
        early += 1
      }
      marks.append((times[i], lost[i] ? 0 : 1))
    }
    let order = SortedOrder.positions(marks.map(\.time))
    var tallies: [Tally] = []
    for position in order {
      let mark = marks[Int(position)]
      if tallies.last?.time != mark.time { tallies.append(Tally(time: mark.time)) }
      switch mark.kind {
      case 0: tallies[tallies.count - 1].lost += 1
      case 1: tallies[tallies.count - 1].censored += 1
      default: tallies[tallies.count - 1].entered += 1
      }
    }
    self.init(tallies: tallies, early: early)
  }

  /// Whole days, by counting: the same estimate without sorting. `entries`: `Int32.min` = from the start.
  package init(days: [Int32], lost: [Bool], entries: [Int32]? = nil) {
    precondition(days.count == lost.count && entries.map { $0.count == days.count } ?? true)
    guard let low = ([days.min()] + [entries?.filter { $0 != .min }.min()]).compactMap({ $0 }).min(),
      let high = days.max(), Int(high) - Int(low) < 4_000_000
    else {
      self.init(
        times: days.map(Double.init), lost: lost, entries: entries?.map { $0 == .min ? -.infinity : Double($0) })
      return
    }
    // By day who enters, who is lost, who is censored.
    let span = Int(high) - Int(low) + 1
    var entered = [Int32](repeating: 0, count: entries == nil ? 0 : span)
    var gone = [Int32](repeating: 0, count: 2 * span)
    var early = 0
    for i in days.indices {
      let at = Int(days[i]) - Int(low)
      if let entry = entries?[i], entry != .min {
        guard entry < days[i] else { continue }
        entered[Int(entry) - Int(low)] += 1
      } else {
        early += 1
      }
      gone[2 * at + (lost[i] ? 0 : 1)] += 1
    }
    var tallies: [Tally] = []
    for at in 0..<span {
      let tally = Tally(
        time: Double(Int(low) + at), entered: entered.isEmpty ? 0 : Int(entered[at]), lost: Int(gone[2 * at]),
        censored: Int(gone[2 * at + 1]))
      if tally.entered + tally.lost + tally.censored > 0 { tallies.append(tally) }
    }
    self.init(tallies: tallies, early: early)
  }

  private init(tallies: [Tally], early: Int) {
    var atRisk = early
    var survival = 1.0
    var greenwood = 0.0
    var steps: [Step] = []
    var count = early
    var events = 0
    for tally in tallies {
      if tally.lost > 0 {
        let n = Double(atRisk)
        let d = Double(tally.lost)
        survival *= 1 - d / n
        if tally.lost == atRisk { survival = 0 }
        greenwood += d / (n * (n - d))
        steps.append(
          Step(
            time: tally.time, atRisk: atRisk, events: tally.lost, survival: survival,
            interval: KaplanMeier.interval(survival, greenwood)))
      }
      events += tally.lost
      count += tally.entered
      atRisk += tally.entered - tally.lost - tally.censored
    }
    self.steps = steps
    self.tallies = tallies
    self.count = count
    self.events = events
    lastTime = tallies.last { $0.lost + $0.censored > 0 }?.time
  }

  private static func interval(_ survival: Double, _ greenwood: Double) -> Interval? {
    guard survival > 0, survival < 1 else { return nil }
    let width = Normal.z95 * Double.sqrt(greenwood) / abs(Double.log(survival))
    return Interval(
      low: Double.pow(survival, Double.exp(width)), high: Double.pow(survival, Double.exp(-width)))
  }

  /// S(t): 1 before the first loss.
  package func survival(at time: Double) -> Double { step(at: time)?.survival ?? 1 }

  /// The last step at or before `time`.
  package func step(at time: Double) -> Step? {
    var low = 0
    var high = steps.count
    while low < high {
      let mid = (low + high) / 2
      if steps[mid].time <= time { low = mid + 1 } else { high = mid }
    }
    return low == 0 ? nil : steps[low - 1]
  }

  /// Everybody under observation just before `time`: entry < time ≤ end (the row below a survival chart).
  package func atRisk(at time: Double) -> Int {
    var n = count - tallies.reduce(0) { $0 + $1.entered }
    for tally in tallies {
      if tally.time >= time { break }
      n += tally.entered - tally.lost - tally.censored
    }
    return n
  }

  /// The smallest time with S ≤ 1 − `share`: the median at 0.5; nil where the curve never comes so low.
  package func quantile(_ share: Double) -> Double? {
    steps.first { $0.survival <= 1 - share + 1e-12 }?.time
  }

  package var median: Double? { quantile(0.5) }
}
