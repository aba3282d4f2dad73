package import ByteScanning
package import CustomerRecords
package import Tabular

/// A mailing of the sheet `rules/send_lists.csv`: to whom, by which channel, how often.
package struct SendRule: Sendable {
  package var id: String
  package var zh: String
  package var en: String
  /// Empty = everybody.
  package var intents: Set<String>
  package var tiers: Set<String>
  package var stages: Set<String>
  /// Canonical; nil = the channel the customer prefers.
  package var channel: String?
  /// Days between two mailings to one customer.
  package var rhythm: Int
  package var owner: PlanRule.Owner
  package var script: String
  package var address: String
  /// Sheet row of the rule, from 1.
  package var row: Int

  /// Throws `E741` a rhythm that is no whole number above 0, `E706` an unknown owner, `E708` an id twice, with the cell.
  package static func read(_ grid: Grid, choices: ChoiceBook = .standard) throws(Failure) -> [SendRule] {
    var rules: [SendRule] = []
    for row in grid.rows.indices.dropFirst() {
      func fail(_ code: Failure.Code, _ column: Int, _ arguments: [String] = []) -> Failure {
        grid.failure(code, row, column, arguments)
      }
      let id = grid.text(row, 0)
      if id.isEmpty { continue }
      if rules.contains(where: { $0.id == id }) { throw fail("E708", 0, [id]) }
      guard let rhythm = Int(grid.text(row, 7)), (1...3660).contains(rhythm) else { throw fail("E741", 7) }
      let word = grid.text(row, 8).lowercased()
      guard let owner = PlanRule.Owner.words[word] else {
        throw fail("E706", 8, [NearestWord.of(word, among: PlanRule.Owner.words.keys.sorted()) ?? ""])
      }
      func canonical(_ text: String, _ field: FieldID) -> String {
        FieldCatalogue.standard.definition(field).flatMap { choices.canonical(text, of: $0) } ?? text
      }
      func words(_ column: Int, _ field: FieldID) -> Set<String> {
        Set(
          grid.text(row, column).split(whereSeparator: { ",，、|;；".contains($0) })
            .map { canonical(String($0).trimmed, field) })
      }
      let channel = grid.text(row, 6)
      rules.append(
        SendRule(
          id: id, zh: grid.text(row, 1), en: grid.text(row, 2), intents: words(3, "visits.intent"),
          tiers: words(4, "customers.tier"),
          stages: words(5, "customers.stage"),
          channel: ["", "首选", "preferred"].contains(channel.lowercased())
            ? nil : canonical(channel, "visits.channel"),
          rhythm: rhythm, owner: owner, script: grid.text(row, 9), address: grid.address(row, 0),
          row: grid.rows[row].number))
    }
    return rules
  }
}

