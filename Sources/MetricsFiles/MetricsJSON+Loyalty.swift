import Metrics
import Statistics
import Tabular

extension MetricsJSON {
  static func satisfaction(_ section: SatisfactionSection, _ json: inout JSONWriter) {
    json.object("nps") { json in
      json.fields(section.nps)
      json.numbers("histogram", section.npsHistogram)
      json.array("byQuarter", section.npsByQuarter) { json, one in
        json.object {
          $0.value("period", one.period.name)
          $0.value("complete", one.complete)
          $0.fields(one.score, contract: false)
        }
      }
      json.object("by") { json in
        for split in section.npsBy {
          json.array(split.dimension.rawValue, split.rows) { json, row in
            json.object {
              $0.value("label", $0.label(row.label, of: split.dimension))
              $0.fields(row.value, contract: false)
            }
          }
        }
      }
      json.array("drivers", section.drivers) { json, one in
        json.object {
          $0.value("theme", one.theme)
          $0.value("difference", one.difference)
          $0.interval(one.interval)
          $0.value("with", one.with.score)
          $0.value("nWith", one.with.n)
          $0.value("peopleWith", one.peopleWith)
          $0.value("without", one.without.score)
          $0.value("nWithout", one.without.n)
          $0.value("peopleWithout", one.peopleWithout)
        }
      }
    }
    json.object("csat") { json in
      json.fields(section.csat)
      json.numbers("histogram", section.csatHistogram)
      json.array("byQuarter", section.csatByQuarter) { json, one in
        json.object {
          $0.value("period", one.period.name)
          $0.value("complete", one.complete)
          $0.fields(one.rate, contract: false)
        }
      }
      json.object("by") { json in
        for split in section.csatBy { json.rates(split.dimension.rawValue, split.rows, of: split.dimension) }
      }
      json.correlation("withNps", section.csatWithNPS)
    }
    json.array("ratings", section.ratings) { json, one in
      json.object { json in
        json.value("dimension", one.dimension.rawValue)
        json.value("label", json.label(one.label, of: one.dimension))
        json.amount("mean", one.mean, contract: false)
        json.rate("csat", one.csat, contract: false)
        json.object("nps") { $0.fields(one.nps, contract: false) }
      }
    }
  }

  static func repurchase(_ section: RepurchaseSection, _ json: inout JSONWriter) {
    json.object("repurchase") { json in
      json.fields(section.repurchase)
      json.object("rebuy") { json in
        json.fields(section.rebuy)
        json.window("first", section.rebuyFirst)
        json.window("second", section.rebuySecond)
      }
      json.rate("renewal", section.renewal)
      json.periods(
        "renewals", section.renewals, \.period,
        [("ending", \.ending), ("renewed", \.renewed), ("open", \.open), ("people", \.people)])
      json.amount("interval", section.interval)
      json.object("secondPurchase") { json in
        json.value("median", section.secondMedian)
        json.value("people", section.secondPeople)
        json.steps("curve", section.second)
        json.basis(section.secondBasis)
      }
    }
  }

  static func rfm(_ section: RFMSection, _ json: inout JSONWriter) {
    json.object("rfm") { json in
      json.value("buyers", section.buyers)
      json.numbers("frequencies", section.frequencies)
      json.rate("repeaters", section.repeaters, contract: false)
      json.descriptives("monetary", section.monetary)
      json.correlation("pearson", section.pearson)
      json.correlation("spearman", section.spearman)
      json.basis(section.basis)
      json.object("classic") { json in
        json.doubles("recencyPoints", section.recencyPoints)
        json.doubles("frequencyPoints", section.frequencyPoints)
        json.doubles("moneyPoints", section.moneyPoints)
        json.array("cells", section.classic.filter { $0.people > 0 }) { json, cell in
          json.object {
            $0.value("recency", cell.recency)
            $0.value("frequency", cell.frequency)
            $0.value("people", cell.people)
            $0.value("revenue", Double(cell.revenueCents) / 100)
            $0.value("meanMoneyScore", Double(cell.moneyScores) / Double(cell.people))
          }
        }
        json.basis(section.classicBasis)
      }
    }
  }

  static func prediction(_ section: PredictionSection, _ json: inout JSONWriter) {
    json.object("prediction") { json in
      json.value("state", section.state.rawValue)
      json.value("people", section.people)
      json.value("days", section.days)
      json.value("expectedPurchases", section.expectedPurchases)
      json.value("expectedRevenue", section.expectedRevenue)
      json.numbers("alive", section.alive)
      if let model = section.purchases {
        json.object("bgNbd") {
          $0.value("r", model.r)
          $0.value("alpha", model.alpha)
          $0.value("a", model.a)
          $0.value("b", model.b)
          $0.value("logLikelihood", model.logLikelihood)
          $0.value("converged", model.converged)
          $0.value("timeUnit", "week")
        }
      }
      if let money = section.money {
        json.object("gammaGamma") {
          $0.value("p", money.p)
          $0.value("q", money.q)
          $0.value("v", money.v)
          $0.value("logLikelihood", money.logLikelihood)
          $0.value("converged", money.converged)
        }
      }
      json.basis(section.basis)
    }
  }

  static func loyalty(_ section: LoyaltySection, _ json: inout JSONWriter) {
    json.object("referral") { json in
      json.fields(section.referral)
      json.value("referred", section.referred.value)
      json.value("longestChain", section.longestChain)
    }
    json.tallies("tiers", section.tiers)
    json.array("tierMigrations", section.migrations) { json, one in
      json.object {
        $0.value("from", one.from)
        $0.value("to", one.to)
        $0.value("people", one.people)
      }
    }
    let points = section.points
    json.object("points") { json in
      json.amount("earned", points.earned)
      json.amount("redeemed", points.redeemed)
      json.amount("expired", points.expired)
      json.amount("balance", points.balance)
      json.amount("expiring", points.expiring)
      json.rate("using", points.using)
      json.value("negativeLedgers", points.negative)
      json.periods(
        "months", points.months, \.period,
        [("earned", \.earned), ("redeemed", \.redeemed), ("expired", \.expired), ("people", \.people)])
      json.tallies("byEvent", points.byEvent)
    }
  }

  static func campaigns(_ section: CampaignSection, _ json: inout JSONWriter) {
    json.object("campaigns") { json in
      json.amount("costOfNew", section.costOfNew)
      json.amount("costOfKeeping", section.costOfKeeping)
      json.array("rows", section.campaigns) { json, one in
        json.object {
          $0.value("label", one.label)
          $0.value("channel", one.channel)
          $0.value("first", one.window?.first)
          $0.value("last", one.window?.last)
          $0.value("cost", one.cost)
          $0.value("customers", one.customers)
          $0.rate("enrolled", one.enrolled, contract: false)
          $0.value("revenue", Double(one.revenueCents) / 100)
          $0.value("costPerCustomer", one.costPerCustomer)
          $0.value("costPerEnrolled", one.costPerEnrolled)
          $0.value("returns", one.returns)
        }
      }
    }
  }
}
