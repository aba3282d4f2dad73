import ByteScanning
import Cryptography
import CustomerRecords
package import Dashboards
import Foundation
package import Localisation
package import Metrics
import Privacy
import ReleaseGate
import Tabular
import Workbooks

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

  /// The pages by file name, in the order of the audiences.
  package func pages(_ judging: Judging) throws -> [(name: String, bytes: [UInt8])] {
    let institution = judging.institution
    let views = try ViewSheet(institution.rules.sheet("views"), catalogue: institution.rules.catalogue)
    let report = judging.report(language, metrics)
    let overlay = try templates.map(TemplateFolder.read) ?? [:]
    var pages: [(name: String, bytes: [UInt8])] = []
    for audience in audiences {
      let session = try ViewSession(
        sheet: views,
        request: ViewRequest(
          roles: [audience.viewRole], language: language, figuresOnly: true, choices: institution.rules.choices),
        records: institution.records, settings: institution.rules.settings)
      let showsStaff = session.view.word("visits.staff") == .full
      var staffName = DashboardOptions.masked
      if showsStaff { staffName = { name in name } }
      let options = DashboardOptions(
        institution: institutionName, version: rollbookVersion, rulesDigest: institution.rules.digest,
        templates: overlay, smallNumbers: session.smallNumbers, staffName: staffName,
        lists: try PageLists.make(judging, session, audience, language),
        sha256: { (try? Digest.of($0)) ?? [] })
      let bytes = try Dashboard.render(report: report, audience: audience, language: language, options: options)
      pages.append((audience.rawValue + ".html", bytes))
    }
    return pages
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

/// The user's templates by path below `templates/`.
enum TemplateFolder {
  static func read(_ folder: String) throws -> [String: String] {
    guard let walk = FileManager.default.enumerator(atPath: folder) else { throw Failure("E601", file: folder) }
    var files: [String: String] = [:]
    while let path = walk.nextObject() as? String {
      guard let data = FileManager.default.contents(atPath: folder + "/" + path), !data.isEmpty, data.count < 4 << 20
      else {
        continue
      }
      files[path] = String(decoding: data, as: UTF8.self)
    }
    return files
  }
}
