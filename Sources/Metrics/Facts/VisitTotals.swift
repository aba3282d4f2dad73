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
  private let labels: VisitLabels
  private let contacts: [Contact]

  init(_ facts: Facts) { (log, labels, contacts) = (facts.visitLog, facts.visitLabels, facts.contacts) }

  /// Sums over everything, and by the labels of each of several fields of visits; position 0 of those is for visits
  /// without one. One pass over the visits for all of them.
  func sums(_ fields: [String]) -> (total: Sums, by: [[Sums]]) {
    var total = Sums()
    var by = fields.map { [Sums](repeating: Sums(), count: (labels.names($0)?.count ?? 0) + 1) }
    let positions = fields.map { VisitLabels.fields.firstIndex(of: $0) ?? 0 }
    // Some visits are fetched, then counted field by field.
    let chunk = 256
    var visits: [Visit] = []
    visits.reserveCapacity(chunk)
    contacts.withUnsafeBufferPointer { contacts in
      var from = 0
      while from < contacts.count {
        let some = UnsafeBufferPointer(rebasing: contacts[from..<min(from + chunk, contacts.count)])
        visits.removeAll(keepingCapacity: true)
        for contact in some { visits.append(Visit(log, contact)) }
        visits.withUnsafeBufferPointer { visits in
          for visit in visits { total.add(visit) }
          for (at, field) in positions.enumerated() {
            by[at].withUnsafeMutableBufferPointer { sums in
              for i in visits.indices { sums[labels.slot(field, some[i])].add(visits[i]) }
            }
          }
        }
        from += chunk
      }
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
    init(_ log: VisitLog, _ visit: Contact) {
      let reached: Int32 = visit.isReached ? 1 : 0
      let stars: Int32 = visit.stars > 0 ? 1 : 0
      let rated = reached & (stars | (visit.hasScore ? 1 : 0))
      let row = Int(visit.row)
      counts = SIMD8(
        1, reached, rated, stars, visit.stars >= 4 ? 1 : 0, visit.isTimed ? 1 : 0, visit.isPriced ? 1 : 0, 0)
      counted = counts.lowHalf .!= 0
      person = SIMD4(repeating: visit.person)
      isUnknown = person .< 0
      amounts = SIMD2(visit.isTimed ? log.minutes[row] : 0, visit.isPriced ? log.cost[row] : 0)
    }
  }
}
