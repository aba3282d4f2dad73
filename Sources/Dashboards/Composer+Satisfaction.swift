import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// NPS and CSAT: where they stand, where they go, who answers how, what drives them.
extension Composer {
  func satisfaction() -> PageSection {
    let section = report.satisfaction
    var figures = figures()
    if section.nps.counts.n == 0 {
      figures.add("satisfaction-nps") { empty($0, "nps", finding: say("finding.nps.none")) }
    } else {
      figures.add("satisfaction-nps") { answers($0) }
      if section.npsByQuarter.count > 1 { figures.add("satisfaction-trend") { scoreByQuarter($0) } }
      for split in section.npsBy where split.rows.count > 1 && allows(split.dimension) {
        figures.add("satisfaction-by-" + split.dimension.rawValue) { scoreBy($0, split) }
      }
    }
    if section.csat.denominator == 0 {
      figures.add("satisfaction-csat") { empty($0, "csat", finding: say("finding.csat.none")) }
    } else {
      figures.add("satisfaction-csat") { csatByQuarter($0) }
      for split in section.csatBy where split.rows.count > 1 && allows(split.dimension) {
        figures.add("satisfaction-csat-" + split.dimension.rawValue) { csatBy($0, split) }
      }
    }
    if !section.drivers.isEmpty, !audience.isOutside { figures.add("satisfaction-drivers") { drivers($0) } }
    if !section.ratings.isEmpty, audience.seesStaff { figures.add("satisfaction-ratings") { ratings($0) } }
    figures.add(lists(of: .satisfaction))
    return PageSection(
      id: "satisfaction", name: say("section.satisfaction"), lead: say("lead.satisfaction"), figures: figures.all)
  }

  /// At most a few splits a page: what its readers can act on.
  func allows(_ dimension: Dimension) -> Bool {
    switch audience {
    case .head: [.campus, .course, .teacher].contains(dimension)
    case .sales: [.channel, .course, .staff].contains(dimension)
    case .teaching: [.course, .teacher, .stage].contains(dimension)
    case .service: [.campus, .channel, .staff].contains(dimension)
    case .partner: [.campus, .course].contains(dimension)
    }
  }

