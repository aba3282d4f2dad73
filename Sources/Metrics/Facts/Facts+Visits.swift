import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// Everything but the months, which stand on other figures.
  ///
  /// - Parameter brief: only what a page's filter shows: no promises, no outcomes and scripts, and not whether visits
  ///   worked, for which slices are too small to tell.
  func visitSection(brief: Bool) -> VisitSection {
    let sources: [TableKind] = [.visits]
    func basis(_ key: String, _ exclusions: [Exclusion] = []) -> Basis {
      Basis(key, [], window: window, exclusions: exclusions, sources: sources)
    }
    let fields = brief ? ["channel", "staff", "visit_type"] : ["channel", "staff", "visit_type", "script", "outcome"]
    let known = fields.filter { visitLabels.names($0) != nil }
    let sums = VisitTotals(self).sums(known)
    let total = sums.total
    let split = Dictionary(uniqueKeysWithValues: zip(known, sums.by))
    let promises = promiseRates(brief ? [] : contacts)
    return VisitSection(
      total: Count(total.visits, people: total.people, basis("visits")),
      reached: reachedRate(total, basis("visits.reached")),
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
      promisesKept: promises.kept, problemsOpen: promises.open, effects: brief ? [] : effects())
  }

  func visitMonths(_ months: [PeriodFigures]) -> [VisitSection.MonthRow] {
    months.map {
      .init(
        period: $0.period, complete: $0.period.last <= asOf, visits: $0.figures.visits,
        reached: $0.figures.visitsReached, people: $0.figures.visitPeople)
    }
  }

  /// The share of visits that reached somebody; of none where the log never says how one went.
  private func reachedRate(_ sums: VisitTotals.Sums, _ basis: Basis) -> Rate {
    visitLog.tellsOutcomes
      ? Rate(sums.reached, sums.visits, people: sums.people, peopleAbove: sums.reachedPeople, basis) : Rate(0, 0, basis)
  }

  private func visitRows(_ field: String, _ split: [String: [VisitTotals.Sums]]) -> [VisitSection.Row] {
    guard let names = visitLabels.names(field), let totals = split[field] else { return [] }
    let basis = Basis("visits.reached", [], window: window, sources: [.visits])
    let csat = Basis("csat", [], window: window, sources: [.visits])
    return ordered(totals.enumerated().map { ($0 == 0 ? nil : names[$0 - 1], $1) }) { $0.visits }.map { label, t in
      VisitSection.Row(
        label: label, visits: t.visits, people: t.people,
        reached: reachedRate(t, basis),
        minutes: t.timed == 0 ? nil : t.minutes / Double(t.timed), cost: t.priced == 0 ? nil : t.cost,
        csat: Rate(t.good, t.stars, people: t.starPeople, peopleAbove: min(t.good, t.starPeople), csat))
    }
  }

  private func outcomes(_ split: [String: [VisitTotals.Sums]]) -> [Labelled<Tally>] {
    guard let names = visitLabels.names("outcome"), let totals = split["outcome"] else { return [] }
    return ordered(totals.enumerated().map { ($0 == 0 ? nil : names[$0 - 1], $1) }) { $0.visits }
      .map { Labelled($0, Tally($1.visits, people: $1.people)) }
  }

  private func promiseRates(_ visits: [Contact]) -> (kept: Rate, open: Count) {
    let promised = records.visits.days("promised_on").days
    let solved = records.visits.days("solved_on").days
    let problem = records.visits.texts("problem").codes
    var (due, kept, open) = (VisitCount(), VisitCount(), VisitCount())
    for visit in visits {
      let row = Int(visit.row)
      guard problem[row] != TextPool.none || promised[row] != Day.missing else { continue }
      let isSolved = solved[row] != Day.missing && solved[row] <= asOf.rawValue
      let person = visit.person
      if !isSolved { open.add(person) }
      guard promised[row] != Day.missing else { continue }
      let isKept = isSolved && solved[row] <= promised[row]
      // A promise counts when its day is over, or when it was kept before.
      guard isKept || promised[row] < asOf.rawValue || isSolved else { continue }
      due.add(person)
      if isKept { kept.add(person) }
    }
    return (
      Rate(
        kept.visits, due.visits, people: due.people, peopleAbove: kept.people,
        Basis("visits.promisesKept", [], window: window, sources: [.visits])),
      Count(
        open.visits, people: open.people, Basis("visits.problemsOpen", [], window: window, sources: [.visits]))
    )
  }

  private func plan() -> VisitSection.Plan? {
    guard !judgements.planned.isEmpty else { return nil }
    var all = DueVisits()
    var rules = [DueVisits](repeating: DueVisits(), count: judgements.ruleNames.count + 1)
    var staff = [DueVisits](repeating: DueVisits(), count: judgements.staffNames.count + 1)
    // In order of person, as the sums want them.
    for person in people {
      for i in plannedOf.range(person) {
        let visit = judgements.planned[Int(plannedOf.items[i])]
        guard inTimeframe(visit.due.rawValue) else { continue }
        all.add(visit.state, person)
        rules[Int(visit.rule) + 1].add(visit.state, person)
        staff[Int(visit.staff) + 1].add(visit.state, person)
      }
    }
    let basis = Basis(
      "visits.inTime", [], window: window, exclusions: [Exclusion("not_yet_due", all.notYetDue)],
      sources: [.visits, .customers, .enrolments])
    func split(_ names: [String], _ sums: [DueVisits]) -> [Labelled<Rate>] {
      ordered(sums.enumerated().map { ($0 == 0 ? nil : names[$0 - 1], $1) }) { $0.due }
        .map { Labelled($0, $1.inTime(basis)) }
    }
    return VisitSection.Plan(
      inTime: all.inTime(basis), late: all.late, overdue: all.overdue, missed: all.missed, notYetDue: all.notYetDue,
      byRule: split(judgements.ruleNames, rules), byStaff: split(judgements.staffNames, staff))
  }
}

/// Visits counted, with distinct people: those of a person come one after the other, each of nobody known counts as one
/// more.
private struct VisitCount {
  private(set) var visits = 0
  private(set) var people = 0
  private var last: Int32 = -1

  mutating func add(_ person: Int32) {
    visits += 1
    if person < 0 || person != last { people += 1 }
    last = person
  }
}

/// Planned visits counted.
private struct DueVisits {
  private var asked = VisitCount()
  private var done = VisitCount()
  private(set) var (late, overdue, missed, notYetDue) = (0, 0, 0, 0)

  var due: Int { asked.visits }

  mutating func add(_ state: Judgements.PlannedVisit.State, _ person: Int32) {
    switch state {
    case .done: done.add(person)
    case .late: late += 1
    case .overdue: overdue += 1
    case .missed: missed += 1
    case .notYetDue:
      notYetDue += 1
      return
    }
    asked.add(person)
  }

  func inTime(_ basis: Basis) -> Rate {
    Rate(done.visits, asked.visits, people: asked.people, peopleAbove: done.people, basis)
  }
}
