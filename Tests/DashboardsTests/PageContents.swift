import ByteScanning
import CustomerRecords
import Foundation
import Localisation
import Metrics
import ReleaseGate
import Tabular
import Templating
import Testing

@testable import Dashboards

@Suite struct PageContents {
  static func html(
    _ audience: Audience = .head, _ language: Language = .zh, size: Double = 1,
    label: @escaping (String) -> String = { $0 },
    options: DashboardOptions = DashboardTests.options
  ) throws -> PageText {
    var sample = SampleReport(size: size, label: label)
    return PageText(
      try Dashboard.render(report: sample.report(), audience: audience, language: language, options: options))
  }

  @Test(arguments: Audience.allCases, Language.allCases)
  func everyPhraseIsTranslated(audience: Audience, language: Language) throws {
    for size in [0.0, 0.02, 1] {
      let page = try Self.html(audience, language, size: size)
      #expect(!page.contains("⟦"), "\(page.between("⟦", "⟧") ?? "")")
    }
  }

  @Test func everyPhraseOfThePagesHasBothLanguages() {
    for key in Phrasebook.keys where key.hasPrefix("page.") {
      #expect(!Phrasebook.text(key, .zh).isEmpty && !Phrasebook.text(key, .en).isEmpty, "\(key)")
    }
  }

  @Test func findingsAreAtMostTwelveWords() throws {
    var sample = SampleReport()
    let page = Dashboard.page(report: sample.report(), audience: .head, language: .en, options: DashboardTests.options)
    for figure in page.sections.flatMap(\.figures) {
      #expect(figure.finding.split(separator: " ").count <= 12, "\(figure.finding)")
    }
  }

  @Test func theSameReportGivesTheSameBytes() throws {
    #expect(try Self.html(.sales) == Self.html(.sales))
  }

  static let hostile = [
    "<script>alert(1)</script>", "]]>", "\"onload=\"alert(1)", "'onmouseover=alert(1)", "=cmd|' /C calc'!A0",
    "a\u{2028}b", "</style><img src=x>",
    "<\u{301}svg onload=1>", "\u{0}\u{8}",
  ]

