/// The sections that a choice of a period acts on, counted over what happened in it; what no page shows of a period
/// (ratings, scripts, outcomes, promises, ways of payment) stays empty.
package struct PeriodSections: Sendable {
  package var period: Period
  /// Answers given in the period; trends are those of the whole.
  package var satisfaction: SatisfactionSection
  /// Visits made, and planned visits due, in the period.
  package var visits: VisitSection
  /// Complaints received in the period.
  package var complaints: ComplaintSection
  /// The first time somebody got a grade, where that was in the period; the funnel of those first heard of in it.
  package var conversion: [GradingSection.GradeConversion]
  package var funnel: [Labelled<Tally>]
  /// Those first heard of in the period, by channel.
  package var channels: [CountsSection.ChannelRow]
  /// Of those enrolled and not lost at its start, who became lost in it (as it was known at its end).
  package var lost: Rate
  package var lostBy: [Dimension: [Labelled<Rate>]]
  /// Why those left who were lost in it.
  package var reasons: [Labelled<Tally>]
  /// Purchases in the period.
  package var spending: SpendingSection
  /// Up to its end, between the period before and it, and of the renewals decided in it.
  package var repurchase: Rate
  package var rebuy: Rate
  package var rebuyFirst: Window
  package var rebuySecond: Window
  package var renewal: Rate
}
