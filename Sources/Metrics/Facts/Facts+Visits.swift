import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// Everything but the months, which stand on other figures.
  ///
  /// - Parameter effects: whether visits worked is asked of the whole only: slices are too small to tell.
  func visitSection(effects wantsEffects: Bool = true) -> VisitSection {
    let rows = visitRows.map { Int($0) }
    let group = VisitTotals(self)
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

  private func visitRows(_ field: String, _ group: VisitTotals, _ hourly: [Double]) -> [VisitSection.Row] {
    guard let known = visitLabels[field] else { return [] }
    let names = known.names
    let totals = group.by(known.codes, labels: names.count, hourly)
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

  private func outcomes(_ group: VisitTotals) -> [Labelled<Tally>] {
    guard let known = visitLabels["outcome"] else { return [] }
    let names = known.names
    let totals = group.by(known.codes, labels: names.count, [])
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
    let mine = judgements.planned.filter {
      $0.customer >= 0 && Int($0.customer) < person.count && inside[Int(person[Int($0.customer)])]
        && inTimeframe($0.due.rawValue)
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
