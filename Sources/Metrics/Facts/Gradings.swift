import CustomerRecords
import Tabular

/// When who got which grade, as far as sheets, visits and other rooms tell, up to as-of.
struct Gradings: Sendable {
  /// One grade given on one day.
  struct Event: Sendable {
    let day: Int32
    /// Position in `names`, and whose word it is.
    private let packed: UInt32

    init(day: Int32, grade: Int32, source: GradingSection.Source) {
      self.day = day
      let whose: UInt32 =
        switch source {
        case .proposed: 0
        case .computed: 1
        case .reviewed: 2
        }
      packed = UInt32(grade) << 2 | whose
    }

    var grade: Int { Int(packed >> 2) }
    var isReviewed: Bool { packed & 3 == 2 }
    var isComputed: Bool { packed & 3 == 1 }
    var isProposed: Bool { packed & 3 == 0 }
  }

  let names: [String]
  private let events: PersonRuns<Event>

  init(_ records: Records, _ judgements: Judgements, _ visits: VisitLog, person: [Int32]) {
    var book = LabelBook()
    let asOf = records.asOf.rawValue
    let customers = records.customers
    let reviewed = book.numbers(customers.texts("intent_reviewed"))
    let reviewedOn = customers.days("reviewed_on").days
    let proposed = book.numbers(customers.texts("intent_proposed"))
    let (registered, inquired) = (customers.days("registered_on").days, customers.days("inquired_on").days)
    let said = book.numbers(records.visits.texts("intent"))
    // A name joins the book with its first event.
    var numbers = [Int32](repeating: -1, count: judgements.gradeNames.count)
    for event in judgements.gradings where numbers[Int(event.grade)] < 0 {
      numbers[Int(event.grade)] = book.number(judgements.gradeNames[Int(event.grade)])
    }
    let grades = numbers
    names = book.names
    events = PersonRuns(people: person.count) { add in
      func see(_ customer: Int32, _ day: Int32, _ grade: Int32, _ source: GradingSection.Source) {
        guard customer >= 0, Int(customer) < person.count, grade >= 0, day != Day.missing, day <= asOf else { return }
        add(person[Int(customer)], Event(day: day, grade: grade, source: source))
      }
      for row in reviewed.indices { see(Int32(row), reviewedOn[row], reviewed[row], .reviewed) }
      for row in proposed.indices {
        see(Int32(row), registered[row] == Day.missing ? inquired[row] : registered[row], proposed[row], .proposed)
      }
      for row in said.indices where said[row] >= 0 { see(visits.person[row], visits.day[row], said[row], .proposed) }
      for event in judgements.gradings {
        see(event.customer, event.day.rawValue, grades[Int(event.grade)], event.source)
      }
    }
  }

  /// Whose gradings count for some people: the most settled there are.
  func source(_ people: [Int32]) -> GradingSection.Source {
    var source = GradingSection.Source.proposed
    for person in people {
      for i in events.range(person) {
        if events.items[i].isReviewed { return .reviewed }
        if events.items[i].isComputed { source = .computed }
      }
    }
    return source
  }

  /// Calls `body` with every grading of some people that counts.
  @inline(__always)
  func forEach(_ people: [Int32], _ source: GradingSection.Source, _ body: (Int32, Event) -> Void) {
    for person in people {
      let range = events.range(person)
      // The computed grade stands in for people nobody reviewed.
      let isReviewed = source == .reviewed && range.contains { events.items[$0].isReviewed }
      for i in range {
        let event = events.items[i]
        if isReviewed ? event.isReviewed : source == .proposed ? event.isProposed : event.isComputed {
          body(person, event)
        }
      }
    }
  }

  /// The first day a person got a grade.
  struct First: Sendable {
    var person: Int32
    var grade: Int32
    var day: Int32
  }

  /// The first day each person got each grade while not enrolled. Enrolled on the very day counts as kept, only an
  /// earlier enrolment closes the question.
  func first(_ people: [Int32], _ source: GradingSection.Source, _ engagement: Engagement) -> [First] {
    var out: [First] = []
    forEach(people, source) { person, event in
      let paid = engagement.firstPaid[Int(person)]
      if paid != Day.missing, paid < event.day { return }
      // Those of one person stand at the end.
      var at = out.count
      while at > 0, out[at - 1].person == person {
        at -= 1
        guard out[at].grade == Int32(event.grade) else { continue }
        out[at].day = min(out[at].day, event.day)
        return
      }
      out.append(First(person: person, grade: Int32(event.grade), day: event.day))
    }
    return out
  }
}
