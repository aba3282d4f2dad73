import Tabular

extension Engagement {
  /// Gathers purchases and interactions from the tables. `settings` gives the thresholds and the words.
  package init(_ records: Records, settings: Settings) {
    let count = records.customers.count
    let asOf = records.asOf
    let person = records.person.count == count ? records.person : (0..<Int32(count)).map { $0 }
    var people: [Int32] = []
    for row in 0..<count where person[row] == Int32(row) { people.append(Int32(row)) }

    var gathering = Gathering(asOf: asOf.rawValue, person: person)
    let bought = gathering.enrolments(of: records)
    gathering.visits(of: records, settings)
    gathering.days(of: records, .surveys, "answered_on", started: true)
    gathering.days(of: records, .complaints, "received_on", started: true)
    gathering.redemptions(of: records, settings)

    let purchases = DayRuns(rows: count, events: gathering.purchases)
    var cents = [Int64](repeating: 0, count: purchases.days.count)
    for i in bought.courses.row.indices {
      let owner = Int(bought.owner[i])
      var slot = Int(purchases.offsets[owner])
      while purchases.days[slot] != bought.courses.purchased[i] { slot += 1 }
      cents[slot] += bought.courses.cents[i]
    }
    self.init(
      asOf: asOf, count: count, people: people, purchases: purchases, purchaseCents: cents,
      interactions: DayRuns(rows: count, events: gathering.interactions),
      started: DayRuns(rows: count, events: gathering.started), courses: bought.courses,
      firstPaid: bought.firstPaid, inactiveDays: settings.integer("inactive_days", or: 90),
      graceDays: settings.integer("course_grace_days", or: 60))
  }
}

/// Money of a sheet in whole cents.
package func cents(_ amount: Double) -> Int64 {
  amount.isFinite && abs(amount) < 1e15 ? Int64((amount * 100).rounded()) : 0
}

/// True for each text of `view` that is one of `words`, by code; compared without case and outer blanks.
package func flags(_ view: TextView, among words: [String]) -> [Bool] {
  let wanted = Set(words.map { $0.lowercased() })
  return (0..<UInt32(view.pool.count)).map { wanted.contains(view.pool.string($0).trimmed.lowercased()) }
}

private struct Gathering {
  let asOf: Int32
  let person: [Int32]
  var purchases: [(row: Int32, day: Int32)] = []
  var interactions: [(row: Int32, day: Int32)] = []
  var started: [(row: Int32, day: Int32)] = []

  init(asOf: Int32, person: [Int32]) {
    self.asOf = asOf
    self.person = person
  }

  /// The person a row belongs to and its day, where both are known and the day is not after as-of.
  @inline(__always)
  private func event(_ customer: Int32, _ day: Int32) -> (row: Int32, day: Int32)? {
    guard customer >= 0, day != Day.missing, day <= asOf else { return nil }
    return (person[Int(customer)], day)
  }

  mutating func days(of records: Records, _ kind: TableKind, _ field: String, started isStarted: Bool) {
    let owners = records.customerRow(of: kind)
    let days = records[kind].days(field).days
    for row in days.indices {
      guard let event = event(owners[row], days[row]) else { continue }
      interactions.append(event)
      if isStarted { started.append(event) }
    }
  }

  /// A visit counts when somebody was reached, came, or answered. A log that never says how a visit went counts as
  /// it stands: what it holds are conversations.
  mutating func visits(of records: Records, _ settings: Settings) {
    let visits = records.visits
    let owners = records.customerRow(of: .visits)
    let days = visits.days("visit_date").days
    let outcome = visits.texts("outcome")
    let type = visits.texts("visit_type")
    let channel = visits.texts("channel")
    let (csat, nps) = (visits.numbers("csat").values, visits.numbers("nps").values)
    let reached = flags(outcome, among: settings.words("reached_outcomes"))
    let attended = flags(type, among: settings.words("attendance_types"))
    let asked = flags(channel, among: settings.words("questionnaire_channels"))
    let tellsOutcome = visits.has("outcome")
    interactions.reserveCapacity(interactions.count + days.count)
    for row in days.indices {
      guard let event = event(owners[row], days[row]) else { continue }
      let came = type.codes[row] != TextPool.none && attended[Int(type.codes[row])]
      let answered = !csat[row].isNaN || !nps[row].isNaN
      let spoke = outcome.codes[row] == TextPool.none ? !tellsOutcome : reached[Int(outcome.codes[row])]
      guard spoke || came || answered else { continue }
      interactions.append(event)
      let alone = answered && channel.codes[row] != TextPool.none && asked[Int(channel.codes[row])]
      if came || alone { started.append(event) }
    }
  }

