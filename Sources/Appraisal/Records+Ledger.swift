package import CustomerRecords
package import Loyalty
import Tabular

extension Records {
  /// The same records with the points ledger in place of the points sheet, so that every number counts what the rules
  /// granted and what lapsed, as the ledger does. Records without a points sheet stay as they are.
  package func booked(_ ledger: PointsLedger, settings: Settings) -> Records {
    guard points.count > 0 else { return self }
    // A lapse is told from a redemption by its event, as in a sheet that books expiry by hand.
    let expiry = settings.words("expiry_events").first ?? ""
    let rows = ledger.rows
    func named(_ field: String, _ column: Column) -> Table.Named {
      Table.Named(header: field, field: FieldID("points", field), column: column)
    }
    let table = Table(
      name: points.table.name,
      columns: [
        named("date", .days(rows.map(\.day))),
        named("event", .texts(rows.map { $0.kind == .expired ? expiry : $0.event.isEmpty ? nil : $0.event })),
        named("points", .numbers(rows.map { Double($0.points) })),
        named("expires_on", .days(rows.map(\.expiresOn))),
      ], rowCount: rows.count)
    var copy = self
    copy[.points] = RecordTable(kind: .points, table: table)
    copy.customerRows[.points] = rows.map(\.customer)
    return copy
  }
}
