import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// Retention: cohorts by age, and how long customers stay.
extension Composer {
  func retention() -> PageSection {
    var figures = figures()
    let table = report.retention.main
    if table.cohorts.isEmpty {
      figures.add("retention-cohorts") { empty($0, "retention", finding: say("finding.cohorts.none")) }
    } else {
      figures.add("retention-cohorts") { cohorts($0, table) }
    }
    if report.survival.curve.isEmpty {
      figures.add("retention-survival") { empty($0, "retention", finding: say("finding.survival.none")) }
    } else {
      figures.add("retention-survival") { survival($0) }
    }
    if report.retention.variants.count > 1, !audience.isOutside { figures.add("retention-variants") { variants($0) } }
    return PageSection(
      id: "retention", name: say("section.retention"),
      lead: say("lead.retention", say("grain." + table.grain.rawValue), say("activity." + table.activity.rawValue)),
      figures: figures.all)
  }

  /// What fits beside the labels and still can be read on a phone; the newest cohorts are what people decide on.
  static let mostCohorts = 12
  static let mostAges = 13

  /// "third month", "second quarter": the age of a cohort in words.
  func ageName(_ k: Int, _ grain: Grain) -> String { say("age." + grain.rawValue, String(k)) }

  /// The age whose mean says most: a year, else half of one, else a quarter, over at least thirty people.
  func tellingAge(_ table: CohortTable) -> Int? {
    let ages: [Int]
    switch table.grain {
    case .day: ages = [30, 14, 7, 1]
    case .week: ages = [26, 13, 4, 1]
    case .month: ages = [12, 6, 3, 1]
    case .quarter: ages = [4, 2, 1]
    case .year: ages = [1]
    }
    return ages.first { k in
      guard k < table.mean.count, table.mean[k].size >= teller.firmFrom else { return false }
      let mean = table.mean[k]
      return !audience.isOutside
        || teller.share(
          mean.active, of: mean.size, people: mean.size, peopleAbove: mean.active, id: "mean:\(k)"
        ).plot != nil
    }
  }

  private func cohorts(_ id: String, _ table: CohortTable) -> Figure {
    let rows = Array(table.cohorts.suffix(Composer.mostCohorts))
    let ages = min(Composer.mostAges, rows.map(\.active.count).max() ?? 1)
    var told: [Told] = []
    let shownRows = rows.map { cohort -> CohortHeatMap.Row in
      let cells = (0..<ages).map { k -> CohortHeatMap.Cell in
        guard k < cohort.active.count else { return .none }
        if k >= cohort.closed {
          let count = teller.count(cohort.active[k], people: cohort.active[k], id: "cohort:\(cohort.name):\(k)")
          return .open(count.text + "*")
        }
        let share = teller.share(
          cohort.active[k], of: cohort.size, people: cohort.size, peopleAbove: cohort.active[k], places: 0,
          id: "cohort:\(cohort.name):\(k)")
        told.append(share)
        return share.plot.map { .rate($0, share.text) } ?? .count(share.text)
      }
      return .init(
        label: cohort.name, size: teller.count(cohort.size, people: cohort.size, id: "cohort:" + cohort.name).text,
        cells: cells)
    }
    let mean = (0..<ages).map { k -> CohortHeatMap.Cell in
      guard k < table.mean.count, table.mean[k].size > 0 else { return .none }
      let cell = table.mean[k]
      let share = teller.share(
        cell.active, of: cell.size, people: cell.size, peopleAbove: cell.active, places: 0, id: "mean:\(k)")
      return share.plot.map { .rate($0, share.text) } ?? .count(share.text)
    }
    let finding: String
    if let k = tellingAge(table) {
      let cell = table.mean[k]
      let told = teller.share(
        cell.active, of: cell.size, people: cell.size, peopleAbove: cell.active, places: 0, id: "mean:\(k)")
      finding =
        told.plot == nil
        ? say("finding.cohorts.young") : say("finding.cohorts", ageName(k, table.grain), told.text)
    } else {
      finding = say("finding.cohorts.young")
    }
    let chart = CohortHeatMap(
      columns: (0..<ages).map { say("age.short." + table.grain.rawValue, String($0)) }, sizeTitle: say("column.size"),
      rows: shownRows, mean: .init(label: say("mean"), size: "", cells: mean))
    return Figure(
      id: id, finding: finding, note: say("note.cohorts." + table.kind.rawValue),
      chips: chips(told),
      chart: Plot(
        chart, frame(id, "cohorts", finding, say("range.cohorts", rows.first!.name, rows.last!.name))
      ),
      chartLabel: scroll(finding), table: cohortTable(table, ages: ages), definition: definition(table.basis))
  }

