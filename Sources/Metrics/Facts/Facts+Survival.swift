import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// The first day on or after `from` on which the person counted as lost; nil where that never happened.
  func firstLoss(_ person: Int, from: Int32, scratch: inout [Int32]) -> Int32? {
    let inactive = Int32(engagement.inactiveDays)
    let grace = Int32(engagement.graceDays)
    scratch.removeAll(keepingCapacity: true)
    let met = engagement.interactions.range(person)
    let days = engagement.interactions.days
    for i in met {
      // Silence shows only where no next interaction comes in time.
      if i + 1 < met.upperBound, days[i + 1] - days[i] <= inactive + 1 { continue }
      scratch.append(days[i] + inactive + 1)
    }
    for c in engagement.courses.range(person) where engagement.courses.end[c] != Day.missing {
      scratch.append(engagement.courses.end[c] + 1)
      scratch.append(engagement.courses.end[c] + grace + 1)
    }
    if from > Day.missing { scratch.append(from) }
    scratch.sort()
    for day in scratch where day >= from && day <= asOf.rawValue {
      if engagement.isLost(person, on: day) { return day }
    }
    return nil
  }

  func survivalSection() -> SurvivalSection {
    let begins = visitLog.begins
    var times: [Int32] = []
    var lost: [Bool] = []
    var entries: [Int32] = []
    var late = 0
    var scratch: [Int32] = []
    let enrolled = enrolledPeople
    for row in enrolled {
      let person = Int(row)
      let first = engagement.firstPurchase[person]
      let isLate = begins != Day.missing && first < begins
      if isLate { late += 1 }
      let loss = firstLoss(person, from: isLate ? begins : Day.missing + 1, scratch: &scratch)
      times.append((loss ?? asOf.rawValue) - first)
      lost.append(loss != nil)
      entries.append(isLate ? begins - first : .min)
    }
    let curve = KaplanMeier(days: times, lost: lost, entries: late > 0 ? entries : nil)
    let horizon = curve.lastTime ?? 0
    let marks = SurvivalSection.marks(horizon)
    return SurvivalSection(
      curve: curve.steps, median: curve.median, people: curve.count, events: curve.events, lateEntries: late,
      lastTime: curve.lastTime, atRisk: marks.map { .init(time: $0, count: curve.atRisk(at: $0)) },
      basis: Basis(
        "survival", [String(engagement.inactiveDays), String(engagement.graceDays)], window: window,
        exclusions: [
          Exclusion("never_enrolled", people.count - enrolled.count),
          Exclusion("lost_before_log", enrolled.count - curve.count),
        ],
        sources: [.enrolments, .visits, .surveys, .complaints, .points]))
  }
}

extension SurvivalSection {
  /// Seven or fewer round times up to the last observation.
  static func marks(_ horizon: Double) -> [Double] {
    guard horizon > 0 else { return [0] }
    let steps: [Double] = [1, 5, 10, 30, 60, 90, 180, 365, 730, 1825]
    let step = steps.first { horizon / $0 <= 6 } ?? horizon / 6
    return Array(stride(from: 0, through: horizon, by: step))
  }
}
