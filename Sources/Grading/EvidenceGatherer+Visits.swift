import CustomerRecords
import DecisionTables
import Tabular

/// The newest visits of a customer, each as its day and, below that, its row; and how many there are.
struct LatestVisits: BitwiseCopyable, Sendable {
  var contact = Int64.min
  var trial = Int64.min
  var score = Int64.min
  var notes = Int64.min
  var many = 0.0
}

extension EvidenceGatherer {
  /// One pass over the visit log: the last contact, the last trial class, the last score, the last notes.
  func latest() -> [LatestVisits] {
    let visits = records.visits
    let owners = records.customerRow(of: .visits)
    let dates = visits.days("visit_date").days
    let outcome = visits.texts("outcome")
    let type = visits.texts("visit_type")
    let content = visits.texts("content")
    let (csat, nps) = (visits.numbers("csat").values, visits.numbers("nps").values)
    let reached = flags(outcome, among: settings.words("reached_outcomes"))
    let trials = flags(type, among: settings.words("trial_types"))
    let tellsOutcome = visits.has("outcome")
    var latest = [LatestVisits](repeating: LatestVisits(), count: rows)
    for row in 0..<visits.count where owners[row] >= 0 {
      guard dates[row] != Day.missing, dates[row] <= asOf else { continue }
      let owner = Int(person[Int(owners[row])])
      // Of two visits on one day the later row is the newer.
      let visit = Int64(dates[row]) << 32 | Int64(row)
      latest[owner].many += 1
      let spoke = outcome.codes[row] == TextPool.none ? !tellsOutcome : reached[Int(outcome.codes[row])]
      if spoke { latest[owner].contact = max(latest[owner].contact, visit) }
      if type.codes[row] != TextPool.none, trials[Int(type.codes[row])] {
        latest[owner].trial = max(latest[owner].trial, visit)
      }
      if !csat[row].isNaN || !nps[row].isNaN { latest[owner].score = max(latest[owner].score, visit) }
      if content.codes[row] != TextPool.none { latest[owner].notes = max(latest[owner].notes, visit) }
    }
    return latest
  }

  /// What the newest visits say.
  mutating func visits(_ all: [LatestVisits]) {
    let visits = records.visits
    let content = visits.texts("content")
    let dates = visits.days("visit_date").days
    let (csat, nps) = (visits.numbers("csat").values, visits.numbers("nps").values)
    func row(_ visit: Int64) -> Int32 { visit == .min ? -1 : Int32(truncatingIfNeeded: visit) }
    evidence.lastContact = person.map { row(all[Int($0)].contact) }
    evidence.lastTrial = person.map { row(all[Int($0)].trial) }
    evidence.lastScore = person.map { row(all[Int($0)].score) }
    evidence.lastVisit = person.map { row(all[Int($0)].notes) }
    set("visits_total", Column(.number(person.map { all[Int($0)].many }, .plain)))
    contacts(dates)
    trialResults(csat)
    var moods = Labels(rows: rows, names: ["差", "一般", "好"])
    for row in 0..<rows where evidence.lastScore[row] >= 0 {
      let visit = Int(evidence.lastScore[row])
      moods.codes[row] = feedback(csat[visit], nps[visit])
    }
    set("feedback", moods.column)
    details(content)
  }

  /// 4 and 5, or 9 and 10, are good; 1 and 2, or 0 to 6, are bad; where both were asked the worse counts.
  private func feedback(_ csat: Double, _ nps: Double) -> Int32 {
    let satisfied: Int32 = csat.isNaN ? 2 : csat >= 4 ? 2 : csat <= 2 ? 0 : 1
    let recommends: Int32 = nps.isNaN ? 2 : nps >= 9 ? 2 : nps <= 6 ? 0 : 1
    return min(satisfied, recommends)
  }

  private mutating func contacts(_ dates: [Int32]) {
    let days = ["inquired_on", "registered_on"].map { customerDays($0) }
    set(
      "days_since_contact",
      .numbers(
        (0..<rows).map { row in
          var last = evidence.lastContact[row] < 0 ? Day.missing : dates[Int(evidence.lastContact[row])]
          for field in days where field[row] != Day.missing && field[row] <= asOf { last = max(last, field[row]) }
          return last == Day.missing ? nil : Double(asOf - last)
        }))
  }

  /// The trial class as the sheet has it, else by the score given after it.
  private mutating func trialResults(_ csat: [Double]) {
    guard case .text(let codes, let pool)? = evidence.columns["trial_result"]?.lane else { return }
    var results = Labels(rows: rows, names: (0..<UInt32(pool.count)).map { pool.string($0) })
    let (passed, failed, open) = (results.code("通过"), results.code("未通过"), results.code("待定"))
    for row in 0..<rows {
      if codes[row] != TextPool.none {
        results.codes[row] = Int32(codes[row])
        continue
      }
      let visit = evidence.lastTrial[row]
      guard visit >= 0, !csat[Int(visit)].isNaN else { continue }
      results.codes[row] = csat[Int(visit)] >= 4 ? passed : csat[Int(visit)] <= 2 ? failed : open
    }
    set("trial_result", results.column)
  }

  /// Whether the customer asks about course, teacher or price: in the stated need, or in the notes of the last visit.
  private mutating func details(_ content: TextView) {
    let words = WordList(settings.words("detail_words"))
    var asked = [Bool](repeating: false, count: rows)
    for field in ["need", "focus", "expectation"] {
      for (row, hit) in customerHits(field, words).enumerated() where hit { asked[row] = true }
    }
    for row in 0..<rows where !asked[row] && evidence.lastVisit[row] >= 0 {
      asked[row] = content.pool.withBytes(content.codes[Int(evidence.lastVisit[row])]) { words.occurs(in: $0) }
    }
    set("asked_details", flagColumn(asked))
  }
}
