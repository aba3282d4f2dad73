package import CustomerRecords
package import Tabular

/// Every number of one run, ready for pages and for `metrics --json`.
///
/// Sections that the data cannot feed are present and empty: their rates divide nothing (nil), their lists hold no
/// rows, and `missing` names the table or field that would fill them.
package struct MetricsReport: Sendable {
  package var asOf: Day
  /// First and last dated thing the numbers rest on.
  package var window: Window
  /// The period asked for, compared with others; nil without `--period`.
  package var period: PeriodReport?
  /// The current month, quarter and year up to as-of against the same days before: what pages show as deltas.
  package var toDate: [PeriodReport]
  package var counts: CountsSection
  package var spending: SpendingSection
  package var retention: RetentionSection
  package var survival: SurvivalSection
  package var churn: ChurnSection
  package var satisfaction: SatisfactionSection
  package var repurchase: RepurchaseSection
  package var rfm: RFMSection
  package var prediction: PredictionSection
  package var loyalty: LoyaltySection
  package var campaigns: CampaignSection
  package var grading: GradingSection
  package var visits: VisitSection
  package var complaints: ComplaintSection
  package var statistics: StatisticsSection
  /// Key figures by every value of every dimension the data know.
  package var splits: [Split]
  /// Whole reports for every value of the dimensions asked for (`MetricsOptions.split`), largest first.
  package var parts: [Part]
  /// What matters now: by size and certainty, the weightiest first.
  package var findings: [Insight]
  /// Settings keys `target.…` that name no number.
  package var unknownTargets: [String]
  /// Sections without data, and what is missing.
  package var missing: [MissingInput]
  package var sources: [SourceReport]
  /// Headline figures of former runs (`--since`), oldest first.
  package var since: [RunFigures] = []
  /// The last twelve months and eight quarters that are over, newest first, each against the one before and a year
  /// before: what a page's filter by period shows.
  package var periods: [PeriodReport] = []
  /// The sections of a page over each of `periods`, in their order; empty where a page does not ask for them
  /// (`MetricsOptions.lightParts`) or the institution is too large for it.
  package var periodSections: [PeriodSections] = []

  /// In the light parts of a page (`MetricsOptions.lightParts`) everything its filter does not show stays empty.
  package struct Part: Sendable {
    package var dimension: Dimension
    package var label: String?
    package var report: MetricsReport
    package init(dimension: Dimension, label: String?, report: MetricsReport) {
      self.dimension = dimension
      self.label = label
      self.report = report
    }
  }
}

/// A section that stays empty because a sheet or column is missing.
package struct MissingInput: Hashable, Sendable {
  /// `retention`, `nps`, `csat`, `repurchase`, `grading`, `visits`, `complaints`, `points`, `campaigns` …
  package var section: String
  package var table: TableKind
  /// nil = the whole sheet.
  package var field: String?
  package init(section: String, table: TableKind, field: String? = nil) {
    self.section = section
    self.table = table
    self.field = field
  }
}

/// One dimension, its values from the largest, key figures for each.
package struct Split: Sendable {
  package var dimension: Dimension
  package var rows: [Row]
  package struct Row: Sendable {
    /// nil = not filled in.
    package var label: String?
    package var figures: KeyFigures
    package init(label: String?, figures: KeyFigures) {
      self.label = label
      self.figures = figures
    }
  }
  package init(dimension: Dimension, rows: [Row]) {
    self.dimension = dimension
    self.rows = rows
  }
}

/// The figures that are worth comparing between campuses, courses, channels, staff and months.
package struct KeyFigures: Hashable, Sendable {
  /// People counted in this slice.
  package var customers = 0
  /// With a paid purchase by the end of the window.
  package var enrolled = 0
  package var active = 0
  package var lost = 0
  /// First seen in the window.
  package var newCustomers = 0
  /// First paid purchase in the window.
  package var newEnrolled = 0
  package var purchases = 0
  package var revenueCents = 0
  /// Sum of the squared purchases, in currency units: how far chance alone moves the revenue.
  package var revenueSquares = 0.0
  package var refundCents = 0
  /// With at least one, and with at least two purchase days in the window.
  package var buyers = 0
  package var repeatBuyers = 0
  package var nps = NPSCounts()
  package var csatGood = 0
  package var csatAnswers = 0
  package var csatPeople = 0
  package var visits = 0
  /// Visits of a log that says how they went, and those of them that reached somebody.
  package var visitsTold = 0
  package var visitsReached = 0
  package var visitPeople = 0
  package var complaints = 0
  package var complaintPeople = 0
  /// Enrolments that ended with their renewal window closed, and those renewed.
  package var renewable = 0
  package var renewed = 0
  package var renewablePeople = 0

  package init() {}

  package struct NPSCounts: Hashable, Sendable {
    package var promoters = 0
    package var passives = 0
    package var detractors = 0
    package var people = 0
    package init() {}
    package var n: Int { promoters + passives + detractors }
  }
}
