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

  /// The person last counted in each slot, by kind of count; a person's rows stand together. One list for each kind:
  /// written one by one, they are not read back as one.
  private struct Last {
    private let persons: UnsafeMutablePointer<Int32>
    private let slots: Int

    init(_ persons: UnsafeMutablePointer<Int32>, slots: Int) {
      self.persons = persons
      self.slots = slots
    }

    /// 1 where `counted` is 1 and the person was not counted in the slot yet (or is nobody known).
    @inline(__always)
    func isNew(_ kind: Int, _ slot: Int, _ person: Int32, _ counted: Int) -> Int {
      let at = kind &* slots &+ slot
      let last = persons[at]
      persons[at] = counted == 1 ? person : last
      return counted & (person < 0 || last != person ? 1 : 0)
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
  func sums(_ labels: [(codes: [Int32], count: Int)]) -> (total: Sums, by: [[Sums]]) {
    // Where the sums of each label begin; the total stands first.
    var starts = [1]
    for label in labels { starts.append(starts[starts.count - 1] + label.count + 1) }
    var out = [Sums](repeating: Sums(), count: starts[labels.count])
    // Some visits are fetched, then counted label by label.
    let chunk = 2048
    var visits: [Visit] = []
    visits.reserveCapacity(chunk)
    var slots = [Int32](repeating: 0, count: chunk)
    var persons = [Int32](repeating: -2, count: 4 * out.count)
    let count = out.count
    out.withUnsafeMutableBufferPointer { out in
      persons.withUnsafeMutableBufferPointer { persons in
        guard let base = persons.baseAddress else { return }
        let last = Last(base, slots: count)
        var from = 0
        while from < rows.count {
          let some = rows[from..<min(from + chunk, rows.count)]
          visits.removeAll(keepingCapacity: true)
          for row in some { visits.append(Visit(log, Int(row))) }
          visits.withUnsafeBufferPointer { visits in
            for visit in visits { VisitTotals.add(visit, to: &out[0], last, 0) }
            for (label, start) in zip(labels, starts) {
              label.codes.withUnsafeBufferPointer { codes in
                // Far apart in memory: all are asked for before the first is needed.
                for (i, row) in some.enumerated() { slots[i] = codes[Int(row)] }
                for i in visits.indices {
                  let slot = start &+ Int(slots[i]) &+ 1
                  VisitTotals.add(visits[i], to: &out[slot], last, slot)
                }
              }
            }
          }
          from += chunk
        }
      }
    }
    return (out[0], labels.indices.map { Array(out[starts[$0]..<starts[$0 + 1]]) })
  }

  /// What is counted of one visit, as numbers to be added: nearly every question has an answer that cannot be guessed
  /// from the visit before, so none of them is a branch.
  private struct Visit {
    var person: Int32
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
    init(_ log: VisitLog, _ row: Int) {
      person = log.person[row]
      reached = log.reached[row] ? 1 : 0
      stars = log.csat[row] > 0 ? 1 : 0
      good = log.csat[row] >= 4 ? 1 : 0
      rated = reached & (stars | (log.nps[row] >= 0 ? 1 : 0))
      minutes = log.minutes[row]
      cost = log.cost[row]
      timed = minutes.isNaN ? 0 : 1
      minutes = minutes.isNaN ? 0 : minutes
      priced = cost.isNaN ? 0 : 1
      cost = cost.isNaN ? 0 : cost
    }
  }

  @inline(__always)
  private static func add(_ visit: Visit, to sums: inout Sums, _ last: Last, _ slot: Int) {
    sums.visits &+= 1
    sums.people &+= last.isNew(0, slot, visit.person, 1)
    sums.reached &+= visit.reached
    sums.reachedPeople &+= last.isNew(1, slot, visit.person, visit.reached)
    sums.rated &+= visit.rated
    sums.ratedPeople &+= last.isNew(2, slot, visit.person, visit.rated)
    sums.stars &+= visit.stars
    sums.good &+= visit.good
    sums.starPeople &+= last.isNew(3, slot, visit.person, visit.stars)
    sums.timed &+= visit.timed
    sums.minutes += visit.minutes
    sums.priced &+= visit.priced
    sums.cost += visit.cost
  }
}