  /// Every cohort, also those the drawing has no room for.
  private func cohortTable(_ table: CohortTable, ages: Int) -> DataTable {
    let kept = table.cohorts.suffix(Composer.mostCohorts)
    var rows: [[DataTable.Cell]] = kept.map { cohort in
      [.init(cohort.name), .init(teller.count(cohort.size, people: cohort.size, id: "cohort:" + cohort.name))]
        + (0..<ages).map { k in
          guard k < cohort.active.count else { return .init("") }
          if k >= cohort.closed {
            return .init(
              teller.count(cohort.active[k], people: cohort.active[k], id: "cohort:\(cohort.name):\(k)").exact + "*")
          }
          return .init(
            teller.share(
              cohort.active[k], of: cohort.size, people: cohort.size, peopleAbove: cohort.active[k],
              id: "cohort:\(cohort.name):\(k)"))
        }
    }
    rows.append(
      [.init(say("mean")), .init("")]
        + (0..<ages).map { k in
          guard k < table.mean.count else { return .init("") }
          return .init(
            teller.share(
              table.mean[k].active, of: table.mean[k].size, people: table.mean[k].size,
              peopleAbove: table.mean[k].active, id: "mean:\(k)"))
        })
    return DataTable(
      columns: [.init(say("column.cohort"), text: true), .init(say("column.size"))]
        + (0..<ages).map { .init(say("age.short." + table.grain.rawValue, String($0))) },
      rows: rows, cut: table.cohorts.count - kept.count)
  }

  private func survival(_ id: String) -> Figure {
    let section = report.survival
    let months = 365.25 / 12
    // At most 120 steps are drawn; the table gives round times.
    // Below the limit for rates too few are left: the curve ends there.
    let curve = section.curve.filter { $0.atRisk >= teller.rateFrom }
    let stride = max(1, curve.count / 120)
    let kept = curve.enumerated().filter { $0.offset % stride == 0 || $0.offset == curve.count - 1 }
      .map(\.element)
    var points = [LineChart.Point(x: 0, y: 1, low: 1, high: 1)]
    for step in kept {
      points.append(
        .init(
          x: step.time / months, y: step.survival, low: step.interval?.low ?? step.survival,
          high: step.interval?.high ?? step.survival))
    }
    if let last = section.lastTime, let end = kept.last, last > end.time, curve.count == section.curve.count {
      points.append(.init(x: last / months, y: end.survival, low: end.interval?.low, high: end.interval?.high))
    }
    let median = section.median.flatMap { $0 <= (kept.last?.time ?? 0) ? $0 : nil }
    points[points.count - 1].text = points.last?.y.map { format.rate($0, places: 0) } ?? ""
    let told = teller.share(section.events, of: section.people, people: section.people, peopleAbove: section.events)
    guard told.state != .hidden, told.state != .countsOnly, told.state != .missing else {
      return Figure(
        id: id, finding: say("finding.survival.none"), chips: chips([told]),
        empty: (say("empty.few", String(teller.rateFrom)), ""))
    }
    let finding =
      median.map { say("finding.survival.median", format.plain($0 / months, places: 0)) }
      ?? say("finding.survival", format.plain(points.last?.x ?? 0, places: 0), points.last?.text ?? "")
    let risk = section.atRisk.filter { $0.time / months <= (points.last?.x ?? 0) }.map {
      ($0.time / months, teller.count($0.count, people: $0.count).text)
    }
    let chart = LineChart(
      series: [.init(name: "", points: points, steps: true)], horizontal: .months(unit: say("unit.months")),
      ticks: .percent, limits: 0...1, dots: false,
      reference: median == nil ? nil : (0.5, say("half")),
      atRisk: [("", risk)], atRiskTitle: say("atRisk"))
    return Figure(
      id: id, finding: finding, note: say("note.survival", format.exact(section.lateEntries)),
      chips: chips([told]),
      chart: Plot(
        chart, frame(id, "steps", finding, say("range.survival", points.last?.text ?? ""))),
      chartLabel: scroll(finding), table: survivalTable(months),
      definition: definition(
        section.basis, numerator: teller.count(section.events, people: section.events),
        denominator: teller.count(section.people, people: section.people)))
  }

