import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// Overview: what is, what changed, what matters, where people drop out.
extension Composer {
  func overview() -> PageSection {
    let lead = periodLead()
    var figures = figures()
    figures.add("overview-now") { insights($0) }
    figures.add("overview-since") { since($0) }
    if !audience.isOutside, !report.grading.funnel.isEmpty { figures.add("overview-funnel") { funnel($0) } }
    figures.add("overview-trend") { newAndLost($0) }
    figures.add("overview-compare") { comparison($0) }
    return PageSection(
      id: "overview", name: say("section.overview"), lead: lead, cards: isChoice ? [] : cards(), figures: figures.all)
  }

  private func periodLead() -> String {
    guard let period = report.period ?? monthToDate else { return say("lead.overview.plain", report.asOf.description) }
    return period.complete
      ? say("lead.overview.whole", name(period.period))
      : say("lead.overview.open", name(period.period), dayText(report.asOf))
  }

  var monthToDate: PeriodReport? { report.toDate.first { $0.period.grain == .month } }

  private func funnel(_ id: String) -> Figure {
    let stages = report.grading.funnel
    let told = teller.counts(stages.map(\.value))
    var drawn: [FunnelChart.Stage] = []
    for (i, stage) in stages.enumerated() {
      var step = ""
      if i > 0 {
        let share = teller.share(
          stage.value.count, of: stages[i - 1].value.count, people: stages[i - 1].value.people,
          peopleAbove: stage.value.people)
        if share.plot != nil { step = say("funnel.step", share.text) }
      }
      drawn.append(.init(label: funnelName(stage.label), value: told[i].plot, text: told[i].text, step: step))
    }
    let whole = stages.first.flatMap { first in
      stages.last.map { last in
        teller.share(
          last.value.count, of: first.value.count, people: first.value.people, peopleAbove: last.value.people)
      }
    }
    let finding = whole?.plot == nil ? say("finding.funnel.plain") : say("finding.funnel", whole!.text)
    return Figure(
      id: id, finding: finding, note: say("note.funnel"), chips: chips(told), span: .narrow,
      chart: Plot(
        FunnelChart(stages: drawn),
        frame(id, "funnel", finding, range(zip(drawn, told).map { ($0.label, $1) }), width: 460)),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [
          .init(say("column.stage"), text: true), .init(say("column.people")), .init(say("column.fromBefore")),
        ],
        rows: zip(drawn, told).map { [.init($0.label), .init($1), .init($0.step)] }),
      definition: definition(report.counts.customers.basis))
  }

  func funnelName(_ key: String?) -> String {
    guard let key else { return say("unlabelled") }
    let phrase = "metrics.funnel." + key
    return Phrasebook.has(phrase) ? Phrasebook.text(phrase, language) : key
  }

  private func newAndLost(_ id: String) -> Figure {
    let rows = Array(report.counts.months.suffix(13))
    let newTold = rows.map {
      teller.count(
        $0.figures.newEnrolled, people: $0.figures.newEnrolled, id: "new:" + $0.period.name)
    }
    let lostTold = rows.map { teller.count($0.lost, people: $0.lost, id: "lost:" + $0.period.name) }
    let labels = axis(rows.map(\.period))
    guard rows.count > 1 else {
      return empty(id, "repurchase", finding: say("finding.trend.none"))
    }
    let closed = rows.indices.filter { rows[$0].complete }
    let net = closed.suffix(12).reduce(0) { $0 + rows[$1].figures.newEnrolled - rows[$1].lost }
    let finding =
      audience.isOutside
      ? say("finding.trend.plain")
      : net > 0
        ? say("finding.trend.grows", format.exact(net), String(min(12, closed.count)))
        : net < 0
          ? say("finding.trend.shrinks", format.exact(-net), String(min(12, closed.count))) : say("finding.trend.even")
    let chart = LineChart(
      series: [
        .init(
          name: say("series.new"),
          points: newTold.enumerated().map { .init(x: Double($0), y: $1.plot, text: "\($1.text)") },
          open: !(rows.last?.complete ?? true)),
        .init(
          name: say("series.lost"),
          points: lostTold.enumerated().map { .init(x: Double($0), y: $1.plot, text: "\($1.text)") },
          open: !(rows.last?.complete ?? true)),
      ], horizontal: .periods(labels), ticks: .count)
    return Figure(
      id: id, finding: finding, note: say("note.trend"),
      chips: openChip(rows.last?.complete ?? true, .month) + chips(newTold + lostTold),
      chart: Plot(chart, frame(id, "lines", finding, range(zip(labels, newTold).map { ($0, $1) }))),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init(say("column.month"), text: true), .init(say("series.new")), .init(say("series.lost"))],
        rows: rows.indices.map { i in
          [.init(rows[i].period.name + (rows[i].complete ? "" : "*")), .init(newTold[i]), .init(lostTold[i])]
        }),
      definition: definition(report.counts.enrolled.basis) + definition(report.counts.lost.basis).prefix(1))
  }
}
