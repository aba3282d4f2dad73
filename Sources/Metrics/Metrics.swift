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
    // First what others stand on, beside what stands alone; then the rest.
    let spans = unique(windows.map { facts.span($0) })
    var first = Parallel()
    let timelineSlot = first.add {
      StatusTimeline(facts, days: windows.map { min($0.last, asOf).rawValue }, spans: spans)
    }
    let statistics = first.add { facts.statisticsSection(asked: options.statistics) }
    let byDimensionSlot = first.add { facts.figuresByDimension() }
    let grading = first.add { facts.gradingSection() }
    let survival = first.add { facts.survivalSection() }
    let retention = first.add { facts.retentionSection(options) }
    let prediction = first.add { facts.predictionSection(asked: options.predictions) }
    let complaints = first.add { facts.complaintSection() }
    let repurchase = first.add { facts.repurchaseSection(period: options.period) }
    let spending = first.add { facts.spendingSection() }
    let rfm = first.add { facts.rfmSection() }
    let loyalty = first.add { facts.loyaltySection() }
    let campaigns = first.add { facts.campaignSection() }
    first.run()
    let (timeline, byDimension) = (timelineSlot.value, byDimensionSlot.value)
    let windowed = WindowedFigures(facts, windows, timeline)
    let monthly = facts.figures(of: months, windowed)
    var second = Parallel()
    let visits = second.add { facts.visitSection(monthly) }
    let satisfaction = second.add { facts.satisfactionSection(facts.figures(of: quarters, windowed)) }
    let counts = second.add { facts.countsSection(timeline, monthly) }
    let churn = second.add { facts.churnSection(timeline, period: options.period) }
    let splits = second.add { facts.splits(byDimension) }
    second.run()
    var report = MetricsReport(
      asOf: asOf, window: facts.window, period: asked.map { facts.periodReport($0, timeline, windowed) },
      toDate: toDate.map { facts.periodReport($0, timeline, windowed) }, counts: counts.value,
      spending: spending.value, retention: retention.value, survival: survival.value, churn: churn.value,
      satisfaction: satisfaction.value, repurchase: repurchase.value, rfm: rfm.value, prediction: prediction.value,
      loyalty: loyalty.value, campaigns: campaigns.value, grading: grading.value, visits: visits.value,
      complaints: complaints.value, statistics: statistics.value, splits: splits.value, parts: [], findings: [],
      unknownTargets: facts.unknownTargets, missing: facts.missingInputs, sources: facts.records.sources)
    report.findings = facts.insights(
      report, recent: facts.periodReport(asked ?? last, timeline, windowed), byDimension)
    return report
  }

  private static func unique(_ spans: [StatusTimeline.Span]) -> [StatusTimeline.Span] {
    var seen = Set<StatusTimeline.Span>()
    return spans.filter { seen.insert($0).inserted }
  }
}
