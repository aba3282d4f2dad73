import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// Complaints: what they are about, how fast they are solved, what is still open.
extension Composer {
  func complaints() -> PageSection {
    let section = report.complaints
    var figures = figures()
    if section.total.value == 0 {
      figures.add("complaints-causes") { empty($0, "complaints", finding: say("finding.complaints.none")) }
    } else {
      if !section.causes.isEmpty { figures.add("complaints-causes") { causes($0) } }
      figures.add("complaints-days") { durations($0) }
      if section.open.value > 0 { figures.add("complaints-open") { openByAge($0) } }
      figures.add("complaints-closing") { closing($0) }
    }
    figures.add(lists(of: .complaints))
    return PageSection(
      id: "complaints", name: say("section.complaints"),
      lead: say("lead.complaints", teller.count(section.total).text, teller.count(section.open).text),
      figures: figures.all)
  }

  private func causes(_ id: String) -> Figure {
    let rows = report.complaints.causes
    let told = teller.counts(rows.map(\.value))
    let total = rows.reduce(0) { $0 + $1.value.count }
    var running = 0
    var shares: [Double] = []
    for row in rows {
      running += row.value.count
      shares.append(Double(running) / Double(max(1, total)))
    }
    // Hidden counts would be readable from the running share.
    let open = !told.contains { $0.state == .hidden }
    let kept = min(10, rows.count)
    let few = shares.firstIndex { $0 >= 0.8 }.map { $0 + 1 } ?? rows.count
    // That all causes together make up everything says nothing: then the largest speaks.
    let finding =
      few == 1 || few == rows.count
      ? say("finding.causes.one", label(rows[0].label), format.rate(shares[0], places: 0))
      : say("finding.causes", String(few), format.rate(shares[few - 1], places: 0))
    let chart = ParetoChart(
      causes: (0..<kept).map { i in
        .init(
          label: label(rows[i].label), value: told[i].plot, text: told[i].text, cumulative: open ? shares[i] : nil,
          cumulativeText: open ? format.rate(shares[i], places: 0) : "")
      }, names: (say("column.complaints"), say("column.cumulative")))
    return Figure(
      id: id, finding: finding, note: say("note.causes"), chips: chips(told),
      chart: Plot(
        chart, frame(id, "pareto", finding, range(zip(rows, told).map { (label($0.label), $1) }))),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [
          .init(say("column.cause"), text: true), .init(say("column.complaints")), .init(say("column.cumulative")),
        ],
        rows: rows.indices.map { i in
          [
            .init(label(rows[i].label)), .init(told[i]),
            open ? .init(format.rate(shares[i]), value: shares[i]) : .init(NumberFormatting.missing),
          ]
        }), definition: definition(report.complaints.total.basis))
  }

  private func durations(_ id: String) -> Figure {
    let section = report.complaints
    let days = section.daysToSolve
    let median = teller.amount(section.solution.median)
    let p90 = teller.amount(section.solution.p90)
    let answer = teller.amount(section.firstAnswer.median)
    let finding = median.plot == nil ? say("finding.durations.none") : say("finding.durations", median.text)
    let table = DataTable(
      columns: [
        .init(say("column.figure"), text: true), .init(say("column.median")), .init(say("column.p90")), .init("n"),
      ],
      rows: [
        [
          .init(say("duration.answer")), .init(answer), .init(teller.amount(section.firstAnswer.p90)),
          .init(teller.count(section.firstAnswer.median.n, people: section.firstAnswer.median.people)),
        ],
        [
          .init(say("duration.solution")), .init(median), .init(p90),
          .init(teller.count(section.solution.median.n, people: section.solution.median.people)),
        ],
      ])
    let shown = teller.count(days.count, people: days.count).plot != nil && !days.isEmpty
    let chart = DotStrip(
      values: days.map(Double.init), unit: say("unit.days"),
      marks: [(median.plot, say("column.median") + " " + median.text), (p90.plot, say("column.p90") + " " + p90.text)]
        .compactMap { value, text in
          value.map { ($0, text) }
        })
    return Figure(
      id: id, finding: finding, note: say("note.durations", answer.text),
      chart: shown
        ? Plot(chart, frame(id, "strip", finding, say("range.days", median.text, p90.text))) : nil,
      chartLabel: scroll(finding), table: table, definition: definition(section.solution.median.basis))
  }

  private func openByAge(_ id: String) -> Figure {
    let rows = report.complaints.openByAge.map { band -> (label: String, tally: Tally) in
      (
        band.to.map { say("age.days", String(band.from), String($0)) } ?? say("age.over", String(band.from - 1)),
        band.tally
      )
    }
    let old = report.complaints.openByAge.filter { $0.from > 14 }.reduce(0) { $0 + $1.tally.count }
    let finding = say("finding.open", teller.count(report.complaints.open).text, teller.count(old, people: old).text)
    return tallies(
      id, rows, finding: finding, first: say("column.age"), second: say("column.complaints"),
      basis: report.complaints.open.basis)
  }

  private func closing(_ id: String) -> Figure {
    let section = report.complaints
    let rows: [(label: String, rate: Rate)] = [
      (say("rate.followedUp"), section.followedUp), (say("rate.contentAfter"), section.contentAfter),
      (say("rate.corrected"), section.corrected), (say("rate.repeating"), section.repeating),
      (say("rate.leftAfter"), section.leftAfter),
    ].filter { $0.1.denominator > 0 }
    guard !rows.isEmpty else { return empty(id, "complaints", finding: say("finding.closing.none")) }
    let followed = teller.rate(section.followedUp)
    let finding = followed.plot == nil ? say("finding.closing.few") : say("finding.closing", followed.text)
    return rates(id, rows, finding: finding, note: say("note.closing"), first: say("column.figure"))
  }
}
