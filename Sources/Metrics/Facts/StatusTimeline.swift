import CustomerRecords
import Tabular

/// How many were enrolled, active and lost at the end of certain days, and who was lost in between.
struct StatusTimeline: Sendable {
  private let standings: Standings
  /// By position in the days of `standings`.
  private(set) var enrolled: [Int]
  private(set) var active: [Int]
  private(set) var lost: [Int]
  private let spans: [Span: SpanCount]

  /// From the end of one day to the end of another: who was lost in between.
  struct Span: Hashable, Sendable {
    /// Day before the first, and last day.
    var before: Int32
    var last: Int32
  }
  struct SpanCount: Sendable {
    /// Enrolled and not lost at the start.
    var atStart = 0
    /// Of them, lost at the end.
    var becameLost = 0
    /// Of those, lost at as-of.
    var stillLost = 0
    /// Lost at the start, not at the end.
    var reactivated = 0
  }

  /// - Parameter spans: their days up to as-of, and as-of, are among those of `standings`.
  init(_ facts: Facts, _ standings: Standings, spans wanted: [Span]) {
    self.standings = standings
    let now = standings.index(of: facts.asOf.rawValue)!
    let ends = wanted.map { span in
      (standings.index(of: span.before)!, standings.index(of: min(span.last, facts.asOf.rawValue))!)
    }
    var counts = [SpanCount](repeating: SpanCount(), count: wanted.count)
    // By day, how many stand in each of the eight ways there are.
    var ways = [Int](repeating: 0, count: 8 * standings.days.count)
    standings.forEach(facts.people) { _, standing in
      for i in standing.indices { ways[8 * i + Int(standing[i].rawValue & 7)] += 1 }
      guard standing[now].contains(.enrolled) else { return }
      for (i, (start, end)) in ends.enumerated() where standing[start].contains(.enrolled) {
        let (before, after) = (standing[start].contains(.lost), standing[end].contains(.lost))
        if !before {
          counts[i].atStart += 1
          if after {
            counts[i].becameLost += 1
            if standing[now].contains(.lost) { counts[i].stillLost += 1 }
          }
        } else if !after {
          counts[i].reactivated += 1
        }
      }
    }
    func people(_ wanted: Standings.Standing) -> [Int] {
      standings.days.indices.map { day in
        (0..<8).reduce(0) { Standings.Standing(rawValue: UInt8($1)).contains(wanted) ? $0 + ways[8 * day + $1] : $0 }
      }
    }
    (enrolled, active, lost) = (people(.enrolled), people(.active), people(.lost))
    spans = Dictionary(uniqueKeysWithValues: zip(wanted, counts))
  }

  func index(of day: Int32) -> Int? { standings.index(of: day) }

  func span(_ span: Span) -> SpanCount { spans[span] ?? SpanCount() }
}
