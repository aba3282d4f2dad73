import CustomerRecords
import Metrics
import Statistics
import Tabular

extension MetricsJSON {
  static func customers(_ report: MetricsReport, _ json: inout JSONWriter) {
    let counts = report.counts
    json.object("counts") { json in
      json.value("customers", counts.customers.value)
      json.value("families", counts.families.value)
      json.value("enrolled", counts.enrolled.value)
      json.value("active", counts.active.value)
      json.value("lost", counts.lost.value)
      json.value("reactivated", counts.reactivated.value)
      json.object("basis") { $0.basis(counts.customers.basis) }
      json.array("months", counts.months) { json, month in
        json.object {
          $0.value("period", month.period.name)
          $0.value("complete", month.complete)
          $0.value("becameLost", month.lost)
          $0.fields(month.figures)
        }
      }
      json.array("channels", counts.channels) { json, row in
        json.object {
          $0.value("label", row.label)
          $0.value("customers", row.customers)
          $0.rate("conversion", row.conversion, contract: false)
          $0.amount("revenue", row.revenue, contract: false)
          $0.rate("lostShare", row.lostShare, contract: false)
          $0.amount("cost", row.cost, contract: false)
          $0.amount("costPerEnrolled", row.costPerEnrolled, contract: false)
        }
      }
    }
    let spending = report.spending
    json.object("spending") { json in
      json.amount("revenue", spending.revenue)
      json.amount("refunds", spending.refunds)
      json.amount("perPurchase", spending.perPurchase)
      json.amount("medianPurchase", spending.medianPurchase)
      json.amount("perCustomer", spending.perCustomer)
      json.amount("frequency", spending.frequency)
      json.amount("cycle", spending.cycle)
      products("byCourse", spending.byCourse, &json)
      products("byCourseType", spending.byCourseType, &json)
      products("byPayment", spending.byPayment, &json)
    }
  }

  private static func products(_ key: String, _ rows: [SpendingSection.ProductRow], _ json: inout JSONWriter) {
    json.array(key, rows) { json, row in
      json.object {
        $0.value("label", row.label)
        $0.value("purchases", row.purchases)
        $0.value("people", row.people)
        $0.value("revenue", Double(row.revenueCents) / 100)
        $0.value("share", row.share)
      }
    }
  }

  static func retention(_ section: RetentionSection, _ json: inout JSONWriter) {
    json.object("retention") { json in
      table(section.main, &json)
      json.value("contactGap", section.contactGap)
      json.value("contactGapMatters", section.contactGapMatters)
      json.array("variants", section.variants) { json, one in json.object { table(one, &$0) } }
    }
  }

  private static func table(_ table: CohortTable, _ json: inout JSONWriter) {
    json.value("grain", table.grain.rawValue)
    json.value("kind", table.kind.rawValue)
    json.value("activity", table.activity.rawValue)
    json.value("beginning", table.beginning.rawValue)
    json.array("cohorts", table.cohorts) { json, cohort in
      json.object {
        $0.value("cohort", cohort.name)
        $0.value("size", cohort.size)
        $0.numbers("active", cohort.active)
        $0.value("closed", cohort.closed)
      }
    }
    json.array("mean", table.mean) { json, cell in
      json.object {
        $0.value("rate", cell.value)
        $0.value("numerator", cell.active)
        $0.value("denominator", cell.size)
        $0.value("cohorts", cell.cohorts)
      }
    }
    json.basis(table.basis)
  }

  static func survival(_ section: SurvivalSection, _ json: inout JSONWriter) {
    json.object("survival") { json in
      json.value("median", section.median)
      json.value("people", section.people)
      json.value("events", section.events)
      json.value("lateEntries", section.lateEntries)
      json.value("lastTime", section.lastTime)
      json.steps("curve", section.curve)
      json.array("atRisk", section.atRisk) { json, one in
        json.object {
          $0.value("t", one.time)
          $0.value("atRisk", one.count)
        }
      }
      json.basis(section.basis)
    }
  }

  static func churn(_ section: ChurnSection, _ json: inout JSONWriter) {
    json.object("churn") { json in
      json.value("kind", "lostShareAtAsOf")
      json.fields(section.lostShare)
      json.value("inactiveDays", section.inactiveDays)
      json.value("graceDays", section.graceDays)
      if let period = section.period { json.object("period") { periodChurn(period, &$0) } }
      json.array("months", section.months) { json, one in json.object { periodChurn(one, &$0) } }
      json.array("quarters", section.quarters) { json, one in json.object { periodChurn(one, &$0) } }
      json.tallies("reasons", section.reasons)
      json.rates("byChannel", section.byChannel)
      json.rates("byStage", section.byStage)
      json.rates("byCourse", section.byCourse)
      json.object("atRisk") { json in
        json.value("people", section.atRisk.count)
        json.value("within30Days", section.within(30))
        json.object("signs") { json in
          for sign in ChurnSection.AtRiskCustomer.Sign.allCases {
            json.value(sign.rawValue, section.atRisk.filter { $0.signs.contains(sign) }.count)
          }
        }
      }
    }
  }

  private static func periodChurn(_ one: ChurnSection.PeriodChurn, _ json: inout JSONWriter) {
    json.value("period", one.period.name)
    json.value("complete", one.complete)
    json.rate("asWas", one.asWas, contract: false)
    json.rate("asNow", one.asNow, contract: false)
    json.value("reactivated", one.reactivated)
  }
}

extension ChurnSection {
  /// Customers who count as lost within `days` of as-of if nothing happens.
  package func within(_ days: Int) -> Int {
    atRisk.filter { one in one.lostOn.map { $0 - lostShare.basis.window.last <= days } ?? false }.count
  }
}
