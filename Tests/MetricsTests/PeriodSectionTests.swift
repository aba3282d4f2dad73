import CustomerRecords
import Metrics
import RecordFixtures
import Statistics
import Tabular
import TestSupport
import Testing

/// What a page's choice of a period shows beside what the period reports say of the same days.
@Suite("Sections of a period")
struct PeriodSectionTests {
  private static let report: MetricsReport = {
    var options = MetricsOptions()
    options.lightParts = true
    return Metrics.compute(
      records: SyntheticSchool.records(customers: 300, visits: 2500), settings: .standard, options: options)
  }()

  private static func value(_ period: PeriodReport, _ key: String) -> PeriodReport.Value? {
    period.figures.first { $0.key == key }?.now
  }

  @Test("every section counts what the period's own figures count")
  func agree() throws {
    let report = Self.report
    #expect(report.periods.count == 20 && report.periodSections.count == 16)
    var answered = 0
    for (period, sections) in zip(report.periods, report.periodSections) {
      #expect(sections.period == period.period)
      let name = period.period.name
      let nps = try #require(Self.value(period, "nps"))
      #expect(sections.satisfaction.nps.value == nps.value && sections.satisfaction.nps.counts.n == nps.denominator)
      answered += sections.satisfaction.nps.counts.n
      for (key, rate) in [
        ("csat", sections.satisfaction.csat), ("reached", sections.visits.reached), ("churn", sections.lost),
        ("repurchase", sections.repurchase), ("renewal", sections.renewal),
      ] {
        let wanted = try #require(Self.value(period, key))
        #expect(rate.numerator == wanted.numerator && rate.denominator == wanted.denominator, "\(key) of \(name)")
        #expect(rate.people == wanted.people, "people of \(key), \(name)")
      }
      for (key, count) in [("visits", sections.visits.total.value), ("complaints", sections.complaints.total.value)] {
        #expect(Double(count) == Self.value(period, key)?.value, "\(key) of \(name)")
      }
      #expect(sections.spending.revenue.value == Self.value(period, "revenue")?.value, "revenue of \(name)")
      #expect(
        Double(sections.funnel.first?.value.count ?? 0) == Self.value(period, "new_customers")?.value, "new of \(name)")
      #expect(sections.channels.reduce(0) { $0 + $1.customers } == sections.funnel.first?.value.count ?? 0)
      #expect(sections.reasons.reduce(0) { $0 + $1.value.count } == sections.lost.numerator)
      for dimension in [Dimension.channel, .stage] {
        #expect(sections.lostBy[dimension]?.reduce(0) { $0 + $1.value.numerator } == sections.lost.numerator)
      }
    }
    #expect(answered > 100)
  }

  @Test("months of a quarter add up to it where things are counted on a day")
  func addUp() throws {
    let byName = Dictionary(
      uniqueKeysWithValues: zip(Self.report.periods, Self.report.periodSections).map { ($0.period.name, $1) })
    for (name, whole) in byName where whole.period.grain == .quarter {
      let first = Period(.month, containing: whole.period.first)
      let months = (0..<3).compactMap { byName[first.advanced(by: $0).name] }
      guard months.count == 3 else { continue }
      #expect(months.reduce(0) { $0 + $1.visits.total.value } == whole.visits.total.value, "\(name)")
      #expect(
        months.reduce(0) { $0 + $1.conversion.reduce(0) { $0 + $1.graded + $1.open } }
          == whole.conversion.reduce(0) { $0 + $1.graded + $1.open }, "\(name)")
      #expect(months.reduce(0) { $0 + $1.renewal.denominator } == whole.renewal.denominator, "\(name)")
    }
  }

  @Test("a large institution, and one that is not asked, has none")
  func none() {
    let records = SyntheticSchool.records(customers: 50, visits: 100)
    #expect(Metrics.compute(records: records, settings: .standard).periodSections.isEmpty)
    var options = MetricsOptions()
    options.lightParts = true
    options.mostPeriodPeople = 49
    #expect(Metrics.compute(records: records, settings: .standard, options: options).periodSections.isEmpty)
  }
}
