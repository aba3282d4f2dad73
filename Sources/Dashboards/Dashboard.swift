package import ByteScanning
import Charts
package import Localisation
package import Metrics
import Tabular
import Templating

/// One self-contained page of one audience.
package enum Dashboard {
  /// The page as UTF-8 HTML: same report, audience, language and options, same bytes.
  ///
  /// - Throws: `Failure` E850…E857 where a template of `options.templates` cannot be used.
  package static func render(
    report: MetricsReport, audience: Audience, language: Language, options: DashboardOptions
  ) throws(Failure) -> [UInt8] {
    let library: TemplateLibrary
    do {
      library = try TemplateLibrary(folder: "dashboard", overlay: options.templates)
    } catch {
      throw Failure(
        Failure.Code(error.code), kind: .rules, file: "dashboard/" + error.template, cell: String(error.line),
        error.arguments)
    }
    return try page(report: report, audience: audience, language: language, options: options)
      .rendered(with: library, language: language, sha256: options.sha256)
  }

  /// The page before it is laid out: what tests look into.
  static func page(
    report: MetricsReport, audience: Audience, language: Language, options: DashboardOptions
  ) -> Page {
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
    let slices = composer.slices()
    if let at = sections.firstIndex(where: { $0.id == SectionKind.overview.rawValue }) {
      sections[at].tools = composer.filterTool(slices)
    }
    let institution = options.institution
    let title = institution.isEmpty ? composer.say("title") : composer.say("title.of", institution)
    return Page(
      title: title, meta: composer.meta, audience: composer.say("audience." + audience.rawValue),
      asOf: composer.say("asOf", report.asOf.description), version: options.version, footer: composer.say("footer"),
      sections: sections, slices: slices)
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
