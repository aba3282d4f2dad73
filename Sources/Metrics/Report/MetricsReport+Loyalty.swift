package import Statistics

/// Second purchases, renewals, and how long they take.
package struct RepurchaseSection: Sendable {
  /// 复购率: ≥ 2 purchases ÷ ≥ 1, one window.
  package var repurchase: Rate
  /// 回购率: bought in the first window and again in the second ÷ bought in the first.
  package var rebuy: Rate
  package var rebuyFirst: Window
  package var rebuySecond: Window
  package var renewal: Rate
  /// Enrolments by the month they end in: past ones with their renewals, coming ones as a calendar.
  package var renewals: [RenewalMonth]
  /// Median of all gaps between purchase days, pooled.
  package var interval: Amount
  /// First to second purchase; the cumulative share is 1 − survival.
  package var second: [KaplanMeier.Step]
  package var secondMedian: Double?
  package var secondPeople: Int
  package var secondBasis: Basis

  package struct RenewalMonth: Sendable {
    package var period: Period
    package var ending: Int
    package var renewed: Int
    /// Ended less than the window ago, or not ended yet, and no renewal so far.
    package var open: Int
    package var people: Int
    package init(period: Period, ending: Int, renewed: Int, open: Int, people: Int) {
      self.period = period
      self.ending = ending
      self.renewed = renewed
      self.open = open
      self.people = people
    }
  }
}

/// Recency, frequency, monetary value: as the prediction models read them, and as the classic 1–5 scores.
package struct RFMSection: Sendable {
  /// frequency = purchase days − 1, recency = last − first, T = as-of − first, money = mean per purchase day without
  /// the first.
  package var buyers: Int
  /// How many have frequency 0, 1 … 6, and 7 or more.
  package var frequencies: [Int]
  package var repeaters: Rate
  package var monetary: Descriptives
  package var pearson: Correlation?
  package var spearman: Correlation?
  package var basis: Basis
  /// Classic: as-of − last (reversed), all purchase days, all money.
  package var classic: [ClassicCell]
  package var recencyPoints: [Double]
  package var frequencyPoints: [Double]
  package var moneyPoints: [Double]
  package var classicBasis: Basis

  /// People with one recency and one frequency score.
  package struct ClassicCell: Sendable {
    package var recency: Int
    package var frequency: Int
    package var people: Int
    package var revenueCents: Int
    /// Sum of the money scores, for a mean.
    package var moneyScores: Int
    package init(recency: Int, frequency: Int, people: Int, revenueCents: Int, moneyScores: Int) {
      self.recency = recency
      self.frequency = frequency
      self.people = people
      self.revenueCents = revenueCents
      self.moneyScores = moneyScores
    }
  }
}

/// BG/NBD and Gamma–Gamma, only where the data bear them.
package struct PredictionSection: Sendable {
  package enum State: String, Sendable { case fitted, tooFew, notConverged, notAsked }
  package var state: State
  package var people: Int
  package var purchases: BetaGeometric?
  package var money: GammaGamma?
  package var days: Int
  /// Sum over all buyers.
  package var expectedPurchases: Double?
  package var expectedRevenue: Double?
  /// Repeaters by P(alive): ten bands 0–10 % … 90–100 %.
  package var alive: [Int]
  /// By buyer; for staff views only.
  package var customers: [CustomerForecast]
  package var basis: Basis

  package struct CustomerForecast: Sendable {
    /// Row in `customers`; -1 where the purchase names nobody.
    package var row: Int32
    /// nil at frequency 0, where the model can say nothing.
    package var alive: Double?
    package var expected: Double
    package init(row: Int32, alive: Double?, expected: Double) {
      self.row = row
      self.alive = alive
      self.expected = expected
    }
  }
}

/// Referrals, tiers, points.
package struct LoyaltySection: Sendable {
  /// Families that referred at least one enrolled customer ÷ enrolled families.
  package var referral: Rate
  package var referred: Count
  /// Length of the longest chain of referrals.
  package var longestChain: Int
  package var topReferrers: [Referrer]
  package var tiers: [Labelled<Tally>]
  /// From (row) to (column), where earlier tiers are known.
  package var migrations: [Migration]
  package var points: Points

  package struct Referrer: Sendable {
    package var row: Int32
    package var referred: Int
    package var enrolled: Int
    package init(row: Int32, referred: Int, enrolled: Int) {
      self.row = row
      self.referred = referred
      self.enrolled = enrolled
    }
  }
  package struct Migration: Sendable {
    package var from: String?
    package var to: String?
    package var people: Int
    package init(from: String?, to: String?, people: Int) {
      self.from = from
      self.to = to
      self.people = people
    }
  }
  package struct Points: Sendable {
    package var earned: Amount
    package var redeemed: Amount
    package var expired: Amount
    package var balance: Amount
    /// Runs out within 90 days.
    package var expiring: Amount
    /// Used ÷ earned holders: people who redeemed ÷ people who earned.
    package var using: Rate
    /// People whose ledger falls below zero at some point.
    package var negative: Int
    package var months: [Month]
    package var byEvent: [Labelled<Tally>]
    package struct Month: Sendable {
      package var period: Period
      package var earned: Int
      package var redeemed: Int
      package var expired: Int
      package var people: Int
      package init(period: Period, earned: Int, redeemed: Int, expired: Int, people: Int) {
        self.period = period
        self.earned = earned
        self.redeemed = redeemed
        self.expired = expired
        self.people = people
      }
    }
  }
}

/// What winning a customer costs, and what keeping one does.
package struct CampaignSection: Sendable {
  package var campaigns: [Campaign]
  /// Campaign cost ÷ customers newly enrolled in the same time.
  package var costOfNew: Amount
  /// Visits, handling of complaints ÷ enrolled customers not lost.
  package var costOfKeeping: Amount

  package struct Campaign: Sendable {
    package var label: String?
    package var channel: String?
    package var window: Window?
    package var cost: Double?
    package var customers: Int
    package var enrolled: Rate
    package var revenueCents: Int
    package var costPerCustomer: Double?
    package var costPerEnrolled: Double?
    /// Revenue ÷ cost.
    package var returns: Double?
    package init(
      label: String?, channel: String?, window: Window?, cost: Double?, customers: Int, enrolled: Rate,
      revenueCents: Int, costPerCustomer: Double?, costPerEnrolled: Double?, returns: Double?
    ) {
      self.label = label
      self.channel = channel
      self.window = window
      self.cost = cost
      self.customers = customers
      self.enrolled = enrolled
      self.revenueCents = revenueCents
      self.costPerCustomer = costPerCustomer
      self.costPerEnrolled = costPerEnrolled
      self.returns = returns
    }
  }
}
