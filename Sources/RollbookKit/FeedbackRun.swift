import CustomerRecords
import DecisionTables
package import Feedback
import Grading
package import Localisation
import Planning
import Privacy
package import ReleaseGate
import Tabular

/// `feedback`: what customers speak of, how often, in what mood, and where.
package struct FeedbackRun: Sendable {
  package enum Dimension: String, Sendable, CaseIterable {
    case stage
    case courseStage = "course_stage"
    case type, channel, teacher
  }
  package struct Group: Sendable {
    package var dimension: Dimension
    /// Nil: the sheets do not say.
    package var label: String?
    package var counts: [ThemeTable.Count]
  }

  private let judging: Judging
  private let language: Language
  package let counts: [ThemeTable.Count]
  package let groups: [Group]
  package let suggestions: [PhraseSuggestions.Phrase]
  /// Rows with text, with a theme, in good and in bad mood.
  package let rows: (text: Int, tagged: Int, positive: Int, negative: Int)

  static let fields = ["feedback", "problem"]

  package init(_ judging: Judging, _ language: Language) {
    self.judging = judging
    self.language = language
    let records = judging.institution.records
    let themes = judging.themes
    let owners = records.customerRow(of: .visits)
    let all = themes.mood.indices.filter { !themes.mood[$0].isNaN }
    func person(_ row: Int) -> Int32 {
      owners[row] >= 0 && !records.person.isEmpty ? records.person[Int(owners[row])] : owners[row]
    }
    counts = themes.counts(rows: all, person: person)
    rows = (
      all.count, all.count { themes.bits[$0] != 0 }, all.count { themes.mood[$0] > 0 },
      all.count { themes.mood[$0] < 0 }
    )
    let labels = FeedbackRun.labels(judging, person: person)
    groups = Dimension.allCases.flatMap { dimension -> [Group] in
      guard let label = labels[dimension] else { return [] }
      var members: [String?: [Int]] = [:]
      for row in all { members[label(row), default: []].append(row) }
      if members.count == 1, members.keys.first == .some(nil) { return [] }
      let order = members.sorted { ($1.value.count, $0.key ?? "\u{FFFF}") < ($0.value.count, $1.key ?? "\u{FFFF}") }
      return order.map {
        Group(dimension: dimension, label: $0.key, counts: themes.counts(rows: $0.value, person: person))
      }
    }
    suggestions = PhraseSuggestions.find(records.visits, fields: FeedbackRun.fields, tagger: judging.tagger)
  }

  /// What a row is of, by dimension.
  private static func labels(_ judging: Judging, person: @escaping (Int) -> Int32) -> [Dimension: (Int) -> String?] {
    let records = judging.institution.records
    let visits = records.visits
    let stage = judging.planInputs.stage.texts
    let classes = judging.grading.valueClass.labels.texts
    let kinds = records.customers.texts("kind")
    let tellsKind = records.customers.has("kind")
    let (courseStage, channel) = (visits.texts("stage"), visits.texts("channel"))
    let teachers = Teachers(records)
    func of(_ values: [String?], _ row: Int) -> String? {
      let customer = Int(person(row))
      return values.indices.contains(customer) ? values[customer] : nil
    }
    return [
      .stage: { of(stage, $0) }, .courseStage: { courseStage[$0] },
      .type: { row in
        let customer = Int(person(row))
        return tellsKind && customer >= 0 ? kinds[customer] ?? of(classes, row) : of(classes, row)
      },
      .channel: { channel[$0] }, .teacher: { teachers.teacher(of: person($0), visit: $0) },
    ]
  }

  private var choices: ChoiceBook { judging.institution.rules.choices }

  private func word(_ group: Group) -> String {
    guard let label = group.label else { return say("unknown") }
    let field: FieldID
    switch group.dimension {
    case .channel: field = "visits.channel"
    case .courseStage: field = "visits.stage"
    case .stage: field = "customers.stage"
    case .type: field = "customers.kind"
    case .teacher: return label
    }
    return judging.institution.rules.catalogue.definition(field).map { choices.title(label, of: $0, language) } ?? label
  }

  private func say(_ key: String, _ arguments: String...) -> String {
    Phrasebook.text("feedback." + key, language, arguments)
  }

  private func theme(_ name: String) -> String {
    guard language == .en, let topic = judging.institution.rules.catalogue.definition("visits.topic") else {
      return name
    }
    let canonical = choices.canonical(name, of: topic) ?? name
    return choices.title(canonical, of: topic, .en)
  }

  /// The summary and a line a theme; with a dimension, a line a theme and group.
  package func lines(by dimension: Dimension?) -> [String] {
    func line(_ count: ThemeTable.Count) -> String {
      say(
        "line", theme(count.theme), String(count.mentions), String(count.people), String(count.negative),
        String(count.positive), say(count.isCommon ? "common" : "single"))
    }
    var out = [say("summary", String(rows.text), String(rows.tagged), String(rows.positive), String(rows.negative))]
    out += counts.map(line)
    if let dimension {
      for group in groups where group.dimension == dimension {
        out.append("")
        out.append(say(dimension.rawValue) + (language == .zh ? "：" : ": ") + word(group))
        out += group.counts.map { "  " + line($0) }
      }
    }
    return out
  }

  /// Themes, themes by group, every note with its words (through the view of `role`), words to add.
  package func sheets(role: String, staff: String?) throws -> [Released<Outside>] {
    [
      table("sheet", counts.count, columns(counts)),
      table(
        "groups", groups.reduce(0) { $0 + $1.counts.count },
        [
          ("by", .texts(groups.flatMap { group in group.counts.map { _ in say(group.dimension.rawValue) } })),
          ("label", .texts(groups.flatMap { group in group.counts.map { _ in word(group) } })),
        ] + columns(groups.flatMap(\.counts))),
      try tagged(role, staff),
      table(
        "suggestions", suggestions.count,
        [("phrase", .texts(suggestions.map(\.text))), ("rows", .numbers(suggestions.map { Double($0.rows) }))]),
    ]
  }

  private func columns(_ counts: [ThemeTable.Count]) -> [(String, Column)] {
    [
      ("theme", .texts(counts.map { theme($0.theme) })), ("mentions", .numbers(counts.map { Double($0.mentions) })),
      ("people", .numbers(counts.map { Double($0.people) })),
      ("negative", .numbers(counts.map { Double($0.negative) })),
      ("positive", .numbers(counts.map { Double($0.positive) })),
      ("kind", .texts(counts.map { say($0.isCommon ? "common" : "single") })),
    ]
  }

  private func table(_ name: String, _ rows: Int, _ columns: [(String, Column)]) -> Released<Outside> {
    let named = columns.map { Table.Named(header: say($0), field: FieldID("feedback", $0), column: $1) }
    return Released(
      Table(name: say(name), columns: named, rowCount: rows),
      through: .naming(
        role: "feedback", actions: Dictionary(uniqueKeysWithValues: named.map { ($0.field, .full) }),
        headers: Dictionary(uniqueKeysWithValues: named.map { ($0.field, $0.header) })))
  }

  /// Every note that says something, what it was taken for, and the words that made it so.
  private func tagged(_ role: String, _ staff: String?) throws -> Released<Outside> {
    let institution = judging.institution
    let records = institution.records
    let visits = records.visits
    let themes = judging.themes
    let all = themes.mood.indices.filter { !themes.mood[$0].isNaN }
    let order = all.map { UInt32($0) }
    let views = FeedbackRun.fields.map { visits.texts($0) }
    let words = all.map { row in
      let found = views.enumerated().flatMap { place, view -> [String] in
        guard let text = view[row], place == 0 || text != views[0][row] else { return [] }
        let bytes = Array(text.utf8)
        return judging.tagger.tag(text).matches.map { match in
          let word = String(decoding: bytes[match.range], as: UTF8.self)
          return match.mood == 0 ? word : word + (match.mood > 0 ? "(+)" : "(−)")
        }
      }
      return found.isEmpty ? nil : found.joined(separator: language == .zh ? "、" : ", ")
    }
    let catalogue = institution.rules.catalogue
    var columns: [Table.Named] = []
    for name in ["visit_id", "visit_date"] + FeedbackRun.fields {
      let field = FieldID("visits", name)
      guard let column = visits.column(name) else { continue }
      columns.append(
        Table.Named(header: catalogue.title(field, language), field: field, column: column.gathered(order)))
    }
    func own(_ name: String, _ column: Column) {
      columns.append(Table.Named(header: say(name), field: FieldID("feedback", name), column: column))
    }
    let separator = language == .zh ? "、" : ", "
    own(
      "theme",
      .texts(
        all.map { row in
          let found = themes.themes.indices.filter { themes.bits[row] & 1 << UInt64($0) != 0 }
          return found.isEmpty ? nil : found.map { theme(themes.themes[$0]) }.joined(separator: separator)
        }))
    own("mood", .numbers(all.map { themes.mood[$0] }))
    own("words", .texts(words))
    let table = Table(name: say("tagged"), columns: columns, rowCount: all.count)
    let session = try ViewSession(
      sheet: try institution.rules.views(),
      request: ViewRequest(
        roles: [role], staff: staff, language: language, choices: institution.rules.choices),
      records: records, settings: institution.rules.settings)
    let linked = records.customerRow(of: .visits)
    let view = try session.compiled(table, kind: .visits, customerRows: all.map { linked[$0] })
      .adding(["feedback.theme", "feedback.mood", "feedback.words"])
    return Released(table, through: view)
  }
}

