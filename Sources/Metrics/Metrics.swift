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
    report.since = options.since
    report.parts = parts(facts, options)
    for dimension in options.split where facts.dimensions[dimension]?.isEmpty ?? true {
      let field = dimension.field
      report.missing.append(
        MissingInput(section: "by." + dimension.rawValue, table: field?.table ?? .customers, field: field?.name))
    }
    return report
  }

  /// A report for every value of the dimensions asked for, the largest first.
  private static func parts(_ facts: Facts, _ options: MetricsOptions) -> [MetricsReport.Part] {
    var inner = options
    inner.split = []
    if options.lightParts {
      inner.isPart = true
      inner.predictions = false
      inner.statistics = false
    }
    var work = Parallel()
    var slots: [Parallel.Slot<MetricsReport.Part>] = []
    for dimension in options.split {
      guard let codes = facts.dimensions[dimension] else { continue }
      let slices = facts.grouped(facts.people, codes).map { (label: $0.label, people: $0.members.count) }
      // Light parts are for a page's filter: a dimension whose parts are too large for it is left to its split.
      if options.lightParts, slices.reduce(0, { $0 + $1.people }) > options.mostPartPeople { continue }
      for (label, _) in slices.prefix(options.mostParts) {
        slots.append(
          work.add { [inner] in
            .init(
              dimension: dimension, label: label, report: Metrics.report(facts.restricted(to: dimension, label), inner))
          })
      }
    }
    work.run()
    return slots.map(\.value)
  }

  private static func report(_ facts: Facts, _ options: MetricsOptions) -> MetricsReport {
    let asOf = facts.asOf
    let months = facts.months
    let quarters = facts.quarters
    let toDate = [Grain.month, .quarter, .year].map { Facts.Comparison(Period($0, containing: asOf), asOf: asOf) }
    let asked = options.period.map { Facts.Comparison($0, asOf: asOf) }
    let last = Facts.Comparison(Period(.quarter, containing: asOf).advanced(by: -1), asOf: asOf)
    let over = Metrics.over(asOf)
    let compared = (toDate + over + [last] + (asked.map { [$0] } ?? [])).flatMap(\.windows)
    let windows = compared + (months + quarters).map { facts.window(of: $0) }
    // First what others stand on, beside what stands alone; then the rest.
    let spans = unique(windows.map { facts.span($0) })
    var first = Parallel()
    let timelineSlot = first.add {
      StatusTimeline(facts, days: windows.map { min($0.last, asOf).rawValue }, spans: spans)
    }
    let visits = first.add { facts.visitSection(effects: !options.isPart) }
    let statistics = first.add { facts.statisticsSection(asked: options.statistics) }
    let byDimensionSlot = first.add { options.isPart ? [:] : facts.figuresByDimension() }
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
    let satisfaction = second.add { facts.satisfactionSection(facts.figures(of: quarters, windowed)) }
    let counts = second.add { facts.countsSection(timeline, monthly) }
    let churn = second.add { facts.churnSection(timeline, period: options.period) }
    let splits = second.add { facts.splits(byDimension) }
    let wanted = options.lightParts && !options.isPart && facts.people.count <= options.mostPeriodPeople
    let ofPeriods = (wanted ? over.prefix(options.mostPeriods) : []).map { one in
      second.add { facts.sections(of: one.period) }
    }
    second.run()
    var report = MetricsReport(
      asOf: asOf, window: facts.window, period: asked.map { facts.periodReport($0, timeline, windowed) },
      toDate: toDate.map { facts.periodReport($0, timeline, windowed) }, counts: counts.value,
      spending: spending.value, retention: retention.value, survival: survival.value, churn: churn.value,
      satisfaction: satisfaction.value, repurchase: repurchase.value, rfm: rfm.value, prediction: prediction.value,
      loyalty: loyalty.value, campaigns: campaigns.value, grading: grading.value, visits: visits.value,
      complaints: complaints.value, statistics: statistics.value, splits: splits.value, parts: [], findings: [],
      unknownTargets: facts.unknownTargets, missing: facts.missingInputs, sources: facts.records.sources)
    report.visits.months = facts.visitMonths(monthly)
    report.periods = over.map { facts.periodReport($0, timeline, windowed) }
    report.periodSections = ofPeriods.map(\.value)
    if options.isPart { return report }
    report.findings = facts.insights(
      report, recent: facts.periodReport(asked ?? last, timeline, windowed), byDimension)
    return report
  }

  /// The last twelve months and eight quarters that are over at as-of.
  private static func over(_ asOf: Day) -> [Facts.Comparison] {
    [(Grain.month, 12), (.quarter, 8)].flatMap { grain, count in
      let running = Period(grain, containing: asOf)
      let newest = running.last <= asOf ? running : running.advanced(by: -1)
      return (0..<count).map { Facts.Comparison(newest.advanced(by: -$0), asOf: asOf) }
    }
  }

  private static func unique(_ spans: [StatusTimeline.Span]) -> [StatusTimeline.Span] {
    var seen = Set<StatusTimeline.Span>()
    return spans.filter { seen.insert($0).inserted }
  }
}
