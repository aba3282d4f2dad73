import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// Churn: how many left, when, why, from where; who may be next (staff file only).
extension Composer {
  func churn() -> PageSection {
    let section = report.churn
    var figures = figures()
    if report.counts.enrolled.value == 0 {
      figures.add("churn-months") { empty($0, "churn", finding: say("finding.churn.none")) }
    } else {
      figures.add("churn-months") { churnByPeriod($0) }
      if !section.reasons.isEmpty { figures.add("churn-reasons") { reasons($0) } }
      for (key, rows) in [("channel", section.byChannel), ("stage", section.byStage), ("course", section.byCourse)]
      where rows.count > 1 {
        figures.add("churn-" + key) { lostBy($0, key, rows) }
      }
    }
    figures.add(lists(of: .churn))
    return PageSection(
      id: "churn", name: say("section.churn"),
      lead: say("lead.churn", String(section.inactiveDays), String(section.graceDays)), figures: figures.all)
  }

  private func churnByPeriod(_ id: String) -> Figure {
    // Months where they hold enough people, else quarters.
    let months = Array(report.churn.months.suffix(13))
    let enough = months.filter { $0.asWas.people >= teller.rateFrom }.count > months.count / 2
    let rows = enough ? months : Array(report.churn.quarters.suffix(13))
    let told = rows.map { teller.rate($0.asWas) }
    let labels = axis(rows.map(\.period))
    let last = Array(zip(rows, told)).last { $0.0.complete && $0.1.plot != nil }
    let finding = last.map { say("finding.churn", name($0.0.period), $0.1.text) } ?? say("finding.churn.few")
    let chart = ColumnChart(
      periods: rows.indices.map { i in
        .init(
          label: labels[i], values: [told[i].plot], text: told[i].text + (rows[i].complete ? "" : "*"),
          open: !rows[i].complete)
      }, ticks: .percent)
    let differ = rows.contains { $0.asWas.numerator != $0.asNow.numerator }
    return Figure(
      id: id, finding: finding, note: say(differ ? "note.churn.differ" : "note.churn"),
      chips: openChip(rows.last?.complete ?? true, rows.last?.period.grain ?? .month) + chips(told),
      chart: Plot(chart, frame(id, "columns", finding, range(zip(labels, told).map { ($0, $1) }))),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [
          .init(say("column.period"), text: true), .init(say("column.asWas")), .init(say("column.asNow")),
          .init(say("column.becameLost")), .init(say("column.atStart")), .init(say("column.reactivated")),
        ],
        rows: zip(rows, told).map { row, told in
          [
            .init(row.period.name + (row.complete ? "" : "*")), .init(told), .init(teller.rate(row.asNow)),
            .init(told.state == .hidden ? told : teller.count(row.asWas.numerator, people: row.asWas.peopleAbove)),
            .init(told.state == .hidden ? told : teller.count(row.asWas.denominator, people: row.asWas.people)),
            .init(teller.count(row.reactivated, people: row.reactivated)),
          ]
        }), definition: rows.last.map { definition($0.asWas) } ?? [])
  }

  private func reasons(_ id: String) -> Figure {
    let rows = report.churn.reasons.map { (label: label($0.label), tally: $0.value) }
    let top = rows.first { $0.label != say("unlabelled") }
    let finding = top.map { say("finding.reasons", $0.label) } ?? say("finding.reasons.none")
    return tallies(
      id, rows, finding: finding, note: say("note.reasons"), first: say("column.reason"),
      second: say("column.people"), basis: report.churn.lostShare.basis)
  }

  private func lostBy(_ id: String, _ key: String, _ rows: [Labelled<Rate>]) -> Figure {
    let sorted = rows.map { (label: label($0.label), rate: $0.value) }
      .sorted { ($0.rate.value ?? -1, $1.label) > ($1.rate.value ?? -1, $0.label) }.prefix(10)
    // Over a period the rows are its churn, not the share lost so far.
    let subject = wholeName == nil ? "lost." : "churn."
    return rates(
      id, Array(sorted), finding: extreme(subject + key, Array(sorted), worstHigh: true),
      note: say((wholeName == nil ? "note.lostBy" : "note.churnBy") + (key == "course" ? ".course" : "")),
      first: say("column." + key),
      reference: wholeName == nil ? report.churn.lostShare : report.churn.period?.asWas)
  }

  /// The caption of a comparison: the row that differs most from all others together, where that lies outside its own
  /// noise, or that there is none.
  func extreme(_ key: String, _ rows: [(label: String, rate: Rate)], worstHigh: Bool) -> String {
    let told = rows.map { (label: $0.label, rate: $0.rate, told: teller.rate($0.rate)) }
    guard told.filter({ $0.told.plot != nil }).count > 1 else { return say("finding.by." + key) }
    let all = (
      rows.reduce(0) { $0 + $1.rate.numerator }, rows.reduce(0) { $0 + $1.rate.denominator },
      rows.reduce(0) { $0 + $1.rate.people }
    )
    var most: (label: String, text: String, difference: Double)?
    for row in told where row.told.plot != nil {
      let rate = row.rate
      let one = Proportion.perPerson(rate.numerator, rate.denominator, rate.people)
      let rest = Proportion.perPerson(
        all.0 - rate.numerator, all.1 - rate.denominator, all.2 - rate.people)
      guard let (difference, interval) = Proportion.difference(one, rest), !interval.contains(0),
        abs(difference) > abs(most?.difference ?? 0)
      else { continue }
      most = (row.label, row.told.text, difference)
    }
    guard let most else { return say("finding.by." + key + ".even") }
    return say(most.difference > 0 ? "finding.by.high" : "finding.by.low", most.label, say("subject." + key), most.text)
  }

  /// Lists of people the audience's view allows: only released rows, masked as the view says.
  func lists(of section: SectionKind) -> [Figure] {
    guard !audience.isOutside, !isChoice else { return [] }
    return options.lists.filter { $0.section == section }.map { list in
      let table = ReleasedRows(list.table, most: list.most)
      let finding = say("finding.list." + list.kind.rawValue, format.exact(table.total))
      var figure = Figure(
        id: section.rawValue + "-" + list.kind.rawValue, finding: finding, note: say("note.list." + list.kind.rawValue),
        span: .full,
        table: table.rows.isEmpty
          ? nil : DataTable(columns: table.columns, rows: table.rows, cut: table.total - table.rows.count),
        tableOpen: true, empty: table.rows.isEmpty ? (say("empty.list"), "") : nil)
      figure.isList = true
      figure.isOwn = true
      return figure
    }
  }
}
