import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// Membership: tiers and how people move between them, points earned and used, referrals.
extension Composer {
  func membership() -> PageSection {
    let section = report.loyalty
    var figures = figures()
    if section.tiers.allSatisfy({ $0.value.count == 0 }) {
      figures.add("membership-tiers") { empty($0, "tiers", finding: say("finding.tiers.none")) }
    } else {
      figures.add("membership-tiers") { tiers($0) }
    }
    if !section.migrations.isEmpty { figures.add("membership-migration") { migration($0) } }
    if section.points.months.count > 1 {
      figures.add("membership-points") { points($0) }
    } else if section.points.earned.n == 0 {
      figures.add("membership-points") { empty($0, "points", finding: say("finding.points.none")) }
    }
    figures.add("membership-referral") { referral($0) }
    figures.add(lists(of: .membership))
    return PageSection(
      id: "membership", name: say("section.membership"), lead: say("lead.membership"), figures: figures.all)
  }

  func tierName(_ tier: String?) -> String {
    guard let tier else { return say("tier.none") }
    let key = "tier." + tier
    return Phrasebook.has(key) ? Phrasebook.text(key, language) : label(tier)
  }

  private func tiers(_ id: String) -> Figure {
    let rows = report.loyalty.tiers.map { (label: tierName($0.label), tally: $0.value) }
    let total = rows.reduce(0) { $0 + $1.tally.people }
    let top = rows.max { $0.tally.people < $1.tally.people }
    let finding =
      top.map {
        say("finding.tiers", $0.label, format.rate(Double($0.tally.people) / Double(max(1, total)), places: 0))
      } ?? ""
    return tallies(
      id, rows, finding: finding, note: say("note.tiers"), first: say("column.tier"),
      second: say("column.people"),
      basis: report.loyalty.referral.basis)
  }

  private func migration(_ id: String) -> Figure {
    let moves = report.loyalty.migrations
    var names: [String] = report.loyalty.tiers.map { tierName($0.label) }
    for move in moves {
      for t in [tierName(move.from), tierName(move.to)] where !names.contains(t) { names.append(t) }
    }
    let highest = Double(moves.filter { $0.from != $0.to }.map(\.people).max() ?? 1)
    var told: [Told] = []
    let cells = names.map { from in
      names.map { to -> MatrixChart.Cell in
        let people = moves.filter { tierName($0.from) == from && tierName($0.to) == to }.reduce(0) { $0 + $1.people }
        let one = teller.count(people, people: people)
        told.append(one)
        return .init(value: one.plot.map { from == to ? 0 : $0 }, text: one.text, framed: from == to)
      }
    }
    let moved = moves.filter { $0.from != $0.to }.reduce(0) { $0 + $1.people }
    let finding = say("finding.migration", teller.count(moved, people: moved).text)
    let chart = MatrixChart(
      rows: names, columns: names, cells: cells, shading: .sequential(highest: highest), axes: (say("from"), say("to")))
    return Figure(
      id: id, finding: finding, note: say("note.migration"), chips: chips(told),
      chart: Plot(chart, frame(id, "matrix", finding)), chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init(say("from") + " \\ " + say("to"), text: true)] + names.map { .init($0) },
        rows: names.indices.map { i in [.init(names[i])] + names.indices.map { .init(told[i * names.count + $0]) } }),
      definition: definition(report.loyalty.referral.basis))
  }

  private func points(_ id: String) -> Figure {
    let section = report.loyalty.points
    let rows = Array(section.months.suffix(13))
    let told = rows.map { row in
      [row.earned, row.redeemed, row.expired].map {
        teller.amount(Double($0), .points, n: row.people, people: row.people)
      }
    }
    let labels = axis(rows.map(\.period))
    let using = teller.rate(section.using)
    let expiring = teller.amount(section.expiring)
    let finding = using.plot == nil ? say("finding.points.plain") : say("finding.points", using.text)
    let chart = LineChart(
      series: (0..<3).map { k in
        .init(
          name: say(["points.earned", "points.redeemed", "points.expired"][k]),
          points: told.enumerated().map { .init(x: Double($0), y: $1[k].plot, text: $1[k].text) })
      }, horizontal: .periods(labels), ticks: .count, dots: false)
    return Figure(
      id: id, finding: finding,
      note: say("note.points", teller.amount(section.balance).text, expiring.text),
      chips: chips(told.flatMap { $0 } + [using]),
      chart: Plot(chart, frame(id, "lines", finding)), chartLabel: scroll(finding),
      table: DataTable(
        columns: [
          .init(say("column.month"), text: true), .init(say("points.earned")), .init(say("points.redeemed")),
          .init(say("points.expired")),
        ],
        rows: rows.indices.map { i in [.init(rows[i].period.name)] + told[i].map { .init($0) } }),
      definition: definition(section.using))
  }

  private func referral(_ id: String) -> Figure {
    let section = report.loyalty
    let told = teller.rate(section.referral)
    guard section.referral.denominator > 0 else {
      return empty(id, "referral", finding: say("finding.referral.none"))
    }
    return rates(
      id, [(say("rate.referral"), section.referral)],
      finding: told.plot == nil ? say("finding.referral.few") : say("finding.referral", told.text),
      note: say("note.referral", teller.count(section.referred).text, format.exact(section.longestChain)),
      first: say("column.figure"),
      ticks: 0...1)
  }
}
