package import CustomerRecords
package import Localisation
package import Tabular

/// Fills the scripts for what is due. Everything said of the customer comes from what the caller's view shows: a value
/// the view masks or hides is replaced by a stand-in, so no message can tell more than its writer may know.
package struct MessageMaker: Sendable {
  /// A customer as the view shows them.
  package struct Shown: Sendable {
    package var name: String?
    package var guardian: String?
    package var need: String?
    package var taboos: String?
    package init(name: String?, guardian: String?, need: String?, taboos: String?) {
      self.name = name
      self.guardian = guardian
      self.need = need
      self.taboos = taboos
    }
  }

  package struct Message: Sendable {
    /// What the caller says.
    package var script: String?
    /// What is sent.
    package var text: String?
    package var length: SMSLength?
    /// Sent before a call or a meeting, on the day beside it.
    package var announcement: String?
    package var announceOn: Day?
    /// Why there is no text, in the reader's language.
    package var remark: String?

    package init(remark: String? = nil) { self.remark = remark }
  }

  private let records: Records
  private let scripts: MessageScripts
  private let language: Language
  private let school: String?
  private let bring: BringList

  package init(
    records: Records, scripts: MessageScripts, language: Language, school: String?, bring: BringList = BringList()
  ) {
    self.records = records
    self.scripts = scripts
    self.language = language
    self.school = school.flatMap { $0.isEmpty ? nil : $0 }
    self.bring = bring
  }

  /// The texts of an open item of the plan.
  package func message(
    for item: VisitPlan.Item, _ plan: VisitPlan, channel: String?, shown: Shown, staff: String?
  ) -> Message {
    let rule = plan.rules[Int(item.rule)]
    var values = values(item.customer, shown, staff)
    values[.reason] = WorkList.title(item, plan, language)
    values[.date] = max(item.from, records.asOf).description
    if item.holiday >= 0 {
      let holiday = plan.holidays.list[Int(item.holiday)]
      values[.holiday] = language == .zh ? holiday.zh : holiday.en
    }
    if rule.trigger.isAboutCourse { add(enrolment: Int(item.source), to: &values) }
    var made = Message()
    if let part = MessageScripts.part(of: channel) {
      put(scripts.fill(rule.script, part, language, values), part, shown, into: &made)
    } else {
      if case .text(let text) = scripts.fill(rule.script, .script, language, values) { made.script = text }
      // A wish is not announced; a call is, in words of its own or in general ones.
      guard !rule.trigger.isGreeting else { return made }
      var announced = scripts.fill(rule.script, .announce, language, values)
      if announced == .none || announced.isLacking { announced = scripts.fill("announce", .sms, language, values) }
      if case .text(let text) = announced, let kept = guarded(text, shown, &made) {
        made.announcement = kept
        made.length = SMSLength(kept)
        made.announceOn = max(records.asOf, item.from.advanced(by: -1))
      }
    }
    return made
  }

  /// A message that belongs to no visit: a confirmation, a mailing.
  package func message(
    script: String, customer: Int32, channel: String?, enrolment: Int? = nil, shown: Shown, staff: String?
  ) -> Message {
    var values = values(customer, shown, staff)
    values[.date] = records.asOf.description
    if let enrolment { add(enrolment: enrolment, to: &values) }
    var made = Message()
    let part = MessageScripts.part(of: channel) ?? .message
    put(scripts.fill(script, part, language, values), part, shown, into: &made)
    return made
  }

  private func put(
    _ filled: MessageScripts.Filled, _ part: MessageScripts.Part, _ shown: Shown, into made: inout Message
  ) {
    switch filled {
    case .text(let text):
      made.text = guarded(text, shown, &made)
      if part == .sms, let text = made.text { made.length = SMSLength(text) }
    case .lacking(let variables):
      let names = variables.map { Phrasebook.text("message.variable.\($0.rawValue)", language) }
      made.remark = Phrasebook.text(
        "message.lacking", language, [names.joined(separator: language == .zh ? "、" : ", ")])
    case .none: made.remark = Phrasebook.text("message.none", language)
    }
  }

  /// The text, or nothing (and a remark) where it touches what this customer must not hear of.
  private func guarded(_ text: String, _ shown: Shown, _ made: inout Message) -> String? {
    guard Taboos(shown.taboos).touch(text) else { return text }
    made.remark = Phrasebook.text("message.taboo", language)
    return nil
  }

  private func values(_ customer: Int32, _ shown: Shown, _ staff: String?) -> [MessageScripts.Variable: String] {
    var values: [MessageScripts.Variable: String] = [:]
    let row = Int(customer)
    let hasGuardian =
      records.customers.texts("guardian_name")[row] != nil || records.customers.texts("guardian_phone")[row] != nil
    let name = MessageMaker.plain(shown.name)
    values[.pupil] = name
    if language == .zh {
      values[.guardian] = name.map { hasGuardian ? Phrasebook.text("message.guardian", language, [$0]) : $0 }
    } else {
      values[.guardian] = hasGuardian ? MessageMaker.plain(shown.guardian) : name
    }
    values[.need] = MessageMaker.plain(shown.need)
    values[.staff] = staff
    values[.school] = school
    values[.campus] = records.customers.texts("campus")[row]
    return values
  }

  private func add(enrolment row: Int, to values: inout [MessageScripts.Variable: String]) {
    let table = records.enrolments
    values[.course] = table.texts("course")[row]
    values[.teacher] = table.texts("teacher")[row]
    values[.startDate] = table.days("start_date")[row]?.description
    values[.endDate] = table.days("end_date")[row]?.description
    values[.lessonsLeft] = table.numbers("lessons_left")[row].map {
      $0 == $0.rounded() ? String(Int($0)) : String($0)
    }
    values[.bring] = bring.text(course: values[.course], type: table.texts("course_type")[row], language)
  }

  /// A value without masks, else nothing.
  private static func plain(_ text: String?) -> String? {
    guard let text, !text.isEmpty, !text.contains("*") else { return nil }
    return text
  }
}

/// What to bring to a first lesson, by course or kind of course (`rules/confirmation.csv`).
package struct BringList: Sendable {
  private var zh: [String: String] = [:]
  private var en: [String: String] = [:]

  package init() {}

  /// Columns: course or kind of course (`-` for all others), what to bring in zh and en.
  package init(grid: Grid) {
    for row in grid.rows.indices.dropFirst() {
      let key = grid.text(row, 0).lowercased()
      if key.isEmpty { continue }
      zh[key] = grid.text(row, 1)
      en[key] = grid.text(row, 2)
    }
  }

  func text(course: String?, type: String?, _ language: Language) -> String? {
    let list = language == .zh ? zh : en
    return [course, type, "-"].compactMap { $0.flatMap { list[$0.lowercased()] } }.first { !$0.isEmpty }
  }
}
