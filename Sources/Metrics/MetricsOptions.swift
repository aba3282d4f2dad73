package import Tabular

/// What to compute, besides the default of everything over the whole data.
package struct MetricsOptions: Sendable {
  /// Compare this period with the one before, the same a year ago, and the targets.
  package var period: Period?
  /// Give a whole report for every value of these dimensions (`MetricsReport.parts`).
  package var split: [Dimension] = []
  /// Only people (and rows) with these values; nil = the rows where the dimension is not filled in.
  package var filter: [Filter] = []
  /// nil = the finest grain whose median cohort is large enough.
  package var grain: Grain?
  package var kind: CohortTable.Kind = .on
  /// nil = in course or purchase where the data know course dates or lessons left, else purchases.
  package var activity: CohortTable.Activity?
  package var beginning: CohortTable.Beginning = .firstPurchase
  /// Headline figures of former runs to compare with.
  package var since: [RunFigures] = []
  /// Only what a page's filter shows of a part: no splits, findings, predictions or statistics, no lists of people.
  var isPart = false
  /// Fit BG/NBD and Gamma–Gamma.
  package var predictions = true
  /// Descriptives, correlations, clusters.
  package var statistics = true
  /// Whether parts (`split`) are whole reports, or what a page's filter needs; how many a dimension has at most.
  package var lightParts = false
  package var mostParts = Int.max
  /// Light parts of more people than this are not made: a page of a hundred thousand customers would wait for them.
  package var mostPartPeople = 40_000
  /// Twenty periods of more people than this are not laid out section by section.
  package var mostPeriodPeople = 10_000
  /// How many periods are, the newest first: twelve months and a year of quarters.
  package var mostPeriods = 16

  package init() {}

  package struct Filter: Hashable, Sendable {
    package var dimension: Dimension
    package var label: String?
    package init(_ dimension: Dimension, _ label: String?) {
      self.dimension = dimension
      self.label = label
    }
  }
}

/// What other rooms found out about the customers and visits of the same records. Everything may be empty: the
/// sections that need it then say so.
package struct Judgements: Sendable {
  /// One value per row of `customers`: a code into `names`, -1 = none.
  package struct Labels: Sendable {
    package var codes: [Int32]
    package var names: [String]
    package init(codes: [Int32] = [], names: [String] = []) {
      self.codes = codes
      self.names = names
    }
    package var isEmpty: Bool { names.isEmpty }
  }

  /// The grade the rules compute.
  package var intent = Labels()
  package var valueClass = Labels()
  package var tier = Labels()
  /// The school stage the sheet says, else the one the rules derive from school year or age.
  package var stage = Labels()
  /// Tiers of a former run.
  package var formerTier = Labels()
  /// Themes found in visits: a theme's key and the rows of `visits` it was found in, ascending.
  package var themes: [Theme] = []
  /// When which customer got which grade, and the grades' names.
  package var gradings: [Grading] = []
  package var gradeNames: [String] = []
  /// Visits the plan asks for; the names of its rules (each once, as people read them) and of the staff.
  package var planned: [PlannedVisit] = []
  package var ruleNames: [String] = []
  package var staffNames: [String] = []
  /// Answers read from questionnaires (`surveys`), besides those in `visits`.
  package var answers: [Answer] = []

  package init() {}

  package struct Theme: Sendable {
    package var key: String
    package var rows: [UInt32]
    package init(key: String, rows: [UInt32]) {
      self.key = key
      self.rows = rows
    }
  }

  package struct Grading: Sendable {
    /// Row of `customers`.
    package var customer: Int32
    package var day: Day
    /// Position in `gradeNames`.
    package var grade: Int32
    package var source: GradingSection.Source
    package init(customer: Int32, day: Day, grade: Int32, source: GradingSection.Source) {
      self.customer = customer
      self.day = day
      self.grade = grade
      self.source = source
    }
  }

  package struct PlannedVisit: Sendable {
    /// In time, after its window; window passed without a visit (a little, a long time ago); window still open or to
    /// come.
    package enum State: String, Sendable { case done, late, overdue, missed, notYetDue }
    package var customer: Int32
    /// Positions in `ruleNames` and `staffNames`; -1 = nobody named.
    package var rule: Int32
    package var staff: Int32
    package var due: Day
    package var state: State
    package init(customer: Int32, rule: Int32, staff: Int32, due: Day, state: State) {
      self.customer = customer
      self.rule = rule
      self.staff = staff
      self.due = due
      self.state = state
    }
  }

  package struct Answer: Sendable {
    /// Row of `customers`; -1 = anonymous.
    package var customer: Int32
    package var day: Day?
    package var nps: Double?
    package var csat: Double?
    package init(customer: Int32, day: Day?, nps: Double?, csat: Double?) {
      self.customer = customer
      self.day = day
      self.nps = nps
      self.csat = csat
    }
  }
}
