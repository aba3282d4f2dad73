import ByteScanning
import CustomerRecords

extension ExportPlan {
  /// Compares with earlier exports of this table to this recipient, through whichever view. The same people again are no new risk. Fewer than k
  /// new people are held back until there are k. Fewer than k who are still free to leave but not selected this time
  /// mean that somebody asks twice with different filters: refused.
  mutating func compare(_ log: ExportLog, k: Int) throws {
    let name = recipient?.name ?? options.recipient ?? ""
    let verdict = try log.verify()
    let done = Set(verdict.records.filter { $0.event == .done }.compactMap(\.of))
    let earlier = verdict.records.filter {
      $0.event == .intent && done.contains($0.sequence) && $0.recipient == name
        && $0.rowScope.hasPrefix(options.table.rawValue + "/")
    }
    let now = Set(rows.compactMap(mark(of:)))
    if now.isEmpty { return }
    for record in earlier {
      guard let before = RowMarks.load(log: log.path, record: record).map({ Set($0.people) }) else { continue }
      let new = now.subtracting(before)
      if !new.isEmpty, new.count < k {
        hold(Set(rows.filter { mark(of: $0).map(new.contains) ?? false }), as: .difference)
      }
      if options.selection != nil {
        let gone = before.subtracting(now)
        if !gone.isEmpty, gone.count < k {
          refuse(Failure("E532", kind: .refused, [name, String(record.sequence), String(k)]))
          return
        }
      }
    }
  }

  /// The keyed mark of the person a row is about.
  func mark(of row: UInt32) -> UInt64? {
    let person = people[Int(row)]
    return person >= 0 && Int(person) < marks.count ? marks[Int(person)] : nil
  }

  var scopeWords: String { "\(options.table.rawValue)/\(session.view.scope.rawValue)" }
}
