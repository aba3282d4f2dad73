import CustomerRecords
package import Localisation
import Privacy
package import ReleaseGate
import Tabular

/// `history`: every contact with a customer or a family, through the asker's view.
package enum ContactHistory {
  package static func table(
    of customer: Int, family: Bool, in institution: Institution, role: String, staff: String?, language: Language
  ) throws -> Released<Outside> {
    let records = institution.records
    let session = try ViewSession(
      sheet: try institution.rules.views(),
      request: ViewRequest(roles: [role], staff: staff, language: language, choices: institution.rules.choices),
      records: records, settings: institution.rules.settings)
    let owners = records.customerRow(of: .visits)
    let days = records.visits.days("visit_date").days
    func isWanted(_ row: Int32) -> Bool {
      guard row >= 0 else { return false }
      if family, !records.family.isEmpty { return records.family[Int(row)] == records.family[customer] }
      return records.person.isEmpty ? Int(row) == customer : Int(records.person[Int(row)]) == customer
    }
    let rows = owners.indices.filter { isWanted(owners[$0]) }.sorted { (days[$0], $0) < (days[$1], $1) }.map {
      UInt32($0)
    }
    let table = records.visits.table
    return Released(table, through: try session.compiled(table, kind: .visits, rows: rows))
  }
}
