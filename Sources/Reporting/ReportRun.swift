import ByteScanning
import Cryptography
import CustomerRecords
package import Dashboards
import Foundation
package import Localisation
package import Metrics
import Privacy
import ReleaseGate
package import RollbookKit
import Tabular
import Workbooks
import ZipContainer

/// `report`: a dashboard for each audience, every person's row and every small number through the audience's view.
package struct ReportRun: Sendable {
  package var audiences: [Audience]
  package var language: Language
  package var institutionName: String
  /// A folder whose files lie over the shipped templates.
  package var templates: String?
  package var metrics = MetricsOptions()

  package init(audiences: [Audience], language: Language, institutionName: String = "", templates: String? = nil) {
    self.audiences = audiences
    self.language = language
    self.institutionName = institutionName
    self.templates = templates
  }

  /// The page templates, read and checked; the words that names are told from are made ready on the way.
  private func layout() throws -> Dashboard.Layout {
    PersonDictionary.prepare()
    return try Dashboard.Layout(templates.map(TemplateFolder.read) ?? [:])
  }

  /// All of `report`: reads the sheets, judges, computes, and writes a page for each audience into a folder; all of them
  /// appear, or none. What does not hang on the sheets is got ready while they are read, and a page goes to the disk while
  /// others are made.
  ///
  /// - Parameters:
  ///   - dryRun: does all of it and writes nothing.
  ///   - opened: looks at what was read before anything is computed.
  package func write(
    _ input: InputOptions, to folder: String, force: Bool, dryRun: Bool = false,
    opened: (Institution) throws -> Void = { _ in }
  ) throws -> (judging: Judging, paths: [String]) {
    var options = WriteOptions()
    options.force = force
    options.inputs = input.paths
    let paths = audiences.map { folder + "/" + $0.rawValue + ".html" }
    let layout = Ahead { Result { try self.layout() } }
    let target = dryRun ? nil : Ahead { [options] in Result { try OutputBatch(paths, options) } }
    let institution = try Institution.open(input)
    try opened(institution)
    let rules = institution.rules
    let views = Ahead { Result { try ViewSheet(rules.sheet("views"), catalogue: rules.catalogue) } }
    let batch = try target?.value.get()
    let ready = try layout.value.get()
    let judging = try Judging(institution)
    do {
      try makePages(judging, ready, views) { batch?.stage($0, $1) }
      try batch?.commit(purpose: "report", read: institution.digests)
    } catch {
      batch?.abandon()
      throw error
    }
    return (judging, paths)
  }

  /// Puts the pages together on all cores; `deliver` takes each by its place among the audiences as soon as it is there,
  /// on whatever thread made it.
  private func makePages(
    _ judging: Judging, _ layout: Dashboard.Layout, _ views: Ahead<Result<ViewSheet, any Error>>,
    deliver: @escaping @Sendable (Int, [UInt8]) -> Void
  ) throws {
    let institution = judging.institution
    var asked = metrics
    asked.split = [.campus, .course]
    asked.lightParts = true
    asked.mostParts = 8
    let report = judging.report(language, asked)
    let language = language
    // One dictionary for all audiences, of those the notes on the pages can speak of.
    var work = Parallel()
    let lists = work.add {
      let lists = PageLists(judging, report, language)
      let dictionary = PersonDictionary(
        records: institution.records, catalogue: institution.rules.catalogue, mentionedIn: lists.texts)
      return (pages: lists, dictionary: dictionary)
    }
    let requests = audiences.map { [institutionName] audience in
      // No list leaves the house: that page need not wait for them.
      Dashboard.Request(audience, after: audience.isOutside ? [] : [lists]) {
        let lists = audience.isOutside ? nil : lists.value
        let session = try ViewSession(
          sheet: views.value.get(),
          request: ViewRequest(
            roles: [audience.viewRole], language: language, figuresOnly: true, choices: institution.rules.choices),
          records: institution.records, settings: institution.rules.settings, dictionary: lists?.dictionary ?? .empty)
        var options = DashboardOptions(
          institution: institutionName, version: rollbookVersion, rulesDigest: institution.rules.digest,
          smallNumbers: session.smallNumbers,
          staffNames: session.view.word("visits.staff") == .full ? .full : .masked,
          lists: try lists?.pages.released(session, audience) ?? [], sha256: { (try? Digest.of($0)) ?? [] })
        if language == .en { options.words = institution.rules.choices.englishWords }
        return options
      }
    }
    try Dashboard.render(
      report: report, language: language, pages: requests, layout: layout, in: work,
      packing: SlicePacking(parts: Gzip.Packer().parts, joined: Gzip.joined, length: Gzip.length), deliver: deliver)
  }
}

extension Audience {
  /// The column of the views sheet that rules for the page.
  var viewRole: String {
    switch self {
    case .head: return "head"
    case .sales: return "supervisor"
    case .teaching: return "teacher"
    case .service: return "service"
    case .partner: return "partner"
    }
  }
}