  private func survivalTable(_ months: Double) -> DataTable {
    let section = report.survival
    let rows = section.atRisk.filter { $0.count >= teller.rateFrom }.map { risk -> [DataTable.Cell] in
      let step = section.curve.last { $0.time <= risk.time }
      let value = step?.survival ?? 1
      return [
        .init(format.plain(risk.time / months, places: 1), value: risk.time / months),
        .init(format.rate(value), value: value),
        .init(format.range(low: step?.interval?.low, high: step?.interval?.high)),
        .init(teller.count(risk.count, people: risk.count)),
      ]
    }
    return DataTable(
      columns: [
        .init(say("column.months")), .init(say("column.staying")), .init(say("column.interval")), .init(say("atRisk")),
      ], rows: rows)
  }

  /// The mean of the same cohorts by other readings of "active".
  private func variants(_ id: String) -> Figure {
    let main = report.retention.main
    let kept = report.retention.variants.filter { $0.grain == main.grain && $0.kind == main.kind && $0.mean.count > 1 }
      .prefix(4)
    let ages = min(13, kept.map(\.mean.count).max() ?? 1)
    func name(_ table: CohortTable) -> String {
      say("activity.short." + table.activity.rawValue) + (table.kind == .onOrAfter ? say("kind.onOrAfter") : "")
    }
    let told = kept.map { table in
      (0..<min(ages, table.mean.count)).map { k in
        teller.share(
          table.mean[k].active, of: table.mean[k].size, people: table.mean[k].size, peopleAbove: table.mean[k].active)
      }
    }
    let gap = report.retention.contactGap
    // Calls lift a retention figure only where calls count as activity.
    let lifted = main.activity == .interaction && report.retention.contactGapMatters
    let finding =
      lifted && gap != nil
      ? say("finding.variants.gap", format.points(gap!))
      : report.retention.contactGapMatters && gap != nil
        ? say("finding.variants.apart", format.points(gap!)) : say("finding.variants")
    let chart = LineChart(
      series: zip(kept, told).map { table, cells in
        .init(name: name(table), points: cells.enumerated().map { .init(x: Double($0), y: $1.plot) })
      }, horizontal: .periods((0..<ages).map { say("age.short." + main.grain.rawValue, String($0)) }), ticks: .percent,
      limits: 0...1, dots: false)
    return Figure(
      id: id, finding: finding, note: say("note.variants"),
      chips: lifted ? [say("chip.gap")] : [],
      chart: Plot(chart, frame(id, "lines", finding)), chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init(say("column.reading"), text: true)]
          + (0..<ages).map { .init(say("age.short." + main.grain.rawValue, String($0))) },
        rows: zip(kept, told).map { table, cells in
          [.init(name(table))] + (0..<ages).map { $0 < cells.count ? .init(cells[$0]) : .init("") }
        }), definition: definition(main.basis))
  }
}
