import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// Repurchase: how many come back, how soon, who renews, who is worth what.
extension Composer {
  func repurchase() -> PageSection {
    let section = report.repurchase
    var figures = figures()
    if section.repurchase.denominator == 0 {
      figures.add("repurchase-rates") { empty($0, "repurchase", finding: say("finding.repurchase.none")) }
    } else {
      figures.add("repurchase-rates") { threeRates($0) }
      if !section.second.isEmpty { figures.add("repurchase-second") { secondPurchase($0) } }
      if !section.renewals.isEmpty { figures.add("repurchase-renewals") { renewals($0) } }
      if !report.rfm.classic.isEmpty, !audience.isOutside { figures.add("repurchase-rfm") { rfm($0) } }
      if audience.seesMoney { figures.add("repurchase-spending") { spending($0) } }
      if report.prediction.state == .fitted, !audience.isOutside {
        figures.add("repurchase-prediction") { prediction($0) }
      }
    }
    return PageSection(
      id: "repurchase", name: say(audience.seesMoney ? "section.repurchase" : "section.repurchase"),
      lead: say("lead.repurchase"), figures: figures.all)
  }

  private func threeRates(_ id: String) -> Figure {
    let section = report.repurchase
    let all: [(label: String, rate: Rate, id: String)] = [
      (say("rate.repurchase"), section.repurchase, "repurchase"), (say("rate.rebuy"), section.rebuy, "rebuy"),
      (say("rate.renewal"), section.renewal, "renewal"),
    ].filter { $0.1.denominator > 0 }
    let rows = all.map { (label: $0.label, rate: $0.rate) }
    let whole = teller.rate(section.repurchase, id: "repurchase")
    let finding = whole.plot == nil ? say("finding.repurchase.few") : say("finding.repurchase", whole.text)
    var figure = rates(
      id, rows, finding: finding,
      note: say("note.repurchase", window(section.rebuyFirst), window(section.rebuySecond)),
      first: say("column.figure"),
      ids: all.map(\.id))
    figure.definition = rows.flatMap { row in
      [(term: "▪ " + row.label, text: "")] + definition(row.rate)
    }.filter { !$0.text.isEmpty || !$0.term.isEmpty }
    return figure
  }

