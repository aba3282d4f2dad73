import CustomerRecords
import Tabular

/// Who was enrolled, active and lost at the end of certain days, knowing only what had happened by then.
///
/// One walk over every person answers for all days at once.
struct StatusTimeline: Sendable {
  /// Ascending, distinct.
  let days: [Int32]
  /// By position in `days`.
  private(set) var enrolled: [Int]
  private(set) var active: [Int]
  private(set) var lost: [Int]
  private(set) var spans: [SpanCount]

  /// From the end of one day to the end of another: who was lost in between.
  struct Span: Hashable, Sendable {
    /// Day before the first, and last day.
    var before: Int32
    var last: Int32
  }
  struct SpanCount: Sendable {
    var span: Span
    /// Enrolled and not lost at the start.
    var atStart = 0
    /// Of them, lost at the end.
    var becameLost = 0
    /// Of those, lost at as-of.
    var stillLost = 0
    /// Lost at the start, not at the end.
    var reactivated = 0
  }

  init(_ facts: Facts, days wanted: [Int32], spans wantedSpans: [Span]) {
    let asOf = facts.asOf.rawValue
    var all = Set(wanted)
    for span in wantedSpans {
      all.insert(span.before)
      all.insert(min(span.last, asOf))
    }
    all.insert(asOf)
    let days = all.sorted()
    var position: [Int32: Int] = [:]
    for (i, day) in days.enumerated() { position[day] = i }
    self.days = days
    let ends = wantedSpans.map { (position[$0.before]!, position[min($0.last, asOf)]!) }
    let now = position[asOf]!
    var enrolled = [Int](repeating: 0, count: days.count)
    var active = enrolled
    var lost = enrolled
    var counts = wantedSpans.map { SpanCount(span: $0) }
    let engagement = facts.engagement
    let inactive = Int32(engagement.inactiveDays)
    /// 0 not enrolled, 1 enrolled, 2 lost.
    var state = [UInt8](repeating: 0, count: days.count)
    for row in facts.people {
      let person = Int(row)
      let met = engagement.interactions.range(person)
      guard !met.isEmpty else { continue }
      let firstPaid = engagement.firstPaid[person]
      let courses = engagement.courses.range(person)
      let dated = courses.contains {
        engagement.courses.end[$0] != Day.missing || engagement.courses.lessonsLeft[$0]
      }
      var next = met.lowerBound
      for i in days.indices {
        let day = days[i]
        while next < met.upperBound && engagement.interactions.days[next] <= day { next += 1 }
        let silent = next == met.lowerBound || day - engagement.interactions.days[next - 1] > inactive
        if !silent { active[i] += 1 }
        guard firstPaid != Day.missing, firstPaid <= day else {
          state[i] = 0
          continue
        }
        enrolled[i] += 1
        let gone = dated ? engagement.isLost(person, on: day) : silent
        if gone { lost[i] += 1 }
        state[i] = gone ? 2 : 1
      }
      guard firstPaid != Day.missing else { continue }
      for i in counts.indices {
        let (start, end) = ends[i]
        if state[start] == 1 {
          counts[i].atStart += 1
          if state[end] == 2 {
            counts[i].becameLost += 1
            if state[now] == 2 { counts[i].stillLost += 1 }
          }
        } else if state[start] == 2, state[end] == 1 {
          counts[i].reactivated += 1
        }
      }
    }
    self.enrolled = enrolled
    self.active = active
    self.lost = lost
    spans = counts
  }

  func index(of day: Int32) -> Int? { days.firstIndex(of: day) }

  func span(_ span: Span) -> SpanCount? { spans.first { $0.span == span } }
}
