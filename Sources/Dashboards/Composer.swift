import Charts
import CustomerRecords
import Localisation
import Metrics
import Statistics
import Tabular

/// What every section needs while it is put together.
struct Composer {
  let held: HeldReport
  let audience: Audience
  let language: Language
  let teller: Teller
  let options: DashboardOptions
  /// What stands for "all" where only a stretch of time is looked at; nil = the words for all.
  var wholeName: String?
  /// A choice of the filter: its figures keep the definitions of the whole, which need not be told again.
  var isChoice = false
  /// The figures that are looked at; nil = all there are.
  var wanted: Set<String>?
  /// Figures that another page put together already.
  var made: [String: Figure] = [:]

  /// Read where it lies.
  var report: MetricsReport { _read { yield held.report } }
  var format: NumberFormatting { teller.format }

  /// The row, line or reference of everything a figure looks at.
  var whole: String { wholeName ?? say("all") }

  func say(_ key: String, _ arguments: String...) -> String { Phrasebook.text(key, of: "page.", language, arguments) }

  /// A label of the data, or the words for "not filled in".
  func label(_ label: String?) -> String {
    guard let label, !label.isEmpty else { return say("unlabelled") }
    return options.words[label] ?? label
  }

  func staff(_ name: String?) -> String { name.map { options.staffNames($0) } ?? say("unlabelled") }

  /// The name of a dimension's value; staff and teachers go through the view's way with names.
  func label(_ value: String?, of dimension: Dimension) -> String {
    dimension == .staff || dimension == .teacher ? staff(value) : label(value)
  }

  // MARK: Frames

  /// - Parameter id: of the figure that is drawn.
  func frame(_ id: String, _ kind: String, _ finding: String, _ range: String = "", width: Double = 560) -> ChartFrame {
    ChartFrame(
      id: id + "-c", title: say("chart." + kind, finding), description: range.isEmpty ? finding : range, width: width,
      language: language)
  }

  /// "Highest: …; lowest: …" of what is drawn.
  func range(_ points: [(label: String, told: Told)]) -> String {
    let drawn = points.filter { $0.told.plot != nil }
    guard let high = drawn.max(by: { $0.told.plot! < $1.told.plot! }),
      let low = drawn.min(by: { $0.told.plot! < $1.told.plot! })
    else { return say("range.none") }
    return say("range", high.label, high.told.text, low.label, low.told.text)
  }

  /// The name of the region a chart scrolls in; that of the whole stays where a choice is swapped in.
  func scroll(_ finding: String) -> String { isChoice ? "" : say("chart.region", finding) }

  // MARK: Chips

  func chips(_ told: [Told]) -> [String] {
    var out: [String] = []
    if told.contains(where: { $0.state == .smallSample }) { out.append(say("chip.small")) }
    if told.contains(where: { $0.state == .countsOnly }) { out.append(say("chip.counts", String(teller.rateFrom))) }
    if told.contains(where: { $0.state == .hidden }) { out.append(say("chip.hidden", String(teller.shownFrom))) }
    return out
  }

  /// "up to the 18th" where the newest period is not over.
  func openChip(_ complete: Bool, _ grain: Grain) -> [String] {
    complete
      ? []
      : [say("chip.open." + (grain == .quarter || grain == .year ? grain.rawValue : "month"), dayText(report.asOf))]
  }

  func dayText(_ day: Day) -> String {
    let (_, month, d) = day.civil
    return language == .zh ? "\(month) 月 \(d) 日" : "\(d) \(Composer.months[month - 1])"
  }

  static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `3月`, with the year at the first of a row and in January; `2026-Q1` as it is.
  func axis(_ periods: [Period]) -> [String] {
    periods.enumerated().map { i, period in
      guard period.grain == .month else { return period.name }
      let (year, month, _) = period.first.civil
      if i == 0 || month == 1 {
        return language == .zh ? "\(year % 100)年\(month)月" : "\(Composer.months[month - 1]) \(year % 100)"
      }
      return language == .zh ? "\(month)月" : Composer.months[month - 1]
    }
  }

  func name(_ period: Period) -> String {
    let (year, month, _) = period.first.civil
    switch period.grain {
    case .month: return language == .zh ? "\(year) 年 \(month) 月" : "\(Composer.months[month - 1]) \(year)"
    case .quarter:
      let quarter = (month - 1) / 3 + 1
      return language == .zh ? "\(year) 年第 \(quarter) 季度" : "Q\(quarter) \(year)"
    case .year: return language == .zh ? "\(year) 年" : "\(year)"
    default: return period.name
    }
  }

  // MARK: Definitions

