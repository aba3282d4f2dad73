import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// Overview: what is, what changed, what matters, where people drop out.
extension Composer {
  func overview() -> PageSection {
    let lead = periodLead()
    var figures = [insights()]
    if let since = self.since() { figures.append(since) }
    if !audience.isOutside, !report.grading.funnel.isEmpty { figures.append(funnel()) }
    figures.append(newAndLost())
    if let compared = comparison() { figures.append(compared) }
    return PageSection(
      id: "overview", name: say("section.overview"), lead: lead, cards: cards(), figures: figures)
  }

  private func periodLead() -> String {
    guard let period = report.period ?? monthToDate else { return say("lead.overview.plain", report.asOf.description) }
    return period.complete
      ? say("lead.overview.whole", name(period.period))
      : say("lead.overview.open", name(period.period), dayText(report.asOf))
  }

  var monthToDate: PeriodReport? { report.toDate.first { $0.period.grain == .month } }

  // MARK: Cards

  /// Six numbers of the period asked for, else of the running month (NPS and renewals: quarter).
  func cards() -> [KeyCard] {
    var cards: [KeyCard] = [activeCard()]
    cards.append(periodCard("new_enrolled") { (Double($0.newEnrolled), $0.newEnrolled) })
    if audience.seesMoney {
      cards.append(periodCard("revenue") { (Double($0.revenueCents) / 100, $0.buyers) })
    } else {
      cards.append(rateCard("repurchase", report.repurchase.repurchase))
    }
    cards.append(retentionCard())
    cards.append(scoreCard())
    cards.append(churnCard())
    return cards
  }

  private func spark(_ key: String, _ values: [Double?], open: Bool, label: String) -> Markup {
    guard values.compactMap({ $0 }).count > 2 else { return Markup() }
    let frame = ChartFrame(
      id: "spark-" + key, title: say("chart.spark", label, String(values.count)), description: "", width: 132,
      language: language)
    return Sparkline(values: values, open: open).draw(frame)
  }

  /// The last twelve months of a key figure; nil months where too few people stand behind it.
  private func months(
    _ value: (KeyFigures) -> (value: Double, people: Int)
  ) -> (values: [Double?], open: Bool) {
    let rows = report.counts.months.suffix(12)
    return (
      rows.map { row in
        let (number, people) = value(row.figures)
        return teller.count(1, people: people).plot == nil ? nil : number
      },
      rows.last.map { !$0.complete } ?? false
    )
  }

  private func activeCard() -> KeyCard {
    let told = teller.count(report.counts.active, id: "active")
    let label = say("card.active")
    let history = months { (Double($0.active), $0.active) }
    let customers = teller.count(report.counts.customers, id: "customers")
    let enrolled = teller.count(report.counts.enrolled, id: "enrolled")
    let change = figure("active")
    return KeyCard(
      key: "active", label: label, value: told.text, delta: change.map { delta($0.0, $0.1) } ?? "",
      tone: change.map { tone($0.0) } ?? .even, note: say("card.active.note", customers.exact, enrolled.exact),
      spark: spark("active", history.values, open: false, label: label))
  }

  private func figure(_ key: String, preferring grain: Grain = .month) -> (PeriodReport.Figure, PeriodReport)? {
    let reports = report.period.map { [$0] } ?? report.toDate.filter { $0.period.grain == grain } + report.toDate
    for period in reports {
      if let figure = period.figures.first(where: { $0.key == key }) { return (figure, period) }
    }
    return nil
  }

  private func periodCard(_ key: String, _ value: (KeyFigures) -> (value: Double, people: Int)) -> KeyCard {
    let label = Phrasebook.text("metrics.figure." + key, language)
    let history = months(value)
    guard let (figure, period) = figure(key) else {
      return KeyCard(key: key, label: label, value: NumberFormatting.missing, note: say("card.none"))
    }
    let now = told(figure.now, figure.unit, id: "card:now:" + figure.key)
    return KeyCard(
      key: key, label: label, value: now.text, delta: delta(figure, period), tone: tone(figure),
      note: target(figure)
        ?? (period.complete ? name(period.period) : say("card.soFar", name(period.period), dayText(report.asOf))),
      chips: period.complete ? [] : [say("chip.open", dayText(report.asOf))],
      spark: spark(key, history.values, open: history.open, label: label))
  }

