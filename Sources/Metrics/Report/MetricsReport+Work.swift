package import Statistics

/// The way from a first contact to an enrolment.
package struct GradingSection: Sendable {
  package enum Source: String, Sendable { case reviewed, computed, proposed }
  /// Grade of each customer now, largest first; label nil = no grade.
  package var distribution: [Labelled<Tally>]
  package var distributionSource: Source
  /// First graded so, not enrolled then ÷ enrolled within the grade's promise; a grade without promise has rate nil.
  package var conversion: [GradeConversion]
  package var conversionSource: Source
  /// Enrolled ÷ all, where a sheet says yes or no without dates (a CRM export); nil where none does.
  package var plain: Rate?
  package var plainByGrade: [Labelled<Rate>]
  /// Proposed against reviewed.
  package var agreement: Agreement
  package var agreementBasis: Basis
  package var confusion: [Confusion]
  /// Grades given by month.
  package var months: [MonthRow]
  /// Inquiry → visited → trial or graded A/B → enrolled.
  package var funnel: [Labelled<Tally>]

  package struct GradeConversion: Sendable {
    package var grade: String
    /// Days in which the grade promises enrolment; nil = no promise.
    package var promise: Int?
    /// People graded so (and not enrolled then) whose promise has run out, or who have none.
    package var graded: Int
    package var rate: Rate
    /// Customers graded so whose promise still runs.
    package var open: Int
    package init(grade: String, promise: Int?, graded: Int, rate: Rate, open: Int) {
      self.grade = grade
      self.promise = promise
      self.graded = graded
      self.rate = rate
      self.open = open
    }
  }
  package struct Confusion: Sendable {
    package var proposed: String
    package var reviewed: String
    package var people: Int
    package init(proposed: String, reviewed: String, people: Int) {
      self.proposed = proposed
      self.reviewed = reviewed
      self.people = people
    }
  }
  package struct MonthRow: Sendable {
    package var period: Period
    package var complete: Bool
    package var grades: [Labelled<Tally>]
    package init(period: Period, complete: Bool, grades: [Labelled<Tally>]) {
      self.period = period
      self.complete = complete
      self.grades = grades
    }
  }
}

/// Contacts: how many, to what end, at what cost, and whether they did anything.
package struct VisitSection: Sendable {
  package var total: Count
  package var reached: Rate
  /// Reached contacts that brought a rating ÷ reached contacts.
  package var answered: Rate
  /// Planned visits, where a plan was computed; `due` counts those asked for by as-of.
  package var plan: Plan?
  package var byChannel: [Row]
  package var byStaff: [Row]
  package var byType: [Row]
  package var byOutcome: [Labelled<Tally>]
  package var byScript: [Row]
  package var months: [MonthRow]
  package var minutes: Amount
  package var cost: Amount
  /// Problems with a promise date: solved by then ÷ promises due.
  package var promisesKept: Rate
  package var problemsOpen: Count
  package var effects: [Effect]

  package struct Plan: Sendable {
    /// Done in time ÷ due.
    package var inTime: Rate
    package var late: Int
    package var overdue: Int
    package var missed: Int
    package var notYetDue: Int
    /// By planned occasion.
    package var byRule: [Labelled<Rate>]
    package var byStaff: [Labelled<Rate>]
    package init(
      inTime: Rate, late: Int, overdue: Int, missed: Int, notYetDue: Int, byRule: [Labelled<Rate>],
      byStaff: [Labelled<Rate>]
    ) {
      self.inTime = inTime
      self.late = late
      self.overdue = overdue
      self.missed = missed
      self.notYetDue = notYetDue
      self.byRule = byRule
      self.byStaff = byStaff
    }
  }
  package struct Row: Sendable {
    package var label: String?
    package var visits: Int
    package var people: Int
    package var reached: Rate
    package var minutes: Double?
    package var cost: Double?
    package var csat: Rate
    package init(
      label: String?, visits: Int, people: Int, reached: Rate, minutes: Double?, cost: Double?, csat: Rate
    ) {
      self.label = label
      self.visits = visits
      self.people = people
      self.reached = reached
      self.minutes = minutes
      self.cost = cost
      self.csat = csat
    }
  }
  package struct MonthRow: Sendable {
    package var period: Period
    package var complete: Bool
    package var visits: Int
    package var reached: Int
    package var people: Int
    package init(period: Period, complete: Bool, visits: Int, reached: Int, people: Int) {
      self.period = period
      self.complete = complete
      self.visits = visits
      self.reached = reached
      self.people = people
    }
  }
  /// Outcome of the visited against the not visited, within the same grade and stage. No experiment.
  package struct Effect: Sendable {
    package enum Question: String, Sendable {
      /// Not enrolled yet: reached in the first 14 days or not → enrolled in the 60 days after.
      case enrolling
      /// Newly enrolled: reached in the first 30 days or not → still there 180 days after.
      case staying
      /// Came to a lecture, seminar or event or not → still there 180 days after.
      case events
    }
    package var question: Question
    package var visited: Rate
    package var notVisited: Rate
    /// Pooled over grade × stage; nil where no stratum has both.
    package var difference: Double?
    package var interval: Interval?
    package var strata: Int
    package init(
      question: Question, visited: Rate, notVisited: Rate, difference: Double?, interval: Interval?, strata: Int
    ) {
      self.question = question
      self.visited = visited
      self.notVisited = notVisited
      self.difference = difference
      self.interval = interval
      self.strata = strata
    }
  }
}

/// Descriptives, correlations, clusters over customers.
package struct StatisticsSection: Sendable {
  package var variables: [Variable]
  /// Every distinct pair of variables with values.
  package var correlations: [Pair]
  package var clusters: Clusters?
  package var basis: Basis

  package struct Variable: Sendable {
    /// Phrase `metrics.variable.<key>`.
    package var key: String
    package var unit: Amount.Unit
    package var descriptives: Descriptives
    package init(key: String, unit: Amount.Unit, descriptives: Descriptives) {
      self.key = key
      self.unit = unit
      self.descriptives = descriptives
    }
  }
  package struct Pair: Sendable {
    /// Positions in `variables`.
    package var first: Int
    package var second: Int
    package var pearson: Correlation?
    package var spearman: Correlation?
    /// Benjamini–Hochberg over all pairs, of the Spearman p.
    package var adjusted: Double?
    package init(first: Int, second: Int, pearson: Correlation?, spearman: Correlation?, adjusted: Double?) {
      self.first = first
      self.second = second
      self.pearson = pearson
      self.spearman = spearman
      self.adjusted = adjusted
    }
  }
  package struct Clusters: Sendable {
    package var k: Int
    package var silhouette: Double
    package var inertia: Double
    package var features: [String]
    /// Largest first.
    package var profiles: [Profile]
    package var people: Int
    package struct Profile: Sendable {
      package var people: Int
      /// By feature: the cluster's mean, and its distance from the mean of all in standard deviations.
      package var means: [Double]
      package var distances: [Double]
      package init(people: Int, means: [Double], distances: [Double]) {
        self.people = people
        self.means = means
        self.distances = distances
      }
    }
  }
}