  /// Formula, numerator, denominator, window, exclusions, sources, as-of: one click under every figure.
  func definition(_ basis: Basis, numerator: Told? = nil, denominator: Told? = nil) -> [(term: String, text: String)] {
    if isChoice { return [] }
    var out: [(term: String, text: String)] = [
      (say("term.formula"), basis.sentence(language))
    ]
    if let numerator { out.append((say("term.numerator"), numerator.exact)) }
    if let denominator { out.append((say("term.denominator"), denominator.exact)) }
    out.append((say("term.window"), window(basis.window) + say("window.asOf", report.asOf.description)))
    if !basis.exclusions.isEmpty {
      let parts = basis.exclusions.map {
        Phrasebook.text("metrics.exclusion." + $0.key, language) + say("colon")
          + teller.count($0.count, people: $0.count).exact
      }
      out.append((say("term.exclusions"), parts.joined(separator: say("semicolon"))))
    }
    if !basis.sources.isEmpty {
      out.append(
        (say("term.sources"), basis.sources.map { say("table." + $0.rawValue) }.joined(separator: say("comma"))))
    }
    return out
  }

  func definition(_ rate: Rate) -> [(term: String, text: String)] {
    definition(
      rate.basis, numerator: teller.count(rate.numerator, people: rate.peopleAbove),
      denominator: teller.count(rate.denominator, people: rate.people))
  }

  func window(_ window: Window) -> String {
    guard let first = window.first else { return say("window.until", window.last.description) }
    return say("window", first.description, window.last.description)
  }

  // MARK: States

  /// An empty figure: which sheet or column is missing, and the command that mends it.
  func empty(_ id: String, _ section: String, finding: String, span: Figure.Span = .half) -> Figure {
    let missing = report.missing.filter { $0.section == section }
    let what = missing.map { input in
      input.field.map { field in
        // By the name the shipped catalogue has: a column that is not there has no header of its own.
        say(
          "empty.field", say("table." + input.table.rawValue),
          FieldCatalogue.standard.title(FieldID(input.table.rawValue, field), language))
      }
        ?? say("empty.table", say("table." + input.table.rawValue))
    }
    return Figure(
      id: id, finding: finding, span: span,
      empty: (
        what.isEmpty ? say("empty.rows") : what.joined(separator: say("semicolon")),
        missing.first.map { say($0.field == nil ? "empty.command" : "empty.command.field") } ?? ""
      ))
  }

  // MARK: Figures of one shape

  /// Rates with intervals, one row a label, sorted as given.
  func rates(
    _ id: String, _ rows: [(label: String, rate: Rate)], finding: String, note: String = "", first: String,
    reference: Rate? = nil, ticks: ClosedRange<Double>? = 0...1, span: Figure.Span = .half, ids: [String] = []
  ) -> Figure {
    // What is in the ledger of the page is decided there; the rest within its own table.
    let told =
      ids.count == rows.count && teller.ledger != nil
      ? zip(rows, ids).map { teller.rate($0.rate, id: $1) } : teller.rates(rows.map(\.rate), whole: reference)
    let chart = IntervalDots(
      rows: zip(rows, told).map { row, told in
        IntervalDots.Row(
          label: row.label, value: told.plot, low: told.low, high: told.high, text: told.text)
      }, ticks: .percent, limits: ticks, includingZero: false,
      reference: reference.flatMap { rate in
        let all = teller.rate(rate)
        return all.plot.map { ($0, self.reference(all)) }
      })
    return Figure(
      id: id, finding: finding, note: note, chips: chips(told), span: span,
      chart: Plot(chart, frame(id, "dots", finding, range(zip(rows, told).map { ($0.label, $1) }))),
      chartLabel: scroll(finding), table: rateTable(rows, told, first: first),
      definition: rows.first.map { definition(reference ?? $0.rate) } ?? [])
  }

  func reference(_ told: Told) -> String {
    wholeName.map { $0 + " " + told.text } ?? say("reference.all", told.text)
  }

  func rateTable(_ rows: [(label: String, rate: Rate)], _ told: [Told], first: String) -> DataTable {
    DataTable(
      columns: [
        .init(first, text: true), .init(say("column.rate")), .init(say("column.interval")), .init(say("column.parts")),
      ],
      rows: zip(rows, told).map { row, told in
        let above = teller.count(row.rate.numerator, people: row.rate.peopleAbove).exact
        let below = teller.count(row.rate.denominator, people: row.rate.people).exact
        return [
          .init(row.label), told.plot == nil && told.state != .hidden ? .init(NumberFormatting.missing) : .init(told),
          .init(told.range), told.state == .hidden ? .init(told) : .init("\(above) / \(below)"),
        ]
      })
  }

  /// Counts as sorted bars; what is beyond `most` is summed up.
  func tallies(
    _ id: String, _ rows: [(label: String, tally: Tally)], finding: String, note: String = "", first: String,
    second: String, basis: Basis?, most: Int = 10, span: Figure.Span = .half
  ) -> Figure {
    let told = teller.counts(rows.map(\.tally))
    let kept = zip(rows, told).prefix(most)
    let chart = BarChart(
      bars: kept.map { row, told in BarChart.Bar(label: row.label, value: told.plot, text: told.text) }, ticks: .count)
    return Figure(
      id: id, finding: finding, note: note, chips: chips(told), span: span,
      chart: Plot(chart, frame(id, "bars", finding, range(kept.map { ($0.label, $1) }))),
      chartLabel: scroll(finding),
      table: DataTable(
        columns: [.init(first, text: true), .init(second)],
        rows: zip(rows, told).map { [.init($0.label), .init($1)] }),
      definition: basis.map { definition($0) } ?? [])
  }
}