  private func rateCard(_ key: String, _ rate: Rate) -> KeyCard {
    let told = teller.rate(rate, id: key)
    return KeyCard(
      key: key, label: say("card." + key), value: told.text, note: told.note, chips: chips([told]))
  }

  private func retentionCard() -> KeyCard {
    let table = report.retention.main
    guard let k = tellingAge(table) else {
      return KeyCard(
        key: "retention", label: say("card.retention.none"), value: NumberFormatting.missing, note: say("card.none"))
    }
    let mean = table.mean[k]
    let interval = Proportion.wilson(mean.active, of: mean.size)
    let told = teller.share(
      mean.active, of: mean.size, people: mean.size, peopleAbove: mean.active, low: interval?.low, high: interval?.high,
      id: "mean:\(k)")
    let label = say("card.retention", ageName(k, table.grain))
    let history: [Double?] = table.cohorts.filter { $0.closed > k }.suffix(12).compactMap { cohort in
      teller.share(
        cohort.active[k], of: cohort.size, people: cohort.size, peopleAbove: cohort.active[k],
        id: "cohort:\(cohort.name):\(k)"
      ).plot
    }
    return KeyCard(
      key: "retention", label: label, value: told.text, note: told.note, chips: chips([told]),
      spark: spark("retention", history, open: false, label: label))
  }

  /// The score of the running period beside that of the whole log; the whole where the period has too few answers.
  private func scoreCard() -> KeyCard {
    let nps = report.satisfaction.nps
    let whole = teller.score(nps, id: "nps:all")
    let history = report.satisfaction.npsByQuarter.suffix(12)
    let line = spark(
      "nps", history.map { teller.score($0.score, id: "nps:q:" + $0.period.name).plot },
      open: history.last.map { !$0.complete } ?? false,
      label: say("card.nps"))
    if let (figure, period) = figure("nps", preferring: .quarter) {
      let now = told(figure.now, figure.unit)
      if now.plot != nil {
        return KeyCard(
          key: "nps", label: say("card.nps.period", name(period.period)), value: now.text,
          delta: delta(figure, period), tone: tone(figure),
          note: (now.note.isEmpty ? "" : now.note + say("semicolon")) + say("card.nps.all", whole.text),
          chips: chips([now]) + openShort(period), spark: line)
      }
    }
    return KeyCard(
      key: "nps", label: say("card.nps"), value: whole.text, note: whole.note, chips: chips([whole]), spark: line)
  }

  private func openShort(_ period: PeriodReport) -> [String] {
    period.complete ? [] : [say("chip.open", dayText(report.asOf))]
  }

  /// Churn of the running period; the lost share at as-of where there is no period to tell of.
  private func churnCard() -> KeyCard {
    let whole = teller.rate(report.churn.lostShare, id: "lostShare")
    let history = report.churn.quarters.suffix(12)
    let line = spark(
      "lost", history.map { teller.rate($0.asWas).plot }, open: history.last.map { !$0.complete } ?? false,
      label: say("card.churn.spark"))
    if let (figure, period) = figure("churn", preferring: .quarter) {
      let now = told(figure.now, figure.unit, id: "now:churn")
      if now.plot != nil {
        return KeyCard(
          key: "lost", label: say("card.churn", name(period.period)), value: now.text, delta: delta(figure, period),
          tone: tone(figure), note: target(figure) ?? say("card.churn.note", whole.text),
          chips: chips([now]) + openShort(period), spark: line)
      }
    }
    return KeyCard(
      key: "lost", label: say("card.lost"), value: whole.text, note: whole.note, chips: chips([whole]), spark: line)
  }

  // MARK: Changes in words

