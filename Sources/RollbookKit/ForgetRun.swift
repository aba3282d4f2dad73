import ByteScanning
import CustomerRecords
import Foundation
package import Localisation
package import Privacy
import ReleaseGate
import Tabular
package import Workbooks

/// `person forget`: copies of the sheets without somebody, searched for them once they are written.
package struct ForgetRun: Sendable {
  private let person: PersonRecord
  private let sheets: [Released<Custody>]

  package init(_ institution: Institution, _ person: PersonRecord, _ language: Language) {
    self.person = person
    sheets = person.forgotten(in: institution.records).cleanTables(
      language, catalogue: institution.rules.catalogue, choices: institution.rules.choices
    ).map { Released($0, through: .custody(reason: "person forget")) }
  }

  /// Writes the copies, opens them again and searches them. Throws `Failure` E562 where they still speak of the person;
  /// the copies are taken away then.
  package func write(to output: String, _ options: WriteOptions) throws {
    let written = try Workbooks.write(sheets, to: output, options)
    let left = person.remains(in: try Grids.read(try Workbooks.open(output)))
    guard left > 0 else { return }
    for file in written.files { try? FileManager.default.removeItem(atPath: file.file) }
    throw Failure("E562", kind: .refused, file: output, [String(left)])
  }
}
