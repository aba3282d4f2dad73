import CustomerRecords
import Statistics
import Tabular

extension Facts {
  func visitSection(_ months: MonthlyFigures) -> VisitSection {
    let rows = (0..<visitLog.count).filter { countsVisit($0) && visitLog.day[$0] <= asOf.rawValue }
    let group = VisitTotals(self, rows)
    let sources: [TableKind] = [.visits]
    func basis(_ key: String, _ exclusions: [Exclusion] = []) -> Basis {
      Basis(key, [], window: window, exclusions: exclusions, sources: sources)
    }
    let hourly = visitHourlyCosts()
    let total = group.total(hourly)
    let promises = promiseRates(rows)
    return VisitSection(
      total: Count(rows.count, people: total.people, basis("visits")),
      reached: Rate(
        total.reached, total.visits, people: total.people, peopleAbove: total.reachedPeople,
        basis("visits.reached")),
      answered: Rate(
        total.rated, total.reached, people: total.reachedPeople, peopleAbove: total.ratedPeople,
        basis("visits.answered")),
      plan: plan(), byChannel: visitRows("channel", group, hourly), byStaff: visitRows("staff", group, hourly),
      byType: visitRows("visit_type", group, hourly), byOutcome: outcomes(group),
      byScript: visitRows("script", group, hourly),
      months: months.rows.map {
        .init(
          period: $0.period, complete: $0.period.last <= asOf, visits: $0.figures.visits,
          reached: $0.figures.visitsReached, people: $0.figures.visitPeople)
      },
      minutes: Amount(
        total.timed == 0 ? nil : total.minutes / Double(total.timed), .minutes, n: total.timed, people: total.people,
        basis("visits.minutes", [Exclusion("not_said", total.visits - total.timed)])),
      cost: Amount(
        total.priced == 0 ? nil : total.cost, .money, n: total.priced, people: total.people,
        basis("visits.cost", [Exclusion("not_said", total.visits - total.priced)])),
      promisesKept: promises.kept, problemsOpen: promises.open, effects: effects())
  }

  private func visitRows(_ field: String, _ group: VisitTotals, _ hourly: [Double]) -> [VisitSection.Row] {
    guard records.visits.has(field) else { return [] }
    var book = LabelBook()
    let codes = book.numbers(records.visits.texts(field))
    let totals = group.by(codes, labels: book.names.count, hourly)
    let basis = Basis("visits.reached", [], window: window, sources: [.visits])
    let csat = Basis("csat", [], window: window, sources: [.visits])
    return ordered(totals.enumerated().map { ($0 == 0 ? nil : book.names[$0 - 1], $1) }) { $0.visits }.map { label, t in
      VisitSection.Row(
        label: label, visits: t.visits, people: t.people,
        reached: Rate(t.reached, t.visits, people: t.people, peopleAbove: t.reachedPeople, basis),
        minutes: t.timed == 0 ? nil : t.minutes / Double(t.timed), cost: t.priced == 0 ? nil : t.cost,
        csat: Rate(t.good, t.stars, people: t.starPeople, peopleAbove: min(t.good, t.starPeople), csat))
    }
  }

  private func outcomes(_ group: VisitTotals) -> [Labelled<Tally>] {
    guard records.visits.has("outcome") else { return [] }
    var book = LabelBook()
    let codes = book.numbers(records.visits.texts("outcome"))
    let totals = group.by(codes, labels: book.names.count, [])
    return ordered(totals.enumerated().map { ($0 == 0 ? nil : book.names[$0 - 1], $1) }) { $0.visits }
      .map { Labelled($0, Tally($1.visits, people: $1.people)) }
  }

  private func promiseRates(_ rows: [Int]) -> (kept: Rate, open: Count) {
    let promised = records.visits.days("promised_on").days
    let solved = records.visits.days("solved_on").days
    let problem = records.visits.texts("problem").codes
    var due: [Int] = []
    var kept: [Int] = []
    var open: [Int] = []
    for row in rows {
      let isSolved = solved[row] != Day.missing && solved[row] <= asOf.rawValue
      if problem[row] != TextPool.none || promised[row] != Day.missing, !isSolved { open.append(row) }
      guard promised[row] != Day.missing else { continue }
      let isKept = isSolved && solved[row] <= promised[row]
      // A promise counts when its day is over, or when it was kept before.
      guard isKept || promised[row] < asOf.rawValue || isSolved else { continue }
      due.append(row)
      if isKept { kept.append(row) }
    }
    let owners = visitLog.person
    return (
      rate(kept, due, owners, Basis("visits.promisesKept", [], window: window, sources: [.visits])),
      Count(
        open.count, people: distinct(open, owners),
        Basis("visits.problemsOpen", [], window: window, sources: [.visits]))
    )
  }

