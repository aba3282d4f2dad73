import CustomerRecords
import Statistics
import Tabular

extension Facts {
  func complaintSection() -> ComplaintSection {
    let table = records.complaints
    let owners = complaintOwners
    let received = table.days("received_on").days
    let answered = table.days("first_answer_on").days
    let solved = table.days("solved_on").days
    let rows = owners.indices.filter {
      received[$0] <= asOf.rawValue && counts(owners[$0]) && inTimeframe(received[$0])
    }
    let dated = rows.filter { received[$0] != Day.missing }
    let closed = closedFlags()
    let sources: [TableKind] = [.complaints]
    func basis(_ key: String, _ exclusions: [Exclusion] = []) -> Basis {
      Basis(key, [], window: window, exclusions: exclusions, sources: sources)
    }
    func duration(_ ends: [Int32], _ key: String, _ exclude: (Int) -> Bool) -> ComplaintSection.Duration {
      var times: [Int32] = []
      var done: [Bool] = []
      var used: [Int] = []
      for row in dated where !exclude(row) && !(ends[row] != Day.missing && ends[row] < received[row]) {
        let isDone = ends[row] != Day.missing && ends[row] <= asOf.rawValue
        times.append((isDone ? ends[row] : asOf.rawValue) - received[row])
        done.append(isDone)
        used.append(row)
      }
      let curve = KaplanMeier(days: times, lost: done)
      let note = basis(key, [Exclusion("no_usable_date", rows.count - used.count)])
      let people = distinct(used, owners)
      return .init(
        median: Amount(curve.quantile(0.5), .days, n: used.count, people: people, note),
        p90: Amount(curve.quantile(0.9), .days, n: used.count, people: people, note), curve: curve.steps)
    }
    // Closed without a date: when is not known, so it neither ends nor stays open.
    let unknownEnd: (Int) -> Bool = { solved[$0] == Day.missing && closed[$0] }
    let open = openComplaints
    let stillOpen = Set(open)
    let done = rows.filter { !stillOpen.contains($0) }
    let after = table.numbers("after_csat").values
    let asked = done.filter { Facts.scale(after[$0], 1...5) != nil }
    let content = asked.filter { after[$0] >= 4 }
    let corrective = table.texts("corrective_action").codes
    let corrected = done.filter { corrective[$0] != TextPool.none }
    let enrolled = enrolledPeople
    let complaining = Set(rows.compactMap { owners[$0] >= 0 ? owners[$0] : nil })
    var numbers: [Int32: Int] = [:]
    for row in rows where owners[row] >= 0 { numbers[owners[row], default: 0] += 1 }
    let costs = table.numbers("cost").values
    let priced = rows.filter { !costs[$0].isNaN }
    return ComplaintSection(
      total: Count(rows.count, people: distinct(rows, owners), basis("complaints")),
      open: Count(open.count, people: distinct(open, owners), basis("complaints.open")),
      complaining: Rate(
        enrolled.filter { complaining.contains($0) }.count, enrolled.count,
        Basis("complaints.complaining", [], window: window, sources: [.complaints, .enrolments])),
      firstAnswer: duration(answered, "complaints.firstAnswer") { _ in false },
      solution: duration(solved, "complaints.solution", unknownEnd),
      daysToSolve: dated.filter { solved[$0] >= received[$0] && solved[$0] <= asOf.rawValue }
        .map { Int(solved[$0] - received[$0]) }.sorted(),
      causes: labels(rows, owners, ["cause", "category"]), categories: labels(rows, owners, ["category"]),
      channels: labels(rows, owners, ["channel"]), owners: labels(rows, owners, ["owner"]),
      openByAge: bands(open, received, owners), months: complaintMonths(dated, received, owners),
      followedUp: rate(asked, done, owners, basis("complaints.followedUp")),
      contentAfter: rate(content, asked, owners, basis("complaints.contentAfter")),
      repeating: Rate(
        numbers.values.filter { $0 > 1 }.count, numbers.count,
        basis("complaints.repeating", [Exclusion("unknown_customer", rows.filter { owners[$0] < 0 }.count)])),
      corrected: rate(corrected, done, owners, basis("complaints.corrected")),
      leftAfter: leftAfter(dated, received, owners),
      cost: Amount(
        priced.isEmpty ? nil : priced.reduce(0) { $0 + costs[$1] }, .money, n: priced.count,
        people: distinct(priced, owners), basis("complaints.cost")))
  }

