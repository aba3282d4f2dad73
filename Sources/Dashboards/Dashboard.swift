package import ByteScanning
import Charts
package import Localisation
package import Metrics
import Tabular
import Templating

/// One self-contained page for each audience.
package enum Dashboard {
  /// A page that is wanted.
  package struct Request: Sendable {
    package var audience: Audience
    package var options: DashboardOptions
    package init(_ audience: Audience, _ options: DashboardOptions) {
      self.audience = audience
      self.options = options
    }
  }

  /// The page as UTF-8 HTML: same report, audience, language and options, same bytes.
  ///
  /// - Throws: `Failure` E850…E857 where a template of `options.templates` cannot be used.
  package static func render(
    report: MetricsReport, audience: Audience, language: Language, options: DashboardOptions
  ) throws(Failure) -> [UInt8] {
    try render(report: report, language: language, pages: [Request(audience, options)])[0]
  }

  /// Templates read and checked: they can be got ready while the numbers are still computed.
  package struct Layout: Sendable {
    fileprivate let library: TemplateLibrary
    package let templates: [String: String]

    /// - Parameter templates: the user's own by path below `templates/`.
    /// - Throws: `Failure` E850…E857 where one of them cannot be used.
    package init(_ templates: [String: String]) throws(Failure) {
      library = try Dashboard.library(templates)
      self.templates = templates
    }
  }

  /// Several pages of one report, which share the work; in the order asked for.
  ///
  /// - Parameters:
  ///   - layout: of the templates of the pages, where it was got ready before.
  ///   - deliver: takes each page by its place in `pages` as soon as it is there, on whatever thread made it.
  /// - Throws: `Failure` E850…E857 where a template of `options.templates` cannot be used.
  @discardableResult
  package static func render(
    report: MetricsReport, language: Language, pages: [Request], layout: Layout? = nil,
    deliver: @escaping @Sendable (Int, [UInt8]) -> Void = { _, _ in }
  ) throws(Failure) -> [[UInt8]] {
    guard let first = pages.first else { return [] }
    let known: Layout
    if let layout { known = layout } else { known = try Layout(first.options.templates) }
    var work = Parallel()
    // What leaves the house first: its small numbers take longest, and nobody waits for it.
    let order =
      pages.indices.filter { pages[$0].audience.isOutside } + pages.indices.filter { !pages[$0].audience.isOutside }
    let made = order.map { place in
      (
        place: place,
        draft: work.add {
          Result { () throws(Failure) -> Draft in
            let request = pages[place]
            let own =
              request.options.templates == known.templates ? known.library : try Self.library(request.options.templates)
            return try Draft(report, request, language, own)
          }
        }
      )
    }
    let inside = made.filter { !pages[$0.place].audience.isOutside }
    let shown = work.add(after: inside.map(\.draft)) { () -> [Int: [SliceMaker.Shown]] in
      // What the pages offer to choose is the same wherever they offer anything.
      let choosing = inside.compactMap { place, draft in
        (try? draft.value.get()).flatMap { $0.choices.isEmpty ? nil : (place: place, draft: $0) }
      }
      let shown = SliceMaker.shown(
        choosing.map { .init(composer: $0.draft.composer, heights: $0.draft.laid.heights) },
        choosing.first?.draft.choices ?? [])
      return Dictionary(uniqueKeysWithValues: zip(choosing.map(\.place), shown))
    }
    let done = made.map { place, draft in
      (
        place: place,
        page: work.add(after: pages[place].audience.isOutside ? [draft] : [shown]) {
          Result { () throws(Failure) -> [UInt8] in
            let draft = try draft.value.get()
            let page = try draft.finished(draft.choices.isEmpty ? [] : shown.value[place] ?? [], language)
            deliver(place, page)
            return page
          }
        }
      )
    }
    work.run()
    defer { work.dissolve() }
    var out: [[UInt8]] = []
    for one in done.sorted(by: { $0.place < $1.place }) { out.append(try one.page.value.get()) }
    return out
  }

  private static func library(_ templates: [String: String]) throws(Failure) -> TemplateLibrary {
    let library: TemplateLibrary
    do {
      library = try TemplateLibrary(folder: "dashboard", overlay: templates)
    } catch {
      throw Failure(template: error)
    }
    try Page.check(library)
    return library
  }

  /// A page put together and laid out, before anything the filter swaps in.
  struct Draft: Sendable {
    var composer: Composer
    var choices: [SliceChoice]
    var page: Page
    var laid: Page.Laid
    var library: TemplateLibrary

    init(
      _ report: MetricsReport, _ request: Request, _ language: Language, _ library: TemplateLibrary
    ) throws(Failure) {
      (composer, page, choices) = Dashboard.page(report, request, language)
      laid = try page.laidOut(library, language)
      self.library = library
    }

    func finished(_ shown: [SliceMaker.Shown], _ language: Language) throws(Failure) -> [UInt8] {
      let options = composer.options
      let slices = SliceData.script(choices, shown, budget: laid.room, gzip: options.gzip)
      return try page.finished(laid, slices, library, language, options.sha256)
    }
  }

  /// The page before it is laid out, who put it together, and what its filter offers: what tests look into.
  static func page(
    _ report: MetricsReport, _ request: Request, _ language: Language
  ) -> (composer: Composer, page: Page, choices: [SliceChoice]) {
    let (audience, options) = (request.audience, request.options)
    var teller = Teller(language, policy: options.policy(audience))
    if audience.isOutside {
      teller.ledger = Ledger(
        report, teller.policy, compared: Composer.compared(report), cohorts: Composer.mostCohorts,
        ages: Composer.mostAges)
    }
    let composer = Composer(report: report, audience: audience, language: language, teller: teller, options: options)
    var sections: [PageSection] = []
    for kind in audience.sections {
      sections.append(kind == .data ? composer.data(after: sections) : composer.section(kind))
    }
    let choices = composer.choices()
    if let at = sections.firstIndex(where: { $0.id == SectionKind.overview.rawValue }) {
      sections[at].tools = composer.filterTool(choices)
    }
    let institution = options.institution
    let title = institution.isEmpty ? composer.say("title") : composer.say("title.of", institution)
    return (
      composer,
      Page(
        title: title, meta: composer.meta, audience: composer.say("audience." + audience.rawValue),
        asOf: composer.say("asOf", report.asOf.description), version: options.version, footer: composer.say("footer"),
        sections: sections), choices
    )
  }
}

extension Composer {
  /// A section by its kind; the data section stands on the others.
  func section(_ kind: SectionKind) -> PageSection {
    switch kind {
    case .overview: overview()
    case .retention: retention()
    case .churn: churn()
    case .satisfaction: satisfaction()
    case .repurchase: repurchase()
    case .grading: grading()
    case .membership: membership()
    case .visits: visits()
    case .complaints: complaints()
    case .statistics: statistics()
    case .data: data(after: [])
    }
  }

  /// As-of, customers, visits: one line under the title.
  var meta: String {
    say(
      "meta", report.asOf.description, teller.count(report.counts.customers).text,
      teller.count(report.visits.total).text)
  }
}