  /// Points given away by the customer; points that merely expire are no sign of life.
  mutating func redemptions(of records: Records, _ settings: Settings) {
    let owners = records.customerRow(of: .points)
    let days = records.points.days("date").days
    let points = records.points.numbers("points").values
    let event = records.points.texts("event")
    let expired = flags(event, among: settings.words("expiry_events"))
    for row in days.indices where points[row] < 0 {
      if event.codes[row] != TextPool.none, expired[Int(event.codes[row])] { continue }
      guard let one = self.event(owners[row], days[row]) else { continue }
      interactions.append(one)
      started.append(one)
    }
  }

  /// By owner, day, row: owners are counted into their places, and only what one owner has is sorted.
  private static func sorted(
    _ found: [(owner: Int32, day: Int32, row: Int32)], owners: Int
  ) -> [(owner: Int32, day: Int32, row: Int32)] {
    var next = [Int](repeating: 0, count: owners + 1)
    for one in found { next[Int(one.owner) + 1] += 1 }
    for owner in 0..<owners { next[owner + 1] += next[owner] }
    var order = found
    for one in found {
      order[next[Int(one.owner)]] = one
      next[Int(one.owner)] += 1
    }
    // Rows of one owner came in order of row: putting each before the later days is stable, and most have few.
    for i in order.indices.dropFirst() {
      var at = i
      while at > 0, order[at - 1].owner == order[at].owner, order[at - 1].day > order[at].day {
        order.swapAt(at - 1, at)
        at -= 1
      }
    }
    return order
  }

  mutating func enrolments(of records: Records) -> (courses: Engagement.Courses, owner: [Int32], firstPaid: [Int32]) {
    let table = records.enrolments
    let owners = records.customerRow(of: .enrolments)
    let bought = table.days("purchase_date").days
    let (start, end) = (table.days("start_date").days, table.days("end_date").days)
    // Without any column of money nobody could ever be enrolled: there, a purchase counts as paid.
    let field = ["amount", "list_amount", "unit_price"].first { table.has($0) }
    let amount = table.numbers(field ?? "amount").values
    let refund = table.numbers("refund").values
    let lessons = table.numbers("lessons_left").values
    var found: [(owner: Int32, day: Int32, row: Int32)] = []
    found.reserveCapacity(bought.count)
    for row in bought.indices {
      if refund[row] >= amount[row], amount[row] > 0 { continue }
      guard let event = event(owners[row], bought[row]) else { continue }
      found.append((event.row, event.day, Int32(row)))
    }
    let order = Gathering.sorted(found, owners: person.count)
    var offsets = [UInt32](repeating: 0, count: person.count + 1)
    var firstPaid = [Int32](repeating: Day.missing, count: person.count)
    for one in order {
      offsets[Int(one.owner) + 1] += 1
      purchases.append((one.owner, one.day))
      interactions.append((one.owner, one.day))
      started.append((one.owner, one.day))
      let paid = field == nil || amount[Int(one.row)] > 0
      if paid, firstPaid[Int(one.owner)] == Day.missing { firstPaid[Int(one.owner)] = one.day }
    }
    for i in 0..<person.count { offsets[i + 1] += offsets[i] }
    let courses = Engagement.Courses(
      offsets: offsets, row: order.map(\.row), purchased: order.map(\.day),
      start: order.map { start[Int($0.row)] == Day.missing ? $0.day : start[Int($0.row)] },
      end: order.map { end[Int($0.row)] },
      lessonsLeft: order.map { lessons[Int($0.row)] > 0 },
      cents: order.map { one in
        let (paid, back) = (amount[Int(one.row)], refund[Int(one.row)])
        return (paid.isNaN ? 0 : cents(paid)) - (back.isNaN ? 0 : cents(back))
      },
      paid: order.map { field == nil || amount[Int($0.row)] > 0 })
    return (courses, order.map(\.owner), firstPaid)
  }
}
