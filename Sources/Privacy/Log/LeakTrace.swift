package import Tabular

/// Which export a leaked file came from.
package struct LeakTrace: Sendable {
  package struct Candidate: Sendable {
    package let record: LogRecord
    /// Rows of the leaked file that this export held, by the whole row or by its token.
    package let matched: Int
    package let rows: Int
    /// How many of them are marker rows, which were made for this recipient alone.
    package let markers: Int
    /// Share of neighbouring matched rows that stand in this export's order; 1 for a copy, about ½ by chance.
    package let inOrder: Double
  }
  /// Best first.
  package let candidates: [Candidate]

  /// Compares the rows of a file, read as a table in any order of rows. Rows may be missing, and where the export held
  /// tokens columns as well.
  package init(_ leaked: Table, log: ExportLog) throws {
    let marks = RowMarks.marks(of: leaked)
    let cells = leaked.columns.map { RowMarks.marks(of: $0.column) }
    var found: [Candidate] = []
    for record in try log.verify().records where record.event == .intent {
      guard let kept = RowMarks.load(log: log.path, record: record) else { continue }
      // Rows that were written twice say nothing of the order.
      var position: [UInt64: Int] = [:]
      var doubled: Set<UInt64> = []
      for (i, mark) in kept.rows.enumerated() where position.updateValue(i, forKey: mark) != nil {
        doubled.insert(mark)
      }
      var byToken: [UInt64: Int] = [:]
      for (i, mark) in kept.tokens.enumerated() where mark != 0 { byToken[mark] = i }
      var matched = 0
      var markers: Set<Int> = []
      var order: [Int] = []
      for row in marks.indices {
        let token = byToken.isEmpty ? nil : cells.lazy.compactMap { byToken[$0[row]] }.first
        guard let at = token ?? position[marks[row]] else { continue }
        matched += 1
        if token != nil || !doubled.contains(marks[row]) { order.append(at) }
        if kept.people[at] == RowMarks.marker { markers.insert(at) }
      }
      let rising = zip(order, order.dropFirst()).count { $0 < $1 }
      found.append(
        Candidate(
          record: record, matched: matched, rows: marks.count, markers: markers.count,
          inOrder: order.count > 1 ? Double(rising) / Double(order.count - 1) : 0))
    }
    candidates = found.filter { $0.matched > 0 }.sorted {
      ($0.matched, $0.markers, $0.inOrder, -$0.record.sequence)
        > ($1.matched, $1.markers, $1.inOrder, -$1.record.sequence)
    }
  }
}
