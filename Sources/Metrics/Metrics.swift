package import CustomerRecords
import Tabular

/// Every number of an institution: metrics.md says what each means.
package enum Metrics {
  /// Computes everything `options` asks for. Pure: the same records, settings and options give the same report.
  ///
  /// - Parameters:
  ///   - records: what was read; people are `Records.person` groups, as-of is `Records.asOf`.
  ///   - judgements: grades, tiers, themes and plan that other rooms found for the same records.
  ///   - engagement: given where it was computed before; else computed here.
  package static func compute(
    records: Records, settings: Settings, judgements: Judgements = Judgements(),
    options: MetricsOptions = MetricsOptions(), engagement: Engagement? = nil
  ) -> MetricsReport {
    let engagement = engagement ?? Engagement(records, settings: settings)
    let all = Facts(records, settings: settings, judgements: judgements, engagement: engagement)
    let facts = options.filter.reduce(all) { $0.restricted(to: $1.dimension, $1.label) }
    var report = report(facts, options)
    for dimension in options.split {
      guard let codes = facts.dimensions[dimension] else { continue }
      var inner = options
      inner.split = []
      let labels: [String?] = codes.names + [nil]
      let parts = labels.compactMap { label -> (people: Int, part: MetricsReport.Part)? in
        let slice = facts.restricted(to: dimension, label)
        guard !slice.people.isEmpty else { return nil }
        return (slice.people.count, .init(dimension: dimension, label: label, report: Metrics.report(slice, inner)))
      }
      report.parts += parts.sorted {
        if $0.people != $1.people { return $0.people > $1.people }
        guard let x = $0.part.label else { return false }
        guard let y = $1.part.label else { return true }
        return x < y
      }.map(\.part)
    }
    return report
  }

  private static func report(_ facts: Facts, _ options: MetricsOptions) -> MetricsReport {
    let asOf = facts.asOf
    let months = facts.months
    let quarters = facts.quarters
    let toDate = [Grain.month, .quarter, .year].map { Facts.Comparison(Period($0, containing: asOf), asOf: asOf) }
    let asked = options.period.map { Facts.Comparison($0, asOf: asOf) }
    let last = Facts.Comparison(Period(.quarter, containing: asOf).advanced(by: -1), asOf: asOf)
    let compared = (toDate + [last] + (asked.map { [$0] } ?? [])).flatMap(\.windows)
    let windows = compared + (months + quarters).map { facts.window(of: $0) }
    let timeline = StatusTimeline(
      facts, days: windows.map { min($0.last, asOf).rawValue },
      spans: unique(windows.map { facts.span($0) }))
    let windowed = WindowedFigures(facts, windows, timeline)
    let monthly = facts.figures(of: months, windowed)
    let byDimension = facts.figuresByDimension()
    var report = MetricsReport(
      asOf: asOf, window: facts.window, period: asked.map { facts.periodReport($0, timeline, windowed) },
      toDate: toDate.map { facts.periodReport($0, timeline, windowed) }, counts: facts.countsSection(timeline, monthly),
      spending: facts.spendingSection(), retention: facts.retentionSection(options),
      survival: facts.survivalSection(), churn: facts.churnSection(timeline, period: options.period),
      satisfaction: facts.satisfactionSection(facts.figures(of: quarters, windowed)),
      repurchase: facts.repurchaseSection(period: options.period),
      rfm: facts.rfmSection(), prediction: facts.predictionSection(asked: options.predictions),
      loyalty: facts.loyaltySection(), campaigns: facts.campaignSection(), grading: facts.gradingSection(),
      visits: facts.visitSection(monthly), complaints: facts.complaintSection(),
      statistics: facts.statisticsSection(asked: options.statistics), splits: facts.splits(byDimension), parts: [],
      findings: [],
      unknownTargets: facts.unknownTargets, missing: facts.missingInputs, sources: facts.records.sources)
    let recent = asked ?? last
    report.findings = facts.insights(report, recent: facts.periodReport(recent, timeline, windowed), byDimension)
    return report
  }

  private static func unique(_ spans: [StatusTimeline.Span]) -> [StatusTimeline.Span] {
    var seen = Set<StatusTimeline.Span>()
    return spans.filter { seen.insert($0).inserted }
  }
}
