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
    let maker = ReportMaker(facts, options)
    let parts = parts(facts, options)
    let wantsPeriods = options.lightParts && facts.people.count <= options.mostPeriodPeople
    var work = Parallel()
    let standings = work.add {
      Standings(facts, days: maker.comparisons.days(facts), keeps: wantsPeriods || !parts.isEmpty)
    }
    let whole = maker.add(to: &work, after: standings)
    let first = work.add { wantsPeriods ? facts.firstGradings() : [] }
    let periods = (wantsPeriods ? maker.comparisons.over.prefix(options.mostPeriods) : []).map { one in
      work.add(after: [standings, first]) { facts.sections(of: one.period, standings.value, first.value) }
    }
    let reports = parts.map { part in
      work.add(after: [standings]) { part.report(of: facts, standings.value) }
    }
    work.run()
    var report = whole.value
    report.since = options.since
    report.periodSections = periods.map(\.value)
    report.parts = zip(parts, reports).map { .init(dimension: $0.dimension, label: $0.label, report: $1.value) }
    for dimension in options.split where facts.dimensions[dimension]?.isEmpty ?? true {
      let field = dimension.field
      report.missing.append(
        MissingInput(section: "by." + dimension.rawValue, table: field?.table ?? .customers, field: field?.name))
    }
    return report
  }

  /// A value of a dimension that has a report of its own.
  private struct Part: Sendable {
    var dimension: Dimension
    var label: String?
    var options: MetricsOptions

    func report(of facts: Facts, _ standings: Standings) -> MetricsReport {
      var work = Parallel()
      let given = work.add { standings }
      let report = ReportMaker(facts.restricted(to: dimension, label), options).add(to: &work, after: given)
      work.run()
      return report.value
    }
  }

  /// Every value of the dimensions asked for, the largest first.
  private static func parts(_ facts: Facts, _ options: MetricsOptions) -> [Part] {
    var inner = options
    inner.split = []
    if options.lightParts {
      inner.isPart = true
      inner.predictions = false
      inner.statistics = false
    }
    return options.split.flatMap { dimension -> [Part] in
      guard let codes = facts.dimensions[dimension] else { return [] }
      let slices = facts.grouped(facts.people, codes)
      // Light parts are for a page's filter: a dimension whose parts are too large for it is left to its split.
      if options.lightParts, slices.reduce(0, { $0 + $1.members.count }) > options.mostPartPeople { return [] }
      return slices.prefix(options.mostParts).map { Part(dimension: dimension, label: $0.label, options: inner) }
    }
  }
}
