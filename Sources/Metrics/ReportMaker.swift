import CustomerRecords
import Tabular

/// Puts one report together, of the whole or of a part.
struct ReportMaker: Sendable {
  let facts: Facts
  let options: MetricsOptions
  let comparisons: Comparisons

  init(_ facts: Facts, _ options: MetricsOptions) {
    self.facts = facts
    self.options = options
    comparisons = Comparisons(facts, options)
  }

  /// Adds the sections to `work`, and behind them the report.
  func add(to work: inout Parallel, after standings: Parallel.Slot<Standings>) -> Parallel.Slot<MetricsReport> {
    let brief = options.isPart
    // What takes longest, and what others stand on, first.
    let statistics = work.add { facts.statisticsSection(asked: options.statistics) }
    let prediction = work.add { facts.predictionSection(asked: options.predictions) }
    let timeline = work.add(after: [standings]) {
      StatusTimeline(facts, standings.value, spans: comparisons.spans(facts))
    }
    let windowed = work.add(after: [timeline]) { WindowedFigures(facts, comparisons.windows, timeline.value) }
    let visits = work.add { facts.visitSection(brief: brief) }
    let byDimension = work.add { brief ? [:] : facts.figuresByDimension() }
    let grading = work.add { facts.gradingSection() }
    let survival = work.add { facts.survivalSection() }
    let retention = work.add { facts.retentionSection(options) }
    let complaints = work.add { facts.complaintSection() }
    let repurchase = work.add { facts.repurchaseSection(period: options.period) }
    let spending = work.add { facts.spendingSection(brief: brief) }
    let rfm = work.add { facts.rfmSection() }
    let loyalty = work.add { facts.loyaltySection(brief: brief) }
    let campaigns = work.add { facts.campaignSection(brief: brief) }
    let satisfaction = work.add(after: [windowed]) {
      facts.satisfactionSection(facts.figures(of: comparisons.quarters, windowed.value), brief: brief)
    }
    let counts = work.add(after: [windowed]) {
      facts.countsSection(timeline.value, facts.figures(of: comparisons.months, windowed.value))
    }
    let churn = work.add(after: [timeline]) {
      facts.churnSection(timeline.value, period: options.period, brief: brief)
    }
    let splits = work.add(after: [byDimension]) { facts.splits(byDimension.value) }
    let sections = [
      statistics, prediction, visits, grading, survival, retention, complaints, repurchase, spending, rfm, loyalty,
      campaigns, satisfaction, counts, churn, splits,
    ]
    return work.add(after: sections) {
      let values = PeriodValues(facts, comparisons.all, timeline.value, windowed.value)
      func told(_ comparison: Facts.Comparison) -> PeriodReport { facts.periodReport(comparison, values) }
      var report = MetricsReport(
        asOf: facts.asOf, window: facts.window, period: comparisons.asked.map(told),
        toDate: comparisons.toDate.map(told), counts: counts.value, spending: spending.value,
        retention: retention.value, survival: survival.value, churn: churn.value, satisfaction: satisfaction.value,
        repurchase: repurchase.value, rfm: rfm.value, prediction: prediction.value, loyalty: loyalty.value,
        campaigns: campaigns.value, grading: grading.value, visits: visits.value, complaints: complaints.value,
        statistics: statistics.value, splits: splits.value, parts: [], findings: [],
        unknownTargets: facts.unknownTargets, missing: facts.missingInputs, sources: facts.records.sources)
      report.visits.months = facts.visitMonths(facts.figures(of: comparisons.months, windowed.value))
      report.periods = comparisons.over.map(told)
      if let recent = comparisons.recent {
        report.findings = facts.insights(report, recent: told(recent), byDimension.value)
      }
      return report
    }
  }
}
