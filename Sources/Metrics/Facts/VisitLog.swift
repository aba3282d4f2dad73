import CustomerRecords
import Tabular

/// The visits as arrays by row of the table.
struct VisitLog: Sendable {
  /// Representative customer row; -1 = nobody known.
  let person: [Int32]
  let day: [Int32]
  /// Somebody was spoken to, came, or answered.
  let reached: [Bool]
  /// -1 = no valid answer.
  let nps: [Int8]
  /// 0 = no valid answer.
  let csat: [Int8]
  let minutes: [Double]
  let cost: [Double]

  init(_ records: Records, _ settings: Settings, person persons: [Int32]) {
    let visits = records.visits
    let owners = records.customerRow(of: .visits)
    person = owners.map { $0 < 0 ? -1 : persons[Int($0)] }
    day = visits.days("visit_date").days
    nps = visits.numbers("nps").values.map { Facts.scale($0, 0...10) ?? -1 }
    csat = visits.numbers("csat").values.map { Facts.scale($0, 1...5) ?? 0 }
    minutes = visits.numbers("minutes").values
    cost = visits.numbers("cost").values
    let outcome = visits.texts("outcome")
    let tells = visits.has("outcome")
    let words = Set(settings.words("reached_outcomes").map { $0.lowercased() })
    var verdict = [Int8](repeating: -1, count: outcome.pool.count)
    var reached = [Bool](repeating: false, count: owners.count)
    for row in owners.indices {
      let code = outcome.codes[row]
      if code == TextPool.none {
        // A log that never says how a visit went holds conversations; a blank beside filled cells says nothing.
        reached[row] = !tells || nps[row] >= 0 || csat[row] > 0
        continue
      }
      if verdict[Int(code)] < 0 {
        verdict[Int(code)] = words.contains(outcome.pool.string(code).trimmed.lowercased()) ? 1 : 0
      }
      reached[row] = verdict[Int(code)] == 1 || nps[row] >= 0 || csat[row] > 0
    }
    self.reached = reached
  }

  var count: Int { person.count }

  /// All rows in order of person, those of nobody known first.
  func rowsByPerson(people: Int) -> [Int32] {
    var starts = [Int](repeating: 0, count: people + 2)
    for owner in person { starts[Int(owner) + 2] += 1 }
    for i in 1..<starts.count { starts[i] += starts[i - 1] }
    var sorted = [Int32](repeating: 0, count: person.count)
    for row in person.indices {
      let at = Int(person[row]) + 1
      sorted[starts[at]] = Int32(row)
      starts[at] += 1
    }
    return sorted
  }
}
