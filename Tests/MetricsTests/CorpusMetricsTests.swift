import CustomerRecords
import Foundation
import Metrics
import RecordFixtures
import Statistics
import Tabular
import TestSupport
import Testing

private func corpusText(_ name: String) throws -> String {
  let root = try #require(Corpus.root)
  return try String(contentsOf: root.appending(path: "customers/\(name)"), encoding: .utf8)
}

private func expected() throws -> [String: Any] {
  let data = Data(try corpusText("expected_metrics.json").utf8)
  return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
}

@Suite(
  "CDNOW purchases read as enrolments",
  .enabled(if: Corpus.available(for: "Metrics of CDNOW")))
struct CDNOWTests {
  private static func records(asOf: String? = nil) throws -> Records {
    let map = ColumnMap([
      .init(sheet: "*", header: "dollar_value", table: .enrolments, field: "enrolments.amount"),
      .init(sheet: "*", header: "number_of_cds", table: .enrolments, field: "enrolments.quantity"),
      .init(sheet: "*", header: "date", table: .enrolments, field: "enrolments.purchase_date"),
    ])
    return try Records.from(
      ["cdnow": try corpusText("cdnow_sample.csv")], options: ReadOptions(map: map), asOf: asOf,
      roles: ["enrolments=test.xlsx#cdnow"])
  }

  private static func compute(asOf: String? = nil, _ options: MetricsOptions = MetricsOptions()) throws -> MetricsReport
  {
    Metrics.compute(records: try records(asOf: asOf), settings: .standard, options: options)
  }

  @Test("customers, enrolled, active and lost at both thresholds")
  func counts() throws {
    let report = try Self.compute()
    #expect(report.asOf.description == "1998-06-30")
    for (name, ours, theirs) in [
      ("customers", report.counts.customers.value, 2357), ("enrolled", report.counts.enrolled.value, 2349),
      ("active", report.counts.active.value, 300), ("lost at 90 days", report.counts.lost.value, 2049),
      ("lost share above", report.churn.lostShare.numerator, 2049),
      ("lost share below", report.churn.lostShare.denominator, 2349),
    ] {
      #expect(Independent.agrees("CDNOW", name, ours, theirs))
    }
    #expect(Independent.agrees("CDNOW", "revenue", report.spending.revenue.value, 244091.94, within: 1e-6))
    var settings = Settings.standard
    settings.overlay(
      Grid(template: "key,value\ninactive_days,180\n", file: "settings.csv", sheet: "settings"))
    let later = Metrics.compute(records: try Self.records(), settings: settings)
    #expect(Independent.agrees("CDNOW", "lost at 180 days", later.counts.lost.value, 1834))
  }

  @Test("month cohorts are those published, and month is the grain chosen for them")
  func cohorts() throws {
    let report = try Self.compute()
    let table = report.retention.main
    #expect(table.grain == .month)
    #expect(table.kind == .on && table.activity == .purchase)
    let wanted = try #require(
      (try expected()["cdnow_sample.csv"] as? [String: Any])?["cohort_active_customers"] as? [String: [Int]])
    #expect(table.cohorts.map(\.name) == wanted.keys.sorted())
    for cohort in table.cohorts {
      #expect(
        Independent.agrees(
          "CDNOW", "cohort \(cohort.name), active by month", cohort.active.map(Double.init),
          (wanted[cohort.name] ?? []).map(Double.init), within: 0))
      #expect(cohort.closed == cohort.active.count)
      #expect(cohort.size == cohort.active[0])
    }
    #expect(table.mean[1].active == 124 + 134 + 87)
    #expect(table.mean[1].size == 2357)
    #expect(table.mean[17].cohorts == 1)
  }

  @Test("months: active customers, purchases and revenue")
  func months() throws {
    let wanted = try #require(
      (try expected()["cdnow_sample.csv"] as? [String: Any])?["by_month"] as? [String: [String: Any]])
    let rows = try Self.compute().counts.months
    #expect(rows.map(\.period.name) == wanted.keys.sorted())
    for row in rows {
      let one = try #require(wanted[row.period.name])
      let name = row.period.name
      #expect(Independent.agrees("CDNOW", name + " customers", row.figures.buyers, one["active_customers"] as? Int))
      #expect(
        Independent.agrees(
          "CDNOW", name + " revenue", Double(row.figures.revenueCents) / 100, one["revenue"] as? Double, within: 0.005))
      #expect(row.complete)
    }
  }

  @Test("repurchase, frequencies, money and its correlations")
  func repurchase() throws {
    let whole = try Self.compute()
    #expect(Independent.agrees("CDNOW", "repurchase above", whole.repurchase.repurchase.numerator, 1139))
    #expect(Independent.agrees("CDNOW", "repurchase below", whole.repurchase.repurchase.denominator, 2357))
    let rfm = try Self.compute(asOf: "1997-09-30").rfm
    #expect(rfm.buyers == 2357)
    #expect(
      Independent.agrees(
        "CDNOW to 1997-09-30", "frequencies 0…6, 7+", rfm.frequencies.map(Double.init),
        [1411, 439, 214, 100, 62, 38, 29, 64], within: 0))
    #expect(Independent.agrees("CDNOW to 1997-09-30", "repeaters", rfm.repeaters.numerator, 946))
    for (name, ours, theirs, tolerance) in [
      ("monetary mean", rfm.monetary.mean, 35.0778, 5e-5),
      ("monetary deviation", rfm.monetary.deviation, 30.2835, 5e-5),
      ("monetary median", rfm.monetary.median, 27.4975, 1e-9), ("Pearson", rfm.pearson?.r, 0.113888, 5e-7),
      ("Spearman", rfm.spearman?.r, 0.206302, 5e-7),
    ] as [(String, Double?, Double, Double)] {
      #expect(Independent.agrees("CDNOW to 1997-09-30", name, ours, theirs, within: tolerance))
    }
  }

  @Test("the prediction models are fitted from the purchases themselves")
  func prediction() throws {
    let prediction = try Self.compute(asOf: "1997-09-30").prediction
    #expect(prediction.state == .fitted)
    let model = try #require(prediction.purchases)
    #expect(abs(model.r / 0.2426 - 1) < 2e-3)
    #expect(abs(model.alpha / 4.4135 - 1) < 2e-3)
    let money = try #require(prediction.money)
    for (name, ours, theirs) in [("p", money.p, 6.250), ("q", money.q, 3.744), ("v", money.v, 15.444)] {
      #expect(
        Independent.agrees("Gamma–Gamma (CDNOW transactions)", name, ours, theirs, within: 1e-3, relative: true))
    }
    #expect(prediction.customers.count == 2357)
    #expect(prediction.alive.reduce(0, +) == 946)
    // Nobody who never came back is given a chance of being alive.
    #expect(prediction.customers.filter { $0.alive == nil }.count == 1411)
  }
}

