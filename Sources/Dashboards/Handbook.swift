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

  /// Decision tables rule by rule in words, by sheet.
  package var sentences: [String: [Sentence]] = [:]
  /// What is other than in the edition before; nil where none was given.
  package var changes: [Change]?
  /// The edition before: its digest.
  package var formerDigest = ""
  /// Words of the rules in the reader's language, where it is not theirs (`强` → `strong`).
  package var terms: [String: String] = [:]

  /// One rule in words.
  package struct Sentence: Sendable {
    package var rule: String
    package var text: String
    /// Where it stands in its sheet.
    package var cell: String
    package init(rule: String, text: String, cell: String) {
      self.rule = rule
      self.text = text
      self.cell = cell
    }
  }

  package struct Change: Sendable {
    package enum Kind: String, Sendable { case added, changed, removed }
    package var sheet: String
    package var kind: Kind
    /// The rule's number, or what the row is about.
    package var rule: String
    package var before: String
    package var now: String
    package init(sheet: String, kind: Kind, rule: String, before: String, now: String) {
      self.sheet = sheet
      self.kind = kind
      self.rule = rule
      self.before = before
      self.now = now
    }
  }

  package init(sheets: [(name: String, grid: Grid)]) { self.sheets = sheets }

  /// The order of the page; sheets that are no rules for people (fields, divisions, word lists) stay out.
  package static let inside = [
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
      throw Failure(template: error)
    }
    func say(_ key: String, _ arguments: String...) -> String {
      Phrasebook.text("page.handbook." + key, language, arguments)
    }
    let wanted = edition == .inside ? Handbook.inside : Handbook.customers
    var sections: [PageSection] = []
    if let changes {
      sections.append(changed(changes.filter { wanted.contains($0.sheet) }, language))
    }
    for name in wanted {
      guard let sheet = sheets.first(where: { $0.name == name }), sheet.grid.rows.count > 1 else { continue }
      sections.append(section(name, sheet.grid, language))
    }
    let page = Page(
      title: institution.isEmpty ? say("title") : say("title.of", institution),
      meta: say("meta", date.description, RuleWords.edition(digest, language)),
      audience: say("edition." + edition.rawValue),
      asOf: date.description, version: version, footer: say("footer"), sections: sections)
    return try page.rendered(with: library, language: language, sha256: sha256)
  }

  private func section(_ name: String, _ grid: Grid, _ language: Language) -> PageSection {
    func say(_ key: String, _ arguments: String...) -> String {
      Phrasebook.text("page.handbook." + key, language, arguments)
    }
    var figures: [Figure] = []
    if name == "visit_plan" { figures.append(flow(grid, language)) }
    let words = sentences[name] ?? []
    if !words.isEmpty {
      figures.append(
        Figure(
          id: name + "-words", finding: say("words", say("sheet." + name)), note: say("words.note"), span: .full,
          table: inWords(name, words, language), tableOpen: true))
    }
    figures.append(
      Figure(
        id: name + "-table", finding: words.isEmpty ? say("sheet." + name) : say("grid", say("sheet." + name)),
        note: say("rows", String(max(0, RuleWords.ruleRows(grid).count))),
        span: .full, table: table(name, grid, language), tableOpen: true))
    if name == "visit_plan" { figures.append(owners(grid, language)) }
    return PageSection(id: name, name: say("sheet." + name), lead: say("lead." + name), figures: figures)
  }

  /// What became of each rule since the edition before.
  private func changed(_ changes: [Change], _ language: Language) -> PageSection {
    func say(_ key: String, _ arguments: String...) -> String {
      Phrasebook.text("page.handbook." + key, language, arguments)
    }
    let table = DataTable(
      columns: ["sheet", "rule", "kind", "before", "now"].map { .init(say("change." + $0), text: true) },
      rows: changes.map { change in
        [
          .init(say("sheet." + change.sheet)), .init(change.rule), .init(say("change." + change.kind.rawValue)),
          .init(change.before), .init(change.now),
        ]
      })
    let figure = Figure(
      id: "changes-table", finding: changes.isEmpty ? say("changes.none") : say("changes.count", String(changes.count)),
      note: say("changes.note", RuleWords.edition(formerDigest, language)), span: .full,
      table: changes.isEmpty ? nil : table,
      tableOpen: true)
    return PageSection(id: "changes", name: say("changes"), lead: say("changes.lead"), figures: [figure])
  }

  /// The mark of a row that is new or other than in the edition before, with what it was.
  private func mark(_ sheet: String, _ rule: String, _ language: Language) -> String? {
    let found = (changes ?? []).first { $0.sheet == sheet && $0.rule == rule && $0.kind != .removed }
    return found.map { Phrasebook.text("page.handbook.change." + $0.kind.rawValue, language) }
  }

  private func inWords(_ name: String, _ sentences: [Sentence], _ language: Language) -> DataTable {
    func say(_ key: String) -> String { Phrasebook.text("page.handbook." + key, language) }
    var columns: [DataTable.Column] = [.init(say("number"), text: true), .init(say("in_words"), text: true)]
    if changes != nil { columns.append(.init(say("changes"), text: true)) }
    return DataTable(
      columns: columns,
      rows: sentences.map { one in
        var row: [DataTable.Cell] = [.init(RuleWords.cell(one.rule, language)), .init(one.text)]
        if changes != nil { row.append(.init(mark(name, one.rule, language) ?? "")) }
        return row
      })
  }

  /// Columns of the language: a remark column of the other language is left out. The default stands last: it speaks
  /// where nothing above does.
  private func table(_ name: String, _ grid: Grid, _ language: Language) -> DataTable {
    let width = grid.rows[0].cells.count
    let titles = (0..<width).map { RuleWords.title(grid.text(0, $0)) }
    let twins = language == .en && titles.contains("benefit") ? ["权益"] : language == .zh ? ["benefit"] : []
    let kept = (0..<width).filter { at in
      !titles[at].isEmpty && !twins.contains(titles[at]) && !RuleWords.isOther(titles[at], language)
    }
    let all = RuleWords.ruleRows(grid)
    let isDefault: (Int) -> Bool = { grid.text($0, 0).lowercased() == "default" }
    let rows = all.filter { !isDefault($0) } + all.filter(isDefault)
    // The corner of a decision table holds its hit policy, which is nothing to read.
    let number = sentences[name] == nil ? nil : Phrasebook.text("page.handbook.number", language)
    return DataTable(
      columns: kept.map { column in
        let title = RuleWords.title(titles[column], language)
        return .init((column == 0 ? number : nil) ?? terms[title] ?? title, text: true)
      },
      rows: rows.map { row in kept.map { .init(RuleWords.cell(grid.text(row, $0), language, terms)) } })
  }

  private func flow(_ grid: Grid, _ language: Language) -> Figure {
    func say(_ key: String, _ arguments: String...) -> String {
      Phrasebook.text("page.handbook." + key, language, arguments)
    }
    let column = RuleWords.columns(grid)
    let steps = RuleWords.ruleRows(grid).map { row -> FlowChart.Step in
      func text(_ key: String) -> String {
        column[key].map { RuleWords.cell(grid.text(row, $0), language, terms) } ?? ""
      }
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
      id: "visit-plan-flow", finding: finding, note: say("flow.note"), span: .full, chart: Plot(chart, frame),
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
        rows: order.map {
          [.init(terms[$0] ?? $0), .init((duties[$0] ?? []).joined(separator: language == .zh ? "、" : ", "))]
        }),
      tableOpen: true)
  }
}
