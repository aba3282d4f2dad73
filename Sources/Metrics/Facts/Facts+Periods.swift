import CustomerRecords
import RealModule
import Statistics
import Tabular

extension Facts {
  /// The windows a period is compared over. An open period is compared with the same number of days of the others.
  struct Comparison {
    var period: Period
    var now: Window
    var before: Window
    var yearBefore: Window
    var complete: Bool

    init(_ period: Period, asOf: Day) {
      self.period = period
      complete = period.last <= asOf
      let last = min(period.last, max(asOf, period.first))
      now = Window(first: period.first, last: last)
      let days = last - period.first
      func like(_ other: Period) -> Window {
        let wanted = other.first.advanced(by: days)
        let whole = last == period.last
        return Window(first: other.first, last: whole ? other.last : min(other.last, wanted))
      }
      before = like(period.advanced(by: -1))
      yearBefore = like(period.lastYear)
    }

    var windows: [Window] { [now, before, yearBefore] }
  }

  func periodReport(_ comparison: Comparison, _ values: PeriodValues) -> PeriodReport {
    let (now, before) = (values[comparison.now], values[comparison.before])
    let yearBefore = values[comparison.yearBefore]
    let targets = targets[comparison.period.grain] ?? []
    let figures = PeriodFigure.all.indices.map { i in
      let figure = PeriodFigure.all[i]
      let change = Facts.change(figure.unit, now[i], before[i])
      return PeriodReport.Figure(
        key: figure.key, unit: figure.unit, better: figure.better, now: now[i], before: before[i],
        yearBefore: yearBefore[i], target: targets.isEmpty ? nil : targets[i], change: change.value,
        changeInterval: change.interval)
    }
    return PeriodReport(
      period: comparison.period, window: comparison.now, complete: comparison.complete, before: comparison.before,
      yearBefore: comparison.yearBefore, figures: figures)
  }

  static func change(
    _ unit: PeriodReport.Figure.Unit, _ now: PeriodReport.Value, _ before: PeriodReport.Value
  ) -> (value: Double?, interval: Interval?) {
    guard let a = now.value, let b = before.value else { return (nil, nil) }
    switch unit {
    case .share:
      guard let i = now.numerator, let n = now.denominator, let j = before.numerator, let m = before.denominator
      else { return (a - b, nil) }
      let (x, y) = (Proportion.perPerson(i, n, now.people), Proportion.perPerson(j, m, before.people))
      return (a - b, Proportion.difference(x, y)?.interval)
    case .count:
      // Counts as Poisson: the variance of a difference is the sum.
      let half = Normal.z95 * Double.sqrt(a + b)
      return (a - b, a + b > 0 ? Interval(low: a - b - half, high: a - b + half) : nil)
    case .points:
      guard let x = now.interval, let y = before.interval else { return (a - b, nil) }
      let half = Double.sqrt(
        (x.high - x.low) * (x.high - x.low) / 4 + (y.high - y.low) * (y.high - y.low) / 4)
      return (a - b, Interval(low: a - b - half, high: a - b + half))
    case .money:
      guard let x = now.variance, let y = before.variance, x + y > 0 else { return (a - b, nil) }
      let half = Normal.z95 * Double.sqrt(x + y)
      return (a - b, Interval(low: a - b - half, high: a - b + half))
    }
  }

  /// By grain, what the settings want of each figure: `target.<key>.<grain>` beats `target.<key>`; the latter means a
  /// month where it is a count or money.
  static func targets(_ settings: Settings) -> [Grain: [Double?]] {
    guard settings.keys.contains(where: { $0.hasPrefix("target.") }) else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: Grain.allCases.map { grain in
        (
          grain,
          PeriodFigure.all.map { figure -> Double? in
            if let own = number(settings["target.\(figure.key).\(grain.rawValue)"], figure.unit) { return own }
            let perMonth = figure.unit == .count || figure.unit == .money
            return perMonth && grain != .month ? nil : number(settings["target.\(figure.key)"], figure.unit)
          }
        )
      })
  }

  /// `0.6`, `60%`, and for shares `60`.
  private static func number(_ text: String?, _ unit: PeriodReport.Figure.Unit) -> Double? {
    guard var text = text?.trimmed, !text.isEmpty else { return nil }
    let percent = text.hasSuffix("%") || text.hasSuffix("％")
    if percent { text = String(text.dropLast()).trimmed }
    guard let value = Double(text), value.isFinite else { return nil }
    if unit == .share { return percent || value > 1 ? value / 100 : value }
    return value
  }

  /// Settings keys `target.…` that name no number.
  var unknownTargets: [String] { settings.keys.filter { $0.hasPrefix("target.") && !Metrics.isTarget($0) } }
}

extension Metrics {
  /// Every key of the settings sheet that sets a target for a month, and for other grains with `.quarter`, `.year` …
  package static let targetKeys = PeriodFigure.all.map { "target." + $0.key }

  /// True for `target.<figure>` and `target.<figure>.<grain>` of a figure that is reported.
  package static func isTarget(_ key: String) -> Bool {
    let parts = key.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, parts.count < 3 || Grain(rawValue: String(parts[2])) != nil else {
      return false
    }
    return targetKeys.contains("target." + parts[1]) && parts[0] == "target"
  }
}
