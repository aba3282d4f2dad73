import CustomerRecords
import Tabular

extension Facts {
  static func firstSeen(
    _ records: Records, _ engagement: Engagement, _ log: VisitLog, person: [Int32]
  ) -> [Int32] {
    var first = [Int32](repeating: Int32.max, count: person.count)
    func see(_ row: Int32, _ day: Int32) {
      if row >= 0, day != Day.missing, day < first[Int(row)] { first[Int(row)] = day }
    }
    for field in ["registered_on", "inquired_on"] {
      let days = records.customers.days(field).days
      for row in days.indices { see(person[row], days[row]) }
    }
    for row in engagement.people {
      let met = engagement.interactions[Int(row)]
      if let day = met.first { see(row, day) }
    }
    for row in log.person.indices where log.day[row] != Day.missing { see(log.person[row], log.day[row]) }
    // Nothing dated: known, but not since when.
    return first.map { $0 == .max ? Day.missing : $0 }
  }

  /// The topic of each visit: the sheet's own, else the first theme found in its text.
  static func topics(_ records: Records, _ judgements: Judgements) -> RowLabels {
    var book = LabelBook()
    var topics = book.numbers(records.visits.texts("topic"))
    for theme in judgements.themes {
      let number = book.number(theme.key)
      for row in theme.rows where Int(row) < topics.count && topics[Int(row)] < 0 { topics[Int(row)] = number }
    }
    return RowLabels(codes: topics, book: book)
  }

  /// Positions of the planned visits of customers there are.
  static func planned(_ judgements: Judgements, person: [Int32]) -> PersonRuns<Int32> {
    let planned = judgements.planned
    return PersonRuns(people: person.count) { add in
      for i in planned.indices where person.indices.contains(Int(planned[i].customer)) {
        add(person[Int(planned[i].customer)], Int32(i))
      }
    }
  }

  /// What answers are grouped by to see what moves them: themes found in visits, else their topics; only the rows with
  /// a 0–10 answer.
  static func scoredThemes(_ judgements: Judgements, _ topics: RowLabels, _ log: VisitLog) -> [Judgements.Theme] {
    var themes = judgements.themes
    if themes.isEmpty {
      themes = topics.names.map { .init(key: $0, rows: []) }
      for (row, code) in topics.codes.enumerated() where code >= 0 { themes[Int(code)].rows.append(UInt32(row)) }
    }
    for i in themes.indices { themes[i].rows.removeAll { Int($0) >= log.count || log.nps[Int($0)] < 0 } }
    return themes
  }

  static func answers(
    _ log: VisitLog, _ judgements: Judgements, person: [Int32], asOf: Int32
  ) -> PersonRuns<Answer> {
    var runs = PersonRuns<Answer>(people: person.count) { add in
      for row in log.person.indices where log.nps[row] >= 0 || log.csat[row] > 0 {
        if log.day[row] != Day.missing, log.day[row] > asOf { continue }
        let owner = log.person[row]
        add(
          owner,
          Answer(person: owner, day: log.day[row], nps: log.nps[row], csat: log.csat[row], visit: Int32(row)))
      }
      for answer in judgements.answers {
        if let day = answer.day, day.rawValue > asOf { continue }
        let nps = answer.nps.flatMap { scale($0, 0...10) } ?? -1
        let csat = answer.csat.flatMap { scale($0, 1...5) } ?? 0
        guard nps >= 0 || csat > 0 else { continue }
        let owner = person.indices.contains(Int(answer.customer)) ? person[Int(answer.customer)] : -1
        add(
          owner, Answer(person: owner, day: answer.day?.rawValue ?? Day.missing, nps: nps, csat: csat, visit: -1))
      }
    }
    runs.sort { $0.day < $1.day }
    return runs
  }

  /// A whole number of the scale, else nil: anything else is a data problem, not an answer.
  static func scale(_ value: Double, _ range: ClosedRange<Int>) -> Int8? {
    guard value == value.rounded(), value >= Double(range.lowerBound), value <= Double(range.upperBound)
    else { return nil }
    return Int8(value)
  }

