import ByteScanning
package import CustomerRecords
package import Tabular

/// The grades the visit log gave each customer, in order of time; a grade said again is no new entry.
package struct GradeHistory: Sendable {
  package struct Entry: Sendable, BitwiseCopyable {
    /// Customer row that represents the person.
    package let person: Int32
    package let day: Day
    /// Code into `names`.
    package let grade: Int32
    /// Row of the visits table: the event that moved the grade.
    package let visit: Int32
    /// Days from this entry to the next one, or to as-of.
    package private(set) var days: Int
    /// The grade before, -1 for the first entry.
    package let before: Int32

    fileprivate mutating func lasts(until next: Int32) { days = Int(next - day.rawValue) }
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
    let asOf = records.asOf.rawValue
    let grades = codes
    let keys = view.codes.indices.map { row -> Int32 in
      let code = view.codes[row]
      if code == TextPool.none || owners[row] < 0 || days[row] > asOf || grades[Int(code)] < 0 { return -1 }
      return person[Int(owners[row])]
    }
    let found = DatedRows(keys, days: days, count: rows)
    var entries: [Entry] = []
    entries.reserveLarge(rows == 0 ? 0 : found.range(rows - 1).upperBound)
    var offsets = [UInt32](repeating: 0, count: rows + 1)
    for one in 0..<rows {
      var before: Int32 = -1
      for i in found.range(one) {
        let (row, day) = (found.row(i), found.day(i))
        let grade = grades[Int(view.codes[Int(row)])]
        if grade == before { continue }
        // The entry before lasted until this one.
        if before >= 0 { entries[entries.count - 1].lasts(until: day) }
        entries.append(
          Entry(
            person: Int32(one), day: Day(rawValue: day), grade: grade, visit: row, days: Int(asOf - day), before: before
          ))
        before = grade
      }
      offsets[one + 1] = UInt32(entries.count)
    }
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
