import CustomerRecords
import Tabular

extension Planner.Maker {
  /// Start, middle and end of each course, refunds, and lessons running out.
  mutating func courses(_ people: Range<Int>) {
    let table = inputs.records.enrolments
    let owners = inputs.records.customerRow(of: .enrolments)
    let starts = table.days("start_date").days
    let ends = table.days("end_date").days
    let left = table.numbers("lessons_left")
    let progress = table.numbers("progress")
    let refunds = table.numbers("refund")
    let bought = table.days("purchase_date").days
    let start = rules(.courseStart)
    let middle = rules(.courseMiddle)
    let end = rules(.courseEnd)
    let few = rules(.lessonsLeft)
    let refund = rules(.refund)
    for row in 0..<table.count where owners[row] >= 0 {
      let person = inputs.person(owners[row])
      guard people.contains(Int(person)) else { continue }
      let source = Int32(row)
      let isRefunded = (refunds[row] ?? 0) > 0
      if isRefunded {
        // A refund has no date of its own in most sheets; the course's dates are as near as we come.
        let day = ends[row] != Day.missing && ends[row] < inputs.asOf.rawValue ? ends[row] : inputs.asOf.rawValue
        if day == inputs.asOf.rawValue {
          for (i, rule) in refund { ask(i, rule, customer: person, trigger: day, source: source) }
        }
        continue
      }
      let begins = starts[row]
      if begins != Day.missing {
        for (i, rule) in start { ask(i, rule, customer: person, trigger: begins, source: source) }
      }
      // Dates that contradict each other are a finding of the records; no visit follows from them.
      let sound = begins == Day.missing || ends[row] == Day.missing || ends[row] >= begins
      if sound, ends[row] != Day.missing {
        for (i, rule) in end { ask(i, rule, customer: person, trigger: ends[row], source: source) }
        if begins != Day.missing {
          for (i, rule) in middle {
            ask(i, rule, customer: person, trigger: begins + (ends[row] - begins) / 2, source: source)
          }
        }
      } else if sound, begins != Day.missing, let done = progress[row], done > 0, begins < inputs.asOf.rawValue {
        // No end date: the middle is where progress, going on as so far, reaches one half.
        let half = Double(inputs.asOf.rawValue - begins) * 0.5 / done
        if half < 3650 {
          for (i, rule) in middle { ask(i, rule, customer: person, trigger: begins + Int32(half), source: source) }
        }
      }
      if let lessons = left[row], lessons > 0, ends[row] == Day.missing || ends[row] >= inputs.asOf.rawValue {
        for (i, rule) in few where lessons < Double(rule.days) && bought[row] <= inputs.asOf.rawValue {
          ask(i, rule, customer: person, trigger: inputs.asOf.rawValue, source: source)
        }
      }
    }
  }

  mutating func complaints(_ people: Range<Int>) {
    let table = inputs.records.complaints
    let owners = inputs.records.customerRow(of: .complaints)
    let closed = table.days("solved_on").days
    for (i, rule) in rules(.complaintClosed) {
      for row in 0..<table.count where owners[row] >= 0 {
        let person = inputs.person(owners[row])
        guard people.contains(Int(person)) else { continue }
        ask(i, rule, customer: person, trigger: closed[row], source: Int32(row))
      }
    }
  }

  /// Silence, grades without contact, birthdays, holidays and exams: one look at each person.
  mutating func people(_ people: Range<Int>, _ visits: DatedRows) {
    let silent = rules(.silent)
    let birthday = rules(.birthday)
    let holiday = rules(.holiday)
    let exam = rules(.exam)
    let engagement = inputs.engagement
    let intents = inputs.intent
    let idle = rules(.gradeAIdle, .gradeBIdle).map { index, rule in
      (index, rule, intents.names.map { $0 == (rule.trigger == .gradeAIdle ? "A" : "B") })
    }
    let days = days
    let years = Day(rawValue: first).year...Day(rawValue: last).year
    for person in engagement.people where people.contains(Int(person)) && !days.isPartner[Int(person)] {
      let row = Int(person)
      let contact = days.lastContact(visits, row)
      let lastSeen = max(engagement.lastInteraction[row], contact)
      if engagement.isEnrolled(row), lastSeen != Day.missing, !engagement.running[row] {
        for (i, rule) in silent { ask(i, rule, customer: person, trigger: lastSeen + Int32(rule.days)) }
      }
      if !engagement.isEnrolled(row) {
        for (i, rule, passes) in idle where intents.holds(row, passes) {
          let from = contact == Day.missing ? days.registered[row] : contact
          if from != Day.missing { ask(i, rule, customer: person, trigger: from + Int32(rule.days)) }
        }
      }
      if !birthday.isEmpty, days.birthdays[row] != Day.missing {
        let born = Day(rawValue: days.birthdays[row])
        let (_, month, date) = born.civil
        for year in years {
          // Born on 29 February: the 28th in other years.
          let day = Day(year: year, month: month, day: date) ?? Day(year: year, month: 2, day: 28)
          if let day, day > born { for (i, rule) in birthday { ask(i, rule, customer: person, trigger: day.rawValue) } }
        }
      }
      if !birthday.isEmpty, !days.lunar.isEmpty {
        for day in days.lunar[person] ?? [] {
          for (i, rule) in birthday { ask(i, rule, customer: person, trigger: day.rawValue) }
        }
      }
      for (i, rule) in holiday {
        for greeting in days.greetings {
          ask(i, rule, customer: person, trigger: greeting.day, holiday: greeting.holiday)
        }
      }
      for (i, rule) in exam { ask(i, rule, customer: person, trigger: days.exams[row]) }
    }
  }

  /// Dates agreed in the visit log. An agreement stands until a later conversation agrees on another day before its own
  /// has come.
  ///
  /// - Parameter visits: of each person, in order of day.
  mutating func agreed(_ people: Range<Int>, _ visits: DatedRows) {
    let agreed = rules(.agreed)
    if agreed.isEmpty { return }
    let next = inputs.records.visits.days("next_date").days
    for person in people {
      // Each agreement is asked for once the next one is known.
      var (before, last): (Int32, Int32) = (-1, Day.missing)
      for i in visits.range(person) {
        let (row, made) = (visits.row(i), visits.day(i))
        let day = next[Int(row)]
        guard day != Day.missing, day >= made else { continue }
        // Two agreements on one day are one.
        if before >= 0, made >= last, day != last { ask(agreed, Int32(person), last, before) }
        (before, last) = (row, day)
      }
      if before >= 0 { ask(agreed, Int32(person), last, before) }
    }
  }

  private mutating func ask(_ rules: [(index: Int, rule: Asked)], _ customer: Int32, _ day: Int32, _ source: Int32) {
    for (index, rule) in rules { ask(index, rule, customer: customer, trigger: day, source: source) }
  }
}
