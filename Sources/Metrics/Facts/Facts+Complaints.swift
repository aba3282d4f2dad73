import CustomerRecords
import Statistics
import Tabular

extension Facts {
  func complaintSection() -> ComplaintSection {
    let log = complaintLog
    let rows = log.person.indices.filter { countsComplaint($0) }
    let dated = rows.filter { log.received[$0] != Day.missing }
    let sources: [TableKind] = [.complaints]
    func basis(_ key: String, _ exclusions: [Exclusion] = []) -> Basis {
      Basis(key, [], window: window, exclusions: exclusions, sources: sources)
    }
    func duration(_ ends: [Int32], _ key: String, _ exclude: (Int) -> Bool) -> ComplaintSection.Duration {
      var times: [Int32] = []
      var done: [Bool] = []
      var used: [Int] = []
      for row in dated where !exclude(row) && !(ends[row] != Day.missing && ends[row] < log.received[row]) {
        let isDone = ends[row] != Day.missing && ends[row] <= asOf.rawValue
        times.append((isDone ? ends[row] : asOf.rawValue) - log.received[row])
        done.append(isDone)
        used.append(row)
      }
      let curve = KaplanMeier(days: times, lost: done)
      let note = basis(key, [Exclusion("no_usable_date", rows.count - used.count)])
      let people = complaining(used)
      return .init(
        median: Amount(curve.quantile(0.5), .days, n: used.count, people: people, note),
        p90: Amount(curve.quantile(0.9), .days, n: used.count, people: people, note), curve: curve.steps)
    }
    // Closed without a date: when is not known, so it neither ends nor stays open.
    let unknownEnd: (Int) -> Bool = { log.solved[$0] == Day.missing && log.closed[$0] }
    let open = rows.filter { isOpen($0) }
    let done = rows.filter { !isOpen($0) }
    let asked = done.filter { log.after[$0] > 0 }
    let content = asked.filter { log.after[$0] >= 4 }
    let corrected = done.filter { log.corrected[$0] }
    var numbers = [Int32](repeating: 0, count: inside.count)
    for row in rows where log.person[row] >= 0 { numbers[Int(log.person[row])] += 1 }
    let enrolled = enrolledPeople
    let priced = rows.filter { !log.cost[$0].isNaN }
    return ComplaintSection(
      total: Count(rows.count, people: complaining(rows), basis("complaints")),
      open: Count(open.count, people: complaining(open), basis("complaints.open")),
      complaining: Rate(
        enrolled.count { numbers[Int($0)] > 0 }, enrolled.count,
        Basis("complaints.complaining", [], window: window, sources: [.complaints, .enrolments])),
      firstAnswer: duration(log.answered, "complaints.firstAnswer") { _ in false },
      solution: duration(log.solved, "complaints.solution", unknownEnd),
      daysToSolve: dated.filter { log.solved[$0] >= log.received[$0] && log.solved[$0] <= asOf.rawValue }
        .map { Int(log.solved[$0] - log.received[$0]) }.sorted(),
      causes: labels(rows, log.causes), categories: labels(rows, log.categories),
      channels: labels(rows, log.channels), owners: labels(rows, log.owners),
      openByAge: bands(open), months: complaintMonths(dated),
      followedUp: rate(asked, done, log.person, basis("complaints.followedUp")),
      contentAfter: rate(content, asked, log.person, basis("complaints.contentAfter")),
      repeating: Rate(
        numbers.count { $0 > 1 }, numbers.count { $0 > 0 },
        basis("complaints.repeating", [Exclusion("unknown_customer", rows.count { log.person[$0] < 0 })])),
      corrected: rate(corrected, done, log.person, basis("complaints.corrected")), leftAfter: leftAfter(dated),
      cost: Amount(
        priced.isEmpty ? nil : priced.reduce(0) { $0 + log.cost[$1] }, .money, n: priced.count,
        people: complaining(priced), basis("complaints.cost")))
  }

  /// True for a complaint of this slice, received by as-of.
  private func countsComplaint(_ row: Int) -> Bool {
    complaintLog.received[row] <= asOf.rawValue && counts(complaintLog.person[row])
      && inTimeframe(complaintLog.received[row])
  }

