import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// Visits: planned against done, by which channel with what result, at what cost, and whether they did anything.
extension Composer {
  func visits() -> PageSection {
    let section = report.visits
    var figures = figures()
    if section.total.value == 0 {
      figures.add("visits-months") { empty($0, "visits", finding: say("finding.visits.none")) }
    } else {
      if let plan = section.plan, plan.inTime.denominator > 0 { figures.add("visits-plan") { planned($0, plan) } }
      if section.months.count > 1 { figures.add("visits-months") { visitMonths($0) } }
      if !section.byChannel.isEmpty, knowsOutcomes {
        figures.add("visits-channel") { reachedBy($0, "channel", section.byChannel) }
      }
      if !section.byStaff.isEmpty, audience.seesStaff {
        figures.add("visits-staff") { visitTable($0, "staff", section.byStaff, staffed: true) }
      }
      if !section.effects.isEmpty { figures.add("visits-effect") { effects($0) } }
      if !section.byType.isEmpty {
        figures.add("visits-type") { visitTable($0, "type", section.byType) }
      }
      if section.byScript.count > 1 {
        figures.add("visits-script") { visitTable($0, "script", section.byScript) }
      }
    }
    return PageSection(
      id: "visits", name: say("section.visits"),
      lead: knowsOutcomes
        ? say("lead.visits", teller.count(section.total).text, teller.rate(section.reached).text)
        : say("lead.visits.noOutcome", teller.count(section.total).text), figures: figures.all)
  }

  /// Without a word on how visits went each counts as one that reached somebody: then that share says nothing.
  private var knowsOutcomes: Bool { !report.missing.contains { $0.section == "reached" } }

  private func planned(_ id: String, _ plan: VisitSection.Plan) -> Figure {
    let rows = [(self.whole, plan.inTime)] + plan.byRule.prefix(9).map { (label($0.label), $0.value) }
    let told = rows.map { teller.rate($0.1) }
    let whole = told[0]
    let finding = whole.plot == nil ? say("finding.plan.few") : say("finding.plan", whole.text)
    let chart = BulletChart(
      rows: zip(rows, told).map { row, told in
        .init(
          label: row.0, done: told.state == .hidden ? nil : Double(row.1.numerator),
          due: told.state == .hidden ? nil : Double(row.1.denominator),
          text: told.plot == nil ? told.text : "\(told.text)")
      }, ticks: .count, names: (say("plan.inTime"), say("plan.due"), say("column.target")))
    let counts = [plan.late, plan.missed, plan.notYetDue, plan.overdue].map { teller.count($0, people: $0).text }
    return Figure(
      id: id, finding: finding, note: say("note.plan", counts[0], counts[1], counts[2], counts[3]),
      chips: chips(told),
      chart: Plot(chart, frame(id, "bullet", finding, range(zip(rows, told).map { ($0.0, $1) }))),
      chartLabel: scroll(finding),
      table: rateTable(rows.map { (label: $0.0, rate: $0.1) }, told, first: say("column.occasion")),
      definition: definition(plan.inTime))
  }

