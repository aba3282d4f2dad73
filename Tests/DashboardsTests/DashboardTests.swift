import Foundation
import Localisation
import Metrics
import Testing

@testable import Dashboards

@Suite struct DashboardTests {
  static let options = DashboardOptions(
    institution: "晨光教育", version: "0.1", sha256: { _ in Array(repeating: 7, count: 32) })

  @Test(arguments: Audience.allCases, Language.allCases)
  func everyAudienceGetsAPageInBothLanguages(audience: Audience, language: Language) throws {
    var sample = SampleReport()
    let bytes = try Dashboard.render(
      report: sample.report(), audience: audience, language: language, options: Self.options)
    if let folder = ProcessInfo.processInfo.environment["ROLLBOOK_PAGES"] {
      try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(audience.rawValue)-\(language.rawValue).html"))
    }
    let html = PageText(bytes)
    for kind in audience.sections { #expect(html.contains("<section id=\"\(kind.rawValue)\"")) }
    #expect(bytes.count < 1_500_000)
  }
}

extension Dashboard {
  /// A page before it is laid out, and what its filter offers.
  static func page(
    _ report: MetricsReport, _ audience: Audience, _ options: DashboardOptions, _ language: Language
  ) -> (page: Page, choices: [SliceChoice]) {
    let composer = Composer(HeldReport(report), audience, options, language)
    var sections: [PageSection] = []
    for kind in audience.sections {
      sections.append(kind == .data ? composer.data(after: sections) : composer.section(kind))
    }
    return (composer.page(sections), composer.choices())
  }

  /// The page alone, as most tests look into it.
  static func page(
    report: MetricsReport, audience: Audience, language: Language, options: DashboardOptions
  ) -> Page { page(report, audience, options, language).page }
}
