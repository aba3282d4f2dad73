import CustomerRecords

/// Sums over the visits of a slice, all or by a label, with distinct people.
struct VisitTotals {
  struct Sums {
    var visits = 0
    var people = 0
    var reached = 0
    var reachedPeople = 0
    var rated = 0
    var ratedPeople = 0
    var timed = 0
    var minutes = 0.0
    var priced = 0
    var cost = 0.0
    var stars = 0
    var starPeople = 0
    var good = 0
  }

  /// The person last counted in each slot, by kind of count; a person's rows stand together. In lists of their own:
  /// written one by one, they are not read back as one.
  private struct Last {
    var met: [Int32]
    var reached: [Int32]
    var rated: [Int32]
    var starred: [Int32]

    init(slots: Int) {
      met = Array(repeating: -2, count: slots)
      (reached, rated, starred) = (met, met, met)
    }
  }

  private let log: VisitLog
  private let rows: [Int32]

  init(_ facts: Facts) {
    log = facts.visitLog
    rows = facts.visitRows
  }

  /// Sums over everything, and by the codes of each of several labels; position 0 of those is for rows without one. One
  /// pass over the visits for all of them.
  func sums(_ labels: [(codes: [Int32], count: Int)], _ rate: [Double]) -> (total: Sums, by: [[Sums]]) {
    // Where the sums of each label begin; the total stands first.
    var starts = [1]
    for label in labels { starts.append(starts[starts.count - 1] + label.count + 1) }
    var out = [Sums](repeating: Sums(), count: starts[labels.count])
    // Some visits are fetched, then counted label by label.
    let chunk = 2048
    var visits: [Visit] = []
    visits.reserveCapacity(chunk)
    var slots = [Int32](repeating: 0, count: chunk)
    var last = Last(slots: out.count)
    out.withUnsafeMutableBufferPointer { out in
      var from = 0
      while from < rows.count {
        let some = rows[from..<min(from + chunk, rows.count)]
        visits.removeAll(keepingCapacity: true)
        for row in some { visits.append(Visit(log, Int(row), rate)) }
        visits.withUnsafeBufferPointer { visits in
          for visit in visits { VisitTotals.add(visit, to: &out[0], &last, 0) }
          for (label, start) in zip(labels, starts) {
            label.codes.withUnsafeBufferPointer { codes in
              // Far apart in memory: all are asked for before the first is needed.
              for (i, row) in some.enumerated() { slots[i] = codes[Int(row)] }
              for i in visits.indices {
                let slot = start &+ Int(slots[i]) &+ 1
                VisitTotals.add(visits[i], to: &out[slot], &last, slot)
              }
            }
          }
        }
        from += chunk
      }
    }
    return (out[0], labels.indices.map { Array(out[starts[$0]..<starts[$0 + 1]]) })
  }

  /// What is counted of one visit, as numbers to be added: nearly every question has an answer that cannot be guessed
  /// from the visit before, so none of them is a branch.
  private struct Visit {
    var person: Int32
    var isUnknown: Bool
    var reached: Int
    /// Reached and answered.
    var rated: Int
    var stars: Int
    var good: Int
    var timed: Int
    var minutes: Double
    var priced: Int
    var cost: Double

    @inline(__always)
    init(_ log: VisitLog, _ row: Int, _ rate: [Double]) {
      person = log.person[row]
      isUnknown = person < 0
      reached = log.reached[row] ? 1 : 0
      stars = log.csat[row] > 0 ? 1 : 0
      good = log.csat[row] >= 4 ? 1 : 0
      rated = reached & (stars | (log.nps[row] >= 0 ? 1 : 0))
      minutes = log.minutes[row]
      cost = log.cost[row]
      if !rate.isEmpty { cost = cost.isNaN ? rate[row] * minutes / 60 : cost }
      timed = minutes.isNaN ? 0 : 1
      minutes = minutes.isNaN ? 0 : minutes
      priced = cost.isNaN ? 0 : 1
      cost = cost.isNaN ? 0 : cost
    }
  }

  @inline(__always)
  private static func add(_ visit: Visit, to sums: inout Sums, _ last: inout Last, _ slot: Int) {
    let person = visit.person
    /// 1 for somebody not counted yet.
    func new(_ last: Int32) -> Int { visit.isUnknown || last != person ? 1 : 0 }
    sums.visits &+= 1
    sums.people &+= new(last.met[slot])
    last.met[slot] = person
    sums.reached &+= visit.reached
    sums.reachedPeople &+= visit.reached & new(last.reached[slot])
    last.reached[slot] = visit.reached == 1 ? person : last.reached[slot]
    sums.rated &+= visit.rated
    sums.ratedPeople &+= visit.rated & new(last.rated[slot])
    last.rated[slot] = visit.rated == 1 ? person : last.rated[slot]
    sums.stars &+= visit.stars
    sums.good &+= visit.good
    sums.starPeople &+= visit.stars & new(last.starred[slot])
    last.starred[slot] = visit.stars == 1 ? person : last.starred[slot]
    sums.timed &+= visit.timed
    sums.minutes += visit.minutes
    sums.priced &+= visit.priced
    sums.cost += visit.cost
  }
}