  func told(_ value: PeriodReport.Value, _ unit: PeriodReport.Figure.Unit, id: String? = nil) -> Told {
    switch unit {
    case .count:
      return value.value.map { teller.count(Int($0.rounded()), people: value.people, id: id) }
        ?? teller.amount(nil, .number, n: 0, people: 0)
    case .money: return teller.amount(value.value, .money, n: value.people, people: value.people)
    case .share:
      guard let numerator = value.numerator, let denominator = value.denominator else {
        return teller.amount(nil, .number, n: 0, people: 0)
      }
      return teller.share(
        numerator, of: denominator, people: value.people, peopleAbove: min(numerator, value.people),
        low: value.interval?.low, high: value.interval?.high, id: id)
    case .points:
      guard let score = value.value else { return teller.amount(nil, .number, n: 0, people: 0) }
      let shown = teller.share(1, of: 1, people: value.people, peopleAbove: value.people)
      guard shown.plot != nil else {
        return Told(text: shown.state == .hidden ? shown.text : NumberFormatting.missing, plot: nil, state: shown.state)
      }
      // Outside, interval and n beside a score would give small parts of its answers away.
      if teller.outside { return Told(text: format.signed(score), plot: score, state: shown.state) }
      return Told(
        text: format.signed(score), exact: format.signed(score, places: 1), plot: score, low: value.interval?.low,
        high: value.interval?.high,
        note: format.scoreInterval(low: value.interval?.low, high: value.interval?.high, n: value.denominator),
        state: shown.state)
    }
  }

  /// ▲▼ and words, against the same days of the period before; never an arrow where there is nothing to compare.
  func delta(_ figure: PeriodReport.Figure, _ period: PeriodReport) -> String {
    // What a card compares is in the ledger under the card's period, or that of the comparison.
    let prefix = period.period == Composer.compared(report)?.period ? "" : "card:"
    let now = told(figure.now, figure.unit, id: prefix + "now:" + figure.key)
    let before = told(figure.before, figure.unit, id: prefix + "before:" + figure.key)
    let against = say("against." + (period.complete ? "whole." : "days.") + period.period.grain.rawValue)
    guard let a = now.plot else { return "" }
    guard let b = before.plot else { return say("delta.none") }
    let sign = a > b ? "▲ " : a < b ? "▼ " : ""
    if a == b { return say("delta.same", against) }
    let noise = withinNoise(figure) ? say("delta.noise") : ""
    switch figure.unit {
    case .count where b > 0 && b < 20:
      // A percentage of a handful says more than there is.
      return sign + say("delta.count", format.exact(Int(abs(a - b))), format.exact(Int(b)), against) + noise
    case .count, .money:
      if b == 0 { return say("delta.fromZero", against) }
      return sign + format.rate(abs(a - b) / abs(b)) + " " + against + noise
    case .share: return sign + format.points(a - b) + " " + against + noise
    case .points: return sign + say("delta.points", format.decimal(abs(a - b), places: 0)) + " " + against + noise
    }
  }

  private func withinNoise(_ figure: PeriodReport.Figure) -> Bool {
    figure.changeInterval.map { $0.contains(0) } ?? false
  }

  /// Good and bad only where the change is outside its own noise.
  func tone(_ figure: PeriodReport.Figure) -> KeyCard.Tone {
    guard let change = figure.change, change != 0, figure.better != 0, !withinNoise(figure) else { return .even }
    return (change > 0) == (figure.better > 0) ? .good : .bad
  }

  private func target(_ figure: PeriodReport.Figure) -> String? {
    guard let target = figure.target, let met = figure.targetMet else { return nil }
    return say(met ? "target.met" : "target.missed", targetText(target, figure.unit))
  }

  func targetText(_ target: Double, _ unit: PeriodReport.Figure.Unit, exact: Bool = false) -> String {
    switch unit {
    case .count: exact ? format.exact(Int(target.rounded())) : format.count(Int(target.rounded()))
    case .money: exact ? format.exactMoney(target) : format.money(target)
    case .share: format.rate(target)
    case .points: format.signed(target)
    }
  }

  // MARK: Figures

