import Tabular

/// The windows and periods one report is told over.
struct Comparisons: Sendable {
  let months: [Period]
  let quarters: [Period]
  /// The current month, quarter and year up to as-of.
  let toDate: [Facts.Comparison]
  /// The last twelve months and eight quarters that are over at as-of; none in a part, whose filter shows the whole of
  /// them.
  let over: [Facts.Comparison]
  let asked: Facts.Comparison?
  /// What findings are told of: the period asked for, else the last quarter that is over.
  let recent: Facts.Comparison?
  let all: [Facts.Comparison]
  let windows: [Window]

  init(_ facts: Facts, _ options: MetricsOptions) {
    let asOf = facts.asOf
    months = facts.months
    quarters = facts.quarters
    toDate = [Grain.month, .quarter, .year].map { Facts.Comparison(Period($0, containing: asOf), asOf: asOf) }
    asked = options.period.map { Facts.Comparison($0, asOf: asOf) }
    over = options.isPart ? [] : Comparisons.over(asOf)
    recent =
      options.isPart
      ? nil : asked ?? Facts.Comparison(Period(.quarter, containing: asOf).advanced(by: -1), asOf: asOf)
    all = toDate + over + [asked, recent].compactMap { $0 }
    windows = all.flatMap(\.windows) + (months + quarters).map { facts.window(of: $0) }
  }

  /// Each window as a span of days.
  func spans(_ facts: Facts) -> [StatusTimeline.Span] {
    var seen = Set<StatusTimeline.Span>()
    return windows.map { facts.span($0) }.filter { seen.insert($0).inserted }
  }

  /// The days where it matters who was enrolled, active and lost.
  func days(_ facts: Facts) -> Set<Int32> {
    let asOf = facts.asOf.rawValue
    return Set(spans(facts).flatMap { [$0.before, min($0.last, asOf)] } + [asOf])
  }

  private static func over(_ asOf: Day) -> [Facts.Comparison] {
    [(Grain.month, 12), (.quarter, 8)].flatMap { grain, count in
      let running = Period(grain, containing: asOf)
      let newest = running.last <= asOf ? running : running.advanced(by: -1)
      return (0..<count).map { Facts.Comparison(newest.advanced(by: -$0), asOf: asOf) }
    }
  }
}