  /// Each name of the report becomes one of the hostile ones, all of them on every page; turned, so that each stands in
  /// many places.
  @Test(arguments: Audience.allCases, [0, 4])
  func hostileCellsStayInert(audience: Audience, turn: Int) throws {
    let page = try Self.html(
      audience, label: { name in Self.hostile[(name.utf8.reduce(turn) { $0 + Int($1) }) % Self.hostile.count] })
    #expect(page.places(of: "<script").count <= 2)
    #expect(!page.contains("<img") && !page.contains("alert(1)</script>") && !page.contains("<\u{301}svg"))
    #expect(!page.data.contains(0) && !page.data.contains(8))
    // The partner's page holds few names; on the others every one of them stands somewhere, escaped.
    if audience == .head { #expect(page.contains("&lt;script&gt;") && page.contains("&quot;onload")) }
    // An attribute can only be opened by a quote of our own.
    #expect(!page.has("onload=", behind: "\"") && !page.has("onmouseover=", behind: "'"))
    if let slices = page.slices {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(slices.utf8)) }
    }
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+86138", "'+86138"), ("-5", "-5"), ("-5.25", "-5.25"), ("＝x", "'＝x"), ("@a", "'@a"),
    ("−3", "−3"), ("12", "12"), ("-", "'-"),
  ])
  func downloadsCarryNoFormula(text: String, wanted: String) { #expect(DataTable.disarmed(text) == wanted) }

  @Test func downloadsAreCSVWithAByteOrderMark() throws {
    let table = DataTable(
      columns: [.init("渠道", text: true), .init("n")], rows: [[.init("=a,\"b"), .init("1,284", value: 1284)]])
    let link = table.download().html
    let data = try #require(Data(base64Encoded: String(link.dropFirst("data:text/csv;charset=utf-8;base64,".count))))
    #expect(String(decoding: data, as: UTF8.self) == "\u{FEFF}渠道,n\r\n\"'=a,\"\"b\",\"1,284\"\r\n")
  }

  @Test func openCohortCellsAreHatchedMarkedAndStayOutOfTheMean() throws {
    var sample = SampleReport()
    let report = sample.report()
    let page = try Self.html()
    let figure = try #require(page.between(" id=\"retention-cohorts\">", "</figure>"))
    let open = report.retention.main.cohorts.filter { $0.closed < $0.active.count }.count
    #expect(figure.matches(of: /class="mark hatch"/).count == open)
    for cohort in report.retention.main.cohorts where cohort.closed < cohort.active.count {
      #expect(figure.contains(">\(cohort.active[cohort.closed])*<"))
    }
    // The youngest cohort has no closed cell at all, and with it no rate.
    #expect(report.retention.main.cohorts.last?.closed == 0)
  }

  @Test func peopleBelowTenGetCountsAndNoRate() throws {
    let teller = Teller(.zh, policy: DashboardTests.options.policy(.head))
    #expect(teller.share(3, of: 8, people: 8, peopleAbove: 3).text == "3/8")
    #expect(teller.share(3, of: 8, people: 8, peopleAbove: 3).plot == nil)
    #expect(teller.share(6, of: 12, people: 12, peopleAbove: 6).state == .smallSample)
    #expect(teller.share(15, of: 30, people: 30, peopleAbove: 15).state == .shown)
    #expect(teller.share(0, of: 0, people: 0, peopleAbove: 0).text == "—")
    #expect(teller.count(3, people: 3).text == "3")
  }

  @Test func outsideTheHouseSmallNumbersAndWhatGivesThemAwayAreHidden() throws {
    let teller = Teller(.zh, policy: DashboardTests.options.policy(.partner))
    #expect(teller.count(3, people: 3).text == "<5")
    #expect(teller.count(0, people: 0).text == "0")
    #expect(teller.share(38, of: 40, people: 40, peopleAbove: 38).state == .hidden)
    // One small part alone could be computed from the total: another goes with it.
    let told = teller.counts([(3, 3), (40, 40), (22, 22)])
    #expect(told.map(\.state) == [.hidden, .shown, .hidden])
    #expect(teller.counts([(3, 3), (4, 4), (22, 22)]).map(\.state) == [.hidden, .hidden, .shown])
  }

  @Test func thePartnersPageNamesNoStaffMoneyOrList() throws {
    let page = try Self.html(.partner)
    for word in ["赵敏", "周芷若", "王老师", "¥", "客户登记.xlsx", "id=\"slices\""] { #expect(!page.contains(word), "\(word)") }
  }

  @Test func staffNamesFollowTheView() throws {
    #expect(try Self.html(.service).contains("赵*") && !Self.html(.service).contains("赵敏"))
    var open = DashboardTests.options
    open.staffNames = .full
    #expect(try Self.html(.service, options: open).contains("赵敏"))
  }

  @Test func listsShowOnlyReleasedRowsAndSayHowManyAreLeft() throws {
    let names = (0..<130).map { "客户\($0)" }
    let table = Table(
      name: "atRisk",
      columns: [
        .init(header: "姓名", field: "customers.name", column: .texts(names)),
        .init(header: "电话", field: "customers.phone", column: .texts(names.map { _ in "13800001111" })),
      ], rowCount: 130)
    let view = CompiledView<Outside>.naming(
      role: "head", actions: ["customers.name": .full], headers: ["customers.name": "姓名"])
    var options = DashboardTests.options
    options.lists = [PageList(.atRisk, Released(table, through: view), most: 20)]
    let page = try Self.html(.service, options: options)
    #expect(page.contains("客户19") && !page.contains("客户20<") && !page.contains("13800001111"))
    #expect(page.contains("以上为 130 行中的前 20 行"))
    #expect(try !Self.html(.partner, options: options).contains("客户19"))
  }

  @Test func anEmptyInstitutionSaysWhatIsMissing() throws {
    var sample = SampleReport(size: 0)
    var report = sample.report()
    report.missing = [
      MissingInput(section: "repurchase", table: .enrolments),
      MissingInput(section: "nps", table: .visits, field: "nps"),
    ]
    let page = PageText(
      try Dashboard.render(report: report, audience: .head, language: .zh, options: DashboardTests.options))
    #expect(page.contains("没有报名记录，无法计算复购") && page.contains("没有找到“报名记录”工作表"))
    #expect(page.contains("<code>rollbook init") && page.contains("<code>rollbook check"))
    #expect(!page.contains("NaN") && !page.contains("inf%"))
  }

  @Test func visitsWithoutOutcomesMakeNoRateOfContact() throws {
    var sample = SampleReport()
    var report = sample.report()
    func page() throws -> PageText {
      PageText(try Dashboard.render(report: report, audience: .head, language: .zh, options: DashboardTests.options))
    }
    let known = try page()
    report.missing = [MissingInput(section: "reached", table: .visits, field: "outcome")]
    let unknown = try page()
    for (words, stands) in [("没有“回访结果”，联系成功率无从得知", true), ("每次都当作联系上", true), ("id=\"visits-channel\"", false)] {
      #expect(unknown.contains(words) == stands && known.contains(words) == !stands, "\(words)")
    }
  }

  @Test func everyFigureWithADrawingHasItsNumbers() throws {
    var sample = SampleReport()
    let page = Dashboard.page(report: sample.report(), audience: .head, language: .zh, options: DashboardTests.options)
    let figures = page.sections.flatMap(\.figures)
    #expect(figures.count > 40)
    for figure in figures where figure.chart != nil {
      #expect((figure.table?.rows.count ?? 0) > 0, "\(figure.id)")
      #expect(!figure.definition.isEmpty, "\(figure.id)")
    }
    #expect(Set(figures.map(\.id)).count == figures.count)
  }

  @Test func aTemplateOfTheUserLiesOverOurs() throws {
    var options = DashboardTests.options
    options.templates = ["dashboard/kpi.html": "<article id=\"{{id}}\" class=\"{{span}}\">我的 {{label}}</article>"]
    #expect(try Self.html(options: options).contains("我的 活跃客户"))
    options.templates = ["dashboard/kpi.html": "<p>{{lable}}</p>"]
    let failure = #expect(throws: Failure.self) { try Self.html(options: options) }
    #expect(
      failure?.code == Failure.Code("E854") && failure?.file == "dashboard/kpi.html"
        && failure?.arguments.first == "lable")
  }

  @Test func everyVariableOfEveryTemplateIsKnown() throws {
    let library = try TemplateLibrary(folder: "dashboard")
    for (name, shapes) in Page.vocabulary { #expect(throws: Never.self) { try library.check(name, against: shapes) } }
    #expect(Set(library.names) == Set(Page.vocabulary.map(\.template) + ["script.js"]))
  }

  @Test func bytesOfAnyNumberAreWrittenInSixtyFourCharacters() {
    for count in 0..<20 {
      let bytes = (0..<count).map { UInt8($0 * 53 % 256) }
      #expect(Base64.text(bytes) == Data(bytes).base64EncodedString())
    }
    #expect(Base64.text(Array(0...255)) == Data(Array(0...255)).base64EncodedString())
  }

  @Test func thePolicyNamesTheDigestOfScriptAndStyle() throws {
    let page = try Self.html()
    let digest = "sha256-" + Base64.text(Array(repeating: 7, count: 32))
    #expect(page.contains("default-src &#39;none&#39;; style-src &#39;\(digest)&#39;; script-src &#39;\(digest)&#39;"))
    #expect(!page.contains(" style=\""))
    for event in ["onload", "onclick", "onerror", "onmouseover", "onfocus"] { #expect(!page.contains(" \(event)=\"")) }
    for link in ["src=\"http", "href=\"http"] { #expect(!page.contains(link)) }
  }
}
