import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// Everything but the months, which stand on other figures.
  ///
  /// - Parameter effects: whether visits worked is asked of the whole only: slices are too small to tell.
  func visitSection(effects wantsEffects: Bool = true) -> VisitSection {
    let rows = visitRows.map { Int($0) }
    let sources: [TableKind] = [.visits]
    func basis(_ key: String, _ exclusions: [Exclusion] = []) -> Basis {
      Basis(key, [], window: window, exclusions: exclusions, sources: sources)
    }
    let hourly = visitHourlyCosts()
    let labelled = ["channel", "staff", "visit_type", "script", "outcome"].compactMap { field in
      visitLabels[field].map { (field: field, labels: $0) }
    }
    let sums = VisitTotals(self).sums(labelled.map { ($0.labels.codes, $0.labels.names.count) }, hourly)
    let total = sums.total
    let split = Dictionary(uniqueKeysWithValues: zip(labelled.map(\.field), sums.by))
    let promises = promiseRates(rows)
    return VisitSection(
      total: Count(rows.count, people: total.people, basis("visits")),
      reached: Rate(
        total.reached, total.visits, people: total.people, peopleAbove: total.reachedPeople,
        basis("visits.reached")),
      answered: Rate(
        total.rated, total.reached, people: total.reachedPeople, peopleAbove: total.ratedPeople,
        basis("visits.answered")),
      plan: plan(), byChannel: visitRows("channel", split), byStaff: visitRows("staff", split),
      byType: visitRows("visit_type", split), byOutcome: outcomes(split), byScript: visitRows("script", split),
      months: [],
      minutes: Amount(
        total.timed == 0 ? nil : total.minutes / Double(total.timed), .minutes, n: total.timed, people: total.people,
        basis("visits.minutes", [Exclusion("not_said", total.visits - total.timed)])),
      cost: Amount(
        total.priced == 0 ? nil : total.cost, .money, n: total.priced, people: total.people,
        basis("visits.cost", [Exclusion("not_said", total.visits - total.priced)])),
      promisesKept: promises.kept, problemsOpen: promises.open, effects: wantsEffects ? effects() : [])
  }

  func visitMonths(_ months: [PeriodFigures]) -> [VisitSection.MonthRow] {
    months.map {
      .init(
        period: $0.period, complete: $0.period.last <= asOf, visits: $0.figures.visits,
        reached: $0.figures.visitsReached, people: $0.figures.visitPeople)
    }
  }

  private func visitRows(_ field: String, _ split: [String: [VisitTotals.Sums]]) -> [VisitSection.Row] {
    guard let names = visitLabels[field]?.names, let totals = split[field] else { return [] }
    let basis = Basis("visits.reached", [], window: window, sources: [.visits])
    let csat = Basis("csat", [], window: window, sources: [.visits])
    return ordered(totals.enumerated().map { ($0 == 0 ? nil : names[$0 - 1], $1) }) { $0.visits }.map { label, t in
      VisitSection.Row(
        label: label, visits: t.visits, people: t.people,
        reached: Rate(t.reached, t.visits, people: t.people, peopleAbove: t.reachedPeople, basis),
        minutes: t.timed == 0 ? nil : t.minutes / Double(t.timed), cost: t.priced == 0 ? nil : t.cost,
        csat: Rate(t.good, t.stars, people: t.starPeople, peopleAbove: min(t.good, t.starPeople), csat))
    }
  }

  private func outcomes(_ split: [String: [VisitTotals.Sums]]) -> [Labelled<Tally>] {
    guard let names = visitLabels["outcome"]?.names, let totals = split["outcome"] else { return [] }
    return ordered(totals.enumerated().map { ($0 == 0 ? nil : names[$0 - 1], $1) }) { $0.visits }
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
    var counts = (late: 0, overdue: 0, missed: 0, notYetDue: 0)
    // The visits of this slice that were due, and of each whose it was.
    var due: [Judgements.PlannedVisit] = []
    for visit in judgements.planned
    where visit.customer >= 0 && Int(visit.customer) < person.count && inside[Int(person[Int(visit.customer)])]
      && inTimeframe(visit.due.rawValue)
    {
      switch visit.state {
      case .done: break
      case .late: counts.late += 1
      case .overdue: counts.overdue += 1
      case .missed: counts.missed += 1
      case .notYetDue:
        counts.notYetDue += 1
        continue
      }
      due.append(visit)
    }
    let owners = due.map { person[Int($0.customer)] }
    let basis = Basis(
      "visits.inTime", [], window: window, exclusions: [Exclusion("not_yet_due", counts.notYetDue)],
      sources: [.visits, .customers, .enrolments])
    func share(_ positions: [Int]) -> Rate {
      rate(positions.filter { due[$0].state == .done }, positions, owners, basis)
    }
    func split(_ names: [String], _ label: (Judgements.PlannedVisit) -> Int32) -> [Labelled<Rate>] {
      var members = [[Int]](repeating: [], count: names.count + 1)
      for i in due.indices { members[Int(label(due[i])) + 1].append(i) }
      return ordered(members.enumerated().map { ($0 == 0 ? nil : names[$0 - 1], $1) }) { $0.count }
        .map { Labelled($0, share($1)) }
    }
    return VisitSection.Plan(
      inTime: share(Array(due.indices)), late: counts.late, overdue: counts.overdue, missed: counts.missed,
      notYetDue: counts.notYetDue, byRule: split(judgements.ruleNames) { $0.rule },
      byStaff: split(judgements.staffNames) { $0.staff })
  }
}
