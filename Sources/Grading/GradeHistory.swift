package import CustomerRecords
package import Tabular

/// The grades the visit log gave each customer, in order of time; a grade said again is no new entry.
package struct GradeHistory: Sendable {
  package struct Entry: Sendable {
    /// Customer row that represents the person.
    package let person: Int32
    package let day: Day
    /// Code into `names`.
    package let grade: Int32
    /// Row of the visits table: the event that moved the grade.
    package let visit: Int32
    /// Days from this entry to the next one, or to as-of.
    package let days: Int
    /// The grade before, -1 for the first entry.
    package let before: Int32
  }

  /// By person, then day.
  package let entries: [Entry]
  /// Entries of a customer row: `offsets[row] ..< offsets[row + 1]`.
  package let offsets: [UInt32]
  /// Best first: A, B, C, then others as they came.
  package let names: [String]

  package init(_ records: Records) {
    let rows = records.customers.count
    let person = records.person.count == rows ? records.person : (0..<Int32(rows)).map { $0 }
    let owners = records.customerRow(of: .visits)
    let days = records.visits.days("visit_date").days
    let view = records.visits.texts("intent")
    var names = ["A", "B", "C"]
    var codes: [Int32] = []
    for code in 0..<UInt32(view.pool.count) {
      let name = view.pool.string(code).trimmed
      if name.isEmpty {
        codes.append(-1)
        continue
      }
      if !names.contains(name) { names.append(name) }
      codes.append(Int32(names.firstIndex(of: name) ?? 0))
    }
    var found: [(person: Int32, day: Int32, row: Int32, grade: Int32)] = []
    for row in view.codes.indices where view.codes[row] != TextPool.none && owners[row] >= 0 {
      let grade = codes[Int(view.codes[row])]
      guard grade >= 0, days[row] != Day.missing, days[row] <= records.asOf.rawValue else { continue }
      found.append((person[Int(owners[row])], days[row], Int32(row), grade))
    }
    found.sort { ($0.person, $0.day, $0.row) < ($1.person, $1.day, $1.row) }
    var kept: [(person: Int32, day: Int32, row: Int32, grade: Int32)] = []
    for one in found {
      if let last = kept.last, last.person == one.person, last.grade == one.grade { continue }
      kept.append(one)
    }
    var entries: [Entry] = []
    var offsets = [UInt32](repeating: 0, count: rows + 1)
    for (i, one) in kept.enumerated() {
      let next = i + 1 < kept.count && kept[i + 1].person == one.person ? kept[i + 1].day : records.asOf.rawValue
      let before = i > 0 && kept[i - 1].person == one.person ? kept[i - 1].grade : -1
      entries.append(
        Entry(
          person: one.person, day: Day(rawValue: one.day), grade: one.grade, visit: one.row,
          days: Int(next - one.day), before: before))
      offsets[Int(one.person) + 1] += 1
    }
    for row in 0..<rows { offsets[row + 1] += offsets[row] }
    self.entries = entries
    self.offsets = offsets
    self.names = names
  }

  package func range(_ person: Int) -> Range<Int> { Int(offsets[person])..<Int(offsets[person + 1]) }

  package func entries(of person: Int) -> ArraySlice<Entry> { entries[range(person)] }

  /// Days spent in each grade so far, by code.
  package func days(of person: Int) -> [Int] {
    var days = [Int](repeating: 0, count: names.count)
    for entry in entries(of: person) { days[Int(entry.grade)] += entry.days }
    return days
  }

  /// Moves between grades inside a window: up (towards A) and down, each with the visit that caused it.
  package func moves(in window: ClosedRange<Day>) -> (up: [Entry], down: [Entry]) {
    let moved = entries.filter { $0.before >= 0 && window.contains($0.day) }
    return (moved.filter { $0.grade < $0.before }, moved.filter { $0.grade > $0.before })
  }
}
