import ByteScanning
import Foundation
import Localisation
import Metrics
import Privacy
import Testing

@testable import Dashboards

/// The filter: what it offers, what follows it, and that a page stays small.
@Suite struct SliceTests {
  private static func report(parts: Int) -> MetricsReport {
    var sample = SampleReport()
    var report = sample.report()
    for i in 0..<parts {
      var part = SampleReport(size: 0.3 + Double(i) * 0.05)
      report.parts.append(
        .init(dimension: i % 2 == 0 ? .campus : .course, label: i == 1 ? nil : "名称\(i)", report: part.report()))
    }
    report.periods = report.toDate
    return report
  }

  /// What the page swaps in: choice, `c` for cards or `f` for figures, its id, its parts.
  private static func slices(_ page: PageText) throws -> [String: [String: [String: [String]]]] {
    try slices(Data(try #require(page.slices).utf8))
  }

  private static func slices(_ json: Data) throws -> [String: [String: [String: [String]]]] {
    let all = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    var out: [String: [String: [String: [String]]]] = [:]
    for choice in try #require(all["choices"] as? [String]) { out[choice] = ["c": [:], "f": [:]] }
    for (id, shown) in all where id != "choices" {
      for (choice, parts) in try #require(shown as? [String: [String]]) {
        try #require(out[choice] != nil, "\(choice) is offered")
        out[choice]?[id.hasPrefix("kpi-") ? "c" : "f"]?[id] = parts
      }
    }
    return out
  }

  private static func html(_ report: MetricsReport, _ audience: Audience) throws -> PageText {
    PageText(
      try Dashboard.render(report: report, audience: audience, language: .zh, options: DashboardTests.options))
  }

  @Test(arguments: [Audience.head, .sales, .teaching, .service])
  func chartsAndTablesFollowTheFilter(audience: Audience) throws {
    let report = Self.report(parts: 4)
    let html = try Self.html(report, audience)
    let slices = try Self.slices(html)
    #expect(slices.keys.sorted().prefix(2) == ["2026", "2026-03"] || slices.keys.contains("campus-0"))
    let campus = try #require(slices["campus-0"])
    #expect(campus["c"]?.count == 6)
    let figures = try #require(campus["f"])
    #expect(figures.count > 3)
    for (id, parts) in figures {
      #expect(html.contains("id=\"\(id)\""), "\(id) is on the page")
      #expect(parts.count == 5)
      #expect(parts[3].isEmpty || parts[3].hasPrefix("<svg"))
    }
    // The numbers are the part's own: the whole says otherwise.
    let trend = try #require(figures["overview-compare"])
    #expect(!html.contains(trend[4]))
    #expect(slices["2026-03"]?["f"]?.keys.sorted() == ["overview-compare"])
  }

  @Test func outsideTheHouseThereIsNoFilter() throws {
    let html = try Self.html(Self.report(parts: 4), .partner)
    #expect(!html.contains("id=\"slices\"") && !html.contains("<select"))
  }

  @Test func aPageWithManyChoicesStaysBelowItsLimit() throws {
    let html = try Self.html(Self.report(parts: 16), .head)
    #expect(html.data.count <= 1_500_000)
    let slices = try Self.slices(html)
    // Figures that do not fit stay out for all choices alike.
    let keys = (0..<8).compactMap { slices["campus-\($0)"]?["f"]?.keys.sorted() }
    #expect(keys.count == 8 && Set(keys).count == 1)
  }

  @Test func smallGroupsOfAChoiceHaveNoRates() throws {
    var report = Self.report(parts: 0)
    var tiny = SampleReport(size: 0.01)
    report.parts = [.init(dimension: .campus, label: "小校区", report: tiny.report())]
    let slices = try Self.slices(try Self.html(report, .head))
    let cards = try #require(slices["campus-0"]?["c"])
    #expect(cards["kpi-retention"]?[0] == "—")
  }

  @Test func packedTheFilterSaysTheSame() throws {
    let report = Self.report(parts: 2)
    let plain = try Self.slices(try Self.html(report, .service))
    let backwards = SlicePacking(
      parts: { texts in texts.map { (Array($0.bytes.reversed()), 0, $0.count) } },
      joined: { parts in Array(parts.reversed().flatMap(\.bytes)) }, length: { $0 })
    let pages = try Dashboard.render(
      report: report, language: .zh, pages: [.init(.service) { DashboardTests.options }], layout: Dashboard.Layout([:]),
      packing: backwards)
    let text = try #require(PageText(pages[0]).slices)
    let bytes = try #require(Data(base64Encoded: String(text.dropFirst().dropLast())))
    #expect(text.hasPrefix("\"") && text.hasSuffix("\""))
    #expect(try Self.slices(Data(bytes.reversed())) == plain)
  }

  @Test func pagesMadeTogetherAreThoseMadeAlone() throws {
    let report = Self.report(parts: 2)
    let requests = Audience.allCases.map { audience in Dashboard.Request(audience) { DashboardTests.options } }
    let together = try Dashboard.render(report: report, language: .en, pages: requests, layout: Dashboard.Layout([:]))
    for (request, page) in zip(requests, together) {
      let alone = try Dashboard.render(
        report: report, audience: request.audience, language: .en, options: request.options())
      #expect(alone == page, "\(request.audience)")
    }
  }

  @Test(arguments: [
    ([0, 1, 2], #","x-y":{"a":0,"b":1,"c":2}"#), ([0, 2], #","x-y":{"a":0,"c":2}"#), ([1], #","x-y":{"b":1}"#),
  ])
  func aPageTakesOfARowWhatItShows(wanted: [Int], text: String) {
    let choices = ["a", "b", "c"].map { SliceChoice(id: $0, group: "", name: $0, numbers: .cards(KeyFigures())) }
    var row = SliceRow("x-y")
    for choice in choices.indices {
      row.add(choice, of: choices) { $0.append(decimal: choice) }
      row.add(choice, of: choices) { _ in Issue.record("it is there already") }
    }
    row.close()
    #expect(String(decoding: row.text(of: wanted).bytes, as: UTF8.self) == text)
  }

  @Test func aViewThatHidesSmallNumbersOffersNoFilter() throws {
    // A part shown beside the whole would give the rest away.
    var options = DashboardTests.options
    options.smallNumbers = SmallNumberPolicy(minimumK: 5)
    let page = PageText(
      try Dashboard.render(report: Self.report(parts: 2), audience: .service, language: .zh, options: options))
    #expect(page.slices == nil && !page.contains("<select"))
  }
}