  static func dimensions(
    _ records: Records, _ judgements: Judgements, person: [Int32]
  ) -> [Dimension: DimensionCodes] {
    var out: [Dimension: DimensionCodes] = [:]
    func simple(_ dimension: Dimension, _ field: String) {
      guard records.customers.has(field) else { return }
      var book = LabelBook()
      var codes = DimensionCodes(customers: person.count)
      codes.customer = settled(book.numbers(records.customers.texts(field)), person)
      codes.names = book.names
      if !codes.isEmpty { out[dimension] = codes }
    }
    func judged(_ dimension: Dimension, _ labels: Judgements.Labels, else fields: [String]) {
      guard labels.codes.count == person.count, labels.codes.contains(where: { $0 >= 0 }) else {
        if let field = fields.first(where: { records.customers.has($0) }) { simple(dimension, field) }
        return
      }
      var codes = DimensionCodes(customers: person.count)
      codes.customer = settled(labels.codes, person)
      codes.names = labels.names
      out[dimension] = codes
    }
    simple(.channel, "source_channel")
    judged(.stage, judgements.stage, else: ["stage"])
    simple(.campus, "campus")
    simple(.region, "region")
    simple(.campaign, "campaign")
    judged(.tier, judgements.tier, else: ["tier"])
    judged(.valueClass, judgements.valueClass, else: [])
    out[.grade] = grades(records, judgements, person: person)
    out[.course] = byPurchase(records, person, enrolment: "course", visit: "course")
    out[.teacher] = byPurchase(records, person, enrolment: "teacher", visit: nil)
    out[.staff] = staff(records, person)
    return out
  }

  /// The reviewed grade, else the computed one, else the proposed one.
  private static func grades(_ records: Records, _ judgements: Judgements, person: [Int32]) -> DimensionCodes? {
    var book = LabelBook()
    var codes = DimensionCodes(customers: person.count)
    let reviewed = book.numbers(records.customers.texts("intent_reviewed"))
    let proposed = book.numbers(records.customers.texts("intent_proposed"))
    let computed: [Int32] =
      judgements.intent.codes.count == person.count
      ? judgements.intent.codes.map { $0 < 0 ? -1 : book.number(judgements.intent.names[Int($0)]) }
      : Array(repeating: -1, count: person.count)
    codes.customer = settled(
      person.indices.map { reviewed[$0] >= 0 ? reviewed[$0] : computed[$0] >= 0 ? computed[$0] : proposed[$0] },
      person)
    codes.names = book.names
    return codes.isEmpty ? nil : codes
  }

  /// A person's own value is that of their latest purchase.
  private static func byPurchase(
    _ records: Records, _ person: [Int32], enrolment: String, visit: String?
  ) -> DimensionCodes? {
    var book = LabelBook()
    var codes = DimensionCodes(customers: person.count)
    codes.byPurchase = true
    let rows = book.numbers(records.enrolments.texts(enrolment))
    if let visit, records.visits.has(visit) { codes.visit = book.numbers(records.visits.texts(visit)) }
    let owners = records.customerRow(of: .enrolments)
    let days = records.enrolments.days("purchase_date").days
    var latest = [Int32](repeating: Day.missing, count: person.count)
    for row in rows.indices where owners[row] >= 0 && rows[row] >= 0 {
      let owner = Int(person[Int(owners[row])])
      if codes.customer[owner] < 0 || days[row] >= latest[owner] {
        codes.customer[owner] = rows[row]
        latest[owner] = days[row]
      }
    }
    codes.enrolment = rows
    codes.names = book.names
    return codes.isEmpty ? nil : codes
  }

  private static func staff(_ records: Records, _ person: [Int32]) -> DimensionCodes? {
    var book = LabelBook()
    var codes = DimensionCodes(customers: person.count)
    codes.customer = settled(book.numbers(records.customers.texts("owner")), person)
    if records.visits.has("staff") { codes.visit = book.numbers(records.visits.texts("staff")) }
    if records.enrolments.has("sales_rep") { codes.enrolment = book.numbers(records.enrolments.texts("sales_rep")) }
    codes.names = book.names
    return codes.isEmpty ? nil : codes
  }

  /// Each representative takes the first value its duplicate group holds, its own before the others'.
  private static func settled(_ codes: [Int32], _ person: [Int32]) -> [Int32] {
    var out = codes
    for row in codes.indices where codes[row] >= 0 && out[Int(person[row])] < 0 { out[Int(person[row])] = codes[row] }
    return out
  }
}
