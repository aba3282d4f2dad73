import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// This period beside the one before, the same a year ago, and the targets.
extension Composer {
  /// The period the page compares: the one asked for, else the running quarter.
  static func compared(_ report: MetricsReport) -> PeriodReport? {
    report.period ?? report.toDate.first { $0.period.grain == .quarter } ?? report.toDate.first
  }

  /// This period beside the one before, the same a year ago, and the targets.
  func comparison(_ id: String) -> Figure? {
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
      id: id, finding: finding,
      note: period.complete
        ? say("note.compare.whole", name(period.period))
        : say("note.compare.days", name(period.period), dayText(report.asOf)),
      chips: openChip(period.complete, period.period.grain) + chips(told),
      table: DataTable(columns: columns, rows: rows),
      tableOpen: true, definition: comparedDefinitions(figures))
  }

  /// The formulas behind the compared figures, each once.
  private func comparedDefinitions(_ figures: [PeriodReport.Figure]) -> [(term: String, text: String)] {
    if isChoice { return [] }
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
