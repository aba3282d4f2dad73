import CustomerRecords
import Statistics
import Tabular

@testable import Metrics

extension SampleReport {
  func value(_ v: Double, _ people: Double, _ num: Double? = nil, _ den: Double? = nil) -> PeriodReport.Value {
    .init(
      value: num != nil ? v : v, numerator: num.map { n($0) }, denominator: den.map { n($0) }, people: n(people),
      interval: num == nil ? nil : Proportion.wilson(n(num!), of: max(1, n(den!))))
  }
  func period(_ grain: Grain) -> PeriodReport {
    let p = Period(grain, containing: asOf)
    return PeriodReport(
      period: p, window: Window(first: p.first, last: asOf), complete: false,
      before: Window(first: p.advanced(by: -1).first, last: p.advanced(by: -1).last),
      yearBefore: Window(first: p.lastYear.first, last: p.lastYear.last),
      figures: [
        .init(
          key: "new_enrolled", unit: .count, better: 1, now: value(Double(n(23)), 23),
          before: value(Double(n(21)), 21), yearBefore: value(Double(n(17)), 17), target: 30, change: 2,
          changeInterval: nil),
        .init(
          key: "revenue", unit: .money, better: 1, now: value(128_640 * size, 30), before: value(118_700 * size, 28),
          yearBefore: value(96_000 * size, 20), target: nil, change: 9940, changeInterval: nil),
        .init(
          key: "churn", unit: .share, better: -1, now: value(0.057, 470, 27, 470), before: value(0.081, 458, 37, 458),
          yearBefore: value(0.09, 400, 36, 400), target: 0.06,
          change: -0.024, changeInterval: Interval(low: -0.056, high: 0.008)),
        .init(
          key: "nps", unit: .points, better: 1,
          now: .init(
            value: 55, numerator: nil, denominator: n(31), people: n(31), interval: Interval(low: 32, high: 71)),
          before: .init(value: 51, numerator: nil, denominator: n(53), people: n(53), interval: nil),
          yearBefore: .init(value: 44, numerator: nil, denominator: n(49), people: n(49), interval: nil),
          target: 50, change: 4, changeInterval: Interval(low: -21, high: 29)),
        .init(
          key: "visits", unit: .count, better: 0, now: value(Double(n(212)), 150), before: value(0, 0),
          yearBefore: value(Double(n(190)), 120), target: nil, change: 212, changeInterval: nil),
        .init(
          key: "renewal", unit: .share, better: 1, now: value(0.61, 64, 39, 64), before: value(0.57, 70, 40, 70),
          yearBefore: value(0.5, 40, 20, 40), target: 0.65, change: 0.04,
          changeInterval: Interval(low: -0.12, high: 0.2)),
      ])
  }

  func slice(_ months: [CountsSection.MonthRow], _ name: String?, _ share: Double) -> Split.Row {
    var f = months[months.count - 1].figures
    f.customers = n(900 * share)
    f.enrolled = n(549 * share)
    f.active = n(428 * share)
    f.lost = n(133 * share)
    f.newEnrolled = n(23 * share)
    f.buyers = n(549 * share)
    f.repeatBuyers = n(263 * share)
    f.revenueCents = n(128_640 * share) * 100
    return .init(label: name.map(label), figures: f)
  }

  func insights() -> [Insight] {
    return [
      .init(
        key: "difference.below",
        arguments: [
          .figure("csat"), .dimension(.campus), .label(label("西校区")), .share(0.742), .share(0.893),
          .shareChange(-0.151),
          .interval(Interval(low: -0.24, high: -0.062), percent: true), .count(n(128)),
        ], section: "satisfaction", direction: .bad, weight: 9, certainty: 0.997, people: n(128), table: .visits,
        rows: [1, 2, 3]),
      .init(
        key: "list.atRisk", arguments: [.count(n(37)), .days(30), .money(286_000)], section: "churn", direction: .bad,
        weight: 7,
        certainty: 1, people: n(37), table: .customers, rows: [4]),
      .init(
        key: "effect.enrolling",
        arguments: [
          .shareChange(0.112), .interval(Interval(low: 0.041, high: 0.182), percent: true), .count(n(480)),
          .count(n(262)),
        ],
        section: "visits", direction: .good, weight: 5, certainty: 0.999, people: n(742), table: .visits, rows: []),
      .init(
        key: "change.points.down",
        arguments: [
          .figure("nps"), .period("2026-Q1"), .points(-4), .points(12), .points(-16),
          .interval(Interval(low: -29, high: -3), percent: false),
        ],
        section: "satisfaction", direction: .bad, weight: 4, certainty: 0.96, people: n(96), table: .visits, rows: []),
    ]
  }
}
