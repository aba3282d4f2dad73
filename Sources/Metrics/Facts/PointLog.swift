import CustomerRecords
import Tabular

/// Entries of the points sheet dated up to as-of, in order of row.
struct PointLog: Sendable {
  struct Entry: Sendable {
    /// Representative customer row; -1 = nobody known.
    var person: Int32
    var day: Int32
    var points: Double
    var expires: Int32
    /// The event says that points lapse.
    var isExpiry: Bool
    /// Position in the names of `events`; -1 = not filled in.
    var event: Int32
  }

  let entries: [Entry]
  let events: [String]

  init(_ records: Records, _ settings: Settings, person: [Int32]) {
    let table = records.points
    let owners = records.customerRow(of: .points)
    let values = table.numbers("points").values
    let days = table.days("date").days
    let expiry = table.days("expires_on").days
    var book = LabelBook()
    let events = book.numbers(table.texts("event"))
    let words = Set(settings.words("expiry_events").map { $0.lowercased() })
    let lapses = book.names.map { words.contains($0.lowercased()) }
    entries = owners.indices.compactMap { row in
      guard !values[row].isNaN, days[row] <= records.asOf.rawValue else { return nil }
      return Entry(
        person: owners[row] < 0 ? -1 : person[Int(owners[row])], day: days[row], points: values[row],
        expires: expiry[row], isExpiry: events[row] >= 0 && lapses[Int(events[row])], event: events[row])
    }
    self.events = book.names
  }
}
