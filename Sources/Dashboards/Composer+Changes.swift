import Charts
import Localisation
import Metrics
import Statistics
import Tabular

/// A figure of a period as it is told: its value, its change in words, its tone, its target.
extension Composer {
  func told(_ value: PeriodReport.Value, _ unit: PeriodReport.Figure.Unit, id: @autoclosure () -> String? = nil) -> Told
  {
    switch unit {
    case .count:
      return value.value.map { teller.count(Int($0.rounded()), people: value.people, id: id()) }
        ?? teller.nothing
    case .money: return teller.amount(value.value, .money, n: value.people, people: value.people)
    case .share:
      guard let numerator = value.numerator, let denominator = value.denominator else {
        return teller.nothing
      }
      return teller.share(
        numerator, of: denominator, people: value.people, peopleAbove: min(numerator, value.people),
        low: value.interval?.low, high: value.interval?.high, id: id())
    case .points:
      guard let score = value.value else { return teller.nothing }
      let shown = teller.share(1, of: 1, people: value.people, peopleAbove: value.people)
      guard shown.plot != nil else {
        return Told(
          .words(shown.state == .hidden ? shown.text : NumberFormatting.missing), state: shown.state, format)
      }
      // Outside, interval and n beside a score would give small parts of its answers away.
      if teller.outside { return Told(.wholeScore(score), state: shown.state, format) }
      return Told(
        .score(score), low: value.interval?.low, high: value.interval?.high, n: value.denominator, state: shown.state,
        format)
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

  func target(_ figure: PeriodReport.Figure) -> String? {
    guard let target = figure.target, let met = figure.targetMet else { return nil }
    return say(met ? "target.met" : "target.missed", targetText(target, figure.unit))
  }

  func targetText(_ target: Double, _ unit: PeriodReport.Figure.Unit, exact: Bool = false) -> String {
    switch unit {
    case .count: exact ? format.exact(Int(clamping: target)) : format.count(Int(clamping: target))
    case .money: exact ? format.exactMoney(target) : format.money(target)
    case .share: format.rate(target)
    case .points: format.signed(target)
    }
  }
}
