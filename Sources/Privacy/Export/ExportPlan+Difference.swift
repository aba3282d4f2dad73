import ByteScanning
import CustomerRecords

extension ExportPlan {
  /// Compares with earlier exports of this table to this recipient, through whichever view, one by one and all together.
  /// The same people again are no new risk. Fewer than k new people are held back until there are k. Fewer than k who
  /// are still free to leave but not selected this time mean that somebody asks twice with different filters: refused.
  ///
  /// Throws `Failure` E542 where the log was tampered with: nobody knows then what the recipient has.
  mutating func compare(_ log: ExportLog, k: Int) throws {
    let name = recipient?.name ?? options.recipient ?? ""
    let verdict = try log.verify()
    // Half a last line is what a crash leaves; the next record takes its place.
    if verdict.problems.contains(where: { $0.key != "audit.torn" }) {
      throw Failure("E542", kind: .refused, file: log.path, [log.path])
    }
    let done = Set(verdict.records.filter { $0.event == .done }.compactMap(\.of))
    let earlier = verdict.records.filter {
      $0.event == .intent && done.contains($0.sequence) && $0.recipient == name
        && $0.rowScope.hasPrefix(options.table.rawValue + "/")
    }
    let now = Set(rows.compactMap(mark(of:)))
    if now.isEmpty { return }
    var held: [(people: Set<UInt64>, sequence: Int)] = earlier.compactMap { record in
      RowMarks.load(log: log.path, record: record).map { (Set($0.persons), record.sequence) }
    }
    // What two files hold together is one more file to compare with.
    if held.count > 1, let last = held.last {
      held.append((held.reduce(into: Set()) { $0.formUnion($1.people) }, last.sequence))
    }
    for (before, sequence) in held {
      let new = now.subtracting(before)
      if !new.isEmpty, new.count < k {
        hold(Set(rows.filter { mark(of: $0).map(new.contains) ?? false }), as: .difference)
      }
      if isSelective {
        let gone = before.subtracting(now)
        if !gone.isEmpty, gone.count < k {
          refuse(Failure("E532", kind: .refused, [name, String(sequence), String(k)]))
          return
        }
      }
    }
  }

  /// The keyed mark of the person a row is about.
  func mark(of row: UInt32) -> UInt64? {
    guard Int(row) < people.count else { return RowMarks.marker }
    let person = people[Int(row)]
    return person >= 0 && Int(person) < marks.count ? marks[Int(person)] : nil
  }

  /// Table, scope and filters, for the log.
  var scopeWords: String {
    (["\(options.table.rawValue)/\(session.view.scope.rawValue)"] + options.only).joined(separator: " ")
  }
}
