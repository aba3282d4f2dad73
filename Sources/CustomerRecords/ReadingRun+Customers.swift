import ByteScanning
import Tabular

extension ReadingRun {
  /// Provenance, consent, staleness (R1.3, R1.6): what a customer's row ought to say and doesn't.
  mutating func checkCustomers(
    _ tables: [TableKind: Table], _ customers: Table, _ links: [TableKind: [Int32]], _ asOf: Day
  ) {
    guard !implied.contains(.customers), customers.rowCount > 0 else { return }
    missing(customers, any: ["registered_on", "source_channel", "collected_by"], code: "E125")
    let consenting = consenting(tables, customers, links)
    missing(customers, any: ["consent", "guardian_consent", "consent_scope"], code: "E126", unless: consenting)
    stale(tables, customers, links, asOf)
  }

  /// A finding for each row where none of the fields is filled; one for a sheet that has none of the columns.
  private mutating func missing(
    _ customers: Table, any names: [String], code: String, unless: Set<Int32> = []
  ) {
    let columns = names.compactMap { customers[field: FieldID("customers", $0)] }
    var told: Set<UInt16> = []
    for row in 0..<customers.rowCount {
      if unless.contains(Int32(row)) || columns.contains(where: { $0.isFilled(row) }) { continue }
      let at = customers.origin.place(row)
      let had = names.contains { name in
        guard let i = customers.index(of: FieldID("customers", name)) else { return false }
        return customers.columns[i].stood.contains { $0.source == Int(at.source) }
      }
      if had {
        findings.append(Finding(.init(code), .note, at: at))
      } else if told.insert(at.source).inserted {
        findings.append(Finding(.init(code), .note, at: Place(source: Int(at.source))))
      }
    }
  }

  private func consenting(
    _ tables: [TableKind: Table], _ customers: Table, _ links: [TableKind: [Int32]]
  ) -> Set<Int32> {
    Set((links[.consents] ?? []).filter { $0 >= 0 })
  }

  /// Customers of whom nothing has been heard for `stale_days`.
  private mutating func stale(
    _ tables: [TableKind: Table], _ customers: Table, _ links: [TableKind: [Int32]], _ asOf: Day
  ) {
    let limit = options.settings.integer("stale_days", or: 365)
    var newest = Array(repeating: Day.missing, count: customers.rowCount)
    for kind in [TableKind.customers, .visits, .enrolments, .complaints, .points, .surveys, .scores] {
      guard let table = tables[kind], let name = RowKeys.date(of: kind), let rows = links[kind],
        case .day(let days)? = table[field: FieldID(kind.rawValue, name)]?.lane
      else { continue }
      for row in days.indices where rows[row] >= 0 && days[row] != Day.missing {
        newest[Int(rows[row])] = max(newest[Int(rows[row])], days[row])
      }
    }
    for row in newest.indices where newest[row] != Day.missing && asOf.rawValue - newest[row] > Int32(limit) {
      findings.append(
        Finding("E127", .note, at: customers.origin.place(row), hint: ["\(limit)"]))
    }
  }
}
