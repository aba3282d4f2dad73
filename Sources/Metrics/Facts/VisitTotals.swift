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
    /// The person last counted, by kind of count; a person's rows stand together.
    fileprivate var last: (Int32, Int32, Int32, Int32) = (-2, -2, -2, -2)
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
    out.withUnsafeMutableBufferPointer { out in
      var from = 0
      while from < rows.count {
        let some = rows[from..<min(from + chunk, rows.count)]
        visits.removeAll(keepingCapacity: true)
        for row in some { visits.append(Visit(log, Int(row), rate)) }
        visits.withUnsafeBufferPointer { visits in
          for visit in visits { out[0].add(visit) }
          for (label, start) in zip(labels, starts) {
            label.codes.withUnsafeBufferPointer { codes in
              for (visit, row) in zip(visits, some) { out[start + Int(codes[Int(row)]) + 1].add(visit) }
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
  fileprivate struct Visit {
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
}

extension VisitTotals.Sums {
  @inline(__always)
  fileprivate mutating func add(_ visit: VisitTotals.Visit) {
    let person = visit.person
    /// 1 for somebody not counted yet.
    func new(_ last: Int32) -> Int { visit.isUnknown || last != person ? 1 : 0 }
    visits &+= 1
    people &+= new(last.0)
    last.0 = person
    reached &+= visit.reached
    reachedPeople &+= visit.reached & new(last.1)
    last.1 = visit.reached == 1 ? person : last.1
    rated &+= visit.rated
    ratedPeople &+= visit.rated & new(last.2)
    last.2 = visit.rated == 1 ? person : last.2
    stars &+= visit.stars
    good &+= visit.good
    starPeople &+= visit.stars & new(last.3)
    last.3 = visit.stars == 1 ? person : last.3
    timed &+= visit.timed
    minutes += visit.minutes
    priced &+= visit.priced
    cost += visit.cost
  }
}