  private func secondPurchase(_ id: String) -> Figure {
    let section = report.repurchase
    let people = teller.share(1, of: 1, people: section.secondPeople, peopleAbove: section.secondPeople)
    guard people.plot != nil else {
      return Figure(
        id: id, finding: say("finding.second.few"),
        empty: (say("empty.few", String(teller.rateFrom)), ""))
    }
    let months = 365.25 / 12
    let curve = section.second.filter { $0.atRisk >= teller.rateFrom }
    let stride = max(1, curve.count / 120)
    let kept = curve.enumerated().filter { $0.offset % stride == 0 || $0.offset == curve.count - 1 }
      .map(\.element)
    var points = [LineChart.Point(x: 0, y: 0, low: 0, high: 0)]
    for step in kept {
      points.append(
        .init(
          x: step.time / months, y: 1 - step.survival, low: 1 - (step.interval?.high ?? step.survival),
          high: 1 - (step.interval?.low ?? step.survival)))
    }
    points[points.count - 1].text = format.rate(points.last?.y, places: 0)
    let median = section.secondMedian.flatMap { $0 <= (kept.last?.time ?? 0) ? $0 : nil }
    func share(at month: Double) -> Double { 1 - (section.second.last { $0.time <= month * months }?.survival ?? 1) }
    let finding =
      median.map { say("finding.second.median", format.plain($0 / months, places: 0)) }
      ?? say("finding.second", format.rate(share(at: 12), places: 0))
    let chart = LineChart(
      series: [.init(name: "", points: points, steps: true)], horizontal: .months(unit: say("unit.months")),
      ticks: .percent, limits: 0...1, dots: false, reference: median == nil ? nil : (0.5, say("half")))
    let times = [1.0, 3, 6, 9, 12, 18, 24, 36].filter { $0 * months <= (curve.last?.time ?? 0) }
    return Figure(
      id: id, finding: finding, note: say("note.second"), chips: chips([people]),
      chart: Plot(chart, frame(id, "steps", finding, say("range.second", points.last?.text ?? ""))),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init(say("column.months")), .init(say("column.bought")), .init(say("column.interval"))],
        rows: times.map { time in
          let step = section.second.last { $0.time <= time * months }
          return [
            .init(format.plain(time), value: time), .init(format.rate(share(at: time)), value: share(at: time)),
            .init(
              format.range(low: step?.interval.map { 1 - $0.high }, high: step?.interval.map { 1 - $0.low })),
          ]
        }),
      definition: definition(
        section.secondBasis, denominator: teller.count(section.secondPeople, people: section.secondPeople)))
  }

  private func renewals(_ id: String) -> Figure {
    let all = report.repurchase.renewals
    // Six months back, six ahead of the month of as-of.
    let now = Period(.month, containing: report.asOf)
    let rows = all.filter { $0.period >= now.advanced(by: -8) && $0.period <= now.advanced(by: 5) }
    let told = rows.map { row -> [Told] in
      let lapsed = row.ending - row.renewed - row.open
      let renewal = "renewal:" + row.period.name
      let parts = [(row.renewed, ".renewed"), (lapsed, ".lapsed"), (row.open, ".open")]
      return teller.count(row.ending, people: row.people, id: renewal).state == .hidden
        ? Array(repeating: teller.count(1, people: 1), count: 3)
        : parts.map { teller.count($0, people: $0, id: renewal + $1) }
    }
    let coming = rows.filter { $0.period >= now }.reduce(0) { $0 + $1.open }
    let finding =
      coming > 0 && !audience.isOutside
      ? say("finding.renewals.coming", teller.count(coming, people: coming).text) : say("finding.renewals")
    let labels = axis(rows.map(\.period))
    let chart = ColumnChart(
      periods: rows.indices.map { i in
        .init(
          label: labels[i], values: told[i].map(\.plot),
          text: teller.count(rows[i].ending, people: rows[i].people, id: "renewal:" + rows[i].period.name).text
        )
      }, series: [say("renewal.renewed"), say("renewal.lapsed"), say("renewal.open")], ticks: .count,
      fills: ["s1", "s2", "hatch"])
    return Figure(
      id: id, finding: finding, note: say("note.renewals"), chips: chips(told.flatMap { $0 }),
      chart: Plot(chart, frame(id, "columns", finding)), chartLabel: scroll(finding),
      table: DataTable(
        columns: [
          .init(say("column.endsIn"), text: true), .init(say("column.ending")), .init(say("renewal.renewed")),
          .init(say("renewal.lapsed")), .init(say("renewal.open")),
        ],
        rows: rows.indices.map { i in
          [
            .init(rows[i].period.name),
            .init(teller.count(rows[i].ending, people: rows[i].people, id: "renewal:" + rows[i].period.name)),
          ]
            + told[i].map { .init($0) }
        }), definition: definition(report.repurchase.renewal))
  }

  private func rfm(_ id: String) -> Figure {
    let cells = report.rfm.classic
    var grid: [[MatrixChart.Cell]] = []
    var told: [Told] = []
    let highest = Double(cells.map(\.people).max() ?? 1)
    for recency in (1...5).reversed() {
      grid.append(
        (1...5).map { frequency in
          let people = cells.first { $0.recency == recency && $0.frequency == frequency }?.people ?? 0
          let one = teller.count(people, people: people)
          told.append(one)
          return .init(value: one.plot, text: one.text)
        })
    }
    let best = cells.filter { $0.recency >= 4 && $0.frequency >= 4 }
    let revenue = cells.reduce(0) { $0 + $1.revenueCents }
    let share = revenue > 0 ? Double(best.reduce(0) { $0 + $1.revenueCents }) / Double(revenue) : nil
    let people = best.reduce(0) { $0 + $1.people }
    let finding =
      audience.seesMoney && share != nil && people > 0
      ? say("finding.rfm", teller.count(people, people: people).text, format.rate(share, places: 0))
      : say("finding.rfm.plain")
    let chart = MatrixChart(
      rows: (1...5).reversed().map { "R\($0)" }, columns: (1...5).map { "F\($0)" }, cells: grid,
      shading: .sequential(highest: highest), axes: (say("rfm.recency"), say("rfm.frequency")))
    return Figure(
      id: id, finding: finding, note: say("note.rfm"), chips: chips(told),
      chart: Plot(chart, frame(id, "matrix", finding)), chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init("R \\ F", text: true)] + (1...5).map { .init("F\($0)") },
        rows: (0..<5).map { i in
          [.init("R\(5 - i)")] + (0..<5).map { .init(told[i * 5 + $0]) }
        }), definition: definition(report.rfm.classicBasis))
  }

  private func spending(_ id: String) -> Figure? {
    let section = report.spending
    let rows = section.byCourse.isEmpty ? section.byCourseType : section.byCourse
    guard !rows.isEmpty else { return nil }
    let told = rows.map { teller.money(cents: $0.revenueCents, people: $0.people) }
    let top = rows[0]
    let finding = say("finding.spending", label(top.label), format.rate(top.share, places: 0))
    let per = teller.amount(section.perPurchase)
    let chart = BarChart(
      bars: zip(rows, told).prefix(10).map { .init(label: label($0.label), value: $1.plot, text: $1.text) },
      ticks: .money)
    return Figure(
      id: id, finding: finding,
      note: say("note.spending", teller.amount(section.revenue).text, per.text, teller.amount(section.cycle).text),
      chips: chips(told),
      chart: Plot(
        chart,
        frame(id, "bars", finding, range(zip(rows, told).map { (label($0.label), $1) }))),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [
          .init(say("column.course"), text: true), .init(say("column.revenue")), .init(say("column.share")),
          .init(say("column.purchases")), .init(say("column.people")),
        ],
        rows: zip(rows, told).map { row, told in
          [
            .init(label(row.label)), .init(told), .init(format.rate(row.share), value: row.share),
            .init(teller.count(row.purchases, people: row.people)),
            .init(teller.count(row.people, people: row.people)),
          ]
        }), definition: definition(section.revenue.basis))
  }

  private func prediction(_ id: String) -> Figure {
    let section = report.prediction
    let told = section.alive.map { teller.count($0, people: $0) }
    let labels = (0..<section.alive.count).map { "\($0 * 10)–\($0 * 10 + 10)%" }
    let expected = section.expectedPurchases.map { format.decimal($0, places: 0) } ?? NumberFormatting.missing
    let finding = say("finding.prediction", String(section.days), expected)
    let chart = ColumnChart(
      periods: zip(labels, told).map { .init(label: $0, values: [$1.plot], text: $1.text) }, ticks: .count)
    return Figure(
      id: id, finding: finding,
      note: say("note.prediction", section.expectedRevenue.map { format.money($0) } ?? NumberFormatting.missing),
      chips: chips(told),
      chart: Plot(
        chart, frame(id, "columns", finding, range(zip(labels, told).map { ($0, $1) }))),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init(say("column.alive"), text: true), .init(say("column.people"))],
        rows: zip(labels, told).map { [.init($0), .init($1)] }), definition: definition(section.basis))
  }
}