  private func answers(_ id: String) -> Figure {
    let quarters = report.satisfaction.npsByQuarter.suffix(6)
    let all = (whole, report.satisfaction.nps, "nps:all")
    let rows = quarters.reversed().map {
      ($0.period.name + ($0.complete ? "" : "*"), $0.score, "nps:q:" + $0.period.name)
    }
    let shown = quarters.count > 1 ? rows + [all] : [all]
    let told = shown.map { teller.score($0.1, id: $0.2) }
    let chart = DivergingBarChart(
      rows: zip(shown, told).map { row, told in
        let counts = row.1.counts
        let n = Double(max(1, counts.n))
        let parts = [counts.detractors, counts.passives, counts.promoters].map {
          format.rate(Double($0) / n, places: 0)
        }
        return .init(
          label: row.0,
          shares: told.plot == nil || (teller.outside && told.note.isEmpty)
            ? nil : (Double(counts.detractors) / n, Double(counts.passives) / n, Double(counts.promoters) / n),
          parts: parts, text: told.text)
      }, names: [say("nps.detractors"), say("nps.passives"), say("nps.promoters")])
    let whole = teller.score(report.satisfaction.nps, id: "nps:all")
    let finding = whole.plot == nil ? say("finding.nps.few") : say("finding.nps", whole.text)
    return Figure(
      id: id, finding: finding, note: whole.note,
      chips: openChip(quarters.last?.complete ?? true, .quarter) + chips(told),
      chart: Plot(chart, frame(id, "diverging", finding, range(zip(shown, told).map { ($0.0, $1) }))),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [
          .init(say("column.period"), text: true), .init("NPS"), .init(say("column.interval")),
          .init(say("nps.promoters")),
          .init(say("nps.passives")), .init(say("nps.detractors")),
        ],
        rows: zip(shown, told).map { row, told in
          let counts = row.1.counts
          let parts = [(counts.promoters, ".p"), (counts.passives, ".i"), (counts.detractors, ".d")].map {
            teller.count($0, people: $0, id: row.2 + $1)
          }
          let hidden = told.state == .hidden
          return [
            .init(row.0), .init(told), .init(told.range),
            .init(hidden ? told : parts[0]), .init(hidden ? told : parts[1]), .init(hidden ? told : parts[2]),
          ]
        }), definition: definition(report.satisfaction.nps.basis))
  }

  private func scoreByQuarter(_ id: String) -> Figure {
    let rows = Array(report.satisfaction.npsByQuarter.suffix(12))
    let told = rows.map { teller.score($0.score, id: "nps:q:" + $0.period.name) }
    let closed = zip(rows, told).filter { $0.0.complete && $0.1.plot != nil }
    var finding = say("finding.npsTrend.none")
    if let last = closed.last, closed.count > 1 {
      let before = closed[closed.count - 2]
      let change = last.0.score.counts.difference(from: before.0.score.counts)
      finding =
        change.map { $0.interval.contains(0) } ?? true
        ? say("finding.npsTrend.even", name(last.0.period))
        : say(
          change!.difference > 0 ? "finding.npsTrend.up" : "finding.npsTrend.down", name(last.0.period),
          format.decimal(abs(change!.difference), places: 0))
    }
    let chart = LineChart(
      series: [
        .init(
          name: "",
          points: told.enumerated().map { .init(x: Double($0), y: $1.plot, low: $1.low, high: $1.high, text: $1.text) },
          open: !(rows.last?.complete ?? true))
      ], horizontal: .periods(rows.map { $0.period.name }), ticks: .score, limits: -100...100)
    return Figure(
      id: id, finding: finding, note: say("note.band"),
      chips: openChip(rows.last?.complete ?? true, .quarter) + chips(told),
      chart: Plot(
        chart, frame(id, "lines", finding, range(zip(rows, told).map { ($0.period.name, $1) }))),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init(say("column.period"), text: true), .init("NPS"), .init(say("column.interval"))],
        rows: zip(rows, told).map { [.init($0.period.name + ($0.complete ? "" : "*")), .init($1), .init($1.range)] }),
      definition: definition(report.satisfaction.nps.basis))
  }

  private func scoreBy(_ id: String, _ split: SatisfactionSection.ScoreSplit) -> Figure {
    let rows = split.rows.filter { $0.value.counts.n > 0 }
      .map { row in
        (
          label: label(row.label, of: split.dimension), score: row.value,
          id: Ledger.id("nps", split.dimension, row.label)
        )
      }
      .sorted { ($0.score.value ?? -101, $1.label) > ($1.score.value ?? -101, $0.label) }.prefix(12)
    let told = rows.map { teller.score($0.score, id: $0.id) }
    let whole = teller.score(report.satisfaction.nps, id: "nps:all")
    let dimension = Phrasebook.text("metrics.dimension." + split.dimension.rawValue, language)
    var finding = say("finding.npsBy.even", dimension)
    if let all = whole.plot,
      let clear = zip(rows, told).filter({ $0.1.plot != nil && (($0.1.low ?? -100) > all || ($0.1.high ?? 100) < all) })
        .max(by: { abs($0.1.plot! - all) < abs($1.1.plot! - all) })
    {
      finding = say(clear.1.plot! > all ? "finding.npsBy.high" : "finding.npsBy.low", clear.0.label, clear.1.text)
    }
    let chart = IntervalDots(
      rows: zip(rows, told).map { .init(label: $0.label, value: $1.plot, low: $1.low, high: $1.high, text: $1.text) },
      ticks: .score, limits: -100...100, includingZero: true,
      reference: whole.plot.map { ($0, reference(whole)) })
    return Figure(
      id: id, finding: finding, note: say("note.by", dimension),
      chips: chips(told),
      chart: Plot(
        chart,
        frame(
          id, "dots", finding,
          range(zip(rows, told).map { ($0.label, $1) }))),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init(dimension, text: true), .init("NPS"), .init(say("column.interval"))],
        rows: zip(rows, told).map { [.init($0.label), .init($1), .init($1.range)] }),
      definition: definition(report.satisfaction.nps.basis))
  }

  private func csatByQuarter(_ id: String) -> Figure {
    let rows = Array(report.satisfaction.csatByQuarter.suffix(12))
    let told = rows.map { teller.rate($0.rate, id: "csat:q:" + $0.period.name) }
    let whole = teller.rate(report.satisfaction.csat, id: "csat:all")
    let finding = whole.plot == nil ? say("finding.csat.few") : say("finding.csat", whole.text)
    let chart = LineChart(
      series: [
        .init(
          name: "",
          points: told.enumerated().map {
            .init(x: Double($0), y: $1.plot, low: $1.low, high: $1.high, text: $1.text)
          },
          open: !(rows.last?.complete ?? true))
      ], horizontal: .periods(rows.map { $0.period.name }), ticks: .percent, limits: 0...1, includingZero: false
    )
    let plot =
      rows.count > 1
      ? Plot(chart, frame(id, "lines", finding, range(zip(rows, told).map { ($0.period.name, $1) })))
      : nil
    return Figure(
      id: id, finding: finding, note: whole.note,
      chips: openChip(rows.last?.complete ?? true, .quarter) + chips(told + [whole]), chart: plot,
      chartLabel: scroll(finding),
      table: rateTable(
        rows.map { ($0.period.name + ($0.complete ? "" : "*"), $0.rate) } + [(self.whole, report.satisfaction.csat)],
        told + [whole], first: say("column.period")), definition: definition(report.satisfaction.csat))
  }

  private func csatBy(_ id: String, _ split: SatisfactionSection.RateSplit) -> Figure {
    let rows = split.rows.filter { $0.value.denominator > 0 }
      .map { row in
        (
          label: label(row.label, of: split.dimension), rate: row.value,
          id: Ledger.id("csat", split.dimension, row.label)
        )
      }
      .sorted { ($0.rate.value ?? -1, $1.label) > ($1.rate.value ?? -1, $0.label) }.prefix(12)
    let dimension = Phrasebook.text("metrics.dimension." + split.dimension.rawValue, language)
    let told = rows.map { teller.rate($0.rate, id: $0.id) }
    let all = teller.rate(report.satisfaction.csat, id: "csat:all")
    var finding = say("finding.csatBy.even", dimension)
    if let mean = all.plot,
      let clear = zip(rows, told).filter({ $0.1.plot != nil && (($0.1.low ?? 0) > mean || ($0.1.high ?? 1) < mean) })
        .max(by: { abs($0.1.plot! - mean) < abs($1.1.plot! - mean) })
    {
      finding = say(clear.1.plot! > mean ? "finding.csatBy.high" : "finding.csatBy.low", clear.0.label, clear.1.text)
    }
    return rates(
      id, rows.map { (label: $0.label, rate: $0.rate) }, finding: finding,
      note: say("note.by", dimension), first: dimension, reference: report.satisfaction.csat, ids: rows.map(\.id))
  }

  private func drivers(_ id: String) -> Figure {
    let rows = report.satisfaction.drivers.prefix(10)
    let told = rows.map { driver -> Told in
      let both = teller.share(
        1, of: 1, people: min(driver.peopleWith, driver.peopleWithout),
        peopleAbove: min(driver.peopleWith, driver.peopleWithout))
      guard both.plot != nil else { return Told(.words(say("few")), state: both.state, format) }
      return Told(
        .score(driver.difference), low: driver.interval.low, high: driver.interval.high, state: both.state, format)
    }
    let clear = zip(rows, told).first { $0.1.plot != nil && !(($0.1.low ?? 0)...($0.1.high ?? 0)).contains(0) }
    let finding =
      clear.map {
        say(
          $0.1.plot! < 0 ? "finding.drivers.bad" : "finding.drivers.good", themeName($0.0.theme),
          format.decimal(abs($0.1.plot!), places: 0))
      }
      ?? say("finding.drivers.even")
    let chart = IntervalDots(
      rows: zip(rows, told).map {
        .init(label: themeName($0.theme), value: $1.plot, low: $1.low, high: $1.high, text: $1.text)
      },
      ticks: .score, limits: -200...200, includingZero: true)
    return Figure(
      id: id, finding: finding, note: say("note.drivers"), chips: chips(told),
      chart: Plot(
        chart,
        frame(id, "dots", finding, range(zip(rows, told).map { (themeName($0.theme), $1) }))),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [
          .init(say("column.theme"), text: true), .init(say("column.effect")), .init(say("column.interval")),
          .init(say("column.with")), .init(say("column.without")),
        ],
        rows: zip(rows, told).map { driver, told in
          [
            .init(themeName(driver.theme)), .init(told), .init(told.range),
            .init(teller.count(driver.with.n, people: driver.peopleWith)),
            .init(teller.count(driver.without.n, people: driver.peopleWithout)),
          ]
        }), definition: definition(report.satisfaction.nps.basis))
  }

  func themeName(_ theme: String) -> String {
    let key = "theme." + theme
    return Phrasebook.has(key) ? Phrasebook.text(key, language) : label(theme)
  }

  private func ratings(_ id: String) -> Figure {
    let rows = report.satisfaction.ratings.prefix(40)
    var all: [Told] = []
    let cells: [[DataTable.Cell]] = rows.map { rating in
      let csat = teller.rate(rating.csat)
      let nps = teller.score(rating.nps)
      let mean =
        rating.csat.people < teller.rateFrom
        ? Told(.words(NumberFormatting.missing), state: .countsOnly, format) : teller.amount(rating.mean)
      all += [csat]
      return [
        .init(Phrasebook.text("metrics.dimension." + rating.dimension.rawValue, language)),
        .init(label(rating.label, of: rating.dimension)), .init(mean), .init(csat),
        .init(csat.range),
        .init(nps),
      ]
    }
    return Figure(
      id: id, finding: say("finding.ratings"), note: say("note.ratings"), chips: chips(all),
      span: .full,
      table: DataTable(
        columns: [
          .init(say("column.kind"), text: true), .init(say("column.name"), text: true), .init(say("column.mean")),
          .init("CSAT"), .init(say("column.interval")), .init("NPS"),
        ], rows: cells, cut: report.satisfaction.ratings.count - rows.count), tableOpen: true)
  }
}
