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
    let entries = ledger.rows.entries
    // Each name joins the texts of the column with its first row.
    var (pool, index) = (TextPool(), TextIndex())
    let lapsed = ledger.rows.events.count
    var known = [UInt32](repeating: TextPool.none, count: lapsed + 1)
    let events = entries.map { entry -> UInt32 in
      let number = entry.kind == .expired ? lapsed : Int(entry.event)
      if known[number] == TextPool.none {
        let text = number == lapsed ? expiry : ledger.rows.events[number]
        // Only an entry that lapsed may have a name without letters.
        if text.isEmpty, number != lapsed { return TextPool.none }
        known[number] = index.intern(text, in: &pool)
      }
      return known[number]
    }
    func named(_ field: String, _ column: Column) -> Table.Named {
      Table.Named(header: field, field: FieldID("points", field), column: column)
    }
    let table = Table(
      name: points.table.name,
      columns: [
        named("date", Column(.day(entries.map(\.day)))),
        named("event", Column(.text(codes: events, pool: pool))),
        named("points", Column(.number(entries.map { Double($0.points) }, .plain))),
        named("expires_on", Column(.day(entries.map(\.expires)))),
      ], rowCount: entries.count)
    var copy = self
    copy[.points] = RecordTable(kind: .points, table: table)
    copy.customerRows[.points] = entries.map(\.customer)
    return copy
  }
}
