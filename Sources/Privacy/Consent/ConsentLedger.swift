package import CustomerRecords
package import Tabular

/// Why a customer's rows may not go to a recipient.
package enum ConsentGap: String, Sendable, CaseIterable, Comparable {
  /// The row belongs to no customer that is known.
  case unknownCustomer
  /// Nobody knows when, through what or by whom the customer came.
  case noProvenance
  /// The customer's own sheet says no.
  case refused
  case withdrawn
  case notYetGiven
  /// A child's consent that names no guardian, or a recipient without contact and method.
  case noGuardian
  /// The consent does not cover the kinds of data shown.
  case kinds
  case missing

  package static func < (a: ConsentGap, b: ConsentGap) -> Bool {
    (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
  }
}

/// The consents sheet, asked for one recipient and purpose.
package struct ConsentLedger: Sendable {
  /// For each customer row: nil where everything may leave that the view shows.
  package let gaps: [ConsentGap?]

  /// - Parameter shown: the fields the export shows in any form but token.
  package init(records: Records, recipient: Recipient, purpose: String, isChild: [Bool], shown: [FieldDefinition]) {
    let customers = records.customers
    let person = records.person.count == customers.count ? records.person : (0..<Int32(customers.count)).map { $0 }
    let rows = ConsentLedger.rows(records, recipient: recipient, purpose: purpose, person: person)
    let provenance = ConsentLedger.provenance(customers)
    let said = customers.column("consent").map { _ in customers.numbers("consent") }
    let guardianSaid = customers.column("guardian_consent").map { _ in customers.numbers("guardian_consent") }
    let named = Set(shown.compactMap(DataKinds.kind(of:)))
    gaps = (0..<customers.count).map { row in
      if !provenance[row] { return .noProvenance }
      if said?[row] == 0 { return .refused }
      if isChild[row], guardianSaid?[row] == 0 { return .refused }
      guard let own = rows[person[row]] else { return .missing }
      let given = own.filter { $0.given.map { $0 <= records.asOf } ?? false }
      if given.isEmpty { return .notYetGiven }
      let withdrawn = own.compactMap(\.withdrawn).filter { $0 <= records.asOf }.max()
      let standing = given.filter { one in withdrawn.map { one.given! > $0 } ?? true }
      if standing.isEmpty { return .withdrawn }
      let covering = standing.filter {
        $0.kinds.isBlank ? named.isEmpty || !isChild[row] : named.isSubset(of: $0.kinds.kinds)
      }
      if covering.isEmpty { return .kinds }
      if isChild[row] {
        let complete = recipient.contact != nil && recipient.method != nil
        if !complete || !covering.contains(where: { $0.byGuardian && $0.byName }) { return .noGuardian }
      }
      return nil
    }
  }

  private struct Row {
    var given: Day?
    var withdrawn: Day?
    var kinds: DataKinds
    var byGuardian: Bool
    /// Names this recipient, not just a kind of recipient.
    var byName: Bool
  }

  /// Words for any recipient of the kind partner.
  private static let kindsOfRecipient: Set<String> = [
    "合作方", "合作伙伴", "合作机构", "合作学校", "第三方", "partner", "partners", "thirdparty", "thirdparties",
  ]

  private static func rows(
    _ records: Records, recipient: Recipient, purpose: String, person: [Int32]
  ) -> [Int32: [Row]] {
    let table = records[.consents]
    let (recipients, purposes, kinds) = (table.texts("recipient"), table.texts("purpose"), table.texts("kinds"))
    let (given, withdrawn) = (table.days("given_on"), table.days("withdrawn_on"))
    let guardians = table.texts("guardian_name")
    let wanted = Recipient.key(recipient.name)
    let aim = Recipient.key(purpose)
    var rows: [Int32: [Row]] = [:]
    for (row, customer) in records.customerRow(of: .consents).enumerated() where customer >= 0 {
      let to = Recipient.words(recipients[row]).map(Recipient.key)
      let byName = to.contains(wanted)
      guard byName || to.contains(where: kindsOfRecipient.contains),
        Recipient.words(purposes[row]).contains(where: { Recipient.key($0) == aim })
      else { continue }
      rows[person[Int(customer)], default: []].append(
        Row(
          given: given[row], withdrawn: withdrawn[row], kinds: DataKinds(kinds[row]),
          byGuardian: guardians[row] != nil, byName: byName))
    }
    return rows
  }

  /// True where the sheet says when, through which channel or by whom a customer was collected (R1.3).
  private static func provenance(_ customers: RecordTable) -> [Bool] {
    var known = Array(repeating: false, count: customers.count)
    for field in ["source_channel", "collected_by", "registered_on", "campaign", "referrer"] {
      guard let column = customers.column(field) else { continue }
      for row in known.indices where !known[row] { known[row] = !column.cell(row).isEmpty }
    }
    return known
  }

  /// The customers whose consent is to be collected, as a sheet for staff: id, name, guardian, recipient, purpose, kinds
  /// and what is missing. It holds direct fields and stays in the house.
  package static func toCollect(
    _ records: Records, gaps: [(customer: Int32, gap: ConsentGap)], recipient: Recipient, purpose: String,
    reason: (ConsentGap) -> String, header: (FieldID) -> String
  ) -> Table {
    let customers = records.customers
    let wanted = gaps.filter { $0.customer >= 0 && $0.gap != .noProvenance && $0.gap != .unknownCustomer }
    var columns: [Table.Named] = []
    for name in ["customer_id", "name", "guardian_name", "owner"] {
      guard let column = customers.column(name) else { continue }
      let id = FieldID("customers", name)
      columns.append(
        Table.Named(header: header(id), field: id, column: column.gathered(wanted.map { UInt32($0.customer) })))
    }
    func constant(_ id: FieldID, _ text: String?) {
      columns.append(
        Table.Named(
          header: header(id), field: id, column: .texts(wanted.map { _ in text }, lineage: FieldSet(.normal))))
    }
    constant("consents.recipient", recipient.name)
    constant("consents.purpose", purpose)
    constant("consents.evidence", nil)
    columns.append(
      Table.Named(
        header: header("consents.gap"), field: "consents.gap",
        column: .texts(wanted.map { reason($0.gap) }, lineage: FieldSet(.normal))))
    return Table(name: "consents", columns: columns, rowCount: wanted.count)
  }
}
