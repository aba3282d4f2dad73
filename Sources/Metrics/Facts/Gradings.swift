import CustomerRecords
import Tabular

/// When who got which grade, as far as sheets, visits and other rooms tell, up to as-of.
struct Gradings: Sendable {
  /// One grade given to one person on one day.
  struct Event: Sendable {
    var person: Int32
    var day: Int32
    /// Position in `names`.
    var grade: Int32
  }

  let names: [String]
  let reviewed: PersonRuns<Event>
  let computed: PersonRuns<Event>
  let proposed: PersonRuns<Event>

  init(_ records: Records, _ judgements: Judgements, _ visits: VisitLog, person: [Int32]) {
    var book = LabelBook()
    var events: (reviewed: [Event], computed: [Event], proposed: [Event]) = ([], [], [])
    let asOf = records.asOf.rawValue
    func add(_ customer: Int32, _ day: Int32, _ grade: Int32, _ source: GradingSection.Source) {
      guard customer >= 0, Int(customer) < person.count, grade >= 0, day != Day.missing, day <= asOf else { return }
      let event = Event(person: person[Int(customer)], day: day, grade: grade)
      switch source {
      case .reviewed: events.reviewed.append(event)
      case .computed: events.computed.append(event)
      case .proposed: events.proposed.append(event)
      }
    }
    let customers = records.customers
    let reviewed = book.numbers(customers.texts("intent_reviewed"))
    let reviewedOn = customers.days("reviewed_on").days
    for row in reviewed.indices { add(Int32(row), reviewedOn[row], reviewed[row], .reviewed) }
    let proposed = book.numbers(customers.texts("intent_proposed"))
    let (registered, inquired) = (customers.days("registered_on").days, customers.days("inquired_on").days)
    for row in proposed.indices {
      add(Int32(row), registered[row] == Day.missing ? inquired[row] : registered[row], proposed[row], .proposed)
    }
    let said = book.numbers(records.visits.texts("intent"))
    for row in said.indices where said[row] >= 0 { add(visits.person[row], visits.day[row], said[row], .proposed) }
    // A name joins the book with its first event.
    var numbers = [Int32](repeating: -1, count: judgements.gradeNames.count)
    for event in judgements.gradings {
      let grade = Int(event.grade)
      if numbers[grade] < 0 { numbers[grade] = book.number(judgements.gradeNames[grade]) }
      add(event.customer, event.day.rawValue, numbers[grade], event.source)
    }
    names = book.names
    self.reviewed = PersonRuns(events.reviewed, people: person.count) { $0.person }
    self.computed = PersonRuns(events.computed, people: person.count) { $0.person }
    self.proposed = PersonRuns(events.proposed, people: person.count) { $0.person }
  }

  /// Those of some people that count, and whose they are.
  func used(_ people: [Int32]) -> (events: [Event], source: GradingSection.Source) {
    var events = reviewed.of(people, nobody: false)
    guard events.isEmpty else {
      // The computed grade stands in for people nobody reviewed.
      events += computed.of(people.filter { reviewed.range($0).isEmpty }, nobody: false)
      return (events, .reviewed)
    }
    events = computed.of(people, nobody: false)
    return events.isEmpty ? (proposed.of(people, nobody: false), .proposed) : (events, .computed)
  }

  /// The first day each person got each grade while not enrolled.
  struct First: Sendable {
    var person: Int32
    var grade: Int32
    var day: Int32
  }

  /// Enrolled on the very day counts as kept, only an earlier enrolment closes the question. `events` of one person may
  /// stand anywhere.
  func first(_ events: [Event], _ engagement: Engagement) -> [First] {
    let width = names.count
    var first = [Int32](repeating: .max, count: width * engagement.count)
    for event in events {
      let paid = engagement.firstPaid[Int(event.person)]
      if paid != Day.missing, paid < event.day { continue }
      let at = Int(event.person) * width + Int(event.grade)
      first[at] = min(first[at], event.day)
    }
    return first.indices.compactMap { at in
      first[at] == .max ? nil : First(person: Int32(at / width), grade: Int32(at % width), day: first[at])
    }
  }
}
