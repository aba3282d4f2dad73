package import Tabular

/// Which export a leaked file came from.
package struct LeakTrace: Sendable {
  package struct Candidate: Sendable {
    package let record: LogRecord
    /// Rows of the leaked file that this export held.
    package let matched: Int
    package let rows: Int
    /// Share of neighbouring matched rows that stand in this export's order; 1 for a copy, about ½ by chance.
    package let inOrder: Double
  }
  /// Best first.
  package let candidates: [Candidate]

  /// Compares the rows of a file, read as a table with the columns of the export in any order of rows.
  package init(_ leaked: Table, log: ExportLog) throws {
    let marks = RowMarks.marks(of: leaked)
    var found: [Candidate] = []
    for record in try log.verify().records where record.event == .intent {
      guard let kept = RowMarks.load(log: log.path, record: record) else { continue }
      // Rows that were written twice say nothing of the order.
      var position: [UInt64: Int] = [:]
      var doubled: Set<UInt64> = []
      for (i, mark) in kept.rows.enumerated() where position.updateValue(i, forKey: mark) != nil {
        doubled.insert(mark)
      }
      let matched = marks.filter { position[$0] != nil }
      let order = matched.filter { !doubled.contains($0) }.compactMap { position[$0] }
      let rising = zip(order, order.dropFirst()).count { $0 < $1 }
      found.append(
        Candidate(
          record: record, matched: matched.count, rows: marks.count,
          inOrder: order.count > 1 ? Double(rising) / Double(order.count - 1) : 0))
    }
    candidates = found.filter { $0.matched > 0 }.sorted {
      ($0.matched, $0.inOrder, -$0.record.sequence) > ($1.matched, $1.inOrder, -$1.record.sequence)
    }
  }
}
