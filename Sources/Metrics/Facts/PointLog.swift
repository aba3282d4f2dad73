import CustomerRecords
import Tabular

/// The points sheet as arrays by row of the table.
struct PointLog: Sendable {
  /// Representative customer row; -1 = nobody known.
  let person: [Int32]
  let day: [Int32]
  let points: [Double]
  let expires: [Int32]
  let events: TextLabels
  /// By event: it says that points lapse.
  private let lapses: [Bool]

  init(_ records: Records, _ settings: Settings, person persons: [Int32]) {
    let table = records.points
    person = records.customerRow(of: .points).map { $0 < 0 ? -1 : persons[Int($0)] }
    points = table.numbers("points").values
    day = table.days("date").days
    expires = table.days("expires_on").days
    events = TextLabels(table.texts("event"))
    let words = Set(settings.words("expiry_events").map { $0.lowercased() })
    lapses = events.names.map { words.contains($0.lowercased()) }
  }

  func isExpiry(_ row: Int) -> Bool {
    let event = events.number(row)
    return event >= 0 && lapses[Int(event)]
  }
}