@Suite("Answers of a garden centre", .enabled(if: Corpus.available(for: "NPS of the garden centre")))
struct GardenCentreTests {
  @Test("93 promoters, 37 passives, 17 detractors; empty answers are no answers")
  func nps() throws {
    let map = ColumnMap([
      .init(sheet: "*", header: "nps", table: .visits, field: "visits.nps"),
      .init(sheet: "*", header: "id", table: .visits, field: "visits.customer_id"),
    ])
    let records = try Records.from(
      ["nps": try corpusText("nps_garden_centre_part.csv")], options: ReadOptions(map: map), asOf: "2024-01-01",
      roles: ["visits=test.xlsx#nps"])
    let report = Metrics.compute(records: records, settings: .standard)
    let score = report.satisfaction.nps
    let source = "NPS of the garden centre"
    for (name, ours, theirs) in [
      ("promoters", score.counts.promoters, 93), ("passives", score.counts.passives, 37),
      ("detractors", score.counts.detractors, 17),
    ] {
      #expect(Independent.agrees(source, name, ours, theirs))
    }
    #expect(Independent.agrees(source, "NPS", score.value, 51.70068027210884, within: 1e-12))
    #expect(Independent.agrees(source, "low", score.interval?.low, 39.50, within: 0.005))
    #expect(Independent.agrees(source, "high", score.interval?.high, 61.83, within: 0.005))
    #expect(report.satisfaction.npsHistogram == [0, 2, 1, 0, 3, 6, 5, 9, 28, 27, 66])
    #expect(score.people == 147)
  }
}

@Suite("Leads of an education company", .enabled(if: Corpus.available(for: "Metrics of the X Education leads")))
struct LeadTests {
  @Test("plain conversion of a CRM export, as a whole, by grade and by channel")
  func conversion() throws {
    let records = try Records.from(
      ["leads": try corpusText("x_education_leads_part.csv")], asOf: "2024-01-01",
      roles: ["customers=test.xlsx#leads"])
    let report = Metrics.compute(records: records, settings: .standard)
    let plain = try #require(report.grading.plain)
    #expect(Independent.agrees("X Education leads", "enrolled", plain.numerator, 2346))
    #expect(Independent.agrees("X Education leads", "leads", plain.denominator, 6176))
    let wanted = try #require(
      (try expected()["x_education_leads_part.csv"] as? [String: Any])?["by Lead Quality"] as? [String: [String: Int]])
    for row in report.grading.plainByGrade {
      let one = try #require(wanted[row.label ?? ""], "\(row.label ?? "-")")
      let name = row.label ?? "-"
      #expect(Independent.agrees("X Education leads", name + " converted", row.value.numerator, one["converted"]))
      #expect(Independent.agrees("X Education leads", name + " leads", row.value.denominator, one["leads"]))
    }
    #expect(report.grading.plainByGrade.count == wanted.count)
  }
}
