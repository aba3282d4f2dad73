import CustomerRecords
import Statistics
import Tabular

/// The visits as arrays by row of the table.
struct VisitLog: Sendable {
  /// Representative customer row; -1 = nobody known.
  let person: [Int32]
  let day: [Int32]
  /// The first day the log can vouch for; `Day.missing` where purchases alone make it up.
  let begins: Int32
  /// The log says how visits went; one that never does is taken for a log of conversations.
  let tellsOutcomes: Bool
  /// Somebody was spoken to, came, or answered.
  let reached: [Bool]
  /// By customer row: reached by any visit.
  let everReached: [Bool]
  /// -1 = no valid answer.
  let nps: [Int8]
  /// 0 = no valid answer.
  let csat: [Int8]
  let minutes: [Double]
  /// As the sheet says, else the minutes at the hourly cost of whoever made the visit; NaN where neither is known.
  let cost: [Double]

  init(_ records: Records, _ settings: Settings, person persons: [Int32]) {
    let visits = records.visits
    let owners = records.customerRow(of: .visits)
    person = owners.map { $0 < 0 ? -1 : persons[Int($0)] }
    day = visits.days("visit_date").days
    begins = VisitLog.begins(day, asOf: records.asOf)
    nps = visits.numbers("nps").values.map { Facts.scale($0, 0...10) ?? -1 }
    csat = visits.numbers("csat").values.map { Facts.scale($0, 1...5) ?? 0 }
    minutes = visits.numbers("minutes").values
    cost = VisitLog.costs(records, minutes)
    let outcome = visits.texts("outcome")
    tellsOutcomes = visits.has("outcome")
    let words = Set(settings.words("reached_outcomes").map { $0.lowercased() })
    var verdict = [Int8](repeating: -1, count: outcome.pool.count)
    var reached = [Bool](repeating: false, count: owners.count)
    for row in owners.indices {
      let code = outcome.codes[row]
      if code == TextPool.none {
        // A blank beside filled cells says nothing.
        reached[row] = !tellsOutcomes || nps[row] >= 0 || csat[row] > 0
        continue
      }
      if verdict[Int(code)] < 0 {
        verdict[Int(code)] = words.contains(outcome.pool.string(code).trimmed.lowercased()) ? 1 : 0
      }
      reached[row] = verdict[Int(code)] == 1 || nps[row] >= 0 || csat[row] > 0
    }
    self.reached = reached
    var ever = [Bool](repeating: false, count: persons.count)
    for row in person.indices where person[row] >= 0 && reached[row] { ever[Int(person[row])] = true }
    everReached = ever
  }

  private static func costs(_ records: Records, _ minutes: [Double]) -> [Double] {
    let staff = records[.staff]
    var costs = records.visits.numbers("cost").values
    guard staff.has("cost_per_hour"), records.visits.has("staff") else { return costs }
    var byName: [String: Double] = [:]
    let names = staff.texts("name")
    let hourly = staff.numbers("cost_per_hour")
    for row in 0..<staff.count { if let name = names[row]?.trimmed, let cost = hourly[row] { byName[name] = cost } }
    let view = records.visits.texts("staff")
    // By text of the column; -1 = not looked up yet.
    var known = [Double](repeating: -1, count: view.pool.count)
    for row in costs.indices where costs[row].isNaN && view.codes[row] != TextPool.none {
      let code = Int(view.codes[row])
      if known[code] == -1 { known[code] = byName[view.pool.string(view.codes[row]).trimmed] ?? .nan }
      costs[row] = known[code] * minutes[row] / 60
    }
    return costs
  }

  var count: Int { person.count }

  /// Visits dated up to as-of, or not at all.
  func byPerson(_ people: Int, asOf: Day, _ labels: VisitLabels) -> PersonRuns<Contact> {
    let tags = labels.tags(self)
    return person.withUnsafeBufferPointer { person in
      day.withUnsafeBufferPointer { day in
        tags.withUnsafeBufferPointer { tags in
          PersonRuns(
            people: people, person.indices.lazy.filter { day[$0] <= asOf.rawValue }, person: { person[$0] },
            item: { Contact(person: person[$0], day: day[$0], row: $0, tags[$0]) })
        }
      }
    }
  }

  /// Rows with a filled cell that is no answer of its scale.
  func invalidAnswers(_ records: Records) -> [Int32] {
    let (scores, stars) = (records.visits.numbers("nps").values, records.visits.numbers("csat").values)
    return (0..<Int32(count)).filter {
      let row = Int($0)
      return nps[row] < 0 && !scores[row].isNaN || csat[row] == 0 && !stars[row].isNaN
    }
  }

  /// The first day the visit log can vouch for; `Day.missing` where purchases alone make up the log.
  private static func begins(_ days: [Int32], asOf: Day) -> Int32 {
    let days = days.filter { $0 != Day.missing && $0 <= asOf.rawValue }
    // A handful of mistyped early dates is no log.
    guard days.count >= 20 else { return days.min() ?? Day.missing }
    // Only the earliest are put in order: those up to the one behind the quantile.
    let share = 0.005
    let wanted = Int(Double(days.count - 1) * share) + 2
    var earliest: [Int32] = []
    var limit = Int32.max
    for day in days where day < limit {
      earliest.append(day)
      if earliest.count >= 4 * wanted + 64 {
        earliest.sort()
        earliest.removeLast(earliest.count - wanted)
        limit = earliest[wanted - 1]
      }
    }
    earliest.sort()
    return Quantile.type7(count: days.count, share) { Double(earliest[$0]) }.map { Int32($0) } ?? Day.missing
  }
}
