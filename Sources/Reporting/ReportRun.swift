import ByteScanning
import Cryptography
import CustomerRecords
package import Dashboards
import Dispatch
import Foundation
package import Localisation
package import Metrics
import Privacy
import ReleaseGate
package import RollbookKit
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

  /// The pages by file name, in the order of the audiences; each is put together on its own, so all cores help.
  package func pages(_ judging: Judging) throws -> [(name: String, bytes: [UInt8])] {
    let institution = judging.institution
    let views = try ViewSheet(institution.rules.sheet("views"), catalogue: institution.rules.catalogue)
    var asked = metrics
    asked.split = [.campus, .course]
    asked.lightParts = true
    asked.mostParts = 8
    let report = judging.report(language, asked)
    let overlay = try templates.map(TemplateFolder.read) ?? [:]
    let lists = PageLists(judging, report, language)
    // One dictionary for all audiences, of those the notes on the pages can speak of.
    let dictionary = PersonDictionary(
      records: institution.records, catalogue: institution.rules.catalogue, mentionedIn: lists.texts)
    let results = Ordered.map(audiences) { audience in
      Result { () throws -> (name: String, bytes: [UInt8]) in
        let session = try ViewSession(
          sheet: views,
          request: ViewRequest(
            roles: [audience.viewRole], language: language, figuresOnly: true, choices: institution.rules.choices),
          records: institution.records, settings: institution.rules.settings, dictionary: dictionary)
        let showsStaff = session.view.word("visits.staff") == .full
        var staffName = DashboardOptions.masked
        if showsStaff { staffName = { name in name } }
        let options = DashboardOptions(
          institution: institutionName, version: rollbookVersion, rulesDigest: institution.rules.digest,
          templates: overlay, smallNumbers: session.smallNumbers, staffName: staffName,
          lists: try lists.released(session, audience), sha256: { (try? Digest.of($0)) ?? [] })
        let bytes = try Dashboard.render(report: report, audience: audience, language: language, options: options)
        return (audience.rawValue + ".html", bytes)
      }
    }
    return try results.map { try $0.get() }
  }
}

/// The same work on many things at once, on all cores; results in the order of the things.
enum Ordered {
  /// Where one piece leaves its result. Written once, by the piece alone, before anybody reads it.
  private final class Slot<Value>: @unchecked Sendable {
    var value: Value?
  }

  static func map<Input: Sendable, Output>(_ inputs: [Input], _ body: @Sendable (Input) -> Output) -> [Output] {
    let slots = inputs.map { _ in Slot<Output>() }
    DispatchQueue.concurrentPerform(iterations: inputs.count) { slots[$0].value = body(inputs[$0]) }
    return slots.compactMap(\.value)
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