/// Who taught a customer at the time of a visit.
private struct Teachers {
  private let byCustomer: [Int32: [(course: String?, start: Int32, teacher: String)]]
  private let courses: TextView
  private let days: [Int32]

  init(_ records: Records) {
    let table = records.enrolments
    let owners = records.customerRow(of: .enrolments)
    let (names, teachers) = (table.texts("course"), table.texts("teacher"))
    let (starts, bought) = (table.days("start_date").days, table.days("purchase_date").days)
    var found: [Int32: [(course: String?, start: Int32, teacher: String)]] = [:]
    for row in 0..<table.count where owners[row] >= 0 {
      guard let teacher = teachers[row] else { continue }
      let person = records.person.isEmpty ? owners[row] : records.person[Int(owners[row])]
      found[person, default: []].append((names[row], starts[row] == Day.missing ? bought[row] : starts[row], teacher))
    }
    byCustomer = found
    courses = records.visits.texts("course")
    days = records.visits.days("visit_date").days
  }

  /// Of the visit's course, else of the course that began last before it.
  func teacher(of customer: Int32, visit row: Int) -> String? {
    guard let mine = byCustomer[customer] else { return nil }
    if let course = courses[row], let same = mine.last(where: { $0.course == course }) { return same.teacher }
    return mine.filter { $0.start <= days[row] }.max { $0.start < $1.start }?.teacher
  }
}
