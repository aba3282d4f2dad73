import Localisation
import Metrics
import Statistics
import Tabular

/// The trend over runs: headline figures of saved runs (`--since`) beside those of this one.
extension Composer {
  func since(_ id: String) -> Figure? {
    guard let oldest = report.since.first else { return nil }
    let now = RunFigures(report)
    let runs = report.since.suffix(5)
    var told: [Told] = []
    var moved: [String] = []
    let rows: [[DataTable.Cell]] = now.figures.compactMap { figure in
      guard figure.unit != .money || audience.seesMoney else { return nil }
      let before = oldest.figure(figure.key)
      let cells = runs.map { run -> Told in
        run.figure(figure.key).map { self.told($0) } ?? teller.nothing
      }
      let own = self.told(figure)
      told += cells + [own]
      let change = before.flatMap { figure.change(from: $0) }
      let shown = own.plot != nil && before.map { self.told($0).plot != nil } ?? false
      let name = Phrasebook.text("metrics.figure." + figure.key, language)
      if shown, let change, let interval = change.interval, !interval.contains(0) { moved.append(name) }
      return [.init(name)] + cells.map { .init($0) } + [
        .init(own), .init(shown ? words(figure, change) : NumberFormatting.missing, value: shown ? change?.value : nil),
      ]
    }
    let finding =
      moved.isEmpty
      ? say("finding.since.even", oldest.asOf.description)
      : say("finding.since", oldest.asOf.description, moved.prefix(3).joined(separator: say("comma")))
    return Figure(
      id: id, finding: finding, note: say("note.since"), chips: chips(told), span: .full,
      table: DataTable(
        columns: [.init(say("column.figure"), text: true)] + runs.map { .init($0.asOf.description) }
          + [.init(report.asOf.description), .init(say("column.change"))], rows: rows),
      tableOpen: true, definition: [(say("term.formula"), say("definition.since"))])
  }

  private func told(_ figure: RunFigures.Figure) -> Told {
    told(
      .init(
        value: figure.value, numerator: figure.numerator, denominator: figure.denominator, people: figure.people,
        interval: figure.interval), figure.unit)
  }

  private func words(_ figure: RunFigures.Figure, _ change: (value: Double, interval: Interval?)?) -> String {
    guard let change else { return NumberFormatting.missing }
    if change.value == 0 { return "0" }
    let sign = change.value > 0 ? "▲ " : "▼ "
    let noise = change.interval.map { $0.contains(0) } ?? false ? say("delta.noise") : ""
    switch figure.unit {
    case .count: return sign + format.exact(Int(abs(change.value)))
    case .money: return sign + format.exactMoney(abs(change.value))
    case .share: return sign + format.points(change.value) + noise
    case .points: return sign + say("delta.points", format.decimal(abs(change.value), places: 0)) + noise
    }
  }
}