  private func visitMonths(_ id: String) -> Figure {
    let rows = Array(report.visits.months.suffix(13))
    let told = rows.map { row -> [Told] in
      if !knowsOutcomes { return [teller.count(row.visits, people: row.people)] }
      return teller.count(1, people: row.people).plot == nil
        ? [teller.count(1, people: row.people), teller.count(1, people: row.people)]
        : teller.counts([(row.reached, row.reached), (row.visits - row.reached, row.visits - row.reached)])
    }
    let series = knowsOutcomes ? [say("visits.reached"), say("visits.notReached")] : [say("column.visits")]
    let labels = axis(rows.map(\.period))
    let whole = teller.rate(report.visits.reached)
    let finding =
      !knowsOutcomes
      ? say("finding.visits.noOutcome")
      : whole.plot == nil ? say("finding.visits.few") : say("finding.visits", whole.text)
    let chart = ColumnChart(
      periods: rows.indices.map { i in
        .init(
          label: labels[i], values: told[i].map(\.plot),
          text: teller.count(rows[i].visits, people: rows[i].people).text + (rows[i].complete ? "" : "*"),
          open: !rows[i].complete)
      }, series: series, ticks: .count, fills: knowsOutcomes ? ["s1", "q2"] : ["s1"])
    return Figure(
      id: id, finding: finding, note: say("note.visits", teller.amount(report.visits.minutes).text),
      chips: openChip(rows.last?.complete ?? true, .month) + chips(told.flatMap { $0 }),
      chart: Plot(chart, frame(id, "columns", finding)), chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init(say("column.month"), text: true)] + series.map { .init($0) },
        rows: rows.indices.map { i in
          [.init(rows[i].period.name + (rows[i].complete ? "" : "*"))] + told[i].map { .init($0) }
        }), definition: definition(report.visits.reached))
  }

  private func reachedBy(_ id: String, _ key: String, _ rows: [VisitSection.Row], staffed: Bool = false) -> Figure {
    let list = rows.map { (label: label($0.label), rate: $0.reached) }
      .sorted { ($0.rate.value ?? -1, $1.label) > ($1.rate.value ?? -1, $0.label) }
    var figure = rates(
      id, Array(list.prefix(10)), finding: extreme("reached", list, worstHigh: false),
      note: say("note.reached"),
      first: say("column." + key), reference: report.visits.reached)
    figure.table = table(key, rows, staffed: staffed)
    return figure
  }

  private func table(_ key: String, _ rows: [VisitSection.Row], staffed: Bool = false) -> DataTable {
    let money = audience.seesMoney
    let kept = rows.prefix(30)
    return DataTable(
      columns: [
        .init(say("column." + key), text: true), .init(say("column.visits")), .init(say("column.people")),
        .init(say("column.reachedRate")), .init(say("column.minutes")),
      ] + (money ? [.init(say("column.cost"))] : []) + [.init("CSAT")],
      rows: kept.map { row in
        let reached = teller.rate(row.reached)
        let csat = teller.rate(row.csat)
        let minutes = teller.amount(row.minutes, .minutes, n: row.visits, people: row.people)
        let cost = teller.amount(row.cost, .money, n: row.visits, people: row.people)
        return [
          .init(staffed ? staff(row.label) : label(row.label)), .init(teller.count(row.visits, people: row.people)),
          .init(teller.count(row.people, people: row.people)),
          .init(reached), .init(minutes),
        ] + (money ? [.init(cost)] : []) + [.init(csat)]
      }, cut: rows.count - kept.count)
  }

  private func visitTable(_ id: String, _ key: String, _ rows: [VisitSection.Row], staffed: Bool = false) -> Figure {
    let sum = rows.reduce(0) { $0 + $1.visits }
    let top = rows.first
    return Figure(
      id: id,
      finding: top.map {
        say(
          "finding.visitsBy." + key, staffed ? staff($0.label) : label($0.label),
          format.rate(Double($0.visits) / Double(max(1, sum)), places: 0))
      } ?? "",
      note: say("note.visitsBy"), table: table(key, rows, staffed: staffed), tableOpen: true,
      definition: definition(report.visits.reached))
  }

  private func effects(_ id: String) -> Figure {
    let rows = report.visits.effects
    let told = rows.map { effect -> Told in
      let smaller = min(effect.visited.people, effect.notVisited.people)
      let shown = teller.share(1, of: 1, people: smaller, peopleAbove: smaller)
      guard shown.plot != nil, let difference = effect.difference else {
        return Told(
          .words(NumberFormatting.missing), state: shown.plot == nil ? shown.state : .missing, format)
      }
      return Told(
        .difference(difference), low: effect.interval?.low ?? difference, high: effect.interval?.high ?? difference,
        state: shown.state, format)
    }
    let clear = zip(rows, told).first { $0.1.plot != nil && (($0.1.low ?? 0) > 0 || ($0.1.high ?? 0) < 0) }
    let finding = clear.map { say("finding.effect." + $0.0.question.rawValue, $0.1.text) } ?? say("finding.effect.none")
    let chart = IntervalDots(
      rows: zip(rows, told).map {
        .init(label: say("effect." + $0.question.rawValue), value: $1.plot, low: $1.low, high: $1.high, text: $1.text)
      }, ticks: .percent, limits: -1...1, includingZero: true)
    return Figure(
      id: id, finding: finding, note: say("note.effect"), chips: [say("chip.noExperiment")] + chips(told),
      chart: Plot(
        chart,
        frame(
          id, "dots", finding, range(zip(rows, told).map { (say("effect." + $0.question.rawValue), $1) })
        )),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [
          .init(say("column.question"), text: true), .init(say("column.visited")), .init(say("column.notVisited")),
          .init(say("column.difference")), .init(say("column.interval")),
        ],
        rows: zip(rows, told).map { effect, told in
          [
            .init(say("effect." + effect.question.rawValue)), .init(teller.rate(effect.visited)),
            .init(teller.rate(effect.notVisited)),
            .init(told), .init(told.range),
          ]
        }), definition: rows.first.map { definition($0.visited.basis) } ?? [])
  }
}
