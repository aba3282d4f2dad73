package import ByteScanning
import Charts
package import Localisation
package import Tabular
import Templating

/// The rules workbook as a page people read: the visits as a flow chart, every table in words, who does what.
package struct Handbook: Sendable {
  package enum Edition: String, Sendable, CaseIterable {
    /// All rules.
    case inside
    /// What customers may know: tiers, benefits, points, what their grade entitles them to.
    case customers
  }

  /// A sheet of the rules workbook by its name there (`intent`, `visit_plan` …).
  package var sheets: [(name: String, grid: Grid)]

  package init(sheets: [(name: String, grid: Grid)]) { self.sheets = sheets }

  /// The order of the page; sheets that are no rules for people (fields, divisions, word lists) stay out.
  static let inside = [
    "visit_plan", "intent", "potential", "value", "stage", "activity", "tiers", "benefits", "entitlements", "points",
    "commission",
    "next_course", "views", "settings",
  ]
  static let customers = ["tiers", "benefits", "points", "entitlements"]

  /// - Parameters:
  ///   - date: the day the edition is of, as the caller says (never the clock).
  ///   - digest: of the rules workbook.
  package func render(
    _ edition: Edition, language: Language, institution: String = "", date: Day, digest: String, version: String,
    templates: [String: String] = [:], sha256: ([UInt8]) -> [UInt8]
  ) throws(Failure) -> [UInt8] {
    let library: TemplateLibrary
    do {
      library = try TemplateLibrary(folder: "dashboard", overlay: templates)
    } catch {
      throw Failure(
        Failure.Code(error.code), kind: .rules, file: "dashboard/" + error.template, cell: String(error.line),
        error.arguments)
    }
    func say(_ key: String, _ arguments: String...) -> String {
      Phrasebook.text("page.handbook." + key, language, arguments)
    }
    let wanted = edition == .inside ? Handbook.inside : Handbook.customers
    var sections: [PageSection] = []
    for name in wanted {
      guard let sheet = sheets.first(where: { $0.name == name }), sheet.grid.rows.count > 1 else { continue }
      sections.append(section(name, sheet.grid, language))
    }
    let page = Page(
      title: institution.isEmpty ? say("title") : say("title.of", institution),
      meta: say("meta", date.description, String(digest.prefix(16))), audience: say("edition." + edition.rawValue),
      asOf: date.description, version: version, footer: say("footer"), sections: sections)
    return try page.rendered(with: library, language: language, sha256: sha256)
  }

  private func section(_ name: String, _ grid: Grid, _ language: Language) -> PageSection {
    func say(_ key: String, _ arguments: String...) -> String {
      Phrasebook.text("page.handbook." + key, language, arguments)
    }
    var figures: [Figure] = []
    if name == "visit_plan" { figures.append(flow(grid, language)) }
    figures.append(
      Figure(
        id: name + "-table", finding: say("sheet." + name),
        note: say("rows", String(max(0, RuleWords.ruleRows(grid).count))),
        span: .full, table: table(grid, language), tableOpen: true))
    if name == "visit_plan" { figures.append(owners(grid, language)) }
    return PageSection(id: name, name: say("sheet." + name), lead: say("lead." + name), figures: figures)
  }

  /// Columns of the language: a remark column of the other language is left out.
  private func table(_ grid: Grid, _ language: Language) -> DataTable {
    let width = grid.rows[0].cells.count
    let titles = (0..<width).map { RuleWords.title(grid.text(0, $0)) }
    let kept = (0..<width).filter { !titles[$0].isEmpty && !RuleWords.isOther(titles[$0], language) }
    let rows = RuleWords.ruleRows(grid)
    return DataTable(
      columns: kept.map { .init(RuleWords.title(titles[$0], language), text: true) },
      rows: rows.map { row in kept.map { .init(RuleWords.cell(grid.text(row, $0), language)) } })
  }

  private func flow(_ grid: Grid, _ language: Language) -> Figure {
    func say(_ key: String, _ arguments: String...) -> String {
      Phrasebook.text("page.handbook." + key, language, arguments)
    }
    let column = RuleWords.columns(grid)
    let steps = RuleWords.ruleRows(grid).map { row -> FlowChart.Step in
      func text(_ key: String) -> String { column[key].map { RuleWords.cell(grid.text(row, $0), language) } ?? "" }
      let name = language == .en && column["rule (en)"] != nil ? text("rule (en)") : text("rule")
      let offset = text("offset")
      let window = text("window")
      return .init(
        trigger: text("trigger") + (text("days").isEmpty ? "" : " " + text("days")), action: name,
        due: say("due", offset.isEmpty ? "0" : offset, window.isEmpty ? "—" : window), owner: text("owner"))
    }
    let finding = say("flow", String(steps.count))
    let chart = FlowChart(steps: steps, titles: (say("trigger"), say("action"), say("owner")))
    let frame = ChartFrame(
      id: "visit-flow", title: Phrasebook.text("page.chart.flow", language, [finding]), description: say("flow.note"),
      width: 690,
      language: language)
    return Figure(
      id: "visit-plan-flow", finding: finding, note: say("flow.note"), span: .full, chart: chart.draw(frame),
      chartLabel: Phrasebook.text("page.chart.region", language, [finding]))
  }

  /// Who is responsible for what, gathered from the plan.
  private func owners(_ grid: Grid, _ language: Language) -> Figure {
    func say(_ key: String, _ arguments: String...) -> String {
      Phrasebook.text("page.handbook." + key, language, arguments)
    }
    let column = RuleWords.columns(grid)
    var order: [String] = []
    var duties: [String: [String]] = [:]
    for row in RuleWords.ruleRows(grid) {
      guard let at = column["owner"] else { break }
      let owner = grid.text(row, at)
      if owner.isEmpty { continue }
      if duties[owner] == nil { order.append(owner) }
      let name = (language == .en ? column["rule (en)"] : nil) ?? column["rule"] ?? 0
      duties[owner, default: []].append(grid.text(row, name))
    }
    return Figure(
      id: "visit-plan-owners", finding: say("owners"), span: .full,
      table: DataTable(
        columns: [.init(say("owner"), text: true), .init(say("duties"), text: true)],
        rows: order.map { [.init($0), .init((duties[$0] ?? []).joined(separator: language == .zh ? "、" : ", "))] }),
      tableOpen: true)
  }
}
