package import ByteScanning
import Charts
package import Localisation
package import Metrics
import Synchronization
package import Tabular
import Templating

/// One self-contained page for each audience.
package enum Dashboard {
  /// A page that is wanted.
  package struct Request: Sendable {
    package let audience: Audience
    let needs: [Parallel.Piece]
    package let options: @Sendable () throws -> DashboardOptions

    /// - Parameters:
    ///   - needs: pieces of the work given to `render` that the options stand on.
    ///   - options: asked for when the page is begun: others may be on their way by then.
    package init(
      _ audience: Audience, after needs: [Parallel.Piece] = [],
      _ options: @escaping @Sendable () throws -> DashboardOptions
    ) {
      self.audience = audience
      self.needs = needs
      self.options = options
    }
  }

  /// The page as UTF-8 HTML: same report, audience, language and options, same bytes.
  ///
  /// - Throws: `Failure` E850…E857 where a template of `options.templates` cannot be used.
  package static func render(
    report: MetricsReport, audience: Audience, language: Language, options: DashboardOptions
  ) throws -> [UInt8] {
    let layout = try Layout(options.templates)
    return try render(report: report, language: language, pages: [Request(audience) { options }], layout: layout)[0]
  }

  /// Templates read and checked: they can be got ready while the numbers are still computed.
  package struct Layout: Sendable {
    let library: TemplateLibrary

    /// - Parameter templates: the user's own by path below `templates/`.
    /// - Throws: `Failure` E850…E857 where one of them cannot be used.
    package init(_ templates: [String: String]) throws(Failure) {
      do {
        library = try TemplateLibrary(folder: "dashboard", overlay: templates)
      } catch {
        throw Failure(template: error)
      }
      try Page.check(library)
    }
  }

  /// Several pages of one report, in the order asked for.
  package static func render(
    report: MetricsReport, language: Language, pages: [Request], layout: Layout, packing: SlicePacking? = nil
  ) throws -> [[UInt8]] {
    let made = Mutex(pages.map { _ in [UInt8]() })
    try render(report: report, language: language, pages: pages, layout: layout, packing: packing) { place, page in
      made.withLock { $0[place] = page }
    }
    return made.withLock { $0 }
  }

  /// Several pages of one report, which share the work.
  ///
  /// - Parameters:
  ///   - layout: of the templates of the pages.
  ///   - work: what the options of the pages stand on; it is run here.
  ///   - packing: of what the filter swaps in, which is most of a page; nil = it stands there as it is.
  ///   - deliver: takes each page by its place in `pages` as soon as it is there, on whatever thread made it.
  /// - Throws: `Failure` E850…E857 where a template cannot be used, and what the options of a page throw.
  package static func render(
    report: MetricsReport, language: Language, pages: [Request], layout: Layout, in work: Parallel = Parallel(),
    packing: SlicePacking? = nil, deliver: @escaping @Sendable (Int, [UInt8]) -> Void
  ) throws {
    let (held, layout) = (HeldReport(report), PageLayout(layout.library, language))
    // What leaves the house first: its small numbers take longest, and nobody waits for it. It shares nothing.
    let outside = pages.indices.filter { pages[$0].audience.isOutside }
    let inside = pages.indices.filter { !pages[$0].audience.isOutside }
    var work = work
    var done: [Parallel.Slot<Result<Void, any Error>>] = []
    for group in outside.map({ [$0] }) + (inside.isEmpty ? [] : [inside]) {
      let authors = group.map { place in
        work.add(after: pages[place].needs) { Result { try Author(place, held, pages[place], language) } }
      }
      let kinds = Set(group.flatMap { pages[$0].audience.sections })
      let bench = Workbench(layout, authors, kinds, packing, to: &work)
      for author in authors { done.append(bench.add(author, deliver, to: &work)) }
    }
    work.run()
    defer { work.dissolve() }
    for page in done { try page.value.get() }
  }
}

extension Composer {
  init(_ held: HeldReport, _ audience: Audience, _ options: DashboardOptions, _ language: Language) {
    var teller = Teller(language, policy: options.policy(audience))
    if audience.isOutside {
      teller.ledger = Ledger(
        held.report, teller.policy, compared: Composer.compared(held.report), cohorts: Composer.mostCohorts,
        ages: Composer.mostAges)
    }
    self.init(held: held, audience: audience, language: language, teller: teller, options: options)
  }

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

  /// The page of sections that are put together.
  func page(_ sections: [PageSection]) -> Page {
    let institution = options.institution
    let title = institution.isEmpty ? say("title") : say("title.of", institution)
    return Page(
      title: title, meta: meta, audience: say("audience." + audience.rawValue),
      asOf: say("asOf", report.asOf.description), version: options.version, footer: say("footer"), sections: sections)
  }

  /// As-of, customers, visits: one line under the title.
  private var meta: String {
    say(
      "meta", report.asOf.description, teller.count(report.counts.customers).text,
      teller.count(report.visits.total).text)
  }
}