  private func plan() -> VisitSection.Plan? {
    guard !judgements.planned.isEmpty else { return nil }
    let mine = judgements.planned.filter {
      $0.customer >= 0 && Int($0.customer) < person.count && inside[Int(person[Int($0.customer)])]
    }
    let due = mine.filter { $0.state != .notYetDue }
    let owners = due.map { person[Int($0.customer)] }
    let basis = Basis(
      "visits.inTime", [], window: window, exclusions: [Exclusion("not_yet_due", mine.count - due.count)],
      sources: [.visits, .customers, .enrolments])
    func share(_ positions: [Int]) -> Rate {
      rate(positions.filter { due[$0].state == .done }, positions, owners, basis)
    }
    func split(_ label: (Judgements.PlannedVisit) -> String?) -> [Labelled<Rate>] {
      var members: [String?: [Int]] = [:]
      for i in due.indices { members[label(due[i]), default: []].append(i) }
      return ordered(members.map { ($0.key, $0.value) }) { $0.count }.map { Labelled($0, share($1)) }
    }
    func number(_ state: Judgements.PlannedVisit.State) -> Int { mine.filter { $0.state == state }.count }
    return VisitSection.Plan(
      inTime: share(Array(due.indices)), late: number(.late), overdue: number(.overdue), missed: number(.missed),
      notYetDue: number(.notYetDue), byRule: split { $0.rule }, byStaff: split { $0.staff })
  }
}

/// Sums over visits, all or by a label, with distinct people.
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

  private let facts: Facts
  /// Rows in order of person, so that a person's rows stand together.
  private let rows: [Int32]

  init(_ facts: Facts, _ rows: [Int]) {
    self.facts = facts
    var starts = [Int](repeating: 0, count: facts.inside.count + 2)
    for row in rows { starts[Int(facts.visitLog.person[row]) + 2] += 1 }
    for i in 1..<starts.count { starts[i] += starts[i - 1] }
    var sorted = [Int32](repeating: 0, count: rows.count)
    for row in rows {
      let at = Int(facts.visitLog.person[row]) + 1
      sorted[starts[at]] = Int32(row)
      starts[at] += 1
    }
    self.rows = sorted
  }

  func total(_ hourly: [Double]) -> Sums {
    by(Array(repeating: 0, count: facts.visitLog.count), labels: 1, hourly)[1]
  }

  /// Sums by code; position 0 is for rows without one.
  func by(_ codes: [Int32], labels: Int, _ hourly: [Double]) -> [Sums] {
    var out = [Sums](repeating: Sums(), count: labels + 1)
    // Which person a label last saw, by kind of count. Rows of one person stand together.
    var stamps = [Int32](repeating: -2, count: 4 * (labels + 1))
    let log = facts.visitLog
    func first(_ slot: Int, _ kind: Int, _ person: Int32) -> Bool {
      let at = slot * 4 + kind
      if person >= 0, stamps[at] == person { return false }
      stamps[at] = person
      return true
    }
    for index in rows {
      let row = Int(index)
      let slot = Int(codes[row]) + 1
      let person = log.person[row]
      out[slot].visits += 1
      if first(slot, 0, person) { out[slot].people += 1 }
      if log.reached[row] {
        out[slot].reached += 1
        if first(slot, 1, person) { out[slot].reachedPeople += 1 }
        if log.nps[row] >= 0 || log.csat[row] > 0 {
          out[slot].rated += 1
          if first(slot, 2, person) { out[slot].ratedPeople += 1 }
        }
      }
      if log.csat[row] > 0 {
        out[slot].stars += 1
        if log.csat[row] >= 4 { out[slot].good += 1 }
        if first(slot, 3, person) { out[slot].starPeople += 1 }
      }
      if !log.minutes[row].isNaN {
        out[slot].timed += 1
        out[slot].minutes += log.minutes[row]
      }
      if let cost = facts.visitCost(row, hourly) {
        out[slot].priced += 1
        out[slot].cost += cost
      }
    }
    return out
  }
}
