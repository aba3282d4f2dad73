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

  /// How many people of other families give a phone of this family: brothers and sisters perhaps, or a borrowed phone.
  /// Records never join them by themselves, so their contacts are not in the family's history.
  package static func sharingPhone(with customer: Int, in institution: Institution) -> Int {
    let records = institution.records
    if records.family.isEmpty { return 0 }
    let views = ["phone", "phone_2", "guardian_phone"].map { records.customers.texts($0) }
    let family = records.family[customer]
    let ours = Set(
      views.flatMap { view in
        records.family.indices.compactMap { records.family[$0] == family ? view[$0] : nil }
      })
    var others: Set<Int32> = []
    for row in records.family.indices where records.family[row] != family {
      if views.contains(where: { $0[row].map(ours.contains) ?? false }) { others.insert(records.person[row]) }
    }
    return others.count
  }
}