  private func funnel() -> Figure {
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
      id: "overview-funnel", finding: finding, note: say("note.funnel"), chips: chips(told), span: .narrow,
      chart: Plot(
        FunnelChart(stages: drawn),
        frame("overview-funnel-c", "funnel", finding, range(zip(drawn, told).map { ($0.label, $1) }), width: 460)),
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

  private func newAndLost() -> Figure {
    let rows = Array(report.counts.months.suffix(13))
    let newTold = rows.map {
      teller.count(
        $0.figures.newEnrolled, people: $0.figures.newEnrolled, id: "new:" + $0.period.name)
    }
    let lostTold = rows.map { teller.count($0.lost, people: $0.lost, id: "lost:" + $0.period.name) }
    let labels = axis(rows.map(\.period))
    guard rows.count > 1 else {
      return empty("overview-trend", "repurchase", finding: say("finding.trend.none"))
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
      id: "overview-trend", finding: finding, note: say("note.trend"),
      chips: openChip(rows.last?.complete ?? true, .month) + chips(newTold + lostTold),
      chart: Plot(chart, frame("overview-trend-c", "lines", finding, range(zip(labels, newTold).map { ($0, $1) }))),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init(say("column.month"), text: true), .init(say("series.new")), .init(say("series.lost"))],
        rows: rows.indices.map { i in
          [.init(rows[i].period.name + (rows[i].complete ? "" : "*")), .init(newTold[i]), .init(lostTold[i])]
        }),
      definition: definition(report.counts.enrolled.basis) + definition(report.counts.lost.basis).prefix(1))
  }

  /// The period the page compares: the one asked for, else the running quarter.
  static func compared(_ report: MetricsReport) -> PeriodReport? {
    report.period ?? report.toDate.first { $0.period.grain == .quarter } ?? report.toDate.first
  }

  /// This period beside the one before, the same a year ago, and the targets.
  func comparison() -> Figure? {
    guard let period = Composer.compared(report) else { return nil }
    let money = audience.seesMoney
    let figures = period.figures.filter { $0.unit != .money || money }
    guard !figures.isEmpty else { return nil }
    let withTarget = figures.contains { $0.target != nil }
    let met = figures.filter { $0.targetMet == true }.count
    let judged = figures.filter { $0.targetMet != nil }.count
    let finding =
      judged > 0
      ? say("finding.compare.targets", String(met), String(judged)) : say("finding.compare", name(period.period))
    var columns: [DataTable.Column] = [
      .init(say("column.figure"), text: true), .init(say("column.now")), .init(say("column.before")),
      .init(say("column.yearBefore")),
    ]
    if withTarget { columns.append(.init(say("column.target"))) }
    var told: [Told] = []
    let rows: [[DataTable.Cell]] = figures.map { figure in
      let now = self.told(figure.now, figure.unit, id: "now:" + figure.key)
      told.append(now)
      var row: [DataTable.Cell] = [
        .init(Phrasebook.text("metrics.figure." + figure.key, language)), .init(now),
        cell(figure.before, figure.unit, "before:" + figure.key),
        cell(figure.yearBefore, figure.unit, "year:" + figure.key),
      ]
      if withTarget {
        row.append(
          .init(
            figure.target.map {
              targetText($0, figure.unit, exact: true)
                + (figure.targetMet == nil ? "" : figure.targetMet! ? " ✓" : " ✗")
            } ?? "",
            value: figure.target))
      }
      return row
    }
    return Figure(
      id: "overview-compare", finding: finding,
      note: period.complete
        ? say("note.compare.whole", name(period.period))
        : say("note.compare.days", name(period.period), dayText(report.asOf)),
      chips: openChip(period.complete, period.period.grain) + chips(told),
      table: DataTable(columns: columns, rows: rows),
      tableOpen: true, definition: comparedDefinitions(figures))
  }

  /// The formulas behind the compared figures, each once.
  private func comparedDefinitions(_ figures: [PeriodReport.Figure]) -> [(term: String, text: String)] {
    let churn = report.churn.months.last ?? report.churn.quarters.last
    let bases: [String: Basis?] = [
      "new_customers": report.counts.customers.basis, "new_enrolled": report.counts.enrolled.basis,
      "active": report.counts.active.basis, "lost": report.counts.lost.basis, "churn": churn?.asWas.basis,
      "reactivated": report.counts.reactivated.basis, "revenue": report.spending.revenue.basis,
      "average_purchase": report.spending.perPurchase.basis, "repurchase": report.repurchase.repurchase.basis,
      "renewal": report.repurchase.renewal.basis, "nps": report.satisfaction.nps.basis,
      "csat": report.satisfaction.csat.basis, "visits": report.visits.total.basis,
      "reached": report.visits.reached.basis, "complaints": report.complaints.total.basis,
    ]
    return figures.compactMap { figure in
      (bases[figure.key] ?? nil).map { (say("term.formula"), $0.sentence(language)) }
    }
  }

  private func cell(_ value: PeriodReport.Value, _ unit: PeriodReport.Figure.Unit, _ id: String) -> DataTable.Cell {
    .init(told(value, unit, id: id))
  }
}
