import Foundation
import Localisation
import Metrics
import Privacy
import Statistics
import Tabular
import Testing

@testable import Dashboards

/// What a reader of the partner's page could work out by adding and subtracting across its tables.
@Suite struct WholePageNumbers {
  private static func page(_ size: Double, _ language: Language = .en) -> (page: Page, report: MetricsReport) {
    var sample = SampleReport(size: size)
    let report = sample.report()
    return (
      Dashboard.page(report: report, audience: .partner, language: language, options: DashboardTests.options), report
    )
  }

  private static func isHidden(_ text: String) -> Bool { text.hasPrefix("<") || text == "hidden" }

  private static func table(_ page: Page, _ id: String) -> [[String]] {
    page.sections.flatMap(\.figures).first { $0.id == id }?.table?.rows.map { $0.map(\.text) } ?? []
  }

  @Test(arguments: [0.05, 0.2, 0.4])
  func noCohortCellFollowsFromItsColumnsMean(size: Double) throws {
    let (page, report) = Self.page(size)
    let rows = Self.table(page, "retention-cohorts")
    guard rows.count > 2 else { return }
    let cohorts = report.retention.main.cohorts.suffix(Composer.mostCohorts)
    for k in 0..<(rows[0].count - 2) {
      let mean = rows[rows.count - 1][k + 2]
      guard !Self.isHidden(mean), mean != "—", !mean.isEmpty else { continue }
      let hidden = zip(rows, cohorts).filter { row, cohort in k < cohort.closed && Self.isHidden(row[k + 2]) }
      // One hidden cell under a shown mean would be the mean less the others.
      #expect(hidden.count != 1, "size \(size), age \(k)")
    }
  }

  @Test(arguments: [0.05, 0.2, 0.4])
  func noMonthFollowsFromItsQuarter(size: Double) throws {
    let (page, report) = Self.page(size)
    let months = Self.table(page, "overview-trend")
    let compared = Self.table(page, "overview-compare")
    guard let quarter = report.toDate.first(where: { $0.period.grain == .quarter }), !months.isEmpty else { return }
    for (column, name) in [(1, "new_enrolled"), (2, "lost")] {
      let inside = months.filter { $0[0] >= String(quarter.window.first!.description.prefix(7)) }
      guard let row = compared.first(where: { $0[0] == Phrasebook.text("metrics.figure." + name, .en) }) else {
        continue
      }
      let values = zip(inside, report.counts.months.suffix(inside.count)).map { $0.0[column] }
      let sum = report.counts.months.suffix(inside.count).reduce(0) {
        $0 + (column == 1 ? $1.figures.newEnrolled : $1.lost)
      }
      let whole = quarter.figures.first { $0.key == name }?.now.value.map { Int($0) }
      // Only where the months do add up to the quarter does the quarter say anything about them.
      guard whole == sum, !Self.isHidden(row[1]) else { continue }
      #expect(values.count(where: Self.isHidden) != 1, "\(name) at \(size)")
    }
  }

  @Test func aNumberHiddenInOneTableHidesItsTwinInAnother() {
    let policy = SmallNumberPolicy(minimumK: 5)
    var sample = SampleReport()
    var report = sample.report()
    // Two months of 20 and 3 new customers make a quarter of 23: with 20 and 23 shown, 3 would be no secret.
    let quarter = Period(.quarter, containing: report.asOf)
    let first = Period(.month, containing: quarter.first)
    let inside = report.counts.months.indices.filter { report.counts.months[$0].period >= first }
    for (place, i) in inside.enumerated() { report.counts.months[i].figures.newEnrolled = place == 0 ? 3 : 20 }
    let sum = inside.reduce(0) { $0 + report.counts.months[$1].figures.newEnrolled }
    for i in report.toDate.indices where report.toDate[i].period.grain == .quarter {
      for f in report.toDate[i].figures.indices where report.toDate[i].figures[f].key == "new_enrolled" {
        report.toDate[i].figures[f].now = .init(value: Double(sum), people: sum)
      }
    }
    let ledger = Ledger(report, policy, compared: Composer.compared(report), cohorts: 12, ages: 13)
    let names = inside.map { "new:" + report.counts.months[$0].period.name }
    let hidden = names.count { !ledger.shows($0) }
    #expect(!ledger.shows(names[0]))
    #expect(hidden > 1 || !ledger.shows("now:new_enrolled"))
  }

  @Test func insideTheHouseNothingIsHiddenForAnothersSake() {
    var sample = SampleReport(size: 0.05)
    let page = Dashboard.page(
      report: sample.report(), audience: .head, language: .en, options: DashboardTests.options)
    for figure in page.sections.flatMap(\.figures) {
      for row in figure.table?.rows ?? [] { #expect(!row.contains { $0.text.hasPrefix("<5") }, "\(figure.id)") }
    }
  }

  @Test func thePartnersScoresCarryNoIntervalThatGivesSmallPartsAway() throws {
    let teller = Teller(.en, policy: SmallNumberPolicy(minimumK: 5))
    let score = Score(.init(promoters: 30, passives: 8, detractors: 2), people: 40, SampleReport().basis("nps"))
    let told = teller.score(score)
    #expect(told.text == "+70" && told.note.isEmpty && told.low == nil && told.exact == "+70")
  }
}
