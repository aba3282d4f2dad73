import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// The six numbers at the top of a page, each with its change, its target and its last twelve months.
extension Composer {
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
}