  /// Rows of complaints received by as-of and not solved by then.
  var openComplaints: [Int] {
    let owners = complaintOwners
    let received = records.complaints.days("received_on").days
    let solved = records.complaints.days("solved_on").days
    let closed = closedFlags()
    return owners.indices.filter { row in
      guard received[row] <= asOf.rawValue, counts(owners[row]), inTimeframe(received[row]) else { return false }
      return solved[row] == Day.missing ? !closed[row] : solved[row] > asOf.rawValue
    }
  }

  /// A status that says so closes a complaint that has no date of solution.
  private func closedFlags() -> [Bool] {
    let status = records.complaints.texts("status")
    let words = settings.words("done_status").map { $0.lowercased() }
    var verdict = [Int8](repeating: -1, count: status.pool.count)
    return status.codes.map { code in
      if code == TextPool.none { return false }
      if verdict[Int(code)] < 0 {
        verdict[Int(code)] = words.contains(status.pool.string(code).trimmed.lowercased()) ? 1 : 0
      }
      return verdict[Int(code)] == 1
    }
  }

  /// Different people behind rows; each row of nobody known counts as one more.
  func distinct(_ rows: [Int], _ owners: [Int32]) -> Int {
    guard rows.count > 1 else { return rows.count }
    var seen = [Bool](repeating: false, count: inside.count)
    var count = 0
    for row in rows {
      let owner = owners[row]
      if owner >= 0 {
        if seen[Int(owner)] { continue }
        seen[Int(owner)] = true
      }
      count += 1
    }
    return count
  }

  func rate(_ above: [Int], _ below: [Int], _ owners: [Int32], _ basis: Basis) -> Rate {
    Rate(
      above.count, below.count, people: distinct(below, owners), peopleAbove: distinct(above, owners), basis)
  }

  /// Rows by label, the first of `fields` that is filled in deciding.
  private func labels(_ rows: [Int], _ owners: [Int32], _ fields: [String]) -> [Labelled<Tally>] {
    guard fields.contains(where: { records.complaints.has($0) }) else { return [] }
    var book = LabelBook()
    let columns = fields.map { book.numbers(records.complaints.texts($0)) }
    var members = [[Int]](repeating: [], count: book.names.count + 1)
    for row in rows { members[Int(columns.lazy.map { $0[row] }.first { $0 >= 0 } ?? -1) + 1].append(row) }
    return ordered(members.enumerated().map { ($0 == 0 ? nil : book.names[$0 - 1], $1) }) { $0.count }
      .map { Labelled($0, Tally($1.count, people: distinct($1, owners))) }
  }

  private func bands(_ open: [Int], _ received: [Int32], _ owners: [Int32]) -> [ComplaintSection.AgeBand] {
    let limits: [(Int, Int?)] = [(0, 7), (8, 14), (15, 30), (31, 60), (61, nil)]
    return limits.map { from, to in
      let rows = open.filter { row in
        guard received[row] != Day.missing else { return false }
        let age = Int(asOf.rawValue - received[row])
        return age >= from && age <= to ?? Int.max
      }
      return .init(from: from, to: to, tally: Tally(rows.count, people: distinct(rows, owners)))
    }
  }

  private func complaintMonths(_ rows: [Int], _ received: [Int32], _ owners: [Int32]) -> [Labelled<Tally>] {
    guard !rows.isEmpty else { return [] }
    return months.map { month in
      let window = window(of: month)
      let mine = rows.filter { window.contains(received[$0]) }
      return Labelled(month.name, Tally(mine.count, people: distinct(mine, owners)))
    }
  }

  /// Complaints at least 90 days old whose customer was lost, or given money back for a course, within 90 days.
  private func leftAfter(_ dated: [Int], _ received: [Int32], _ owners: [Int32]) -> Rate {
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
        exclusions: [Exclusion("window_open", dated.filter { received[$0] + 90 > asOf.rawValue }.count)],
        sources: [.complaints, .enrolments]))
  }
}