/// Whom each mailing goes to now, and who is left out and why.
package struct SendLists: Sendable {
  package enum State: UInt8, Sendable, CaseIterable {
    case send
    /// The customer does not want to be contacted.
    case optedOut
    /// The last mailing is not long enough ago.
    case tooSoon
    /// No more contacts this month: over all plans, visits come first.
    case capped
    /// No number, account or address for the channel.
    case unreachable
  }
  package struct Entry: Sendable {
    package var customer: Int32
    package var rule: Int32
    package var state: State
    package var channel: String?
  }

  package let rules: [SendRule]
  /// By rule, then customer.
  package let entries: [Entry]

  package init(_ rules: [SendRule], _ plan: VisitPlan, _ inputs: PlanInputs) {
    self.rules = rules
    let customers = inputs.records.customers
    let channels = Channels(inputs.records)
    var room = plan.room
    let optOut = SendLists.optedOut(inputs)
    let last = SendLists.lastMailing(inputs)
    let kinds = customers.texts("kind")
    let outside = Set(["合作方", "机构", "学校"].compactMap { kinds.code(of: $0) })
    var entries: [Entry] = []
    let audiences = Audiences(inputs)
    for (index, rule) in rules.enumerated() {
      let audience = audiences.of(intents: rule.intents, tiers: rule.tiers, stages: rule.stages)
      for person in inputs.engagement.people {
        let row = Int(person)
        if row >= customers.count || outside.contains(kinds.codes[row]) { continue }
        // Grades are of those who have not enrolled; who has is a member by tier.
        if !rule.intents.isEmpty, inputs.engagement.isEnrolled(row) { continue }
        if !rule.tiers.isEmpty, !inputs.engagement.isEnrolled(row) { continue }
        guard audience.holds(row) else { continue }
        let channel = channels.reachable(person, wanted: rule.channel)
        var state = State.send
        let before = last[row]
        if optOut[row] {
          state = .optedOut
        } else if channel == nil {
          state = .unreachable
        } else if before != Day.missing, inputs.asOf.rawValue - before < Int32(rule.rhythm) {
          state = .tooSoon
        } else if room.indices.contains(row), room[row] <= 0 {
          state = .capped
        }
        if state == .send, room.indices.contains(row) { room[row] -= 1 }
        entries.append(Entry(customer: person, rule: Int32(index), state: state, channel: channel))
      }
    }
    self.entries = entries
  }

  package func count(_ rule: Int, _ state: State) -> Int {
    entries.count { $0.rule == Int32(rule) && $0.state == state }
  }

  private static func optedOut(_ inputs: PlanInputs) -> [Bool] {
    let customers = inputs.records.customers
    let flags = customers.numbers("do_not_contact")
    var out = [Bool](repeating: false, count: customers.count)
    for row in out.indices where flags[row] == 1 {
      out[row] = true
      out[Int(inputs.person(Int32(row)))] = true
    }
    return out
  }

  /// The day of the last mailing of each person.
  private static func lastMailing(_ inputs: PlanInputs) -> [Int32] {
    var last = [Int32](repeating: Day.missing, count: inputs.records.customers.count)
    let visits = inputs.records.visits
    let types = visits.texts("visit_type")
    guard let mailing = types.code(of: "群发") else { return last }
    let owners = inputs.records.customerRow(of: .visits)
    let made = visits.days("visit_date").days
    for row in owners.indices where types.codes[row] == mailing && owners[row] >= 0 && made[row] <= inputs.asOf.rawValue
    {
      let person = Int(inputs.person(owners[row]))
      last[person] = max(last[person], made[row])
    }
    return last
  }
}

/// Enrolments of the last days (setting `confirm_days`) whose confirmation stands in no log.
package enum Confirmations {
  /// Rows of the enrolments table with the customer row that stands for the person.
  package static func due(_ records: Records, settings: Settings) -> [(enrolment: Int, customer: Int32)] {
    let table = records.enrolments
    let owners = records.customerRow(of: .enrolments)
    let bought = table.days("purchase_date").days
    let refunds = table.numbers("refund")
    let asOf = records.asOf.rawValue
    let since = asOf - Int32(settings.integer("confirm_days", or: 7))
    let visits = records.visits
    let types = visits.texts("visit_type")
    let visitors = records.customerRow(of: .visits)
    let made = visits.days("visit_date").days
    var confirmed: [Int32: Int32] = [:]
    if let code = types.code(of: "报名确认") {
      for row in visitors.indices where types.codes[row] == code && visitors[row] >= 0 {
        let person = records.person.isEmpty ? visitors[row] : records.person[Int(visitors[row])]
        confirmed[person] = max(confirmed[person] ?? Int32.min, made[row])
      }
    }
    return (0..<table.count).compactMap { row in
      guard owners[row] >= 0, bought[row] != Day.missing, bought[row] > since, bought[row] <= asOf,
        (refunds[row] ?? 0) <= 0
      else { return nil }
      let person = records.person.isEmpty ? owners[row] : records.person[Int(owners[row])]
      if let day = confirmed[person], day >= bought[row] { return nil }
      return (row, person)
    }
  }
}
