import CustomerRecords

/// Sums over the visits of a slice, all or by a label, with distinct people.
struct VisitTotals {
  struct Sums {
    /// Visits, of them reached, reached and answered, with stars, with good ones, timed, priced.
    fileprivate var counts = SIMD8<Int32>()
    /// People with any visit, reached, reached and answered, with stars.
    fileprivate var distinct = SIMD4<Int32>()
    /// The person last counted for each of those; a person's rows stand together.
    fileprivate var last = SIMD4<Int32>(repeating: -2)
    fileprivate var amounts = SIMD2<Double>()

    var visits: Int { Int(counts[0]) }
    var people: Int { Int(distinct[0]) }
    var reached: Int { Int(counts[1]) }
    var reachedPeople: Int { Int(distinct[1]) }
    var rated: Int { Int(counts[2]) }
    var ratedPeople: Int { Int(distinct[2]) }
    var stars: Int { Int(counts[3]) }
    var starPeople: Int { Int(distinct[3]) }
    var good: Int { Int(counts[4]) }
    var timed: Int { Int(counts[5]) }
    var minutes: Double { amounts[0] }
    var priced: Int { Int(counts[6]) }
    var cost: Double { amounts[1] }

    @inline(__always)
    fileprivate mutating func add(_ visit: Visit) {
      counts &+= visit.counts
      amounts += visit.amounts
      let isNew = visit.counted .& ((last .!= visit.person) .| visit.isUnknown)
      distinct = distinct.replacing(with: distinct &+ 1, where: isNew)
      last = last.replacing(with: visit.person, where: visit.counted)
    }
  }

  private let log: VisitLog
  private let rows: [Int32]

  init(_ facts: Facts) {
    log = facts.visitLog
    rows = facts.visitRows
  }

  /// Sums over everything, and by each of several labels; position 0 of those is for rows without one. One pass over
  /// the visits for all of them.
  func sums(_ labels: [TextLabels]) -> (total: Sums, by: [[Sums]]) {
    var total = Sums()
    var by = labels.map { [Sums](repeating: Sums(), count: $0.names.count + 1) }
    // Some visits are fetched, then counted label by label.
    let chunk = 1024
    var visits: [Visit] = []
    visits.reserveCapacity(chunk)
    var slots = [Int32](repeating: 0, count: chunk)
    var from = 0
    while from < rows.count {
      let some = rows[from..<min(from + chunk, rows.count)]
      visits.removeAll(keepingCapacity: true)
      for row in some { visits.append(Visit(log, Int(row))) }
      visits.withUnsafeBufferPointer { visits in
        for visit in visits { total.add(visit) }
        for (at, label) in labels.enumerated() {
          // Far apart in memory: all are asked for before the first is needed.
          for (i, row) in some.enumerated() { slots[i] = label.number(Int(row)) }
          by[at].withUnsafeMutableBufferPointer { sums in
            for i in visits.indices { sums[Int(slots[i]) &+ 1].add(visits[i]) }
          }
        }
      }
      from += chunk
    }
    return (total, by)
  }

  /// What is counted of one visit, as lanes to be added: nearly every question has an answer that cannot be guessed
  /// from the visit before, so none of them is a branch.
  fileprivate struct Visit {
    var counts: SIMD8<Int32>
    var counted: SIMDMask<SIMD4<Int32>>
    var person: SIMD4<Int32>
    var isUnknown: SIMDMask<SIMD4<Int32>>
    var amounts: SIMD2<Double>

    @inline(__always)
    init(_ log: VisitLog, _ row: Int) {
      let reached: Int32 = log.reached[row] ? 1 : 0
      let stars: Int32 = log.csat[row] > 0 ? 1 : 0
      let rated = reached & (stars | (log.nps[row] >= 0 ? 1 : 0))
      let (minutes, cost) = (log.minutes[row], log.cost[row])
      counts = SIMD8(
        1, reached, rated, stars, log.csat[row] >= 4 ? 1 : 0, minutes.isNaN ? 0 : 1, cost.isNaN ? 0 : 1, 0)
      counted = counts.lowHalf .!= 0
      person = SIMD4(repeating: log.person[row])
      isUnknown = person .< 0
      amounts = SIMD2(minutes.isNaN ? 0 : minutes, cost.isNaN ? 0 : cost)
    }
  }
}
