import CustomerRecords
import Metrics
import Statistics
import Tabular

extension MetricsJSON {
  static func grading(_ section: GradingSection, _ json: inout JSONWriter) {
    json.object("grading") { json in
      json.tallies("distribution", section.distribution)
      json.value("distributionSource", section.distributionSource.rawValue)
      json.array("conversion", section.conversion) { json, one in
        json.object {
          $0.value("grade", one.grade)
          $0.value("enrolled", one.promise == nil ? nil : one.rate.numerator)
          $0.value("graded", one.graded)
          $0.value("promiseDays", one.promise)
          $0.value("open", one.open)
          $0.value("rate", one.rate.value)
          $0.interval(one.rate.interval)
        }
      }
      json.value("conversionSource", section.conversionSource.rawValue)
      if let plain = section.plain {
        json.object("plain") { json in
          json.fields(plain)
          json.rates("byGrade", section.plainByGrade)
        }
      } else {
        json.value("plain", nil as String?)
      }
      json.object("agreement") {
        $0.value("n", section.agreement.n)
        $0.value("equal", section.agreement.equal)
        $0.value("share", section.agreement.share)
        $0.value("kappa", section.agreement.kappa)
        $0.basis(section.agreementBasis)
      }
      json.array("confusion", section.confusion) { json, one in
        json.object {
          $0.value("proposed", one.proposed)
          $0.value("reviewed", one.reviewed)
          $0.value("people", one.people)
        }
      }
      json.array("months", section.months) { json, one in
        json.object {
          $0.value("period", one.period.name)
          $0.value("complete", one.complete)
          $0.tallies("grades", one.grades)
        }
      }
      json.tallies("funnel", section.funnel)
    }
  }

  static func visits(_ section: VisitSection, _ json: inout JSONWriter) {
    json.object("visits") { json in
      json.value("total", section.total.value)
      json.value("people", section.total.people)
      json.rate("reached", section.reached)
      json.rate("answered", section.answered)
      if let plan = section.plan {
        json.object("plan") { json in
          json.rate("inTime", plan.inTime)
          json.value("late", plan.late)
          json.value("overdue", plan.overdue)
          json.value("missed", plan.missed)
          json.value("notYetDue", plan.notYetDue)
          json.rates("byRule", plan.byRule)
          json.rates("byStaff", plan.byStaff, of: .staff)
        }
      } else {
        json.value("plan", nil as String?)
      }
      for (key, rows) in [
        ("byChannel", section.byChannel), ("byStaff", section.byStaff), ("byType", section.byType),
        ("byScript", section.byScript),
      ] {
        json.array(key, rows) { json, row in
          json.object {
            $0.value("label", $0.label(row.label, of: key == "byStaff" ? .staff : nil))
            $0.value("visits", row.visits)
            $0.value("people", row.people)
            $0.rate("reached", row.reached, contract: false)
            $0.value("minutes", row.minutes)
            $0.value("cost", row.cost)
            $0.rate("csat", row.csat, contract: false)
          }
        }
      }
      json.tallies("byOutcome", section.byOutcome)
      json.array("months", section.months) { json, one in
        json.object {
          $0.value("period", one.period.name)
          $0.value("complete", one.complete)
          $0.value("visits", one.visits)
          $0.value("reached", one.reached)
          $0.value("people", one.people)
        }
      }
      json.amount("minutes", section.minutes)
      json.amount("cost", section.cost)
      json.rate("promisesKept", section.promisesKept)
      json.value("problemsOpen", section.problemsOpen.value)
      json.array("effects", section.effects) { json, one in
        json.object {
          $0.value("question", one.question.rawValue)
          $0.rate("visited", one.visited, contract: false)
          $0.rate("notVisited", one.notVisited, contract: false)
          $0.value("difference", one.difference)
          $0.interval(one.interval)
          $0.value("strata", one.strata)
          $0.basis(one.visited.basis)
        }
      }
    }
  }

  static func complaints(_ section: ComplaintSection, _ json: inout JSONWriter) {
    json.object("complaints") { json in
      json.value("total", section.total.value)
      json.value("people", section.total.people)
      json.value("open", section.open.value)
      json.rate("complaining", section.complaining)
      for (key, duration) in [("firstAnswer", section.firstAnswer), ("solution", section.solution)] {
        json.object(key) {
          $0.value("median", duration.median.value)
          $0.value("p90", duration.p90.value)
          $0.value("n", duration.median.n)
          $0.value("people", duration.median.people)
          $0.steps("curve", duration.curve)
          $0.basis(duration.median.basis)
        }
      }
      json.numbers("daysToSolve", section.daysToSolve)
      json.tallies("causes", section.causes)
      json.tallies("categories", section.categories)
      json.tallies("channels", section.channels)
      json.tallies("owners", section.owners, of: .staff)
      json.array("openByAge", section.openByAge) { json, band in
        json.object {
          $0.value("from", band.from)
          $0.value("to", band.to)
          $0.value("count", band.tally.count)
          $0.value("people", band.tally.people)
        }
      }
      json.tallies("months", section.months)
      json.rate("followedUp", section.followedUp)
      json.rate("contentAfter", section.contentAfter)
      json.rate("repeating", section.repeating)
      json.rate("corrected", section.corrected)
      json.rate("leftAfter", section.leftAfter)
      json.amount("cost", section.cost)
    }
  }

