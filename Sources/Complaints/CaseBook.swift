import ByteScanning
package import CustomerRecords
package import Tabular

/// Every case of the institution, from the complaint sheet and from the problems noted in visits.
package struct CaseBook: Sendable {
  /// In order of opening; complaints before visit problems of one day.
  package private(set) var cases: [Case] = []
  /// Dates that cannot be: solved or answered before it was opened (`E711`), no owner (`E712`).
  package private(set) var findings: [Finding] = []
  package let asOf: Day

  package init(_ records: Records, settings: Settings) {
    asOf = records.asOf
    let followUps = CaseBook.followUps(records, settings)
    readComplaints(records, followUps, promiseDays: settings.integer("complaint_promise_days", or: 7))
    readProblems(records)
    cases.sort {
      ($0.opened.rawValue, $0.kind == .complaints ? 0 : 1, $0.row) < (
        $1.opened.rawValue, $1.kind == .complaints ? 0 : 1, $1.row
      )
    }
    markReopenings(within: settings.integer("reopening_days", or: 60))
  }

  /// The cases of one person.
  package func cases(of customer: Int32) -> [Case] { cases.filter { $0.customer == customer } }

  private mutating func readComplaints(_ records: Records, _ followUps: [Int32: [Day]], promiseDays: Int) {
    let table = records.complaints
    let owners = records.customerRow(of: .complaints)
    let received = table.days("received_on")
    let answers = table.days("first_answer_on")
    let solved = table.days("solved_on")
    let promised = table.days("promised_on")
    let categories = table.texts("category")
    let causes = table.texts("cause")
    let owner = table.texts("owner")
    let actions = table.texts("corrective_action")
    let costs = table.numbers("cost")
    let after = table.numbers("after_csat")
    for row in 0..<table.count {
      guard let opened = received[row] else { continue }
      let customer = owners[row] >= 0 && !records.person.isEmpty ? records.person[Int(owners[row])] : owners[row]
      let answer = notBefore(opened, answers[row], row, "complaints.first_answer_on", table)
      let done = notBefore(opened, solved[row], row, "complaints.solved_on", table).flatMap { $0 > asOf ? nil : $0 }
      if owner[row] == nil, table.has("owner") {
        findings.append(
          Finding(
            "E712", .warning, at: table.table.place(row: row, field: "complaints.owner"), field: "complaints.owner"))
      }
      var asked: Day?
      if let done { asked = followUps[customer]?.first { $0 >= done } }
      if asked == nil, let done, after[row] != nil { asked = done }
      var stage = Case.Stage.received
      if answer != nil { stage = .answered }
      if causes[row] != nil { stage = .explained }
      if done != nil { stage = asked == nil ? .solved : .followedUp }
      cases.append(
        Case(
          kind: .complaints, row: Int32(row), customer: customer, opened: opened, firstAnswer: answer ?? done,
          promised: promised[row] ?? (promiseDays > 0 ? opened.advanced(by: promiseDays) : nil),
          solved: done, askedBack: asked, category: categories[row], cause: causes[row], owner: owner[row],
          cost: costs[row], content: after[row], hasCorrectiveAction: actions[row] != nil, stage: stage,
          isReopening: false))
    }
  }

  private mutating func readProblems(_ records: Records) {
    let table = records.visits
    let owners = records.customerRow(of: .visits)
    let days = table.days("visit_date")
    let problems = table.texts("problem")
    let topics = table.texts("topic")
    let owner = table.texts("problem_owner")
    let staff = table.texts("staff")
    let promised = table.days("promised_on")
    let solved = table.days("solved_on")
    for row in 0..<table.count where problems.codes[row] != TextPool.none {
      guard let opened = days[row] else { continue }
      let customer = owners[row] >= 0 && !records.person.isEmpty ? records.person[Int(owners[row])] : owners[row]
      let done = notBefore(opened, solved[row], row, "visits.solved_on", table).flatMap { $0 > asOf ? nil : $0 }
      cases.append(
        Case(
          kind: .visits, row: Int32(row), customer: customer, opened: opened, firstAnswer: opened,
          promised: promised[row],
          solved: done, askedBack: nil, category: topics[row], cause: nil, owner: owner[row] ?? staff[row], cost: nil,
          content: nil, hasCorrectiveAction: false, stage: done == nil ? .answered : .solved, isReopening: false))
    }
  }

  /// A day of a case, unless it lies before the day the case was opened: then the cell is told (E711).
  private mutating func notBefore(
    _ opened: Day, _ day: Day?, _ row: Int, _ field: FieldID, _ table: RecordTable
  ) -> Day? {
    guard let day, day < opened else { return day }
    findings.append(Finding("E711", .warning, at: table.table.place(row: row, field: field), field: field))
    return nil
  }

  private mutating func markReopenings(within days: Int) {
    var lastSolved: [String: Day] = [:]
    for i in cases.indices where cases[i].kind == .complaints && cases[i].customer >= 0 {
      let key = "\(cases[i].customer)|\(cases[i].category ?? "")"
      if let before = lastSolved[key], before <= cases[i].opened, cases[i].opened - before <= days {
        cases[i].isReopening = true
      }
      if let solved = cases[i].solved { lastSolved[key] = max(lastSolved[key] ?? solved, solved) }
    }
  }

  /// Days of reached follow-up visits after complaints, by person, ascending.
  private static func followUps(_ records: Records, _ settings: Settings) -> [Int32: [Day]] {
    let visits = records.visits
    let types = visits.texts("visit_type")
    guard let wanted = types.code(of: "投诉回访") else { return [:] }
    let owners = records.customerRow(of: .visits)
    let days = visits.days("visit_date")
    let outcomes = visits.texts("outcome")
    let reached = Set(settings.words("reached_outcomes"))
    var found: [Int32: [Day]] = [:]
    for row in 0..<visits.count where types.codes[row] == wanted && owners[row] >= 0 {
      if let outcome = outcomes[row], !reached.contains(outcome) { continue }
      let person = records.person.isEmpty ? owners[row] : records.person[Int(owners[row])]
      if let day = days[row] { found[person, default: []].append(day) }
    }
    return found.mapValues { $0.sorted() }
  }
}
