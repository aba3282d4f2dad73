package import ByteScanning
import Charts
package import Localisation
package import Templating

/// A whole self-contained page from sections: the shell of templates/dashboard with palette, script, policy.
package struct Page: Sendable {
  package var title: String
  /// The line under the title.
  package var meta: String
  package var audience: String
  package var asOf: String
  package var version: String
  package var footer: String
  package var sections: [PageSection]

  package init(
    title: String, meta: String, audience: String, asOf: String, version: String, footer: String,
    sections: [PageSection]
  ) {
    self.title = title
    self.meta = meta
    self.audience = audience
    self.asOf = asOf
    self.version = version
    self.footer = footer
    self.sections = sections
  }

  /// A page laid out, all but what its filter swaps in.
  struct Laid {
    var bodies: [Markup]
    var style: String
    var script: String
    /// What is left for the filter.
    var room: Int
  }

  /// - Parameters:
  ///   - sha256: the digest for the content security policy; comes from the room that may import cryptography.
  /// - Throws: `Failure` E850…E857 where a template cannot be used.
  package func rendered(
    with library: TemplateLibrary, language: Language, sha256: ([UInt8]) -> [UInt8]
  ) throws(Failure) -> [UInt8] {
    try Page.check(library)
    let layout = PageLayout(library, language)
    var known = PageLayout.Known()
    var laid: [LaidSection] = []
    for section in sections { laid.append(try layout.laid(section, &known)) }
    return try finished(try laidOut(laid, layout), nil, layout, sha256)
  }

  /// Throws where a template says something that pages do not know.
  static func check(_ library: TemplateLibrary) throws(Failure) {
    do {
      for (name, shapes) in Page.vocabulary { try library.check(name, against: shapes) }
    } catch {
      throw Failure(template: error)
    }
  }

  func laidOut(_ sections: [LaidSection], _ layout: PageLayout) throws(Failure) -> Laid {
    let (style, script): (String, String)
    do {
      style = try layout.library.plain(
        "style.css",
        [
          "light": .text(Palette.variables(Palette.light)), "dark": .text(Palette.variables(Palette.dark)),
          "classes": .text(Palette.classes), "runningTitle": .text(Escaper.css(title)),
          "runningDate": .text(Escaper.css(asOf)),
        ])
      script = try layout.library.text("script.js")
    } catch {
      throw Failure(template: error)
    }
    let bodies = try layout.bodies(sections)
    let size = bodies.reduce(style.utf8.count + script.utf8.count + 8192) { $0 + $1.count }
    return Laid(bodies: bodies, style: style, script: script, room: Page.mostBytes - size)
  }

  /// - Parameter slices: what the filter swaps in, as its script reads it.
  func finished(
    _ laid: Laid, _ slices: Markup?, _ layout: PageLayout, _ sha256: ([UInt8]) -> [UInt8]
  ) throws(Failure) -> [UInt8] {
    let language = layout.language
    let policy =
      "default-src 'none'; style-src '\(Page.hash(laid.style, sha256))'; script-src '\(Page.hash(laid.script, sha256))'; "
      + "img-src data:; base-uri 'none'; form-action 'none'"
    var parts: [[String: TemplateValue]] = []
    for (section, body) in zip(sections, laid.bodies) {
      parts.append([
        "id": .text(section.id), "name": .text(section.name), "lead": .text(section.lead), "body": .markup(body),
      ])
    }
    func say(_ key: String) -> String { Phrasebook.text(key, of: "page.", language) }
    var page = try layout.html(
      "page.html",
      [
        "lang": .text(language == .zh ? "zh-CN" : "en"), "title": .text(title), "asOf": .text(asOf),
        "version": .text(version), "policy": .text(policy), "style": .markup(.rendered(laid.style)),
        "skip": .text(say("skip")), "meta": .text(meta), "audience": .text(audience),
        "themeLabel": .text(say("theme")), "navLabel": .text(say("nav")), "sections": .list(parts),
        "footer": .text(footer), "hasSlices": .flag(slices != nil), "slices": .markup(slices ?? Markup()),
        "script": .markup(.rendered(laid.script)),
      ]
    )
    return page.take()
  }

  /// 1.5 MB is what a page may weigh (dashboard.md "Checks"); chat programs and old phones like less.
  static let mostBytes = 1_400_000

  static func values(_ card: KeyCard, span: String) -> [String: TemplateValue] {
    [
      "id": .text("kpi-" + card.key), "key": .text(card.key), "span": .text(span), "label": .text(card.label),
      "value": .text(card.value), "hasDelta": .flag(!card.delta.isEmpty), "delta": .text(card.delta),
      "tone": .text(card.tone.rawValue), "note": .text(card.note),
      "chips": .list(card.chips.map { ["text": .text($0)] }), "spark": .markup(card.spark),
    ]
  }

  static func values(
    _ figure: Figure, _ language: Language, alone: Bool = false, drawing: Markup? = nil
  ) -> [String: TemplateValue] {
    func say(_ key: String, _ arguments: [String] = []) -> String {
      Phrasebook.text(key, of: "page.", language, arguments)
    }
    let open = figure.tableOpen
    return [
      "id": .text(figure.id), "span": .text((alone ? "w12 side" : figure.span.rawValue) + (open ? " table-card" : "")),
      "finding": .text(figure.finding), "note": .text(figure.note), "hasChips": .flag(!figure.chips.isEmpty),
      "chips": .list(figure.chips.map { ["text": .text($0)] }), "hasChart": .flag(drawing != nil),
      "chart": .markup(drawing ?? Markup()), "chartLabel": .text(figure.chartLabel),
      "isEmpty": .flag(figure.empty != nil), "emptyWhat": .text(figure.empty?.what ?? ""),
      "hasCommand": .flag(!(figure.empty?.command ?? "").isEmpty), "emptyCommand": .text(figure.empty?.command ?? ""),
      "body": .markup(figure.body), "hasTable": .flag(figure.table != nil),
      "tableFolded": .flag(figure.table != nil && !open),
      "tableOpen": .flag(figure.table != nil && open),
      "foldSummary": .text(say(open || figure.table == nil ? "definition" : "numbers")),
      "hasFold": .flag(!figure.definition.isEmpty || (figure.table != nil && !open)),
      "tableLabel": .text(say("numbers.of", [figure.finding])),
      "table": .markup(figure.table?.html() ?? Markup()),
      "hasCut": .flag((figure.table?.cut ?? 0) > 0),
      "cut": .text(figure.table.map { cut($0, language) } ?? ""), "csvName": .text(figure.id + ".csv"),
      "csv": .markup(figure.table?.download() ?? Markup()), "csvLabel": .text("CSV ↓"),
      "csvOf": .text(say("csv") + say("colon") + figure.finding),
      "hasDefinition": .flag(!figure.definition.isEmpty),
      "definition": .text(
        figure.definition.map { $0.text.isEmpty ? $0.term : $0.term + say("colon") + $0.text }.joined(separator: "\n")),
    ]
  }

  private static func cut(_ table: DataTable, _ language: Language) -> String {
    let format = NumberFormatting(language)
    return table.cut == 0
      ? ""
      : Phrasebook.text(
        "page.cut", language, [format.exact(table.rows.count), format.exact(table.rows.count + table.cut)])
  }

  private static func hash(_ text: String, _ sha256: ([UInt8]) -> [UInt8]) -> String {
    "sha256-" + Base64.text(sha256(Array(text.utf8)))
  }

  /// What each template may say: everything it can be given, known without any data.
  package static let vocabulary: [(template: String, shapes: [String: TemplateShape])] = [
    (
      "page.html",
      [
        "lang": .text, "title": .text, "asOf": .text, "version": .text, "policy": .text, "style": .markup,
        "skip": .text, "meta": .text, "audience": .text, "themeLabel": .text, "navLabel": .text, "footer": .text,
        "hasSlices": .flag, "slices": .markup, "script": .markup,
        "sections": .list(["id": .text, "name": .text, "lead": .text, "body": .markup]),
      ]
    ),
    (
      "style.css",
      ["light": .text, "dark": .text, "classes": .text, "runningTitle": .text, "runningDate": .text]
    ),
    ("kpi.html", shapes(values(KeyCard(key: "", label: "", value: ""), span: ""), lists: ["chips": ["text": .text]])),
    (
      "figure.html",
      shapes(
        values(Figure(id: "", finding: ""), .zh),
        lists: ["chips": ["text": .text]])
    ),
  ]

  private static func shapes(
    _ values: [String: TemplateValue], lists: [String: [String: TemplateShape]]
  ) -> [String: TemplateShape] {
    var out = values.mapValues(\.shape)
    for (name, fields) in lists { out[name] = .list(fields) }
    return out
  }
}

extension Failure {
  /// A template that cannot be used: which file, which line.
  init(template problem: TemplateProblem) {
    self.init(
      Failure.Code(problem.code), kind: .rules, file: "dashboard/" + problem.template, cell: String(problem.line),
      problem.arguments)
  }
}