  static func statistics(_ section: StatisticsSection, _ json: inout JSONWriter) {
    json.object("statistics") { json in
      json.array("variables", section.variables) { json, one in
        json.object {
          $0.value("key", one.key)
          $0.value("unit", one.unit.rawValue)
          $0.descriptives("values", one.descriptives)
        }
      }
      json.array("correlations", section.correlations) { json, pair in
        json.object {
          $0.value("first", section.variables[pair.first].key)
          $0.value("second", section.variables[pair.second].key)
          $0.correlation("pearson", pair.pearson)
          $0.correlation("spearman", pair.spearman)
          $0.value("adjusted", pair.adjusted)
        }
      }
      guard let clusters = section.clusters else {
        json.value("clusters", nil as String?)
        return
      }
      json.object("clusters") { json in
        json.value("k", clusters.k)
        json.value("silhouette", clusters.silhouette)
        json.value("inertia", clusters.inertia)
        json.value("people", clusters.people)
        json.array("features", clusters.features) { $0.value(nil, $1) }
        json.array("profiles", clusters.profiles) { json, one in
          json.object {
            $0.value("people", one.people)
            $0.doubles("means", one.means.map { $0 })
            $0.doubles("distances", one.distances.map { $0 })
          }
        }
      }
      json.basis(section.basis)
    }
  }

  static func period(_ key: String?, _ report: PeriodReport, _ json: inout JSONWriter) {
    json.object(key) { json in
      json.value("period", report.period.name)
      json.value("complete", report.complete)
      json.window("window", report.window)
      json.window("before", report.before)
      json.window("yearBefore", report.yearBefore)
      json.object("figures") { json in
        for figure in report.figures {
          json.object(figure.key) { json in
            json.value("unit", figure.unit.rawValue)
            for (key, value) in [("now", figure.now), ("before", figure.before), ("yearBefore", figure.yearBefore)] {
              json.object(key) {
                $0.value("value", value.value)
                $0.value("numerator", value.numerator)
                $0.value("denominator", value.denominator)
                $0.value("people", value.people)
                $0.interval(value.interval)
              }
            }
            json.value("change", figure.change)
            json.value("changeLow", figure.changeInterval?.low)
            json.value("changeHigh", figure.changeInterval?.high)
            json.value("target", figure.target)
            json.value("targetMet", figure.targetMet)
          }
        }
      }
    }
  }

  static func findings(_ findings: [Insight], _ json: inout JSONWriter) {
    json.array("findings", findings) { json, one in
      json.object { json in
        json.value("key", one.key)
        json.value("section", one.section)
        json.value("direction", one.direction.rawValue)
        json.value("people", one.people)
        json.value("certainty", one.certainty)
        json.value("weight", one.weight)
        let dimension = one.arguments.lazy.compactMap { if case .dimension(let d) = $0 { d } else { nil } }.first
        json.array("arguments", one.arguments) { argument($1, of: dimension, &$0) }
        json.value("table", one.table.rawValue)
        json.numbers("rows", one.rows.map { Int($0) })
      }
    }
  }

  private static func argument(_ argument: Insight.Argument, of dimension: Dimension?, _ json: inout JSONWriter) {
    json.object { json in
      switch argument {
      case .text(let text): json.value("text", text)
      case .label(let label): json.value("label", json.label(label, of: dimension))
      case .count(let count): json.value("count", count)
      case .share(let share): json.value("share", share)
      case .shareChange(let change): json.value("shareChange", change)
      case .points(let points): json.value("points", points)
      case .money(let money): json.value("money", money)
      case .days(let days): json.value("days", days)
      case .day(let day): json.value("day", day)
      case .period(let name): json.value("period", name)
      case .figure(let key): json.value("figure", key)
      case .dimension(let dimension): json.value("dimension", dimension.rawValue)
      case .interval(let interval, let percent):
        json.value("low", interval.low)
        json.value("high", interval.high)
        json.value("percent", percent)
      }
    }
  }
}
