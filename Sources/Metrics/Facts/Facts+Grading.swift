import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// One grade given to one person on one day.
  struct Graded {
    var person: Int32
    var day: Int32
    var grade: Int32
  }

  /// The gradings that count, in the words of `book`, and whose they are.
  private func used(_ book: inout LabelBook) -> (events: [Graded], source: GradingSection.Source) {
    let events = gradings(&book)
    let source: GradingSection.Source =
      !events.reviewed.isEmpty ? .reviewed : !events.computed.isEmpty ? .computed : .proposed
    // The computed grade stands in for people nobody reviewed.
    var used = source == .reviewed ? events.reviewed : source == .computed ? events.computed : events.proposed
    if source == .reviewed {
      var seen = [Bool](repeating: false, count: inside.count)
      for event in events.reviewed { seen[Int(event.person)] = true }
      used += events.computed.filter { !seen[Int($0.person)] }
    }
    return (used, source)
  }

  func conversions() -> [GradingSection.GradeConversion] {
    var book = LabelBook()
    return conversion(used(&book).events, book.names)
  }

  func gradingSection() -> GradingSection {
    var book = LabelBook()
    let (used, source) = used(&book)
    let plain = plainConversion()
    let distribution = dimensions[.grade].map { codes in
      grouped(people, codes).map { Labelled($0.label, Tally($0.members.count, people: $0.members.count)) }
    }
    let (agreement, confusion) = agreement()
    return GradingSection(
      distribution: distribution ?? [], distributionSource: distributionSource,
      conversion: conversion(used, book.names), conversionSource: source, plain: plain.rate,
      plainByGrade: plain.byGrade,
      agreement: agreement,
      agreementBasis: Basis("agreement", [], window: window, sources: [.customers]), confusion: confusion,
      months: gradeMonths(used, book.names), funnel: funnel())
  }

  private var distributionSource: GradingSection.Source {
    if records.customers.has("intent_reviewed") { return .reviewed }
    return judgements.intent.isEmpty ? .proposed : .computed
  }

  private func gradings(_ book: inout LabelBook) -> (reviewed: [Graded], computed: [Graded], proposed: [Graded]) {
    var out: (reviewed: [Graded], computed: [Graded], proposed: [Graded]) = ([], [], [])
    func add(_ customer: Int32, _ day: Int32, _ grade: Int32, _ source: GradingSection.Source) {
      guard customer >= 0, Int(customer) < person.count, grade >= 0, day != Day.missing, day <= asOf.rawValue
      else { return }
      let owner = person[Int(customer)]
      guard inside[Int(owner)] else { return }
      let event = Graded(person: owner, day: day, grade: grade)
      switch source {
      case .reviewed: out.reviewed.append(event)
      case .computed: out.computed.append(event)
      case .proposed: out.proposed.append(event)
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
    for row in said.indices where said[row] >= 0 {
      add(visitLog.person[row], visitLog.day[row], said[row], .proposed)
    }
    // A name joins the book with its first event.
    var numbers = [Int32](repeating: -1, count: judgements.gradeNames.count)
    for event in judgements.gradings {
      let grade = Int(event.grade)
      if numbers[grade] < 0 { numbers[grade] = book.number(judgements.gradeNames[grade]) }
      add(event.customer, event.day.rawValue, numbers[grade], event.source)
    }
    return out
  }

  /// The promise of a grade in days, from the settings (`promise_days_A` …).
  func promise(of grade: String) -> Int? {
    let key = "promise_days_\(grade)"
    return settings.number(key).map { _ in settings.integer(key, or: 0) }
  }

  private func conversion(_ events: [Graded], _ names: [String]) -> [GradingSection.GradeConversion] {
    // The first day each person got each grade while not enrolled; enrolled on the very day counts as kept, only an
    // earlier enrolment closes the question.
    let width = names.count
    var first = [Int32](repeating: .max, count: width * inside.count)
    for event in events {
      let paid = engagement.firstPaid[Int(event.person)]
      if paid != Day.missing, paid < event.day { continue }
      let at = Int(event.person) * width + Int(event.grade)
      first[at] = min(first[at], event.day)
    }
    let promises = names.map { promise(of: $0) }
    var graded = [Int](repeating: 0, count: width)
    var enrolled = graded
    var open = graded
    for at in first.indices where first[at] != .max && inTimeframe(first[at]) {
      let (person, grade) = (at / width, at % width)
      guard let promise = promises[grade] else {
        graded[grade] += 1
        continue
      }
      let closes = first[at] + Int32(promise)
      guard closes <= asOf.rawValue else {
        open[grade] += 1
        continue
      }
      graded[grade] += 1
      let paid = engagement.firstPaid[person]
      if paid != Day.missing, paid >= first[at], paid <= closes { enrolled[grade] += 1 }
    }
    return names.indices.filter { graded[$0] + open[$0] > 0 }.sorted { names[$0] < names[$1] }.map { grade in
      let promise = promises[grade]
      return GradingSection.GradeConversion(
        grade: names[grade], promise: promise, graded: graded[grade],
        rate: Rate(
          enrolled[grade], promise == nil ? 0 : graded[grade],
          Basis(
            promise == nil ? "conversion.noPromise" : "conversion", [names[grade], promise.map(String.init) ?? ""],
            window: window, exclusions: [Exclusion("window_open", open[grade])],
            sources: [.customers, .visits, .enrolments])), open: open[grade])
    }
  }

  private func plainConversion() -> (rate: Rate?, byGrade: [Labelled<Rate>]) {
    guard let flags = enrolledFlags else { return (nil, []) }
    let said = people.filter { flags[Int($0)] >= 0 }
    let basis = Basis(
      "conversion.plain", [], window: window, exclusions: [Exclusion("not_said", people.count - said.count)],
      sources: [.customers])
    func rate(_ rows: [Int32]) -> Rate { Rate(rows.filter { flags[Int($0)] == 1 }.count, rows.count, basis) }
    guard let codes = dimensions[.grade] else { return (rate(said), []) }
    return (rate(said), grouped(said, codes).map { Labelled($0.label, rate($0.members)) })
  }

  private func agreement() -> (Agreement, [GradingSection.Confusion]) {
    var book = LabelBook()
    let proposed = book.numbers(records.customers.texts("intent_proposed"))
    let reviewed = book.numbers(records.customers.texts("intent_reviewed"))
    let width = book.names.count
    var counts = Array(repeating: Array(repeating: 0, count: width), count: width)
    for row in proposed.indices where inside[Int(person[row])] && proposed[row] >= 0 && reviewed[row] >= 0 {
      counts[Int(proposed[row])][Int(reviewed[row])] += 1
    }
    let order = book.names.indices.sorted { book.names[$0] < book.names[$1] }
    let cells = order.flatMap { i in
      order.compactMap { j in
        counts[i][j] > 0
          ? GradingSection.Confusion(proposed: book.names[i], reviewed: book.names[j], people: counts[i][j]) : nil
      }
    }
    return (Agreement(counts: counts), cells)
  }

  private func gradeMonths(_ events: [Graded], _ names: [String]) -> [GradingSection.MonthRow] {
    let months = months
    guard let first = months.first, !events.isEmpty else { return [] }
    let numbers = PeriodNumbers(.month, first: first.first.rawValue, last: asOf.rawValue)
    var counts = months.map { _ in [Int](repeating: 0, count: names.count) }
    var people = counts
    // At most 36 months: a bit each, by person and grade.
    var seen = [UInt64](repeating: 0, count: names.count * inside.count)
    for event in events where event.day >= first.first.rawValue {
      let (month, grade) = (numbers[event.day], Int(event.grade))
      counts[month][grade] += 1
      let at = Int(event.person) * names.count + grade
      if seen[at] & 1 << UInt64(month) == 0 {
        seen[at] |= 1 << UInt64(month)
        people[month][grade] += 1
      }
    }
    let order = names.indices.sorted { names[$0] < names[$1] }
    return months.indices.map { at in
      GradingSection.MonthRow(
        period: months[at], complete: months[at].last <= asOf,
        grades: order.filter { counts[at][$0] > 0 }.map {
          Labelled(names[$0], Tally(counts[at][$0], people: people[at][$0]))
        })
    }
  }

  /// How many people came how far; whoever reached a later step counts in those before.
  func funnel() -> [Labelled<Tally>] {
    let good = Set(["A", "B"])
    let grade = dimensions[.grade]
    let flags = records.enrolments.count == 0 ? enrolledFlags : nil
    var met = [Bool](repeating: false, count: inside.count)
    for row in 0..<visitLog.count where visitLog.person[row] >= 0 && visitLog.reached[row] {
      met[Int(visitLog.person[row])] = true
    }
    var steps = [people.count, 0, 0, 0, 0]
    for row in people {
      let person = Int(row)
      let enrolled = flags.map { $0[person] == 1 } ?? engagement.isEnrolled(person)
      let again = engagement.purchases.count(person) > 1
      let keen = grade.map { $0.customer[person] >= 0 && good.contains($0.names[Int($0.customer[person])]) } ?? false
      if enrolled || keen || met[person] { steps[1] += 1 }
      if enrolled || keen { steps[2] += 1 }
      if enrolled { steps[3] += 1 }
      if enrolled, again { steps[4] += 1 }
    }
    return zip(["inquired", "reached", "interested", "enrolled", "repeat"], steps)
      .map { Labelled($0, Tally($1, people: $1)) }
  }
}
