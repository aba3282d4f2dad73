import CustomerRecords
import Localisation
import Metrics
import MetricsFiles
import RecordFixtures
import Statistics
import Tabular
import Testing

import struct Foundation.Data
import class Foundation.JSONSerialization
import class Foundation.NSNull

/// Every number of the report as JSON, parsed by somebody else's reader; the names of keys that hold no number.
private func parsed(_ report: MetricsReport) throws -> [String: Any] {
  let bytes = MetricsJSON.bytes(report, language: .zh)
  let text = String(decoding: bytes, as: UTF8.self)
  #expect(!text.contains("nan") && !text.contains("inf,") && !text.contains("⟦"))
  return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
}

private func value(_ json: [String: Any], _ path: String...) -> Any? {
  var here: Any? = json
  for key in path { here = (here as? [String: Any])?[key] }
  return here is NSNull ? nil : here
}

@Suite("Next to no data")
struct DegenerateTests {
  @Test("nothing at all: counts are 0, nothing is divided, every section says what is missing")
  func empty() throws {
    let report = Metrics.compute(
      records: Records(asOf: try #require(Day(iso: "2024-06-30"))), settings: .standard)
    #expect(report.counts.customers.value == 0)
    #expect(report.churn.lostShare.value == nil)
    #expect(report.satisfaction.nps.value == nil && report.satisfaction.nps.interval == nil)
    #expect(report.retention.main.cohorts.isEmpty && report.retention.main.mean.isEmpty)
    #expect(report.findings.isEmpty)
    #expect(report.missing.contains(MissingInput(section: "repurchase", table: .enrolments)))
    #expect(report.missing.contains(MissingInput(section: "nps", table: .visits)))
    #expect(!report.missing.contains { $0.section == "reached" })
    let json = try parsed(report)
    #expect(value(json, "churn", "rate") == nil)
    #expect(value(json, "csat", "numerator") as? Int == 0)
    #expect(value(json, "survival", "median") == nil)
  }

  @Test(
    "one customer, one day, everybody lost, all ties, all answers 10, dates in the future: no crash, no NaN",
    arguments: [
      "A,2024-06-30,10\n", "A,2024-06-30,10\nB,2024-06-30,10\nC,2024-06-30,10\n",
      "A,2020-01-01,10\nB,2020-01-01,10\nA,2020-02-01,10\n", "A,2024-01-01,0\nB,2024-01-01,0\n",
      "A,2030-01-01,10\nB,2031-01-01,10\n",
    ])
  func few(rows: String) throws {
    var customers = "学员编号,姓名\n"
    var visits = "学员编号,回访日期,推荐意愿,满意度,回访结果\n"
    for id in ["A", "B", "C"] where rows.contains(id) {
      customers += "\(id),学员\(id)\n"
      visits += "\(id),2024-06-30,10,5,接通\n"
    }
    for withVisits in [true, false] {
      var sheets = ["登记": customers, "报名": "学员编号,报名日期,实收金额\n" + rows]
      if withVisits { sheets["回访"] = visits }
      let report = Metrics.compute(
        records: try Records.from(sheets, asOf: "2024-06-30"), settings: .standard)
      if withVisits {
        #expect(report.satisfaction.nps.value == 100)
        #expect(report.satisfaction.csat.value == 1)
      }
      for cohort in report.retention.main.cohorts { #expect(cohort.size == cohort.active[0]) }
      _ = try parsed(report)
    }
  }

  @Test("days nobody wrote down: visits, answers, complaints and purchases without a date are never subtracted")
  func undated() throws {
    let report = Metrics.compute(
      records: try Records.from(
        [
          "登记": "学员编号,姓名\nA,甲\nB,乙\n", "报名": "学员编号,报名日期,实收金额\nA,2024-05-01,10\nB,2023-03-01,20\nA,,30\n",
          "回访": "学员编号,回访日期,推荐意愿,满意度\nA,,3,1\nB,,4,2\n", "投诉": "学员编号,受理日期,投诉内容\nA,,慢\n",
        ], asOf: "2024-06-30"), settings: .standard)
    #expect(report.counts.customers.value == 2)
    #expect(report.churn.atRisk.allSatisfy { !$0.signs.contains(.silent) })
    _ = try parsed(report)
  }

  @Test("everybody lost")
  func everybodyLost() throws {
    let report = Metrics.compute(
      records: try Records.from(
        ["报名": "学员编号,报名日期,实收金额\nA,2020-01-01,10\nB,2020-01-01,10\n"], asOf: "2024-06-30"),
      settings: .standard)
    #expect(report.churn.lostShare.value == 1)
    #expect(report.counts.active.value == 0)
    #expect(report.survival.curve.map(\.survival) == [0])
    #expect(report.churn.atRisk.isEmpty)
  }

  @Test("a filter nobody passes gives an empty report, not a crash")
  func nobody() throws {
    var options = MetricsOptions()
    options.filter = [.init(.campus, "月球")]
    let report = Metrics.compute(
      records: SyntheticSchool.records(customers: 60, visits: 300), settings: .standard, options: options)
    #expect(report.counts.customers.value == 0)
    _ = try parsed(report)
  }
}

@Suite("The report as a whole")
struct ReportTests {
  @Test("the same records give the same bytes, in both languages, with every phrase there")
  func bytes() throws {
    let records = SyntheticSchool.records(customers: 400, visits: 4000)
    var options = MetricsOptions()
    options.period = Period(name: "2025-Q1")
    options.split = [.campus]
    let a = Metrics.compute(records: records, settings: .standard, options: options)
    let b = Metrics.compute(records: records, settings: .standard, options: options)
    for language in Language.allCases {
      let text = MetricsJSON.bytes(a, language: language)
      #expect(text == MetricsJSON.bytes(b, language: language))
      #expect(!String(decoding: text, as: UTF8.self).contains("⟦"))
    }
    let json = try parsed(a)
    for key in [
      "asOf", "counts", "spending", "retention", "survival", "churn", "nps", "csat", "ratings", "repurchase", "rfm",
      "prediction", "referral", "tiers", "points", "campaigns", "grading", "visits", "complaints", "statistics",
      "splits", "period", "toDate", "findings", "parts", "missing", "definitions", "sources",
    ] {
      #expect(json[key] != nil, "\(key)")
    }
    #expect(value(json, "retention", "kind") as? String == "on")
    #expect(value(json, "churn", "kind") as? String == "lostShareAtAsOf")
  }

  @Test(
    "parts of a dimension add up to the whole, and so do its splits", arguments: [Dimension.campus, .channel, .stage])
  func parts(dimension: Dimension) throws {
    let records = SyntheticSchool.records(customers: 300, visits: 3000)
    var options = MetricsOptions()
    options.split = [dimension]
    options.predictions = false
    options.statistics = false
    let report = Metrics.compute(records: records, settings: .standard, options: options)
    let parts = report.parts.map(\.report)
    #expect(parts.count > 1)
    #expect(parts.reduce(0) { $0 + $1.counts.customers.value } == report.counts.customers.value)
    #expect(parts.reduce(0) { $0 + $1.churn.lostShare.numerator } == report.churn.lostShare.numerator)
    #expect(parts.reduce(0) { $0 + $1.visits.total.value } == report.visits.total.value)
    #expect(parts.reduce(0) { $0 + $1.satisfaction.nps.counts.n } == report.satisfaction.nps.counts.n)
    let split = try #require(report.splits.first { $0.dimension == dimension })
    for row in split.rows {
      let part = try #require(report.parts.first { $0.label == row.label }?.report)
      #expect(row.figures.customers == part.counts.customers.value)
      #expect(row.figures.lost == part.counts.lost.value)
      #expect(row.figures.active == part.counts.active.value)
      #expect(row.figures.visits == part.visits.total.value)
      #expect(row.figures.nps.n == part.satisfaction.nps.counts.n)
      #expect(row.figures.csatAnswers == part.satisfaction.csat.denominator)
      #expect(row.figures.renewed == part.repurchase.renewal.numerator)
      #expect(row.figures.complaints == part.complaints.total.value)
      #expect(Double(row.figures.revenueCents) / 100 == part.spending.revenue.value)
    }
  }

  @Test("an open period is compared with the same days before; a closed one with the whole")
  func sameDays() throws {
    let records = SyntheticSchool.records(customers: 200, visits: 500)
    let report = Metrics.compute(records: records, settings: .standard)
    let month = try #require(report.toDate.first)
    #expect(month.period.name == "2025-06" && !month.complete)
    #expect(month.window.last.description == "2025-06-18")
    #expect(month.before.first?.description == "2025-05-01" && month.before.last.description == "2025-05-18")
    #expect(month.yearBefore.first?.description == "2024-06-01")
    var options = MetricsOptions()
    options.period = Period(name: "2025-02")
    let closed = try #require(
      Metrics.compute(records: records, settings: .standard, options: options).period)
    #expect(closed.complete)
    #expect(closed.before.last.description == "2025-01-31")
    #expect(closed.yearBefore.last.description == "2024-02-29")
  }

  @Test("months add up to the whole")
  func monthsAddUp() {
    let report = Metrics.compute(records: SyntheticSchool.records(customers: 500, visits: 5000), settings: .standard)
    let months = report.counts.months
    #expect(months.reduce(0) { $0 + $1.figures.newCustomers } <= report.counts.customers.value)
    #expect(months.last?.figures.enrolled == report.counts.enrolled.value)
    #expect(months.last?.figures.active == report.counts.active.value)
    #expect(months.last?.figures.lost == report.counts.lost.value)
    // Lost at the end = lost before + became lost − came back (among the enrolled of the month before).
    for (before, after) in zip(months, months.dropFirst()) {
      let churn = report.churn.months.first { $0.period == after.period }
      let back = churn?.reactivated ?? 0
      #expect(after.figures.lost == before.figures.lost + after.lost - back)
    }
  }

  @Test("targets come from the settings; one that names no number is told")
  func targets() throws {
    var settings = Settings.standard
    settings.overlay(
      Grid(
        template: "key,value\ntarget.csat,90%\ntarget.nps,40\ntarget.revenue.month,100000\ntarget.happiness,3\n",
        file: "settings.csv", sheet: "settings"))
    let report = Metrics.compute(
      records: SyntheticSchool.records(customers: 200, visits: 2000), settings: settings)
    #expect(report.unknownTargets == ["target.happiness"])
    let month = try #require(report.toDate.first)
    #expect(month.figures.first { $0.key == "csat" }?.target == 0.9)
    #expect(month.figures.first { $0.key == "csat" }?.targetMet == false)
    #expect(month.figures.first { $0.key == "revenue" }?.target == 100000)
    #expect(report.toDate[1].figures.first { $0.key == "revenue" }?.target == nil)
  }
}

@Suite("Periods")
struct PeriodTests {
  @Test(
    "names are read and written alike",
    arguments: [
      ("2025", "2025-01-01", "2025-12-31"), ("2025-Q3", "2025-07-01", "2025-09-30"),
      ("2024-02", "2024-02-01", "2024-02-29"), ("1997-W01", "1996-12-30", "1997-01-05"),
      ("2020-W53", "2020-12-28", "2021-01-03"), ("1997-01-03", "1997-01-03", "1997-01-03"),
    ])
  func names(name: String, first: String, last: String) throws {
    let period = try #require(Period(name: name))
    #expect(period.name == name)
    #expect(period.first.description == first && period.last.description == last)
    #expect(period.advanced(by: 1).first == period.last.advanced(by: 1))
    #expect(Period(period.grain, containing: period.last) == period)
  }

  @Test(
    "anything else is no period", arguments: ["", "25", "2025-Q5", "2025-13", "2021-W53", "2025-7", "2025-02-30", "x"])
  func wrong(name: String) { #expect(Period(name: name) == nil) }
}
