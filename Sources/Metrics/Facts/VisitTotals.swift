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

  func total(_ rate: [Double]) -> Sums { sums(nil, labels: 0, rate)[0] }

  /// Sums by code; position 0 is for rows without one.
  func by(_ codes: [Int32], labels: Int, _ rate: [Double]) -> [Sums] { sums(codes, labels: labels, rate) }

  private func sums(_ codes: [Int32]?, labels: Int, _ rate: [Double]) -> [Sums] {
    var out = [Sums](repeating: Sums(), count: labels + 1)
    for index in rows {
      let row = Int(index)
      let slot = codes.map { Int($0[row]) + 1 } ?? 0
      let person = log.person[row]
      let known = person >= 0
      out[slot].visits += 1
      if !known || out[slot].last.0 != person {
        out[slot].last.0 = person
        out[slot].people += 1
      }
      let stars = log.csat[row]
      if log.reached[row] {
        out[slot].reached += 1
        if !known || out[slot].last.1 != person {
          out[slot].last.1 = person
          out[slot].reachedPeople += 1
        }
        if stars > 0 || log.nps[row] >= 0 {
          out[slot].rated += 1
          if !known || out[slot].last.2 != person {
            out[slot].last.2 = person
            out[slot].ratedPeople += 1
          }
        }
      }
      if stars > 0 {
        out[slot].stars += 1
        if stars >= 4 { out[slot].good += 1 }
        if !known || out[slot].last.3 != person {
          out[slot].last.3 = person
          out[slot].starPeople += 1
        }
      }
      let minutes = log.minutes[row]
      if !minutes.isNaN {
        out[slot].timed += 1
        out[slot].minutes += minutes
      }
      var cost = log.cost[row]
      if cost.isNaN, !rate.isEmpty { cost = rate[row] * minutes / 60 }
      if !cost.isNaN {
        out[slot].priced += 1
        out[slot].cost += cost
      }
    }
    return out
  }
}
