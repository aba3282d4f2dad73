package import CustomerRecords
package import Grading
package import Tabular

/// What a representative answers for beside sales (R4.7): downgrades and complaints after a missed visit, and
/// suggestions that were adopted and proved themselves.
package struct Conduct: Sendable {
  package enum Cause: String, Sendable { case downgrade, complaint }

  package struct Penalty: Sendable {
    package let representative: String?
    package let person: Int32
    /// The day the visit was due.
    package let missed: Day
    package let cause: Cause
    package let on: Day
    /// The visit that recorded the lower grade, or the complaint.
    package let cell: SourceCell
    package let cents: Int64
  }

  package struct Reward: Sendable {
    package let representative: String?
    /// The visit row the suggestion was made in.
    package let visit: Int32
    package let adopted: Day
    /// Share of good scores in the ninety days before and after adoption.
    package let before: Bonus.Share
    package let after: Bonus.Share
    package let isProven: Bool
    package let cents: Int64
  }

  /// A contact that was due and not made: an agreed follow-up, or one the plan asked for.
  package struct Missed: Sendable {
    package let person: Int32
    package let day: Day
    package let staff: String?
    package init(person: Int32, day: Day, staff: String?) {
      self.person = person
      self.day = day
      self.staff = staff
    }
  }

  package let penalties: [Penalty]
  package let rewards: [Reward]

  /// - Parameter planned: visits the plan asked for and nobody made, besides agreed follow-ups.
  package init(
    _ records: Records, grading: GradingResult, settings: Settings, planned: [Missed] = []
  ) {
    let own = FollowUp.all(records, person: grading.evidence.person).filter { $0.kept == nil }
    var missed = own.map { Missed(person: $0.person, day: $0.agreed, staff: $0.staff) } + planned
    missed.sort { ($0.person, $0.day, $0.staff ?? "") < ($1.person, $1.day, $1.staff ?? "") }
    penalties = Conduct.penalties(missed, records, grading, settings)
    rewards = Conduct.rewards(records, settings)
  }

  /// One downgrade or complaint is punished once, with the last missed visit before it.
  private static func penalties(
    _ missed: [Missed], _ records: Records, _ grading: GradingResult, _ settings: Settings
  ) -> [Penalty] {
    let window = settings.integer("penalty_window_days", or: 30)
    let amount = -cents(settings.number("penalty_missed_visit") ?? 0)
    var events: [(person: Int32, day: Day, cause: Cause, cell: SourceCell)] = []
    for entry in grading.history.entries where entry.before >= 0 && entry.grade > entry.before {
      events.append((entry.person, entry.day, .downgrade, SourceCell(.visits, "intent", entry.visit)))
    }
    let owners = records.customerRow(of: .complaints)
    let received = records.complaints.days("received_on")
    for row in 0..<records.complaints.count where owners[row] >= 0 {
      guard let day = received[row], day <= records.asOf else { continue }
      events.append(
        (grading.evidence.person[Int(owners[row])], day, .complaint, SourceCell(.complaints, "received_on", Int32(row)))
      )
    }
    var byPerson: [Int32: [Missed]] = [:]
    for one in missed { byPerson[one.person, default: []].append(one) }
    let found = events.compactMap { event -> Penalty? in
      guard let last = byPerson[event.person]?.last(where: { $0.day < event.day && event.day - $0.day <= window })
      else { return nil }
      return Penalty(
        representative: last.staff, person: event.person, missed: last.day, cause: event.cause, on: event.day,
        cell: event.cell, cents: amount)
    }
    return found.sorted { ($0.on, $0.person, $0.cell.row) < ($1.on, $1.person, $1.cell.row) }
  }

  /// A suggestion is a visit whose topic is one of the settings' suggestion topics; adopted on its solved date; proven
  /// where good scores are a larger share after than before, with enough of them on both sides.
  private static func rewards(_ records: Records, _ settings: Settings) -> [Reward] {
    let visits = records.visits
    let topic = visits.texts("topic")
    let isSuggestion = flags(topic, among: settings.words("suggestion_topics"))
    let (solved, days) = (visits.days("solved_on").days, visits.days("visit_date").days)
    let staff = visits.texts("staff")
    let score = visits.numbers("csat").values
    let minimum = settings.integer("bonus_minimum", or: 10)
    let amount = cents(settings.number("suggestion_reward") ?? 0)
    func share(_ window: ClosedRange<Int32>) -> Bonus.Share {
      var (hits, n) = (0, 0)
      for row in score.indices where (1...5).contains(score[row]) && days[row] != Day.missing {
        guard window.contains(days[row]) else { continue }
        n += 1
        if score[row] >= 4 { hits += 1 }
      }
      return Bonus.Share(hits: hits, n: n)
    }
    var rewards: [Reward] = []
    for row in 0..<visits.count where topic.codes[row] != TextPool.none && isSuggestion[Int(topic.codes[row])] {
      let adopted = solved[row]
      guard adopted != Day.missing, adopted <= records.asOf.rawValue else { continue }
      let before = share((adopted - 90)...(adopted - 1))
      let after = share(adopted...min(adopted + 89, max(adopted, records.asOf.rawValue)))
      let proven = before.n >= minimum && after.n >= minimum && (after.rate ?? 0) > (before.rate ?? 0)
      rewards.append(
        Reward(
          representative: staff[row], visit: Int32(row), adopted: Day(rawValue: adopted), before: before, after: after,
          isProven: proven, cents: proven ? amount : 0))
    }
    return rewards
  }

  /// Penalties and rewards as commission lines of the month they fall in.
  package var lines: [Commission.Line] {
    let down = penalties.filter { $0.cents != 0 }.map { one in
      Commission.Line(
        kind: .penalty, representative: one.representative, month: Commission.month(of: one.on.rawValue), enrolment: -1,
        customer: one.person, base: 0, rate: 0, rule: one.cause.rawValue, cents: one.cents)
    }
    let up = rewards.filter(\.isProven).map { one in
      Commission.Line(
        kind: .reward, representative: one.representative, month: Commission.month(of: one.adopted.rawValue),
        enrolment: -1, customer: -1, base: 0, rate: 0, rule: "suggestion", cents: one.cents)
    }
    return down + up
  }
}
