import CustomerRecords
import Statistics
import Tabular

extension Facts {
  /// The first time each person got each grade, of the gradings that count.
  func firstGradings() -> [Gradings.First] { gradings.first(people, gradings.source(people), engagement) }

  func gradingSection() -> GradingSection {
    let source = gradings.source(people)
    let plain = plainConversion()
    let distribution = dimensions[.grade].map { codes in
      grouped(people, codes).map { Labelled($0.label, Tally($0.members.count, people: $0.members.count)) }
    }
    let (agreement, confusion) = agreement()
    return GradingSection(
      distribution: distribution ?? [], distributionSource: distributionSource,
      conversion: conversion(gradings.first(people, source, engagement)), conversionSource: source, plain: plain.rate,
      plainByGrade: plain.byGrade,
      agreement: agreement,
      agreementBasis: Basis("agreement", [], window: window, sources: [.customers]), confusion: confusion,
      months: gradeMonths(source), funnel: funnel())
  }

  private var distributionSource: GradingSection.Source {
    if records.customers.has("intent_reviewed") { return .reviewed }
    return judgements.intent.isEmpty ? .proposed : .computed
  }

  /// The promise of a grade in days, from the settings (`promise_days_A` …).
  func promise(of grade: String) -> Int? {
    let key = "promise_days_\(grade)"
    return settings.number(key).map { _ in settings.integer(key, or: 0) }
  }

  /// Of those who first got a grade in the days of this slice, who enrolled within its promise.
  func conversion(_ first: [Gradings.First]) -> [GradingSection.GradeConversion] {
    let names = gradings.names
    let promises = names.map { promise(of: $0) }
    var graded = [Int](repeating: 0, count: names.count)
    var enrolled = graded
    var open = graded
    for one in first where inTimeframe(one.day) {
      let grade = Int(one.grade)
      guard let promise = promises[grade] else {
        graded[grade] += 1
        continue
      }
      let closes = one.day + Int32(promise)
      guard closes <= asOf.rawValue else {
        open[grade] += 1
        continue
      }
      graded[grade] += 1
      let paid = engagement.firstPaid[Int(one.person)]
      if paid != Day.missing, paid >= one.day, paid <= closes { enrolled[grade] += 1 }
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

  private func gradeMonths(_ source: GradingSection.Source) -> [GradingSection.MonthRow] {
    let (months, names) = (months, gradings.names)
    guard let first = months.first else { return [] }
    let numbers = PeriodNumbers(.month, first: first.first.rawValue, last: asOf.rawValue)
    var counts = months.map { _ in [Int](repeating: 0, count: names.count) }
    var people = counts
    var isEmpty = true
    // At most 36 months: a bit each, by grade of one person.
    var seen = [UInt64](repeating: 0, count: names.count)
    var last: Int32 = -1
    gradings.forEach(self.people, source) { person, event in
      isEmpty = false
      guard event.day >= first.first.rawValue else { return }
      if person != last {
        for grade in seen.indices { seen[grade] = 0 }
        last = person
      }
      let (month, grade) = (numbers[event.day], event.grade)
      counts[month][grade] += 1
      if seen[grade] & 1 << UInt64(month) == 0 {
        seen[grade] |= 1 << UInt64(month)
        people[month][grade] += 1
      }
    }
    if isEmpty { return [] }
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
    var steps = [people.count, 0, 0, 0, 0]
    for row in people {
      let person = Int(row)
      let enrolled = flags.map { $0[person] == 1 } ?? engagement.isEnrolled(person)
      let again = engagement.purchases.count(person) > 1
      let keen = grade.map { $0.customer[person] >= 0 && good.contains($0.names[Int($0.customer[person])]) } ?? false
      if enrolled || keen || visitLog.everReached[person] { steps[1] += 1 }
      if enrolled || keen { steps[2] += 1 }
      if enrolled { steps[3] += 1 }
      if enrolled, again { steps[4] += 1 }
    }
    // Whom a log reached that never says how a visit went, nobody knows.
    let knowsReached = visitLog.tellsOutcomes || visitLog.count == 0
    return zip(["inquired", "reached", "interested", "enrolled", "repeat"], steps)
      .filter { $0.0 != "reached" || knowsReached }.map { Labelled($0, Tally($1, people: $1)) }
  }
}
