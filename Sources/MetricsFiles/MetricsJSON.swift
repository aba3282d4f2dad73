import ByteScanning
import CustomerRecords
package import Localisation
package import Metrics
import Statistics
import Tabular

/// `metrics --json`: a report as JSON with stable keys, the same bytes for the same report.
///
/// Rates are fractions, unrounded; money is in currency units; days are `yyyy-mm-dd`; null where nothing can be
/// divided or nobody said. Every rate is an object `rate numerator denominator people peopleAbove low high` (people:
/// distinct persons below the line; low, high: 95 % Wilson), every amount `value unit n people`; both, where they stand
/// alone, with their contract `definition window exclusions sources`, the definition being a key of `definitions`.
///
/// | key | what it holds |
/// | --- | --- |
/// | `asOf` `window` | the day everything is told from; first and last day of the data |
/// | `counts` | `customers families enrolled active lost reactivated`; `months[]`, `channels[]` |
/// | `spending` | revenue, refunds, per purchase, per customer, frequency, cycle; `byCourse byCourseType byPayment` |
/// | `retention` | `grain kind activity beginning cohorts[] mean[]`; `cohorts[].active` holds all cells, the first `closed` of them complete; `variants[]` the same by every kind and activity |
/// | `survival` | Kaplan–Meier: `median people events lateEntries curve[] atRisk[]` |
/// | `churn` | the lost share at as-of (`kind` = `lostShareAtAsOf`), with `--period` also `period`; `months[] quarters[] reasons[] byChannel byStage byCourse`, `atRisk` (a count) |
/// | `nps` `csat` | score or share; `histogram byQuarter[] by{}`; `nps.drivers[]`, `csat.withNps` |
/// | `ratings` | CSAT and NPS by course and teacher |
/// | `repurchase` | ≥ 2 ÷ ≥ 1; `rebuy renewal interval secondPurchase renewals[]` |
/// | `rfm` | model RFM: `frequencies repeaters monetary`; `classic` the 1–5 scores |
/// | `prediction` | `state`, BG/NBD and Gamma–Gamma parameters, expected purchases and revenue |
/// | `referral` `tiers` `points` | loyalty |
/// | `campaigns` | by campaign; `costOfNew costOfKeeping` |
/// | `grading` | `distribution[] conversion[] plain agreement confusion[] months[] funnel[]` |
/// | `visits` | totals, by channel, staff, type, outcome, script; `plan`, `promisesKept`, `effects[]` |
/// | `complaints` | durations, causes, open by age |
/// | `statistics` | `variables[] correlations[] clusters` |
/// | `splits` | key figures by every value of every dimension |
/// | `period` `toDate[]` `periods[]` | figures of the period asked for, of the running month, quarter and year, of the last periods that are over: against the period before, a year before, and targets |
/// | `since[]` | with `--since`: each former run's headline figures `before now change low high` |
/// | `findings` | what matters now: `key section direction people certainty arguments[]` |
/// | `parts` | with `--split`: whole reports of every value of a dimension |
/// | `missing` | sections that want a sheet or column |
/// | `definitions` `sources` | the definitions used, in words; the files read, with digest and row sums |
package enum MetricsJSON {
  /// - Parameter staff: what to call a staff member (owners, visitors, teachers): their names are personal data, so
  ///   they leave masked to the first character unless the caller says otherwise.
  package static func bytes(
    _ report: MetricsReport, language: Language, staff: @escaping (String) -> String = MetricsJSON.initial
  ) -> [UInt8] {
    var json = JSONWriter(staff: staff)
    json.object { write(report, &$0, language, outer: true) }
    json.newline()
    return json.out.bytes
  }

  /// `王**`, `W**`.
  package static func initial(_ name: String) -> String { String(name.prefix(1)) + "**" }

  static func write(_ report: MetricsReport, _ json: inout JSONWriter, _ language: Language, outer: Bool) {
    json.value("asOf", report.asOf)
    json.window("window", report.window)
    customers(report, &json)
    retention(report.retention, &json)
    survival(report.survival, &json)
    churn(report.churn, &json)
    satisfaction(report.satisfaction, &json)
    repurchase(report.repurchase, &json)
    rfm(report.rfm, &json)
    prediction(report.prediction, &json)
    loyalty(report.loyalty, &json)
    campaigns(report.campaigns, &json)
    grading(report.grading, &json)
    visits(report.visits, &json)
    complaints(report.complaints, &json)
    statistics(report.statistics, &json)
    json.object("splits") { json in
      for split in report.splits {
        json.array(split.dimension.rawValue, split.rows) { json, row in
          json.object {
            $0.value("label", $0.label(row.label, of: split.dimension))
            $0.fields(row.figures)
          }
        }
      }
    }
    if let period = report.period { Self.period("period", period, &json) }
    json.array("toDate", report.toDate) { period(nil, $1, &$0) }
    if outer { json.array("periods", report.periods) { period(nil, $1, &$0) } }
    if !report.since.isEmpty { since(report, &json) }
    findings(report.findings, &json)
    if !report.parts.isEmpty {
      json.array("parts", report.parts) { json, part in
        json.object {
          $0.value("dimension", part.dimension.rawValue)
          $0.value("label", $0.label(part.label, of: part.dimension))
          $0.object("report") { write(part.report, &$0, language, outer: false) }
        }
      }
    }
    guard outer else { return }
    json.array("unknownTargets", report.unknownTargets) { $0.value(nil, $1) }
    json.array("missing", report.missing) { json, one in
      json.object {
        $0.value("section", one.section)
        $0.value("table", one.table.rawValue)
        $0.value("field", one.field)
      }
    }
    json.object("definitions") { json in
      for basis in bases(report) { json.value(basis.definition, basis.sentence(language)) }
    }
    json.array("sources", report.sources) { json, source in
      json.object {
        $0.value("file", source.sheet.file)
        $0.value("sheet", source.sheet.sheet)
        $0.value("kind", source.kind?.rawValue)
        $0.value("sha256", source.digest.isEmpty ? nil : source.digest)
        $0.value("rows", source.rows)
        $0.value("used", source.used)
        $0.value("setAside", source.setAside)
        $0.value("skipped", source.skipped)
      }
    }
  }

  private static func since(_ report: MetricsReport, _ json: inout JSONWriter) {
    let now = RunFigures(report)
    json.array("since", report.since) { json, run in
      json.object { json in
        json.value("asOf", run.asOf)
        json.object("figures") { json in
          for figure in now.figures {
            let before = run.figure(figure.key)
            let change = before.flatMap { figure.change(from: $0) }
            json.object(figure.key) {
              $0.value("unit", figure.unit.rawValue)
              $0.value("before", before?.value)
              $0.value("now", figure.value)
              $0.value("change", change?.value)
              $0.value("low", change?.interval?.low)
              $0.value("high", change?.interval?.high)
            }
          }
        }
      }
    }
  }

  /// The contracts of a report, one for each definition, in the order of their keys.
  static func bases(_ report: MetricsReport) -> [Basis] {
    let (c, s, r) = (report.counts, report.spending, report.repurchase)
    let (l, v, p) = (report.loyalty, report.visits, report.complaints)
    var all = [c.customers, c.families, c.enrolled, c.active, c.lost, c.reactivated].map(\.basis)
    all += c.channels.prefix(1).map(\.conversion.basis)
    all += [s.revenue, s.refunds, s.perPurchase, s.medianPurchase, s.perCustomer, s.frequency, s.cycle].map(\.basis)
    all += [report.retention.main.basis, report.survival.basis, report.churn.lostShare.basis]
    all += report.retention.variants.map(\.basis)
    all += report.churn.months.prefix(1).flatMap { [$0.asWas.basis, $0.asNow.basis] }
    all += [report.satisfaction.nps.basis, report.satisfaction.csat.basis]
    all += report.satisfaction.ratings.prefix(1).map(\.mean.basis)
    all += [r.repurchase.basis, r.rebuy.basis, r.renewal.basis, r.interval.basis, r.secondBasis]
    all += [report.rfm.basis, report.rfm.classicBasis, report.prediction.basis, l.referral.basis, l.referred.basis]
    all += [l.points.earned, l.points.redeemed, l.points.expired, l.points.balance, l.points.expiring].map(\.basis)
    all += [l.points.using.basis, report.campaigns.costOfNew.basis, report.campaigns.costOfKeeping.basis]
    all += report.campaigns.campaigns.prefix(1).map(\.enrolled.basis)
    all += report.grading.conversion.map(\.rate.basis) + [report.grading.agreementBasis]
    all += report.grading.plain.map { [$0.basis] } ?? []
    all += [v.total.basis, v.reached.basis, v.answered.basis, v.minutes.basis, v.cost.basis, v.promisesKept.basis]
    all += [v.problemsOpen.basis] + (v.plan.map { [$0.inTime.basis] } ?? []) + v.effects.map(\.visited.basis)
    all += [p.total.basis, p.open.basis, p.complaining.basis, p.firstAnswer.median.basis, p.solution.median.basis]
    all += [p.followedUp, p.contentAfter, p.repeating, p.corrected, p.leftAfter].map(\.basis) + [p.cost.basis]
    all.append(report.statistics.basis)
    var seen = Set<String>()
    return all.filter { seen.insert($0.definition).inserted }.sorted { $0.definition < $1.definition }
  }
}
