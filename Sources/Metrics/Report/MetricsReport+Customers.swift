package import Statistics
package import Tabular

/// Who is counted, month by month, and where they came from.
package struct CountsSection: Sendable {
  package var customers: Count
  package var families: Count
  package var enrolled: Count
  package var active: Count
  package var lost: Count
  /// Lost once, back since, and not lost at as-of.
  package var reactivated: Count
  /// The last 36 months, oldest first, the open month last.
  package var months: [MonthRow]
  /// By source channel, largest first.
  package var channels: [ChannelRow]

  package struct MonthRow: Sendable {
    package var period: Period
    /// False for the month as-of falls in, unless as-of is its last day.
    package var complete: Bool
    package var figures: KeyFigures
    /// Those who became lost in it (as-was).
    package var lost: Int
    package init(period: Period, complete: Bool, figures: KeyFigures, lost: Int) {
      self.period = period
      self.complete = complete
      self.figures = figures
      self.lost = lost
    }
  }

  package struct ChannelRow: Sendable {
    package var label: String?
    package var customers: Int
    package var conversion: Rate
    package var revenue: Amount
    package var lostShare: Rate
    /// Campaign cost booked to this channel; value nil where no campaign sheet names it.
    package var cost: Amount
    /// Cost ÷ customers of this channel who enrolled.
    package var costPerEnrolled: Amount
    package init(
      label: String?, customers: Int, conversion: Rate, revenue: Amount, lostShare: Rate, cost: Amount,
      costPerEnrolled: Amount
    ) {
      self.label = label
      self.customers = customers
      self.conversion = conversion
      self.revenue = revenue
      self.lostShare = lostShare
      self.cost = cost
      self.costPerEnrolled = costPerEnrolled
    }
  }
}

/// How much, how often, what.
package struct SpendingSection: Sendable {
  /// Net of refunds.
  package var revenue: Amount
  package var refunds: Amount
  package var perPurchase: Amount
  package var medianPurchase: Amount
  package var perCustomer: Amount
  /// Purchase days per buyer.
  package var frequency: Amount
  /// Median days between purchases, all gaps pooled.
  package var cycle: Amount
  package var byCourse: [ProductRow]
  package var byCourseType: [ProductRow]
  package var byPayment: [ProductRow]

  package struct ProductRow: Sendable {
    package var label: String?
    package var purchases: Int
    package var people: Int
    package var revenueCents: Int
    package var share: Double?
    package init(label: String?, purchases: Int, people: Int, revenueCents: Int, share: Double?) {
      self.label = label
      self.purchases = purchases
      self.people = people
      self.revenueCents = revenueCents
      self.share = share
    }
  }
}

/// Cohorts.
package struct RetentionSection: Sendable {
  /// What the page shows first: the default kind and activity at the chosen grain.
  package var main: CohortTable
  /// The same cohorts by every kind and activity the data know, `main` among them.
  package var variants: [CohortTable]
  /// Mean retention by interactions minus by customer-started ones, in the first full period, as a fraction.
  package var contactGap: Double?
  /// True where the two differ by more than the settings allow (10 points): calls alone keep people "retained".
  package var contactGapMatters: Bool
}

/// Cohorts by first purchase, and who was active how many periods later.
package struct CohortTable: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Active in period k.
    case on
    /// Active in period k or later, up to as-of: the last columns are biased down.
    case onOrAfter
  }
  package enum Activity: String, Sendable, CaseIterable {
    case purchase
    /// A purchase in the period, or a course running in it.
    case courseOrPurchase
    case interaction
    /// Interactions the customer began: purchases, attendance, questionnaires, complaints, redemptions.
    case customerStarted
  }
  package enum Beginning: String, Sendable, CaseIterable { case firstPurchase, firstInteraction }

  package var grain: Grain
  package var kind: Kind
  package var activity: Activity
  package var beginning: Beginning
  package var cohorts: [Cohort]
  /// Over the cohorts old enough for k: Σ active ÷ Σ sizes of closed cells.
  package var mean: [MeanCell]
  package var basis: Basis

  package struct Cohort: Sendable {
    package var period: Period
    package var size: Int
    /// Active people in period k = 0, 1 …, to the period as-of falls in.
    package var active: [Int]
    /// Cells 0 ..< closed are complete; the rest shows counts so far and has no rate.
    package var closed: Int
    package var name: String { period.name }
    package init(period: Period, size: Int, active: [Int], closed: Int) {
      self.period = period
      self.size = size
      self.active = active
      self.closed = closed
    }
    /// active ÷ size of a closed cell.
    package func rate(_ k: Int) -> Double? {
      k < closed && size > 0 ? Double(active[k]) / Double(size) : nil
    }
  }

  package struct MeanCell: Sendable {
    package var active: Int
    package var size: Int
    package var cohorts: Int
    package init(active: Int, size: Int, cohorts: Int) {
      self.active = active
      self.size = size
      self.cohorts = cohorts
    }
    package var value: Double? { size == 0 ? nil : Double(active) / Double(size) }
  }
}

/// How long customers stay: Kaplan–Meier of first purchase to first loss, in days.
package struct SurvivalSection: Sendable {
  package var curve: [KaplanMeier.Step]
  package var median: Double?
  package var people: Int
  package var events: Int
  /// Customers whose first purchase came before the log began, followed from there on.
  package var lateEntries: Int
  package var lastTime: Double?
  /// Numbers at risk at a few round times, for the row below the chart.
  package var atRisk: [AtRisk]
  package var basis: Basis

  package struct AtRisk: Hashable, Sendable {
    package var time: Double
    package var count: Int
    package init(time: Double, count: Int) {
      self.time = time
      self.count = count
    }
  }
}

/// Who left, when, why.
package struct ChurnSection: Sendable {
  /// Lost ÷ enrolled at as-of.
  package var lostShare: Rate
  /// Of the period asked for (`--period`).
  package var period: PeriodChurn?
  package var months: [PeriodChurn]
  package var quarters: [PeriodChurn]
  /// Of the lost: the cause of the last complaint, the theme or problem of the last contact; largest first.
  package var reasons: [Labelled<Tally>]
  package var byChannel: [Labelled<Rate>]
  package var byStage: [Labelled<Rate>]
  package var byCourse: [Labelled<Rate>]
  /// Not lost yet, but with signs; the soonest loss first. Rows of customers: for staff views only.
  package var atRisk: [AtRiskCustomer]
  package var inactiveDays: Int
  package var graceDays: Int

  package struct PeriodChurn: Sendable {
    package var period: Period
    package var complete: Bool
    /// Became lost ÷ enrolled and not lost at its start, as it stood at its end.
    package var asWas: Rate
    /// The same, of them still lost at as-of.
    package var asNow: Rate
    package var reactivated: Int
    package init(period: Period, complete: Bool, asWas: Rate, asNow: Rate, reactivated: Int) {
      self.period = period
      self.complete = complete
      self.asWas = asWas
      self.asNow = asNow
      self.reactivated = reactivated
    }
  }

  package struct AtRiskCustomer: Hashable, Sendable {
    package enum Sign: String, Sendable, CaseIterable {
      case silent, courseEnding, courseEnded, openComplaint, detractor, dissatisfied
    }
    /// Row in `customers`.
    package var row: Int32
    package var signs: [Sign]
    /// The day the customer counts as lost if nothing happens.
    package var lostOn: Day?
    package var spentCents: Int
    package init(row: Int32, signs: [Sign], lostOn: Day?, spentCents: Int) {
      self.row = row
      self.signs = signs
      self.lostOn = lostOn
      self.spentCents = spentCents
    }
  }
}