  /// Not solved by as-of.
  private func isOpen(_ row: Int) -> Bool {
    complaintLog.solved[row] == Day.missing ? !complaintLog.closed[row] : complaintLog.solved[row] > asOf.rawValue
  }

  /// Rows of complaints received by as-of and not solved by then.
  var openComplaints: [Int] { complaintLog.person.indices.filter { countsComplaint($0) && isOpen($0) } }

  private func complaining(_ rows: [Int]) -> Int { distinct(rows, complaintLog.person) }

  /// Different people behind rows; each row of nobody known counts as one more.
  func distinct(_ rows: [Int], _ owners: [Int32]) -> Int { distinct(rows.lazy.map { owners[$0] }) }

  func distinct(_ persons: some Collection<Int32>) -> Int {
    var few = persons.makeIterator()
    // None or one need no look at who.
    guard few.next() != nil else { return 0 }
    guard few.next() != nil else { return 1 }
    var seen = [Bool](repeating: false, count: inside.count)
    var count = 0
    for person in persons {
      if person >= 0 {
        if seen[Int(person)] { continue }
        seen[Int(person)] = true
      }
      count += 1
    }
    return count
  }

  func rate(_ above: [Int], _ below: [Int], _ owners: [Int32], _ basis: Basis) -> Rate {
    Rate(
      above.count, below.count, people: distinct(below, owners), peopleAbove: distinct(above, owners), basis)
  }

  private func labels(_ rows: [Int], _ labels: RowLabels?) -> [Labelled<Tally>] {
    guard let labels else { return [] }
    var members = [[Int]](repeating: [], count: labels.names.count + 1)
    for row in rows { members[Int(labels.codes[row]) + 1].append(row) }
    return ordered(members.enumerated().map { ($0 == 0 ? nil : labels.names[$0 - 1], $1) }) { $0.count }
      .map { Labelled($0, Tally($1.count, people: complaining($1))) }
  }

  private func bands(_ open: [Int]) -> [ComplaintSection.AgeBand] {
    let limits: [(Int, Int?)] = [(0, 7), (8, 14), (15, 30), (31, 60), (61, nil)]
    return limits.map { from, to in
      let rows = open.filter { row in
        guard complaintLog.received[row] != Day.missing else { return false }
        let age = Int(asOf.rawValue - complaintLog.received[row])
        return age >= from && age <= to ?? Int.max
      }
      return .init(from: from, to: to, tally: Tally(rows.count, people: complaining(rows)))
    }
  }

  private func complaintMonths(_ rows: [Int]) -> [Labelled<Tally>] {
    let months = months
    guard let first = months.first, !rows.isEmpty else { return [] }
    var members = [[Int]](repeating: [], count: months.count)
    for row in rows {
      let at = Period(.month, containing: Day(rawValue: complaintLog.received[row])).index - first.index
      if at >= 0 { members[at].append(row) }
    }
    return zip(months, members).map { Labelled($0.name, Tally($1.count, people: complaining($1))) }
  }

  /// Complaints at least 90 days old whose customer was lost, or given money back for a course, within 90 days.
  private func leftAfter(_ dated: [Int]) -> Rate {
    let (received, owners) = (complaintLog.received, complaintLog.person)
    let old = dated.filter { owners[$0] >= 0 && received[$0] + 90 <= asOf.rawValue }
    let mine = old.filter { row in
      let person = Int(owners[row])
      guard engagement.isEnrolled(person) else { return false }
      let loss = engagement.lostDay[person]
      // The silence that ends in a loss began when the customer was last heard of.
      return loss != Day.missing && loss - Int32(engagement.inactiveDays) <= received[row] + 90 && loss > received[row]
    }
    return rate(
      mine, old, owners,
      Basis(
        "complaints.leftAfter", [], window: window,
        exclusions: [Exclusion("window_open", dated.count { received[$0] + 90 > asOf.rawValue })],
        sources: [.complaints, .enrolments]))
  }
}
