import CustomerRecords
import Tabular

/// Where each person stood at the end of certain days, knowing only what had happened by then.
struct Standings: Sendable {
  /// Of one person on one day.
  struct Standing: OptionSet, Sendable {
    let rawValue: UInt8
    static let enrolled = Standing(rawValue: 1)
    /// Enrolled, and lost.
    static let lost = Standing(rawValue: 2)
    static let active = Standing(rawValue: 4)
  }

  /// Ascending, distinct.
  let days: [Int32]
  private let position: [Int32: Int]
  private let engagement: Engagement
  /// Day by day for each customer row; empty where they are found anew each time.
  private var kept: [Standing] = []

  /// - Parameter keeps: whether the same people are asked for again and again.
  init(_ facts: Facts, days wanted: Set<Int32>, keeps: Bool) {
    let days = wanted.sorted()
    self.days = days
    position = Dictionary(uniqueKeysWithValues: zip(days, days.indices))
    engagement = facts.engagement
    guard keeps else { return }
    var row = [Standing](repeating: [], count: days.count)
    var all = [Standing](repeating: [], count: facts.inside.count * days.count)
    for person in facts.people {
      find(Int(person), &row)
      all.replaceSubrange(Int(person) * days.count..<(Int(person) + 1) * days.count, with: row)
    }
    kept = all
  }

  func index(of day: Int32) -> Int? { position[day] }

  /// Calls `body` with each person and where they stood on each of `days`.
  func forEach(_ people: [Int32], _ body: (Int32, UnsafeBufferPointer<Standing>) -> Void) {
    let width = days.count
    if !kept.isEmpty {
      kept.withUnsafeBufferPointer { kept in
        for person in people { body(person, .init(rebasing: kept[Int(person) * width..<(Int(person) + 1) * width])) }
      }
      return
    }
    var row = [Standing](repeating: [], count: width)
    for person in people {
      find(Int(person), &row)
      row.withUnsafeBufferPointer { body(person, $0) }
    }
  }

  private func find(_ person: Int, _ out: inout [Standing]) {
    let met = engagement.interactions.range(person)
    let firstPaid = engagement.firstPaid[person]
    // Where no course says when it ends, silence alone decides who is lost.
    let dated = engagement.courses.range(person).contains {
      engagement.courses.end[$0] != Day.missing || engagement.courses.lessonsLeft[$0]
    }
    let inactive = Int32(engagement.inactiveDays)
    // Somebody who is not silent is not lost before some course has been over for long.
    var firstEnd = Int64.max
    for c in engagement.courses.range(person) where engagement.courses.end[c] != Day.missing {
      firstEnd = min(firstEnd, Int64(engagement.courses.end[c]))
    }
    let safeUntil = firstEnd == .max ? firstEnd : firstEnd + Int64(engagement.graceDays)
    var next = met.lowerBound
    for i in days.indices {
      let day = days[i]
      while next < met.upperBound && engagement.interactions.days[next] <= day { next += 1 }
      let last = next == met.lowerBound ? Day.missing : engagement.interactions.days[next - 1]
      let silent = last == Day.missing || day - last > inactive
      var standing: Standing = silent ? [] : .active
      if firstPaid != Day.missing, firstPaid <= day {
        standing.insert(.enrolled)
        let isLost = dated ? (silent || day > safeUntil) && engagement.isLost(person, on: day, last: last) : silent
        if isLost { standing.insert(.lost) }
      }
      out[i] = standing
    }
  }
}
