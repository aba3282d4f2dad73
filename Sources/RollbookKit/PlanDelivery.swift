package import ByteScanning
import Complaints
import CustomerRecords
import Feedback
import Foundation
import Incentives
package import Localisation
import Loyalty
import Planning
import Privacy
import ReleaseGate
import Tabular
package import Workbooks

/// `plan`: work lists and calendars for everybody who has visits to make, and the whole plan in one sheet.
package struct PlanDelivery: Sendable {
  private let judging: Judging
  private let language: Language

  package init(_ judging: Judging, language: Language) {
    self.judging = judging
    self.language = language
  }

  /// Writes into `folder`: a work list (XLSX) and a calendar (.ics) for each member of staff, through their own view, and
  /// `plan.xlsx` with every planned visit by id. Returns the files, and the staff whose list could not be released.
  package func write(to folder: String, _ options: WriteOptions) throws -> (
    files: [String], refused: [(name: String, failure: Failure)]
  ) {
    let institution = judging.institution
    let records = institution.records
    let views = try ViewSheet(try institution.rules.sheet("views"), catalogue: institution.rules.catalogue)
    let lists = WorkList.make(
      judging.plan, records: records, catalogue: institution.rules.catalogue, language: language)
    var files: [String] = []
    var refused: [(name: String, failure: Failure)] = []
    let dictionary = PersonDictionary(records: records, catalogue: institution.rules.catalogue)
    for list in lists {
      guard let staff = list.staff else { continue }
      do {
        let session = try ViewSession(
          sheet: views,
          request: ViewRequest(
            roles: [role(of: staff)], staff: staff, language: language, choices: institution.rules.choices),
          records: records,
          settings: institution.rules.settings, dictionary: dictionary)
        let owners = list.items.map(\.customer)
        var view = try session.compiled(list.table, kind: .customers, customerRows: owners, rows: all(list.table))
        view = view.adding(PlanDelivery.planColumns)
        var presentation = SheetPresentation()
        presentation.inputs = Set(WorkList.inputs)
        presentation.title = Phrasebook.text("plan.title", language, [staff, records.asOf.description])
        let released = Released(list.table, through: view, presentation: presentation)
        let base = folder + "/" + safe(staff)
        files += try Workbooks.write([released], to: base + ".xlsx", options).files.map(\.file)
        files += try OutputTarget.write(calendar(list, staff).bytes(), to: base + ".ics", purpose: "plan", options)
          .files.map(\.file)
      } catch let failure as Failure {
        refused.append((staff, failure))
      }
    }
    files += try Workbooks.write([overview(), crisis()], to: folder + "/plan.xlsx", options).files.map(\.file)
    return (files, refused)
  }

  /// Columns of the plan's own making hold no personal data of a customer: shown to whoever has the list.
  static let planColumns: [FieldID] =
    [
      WorkList.token, "plan.status", "plan.until", "plan.reason", "plan.attempts", "visits.visit_type",
      "visits.channel",
      "visits.staff",
    ] + WorkList.inputs

  private func all(_ table: Table) -> [UInt32] { (0..<UInt32(table.rowCount)).map { $0 } }

  private func role(of staff: String) -> String {
    let table = judging.institution.records[.staff]
    let names = table.texts("name")
    let roles = table.texts("role")
    guard let row = (0..<table.count).first(where: { names[$0] == staff }) else { return "sales" }
    return roles[row] ?? "sales"
  }

  /// A file name of a person's name: nothing that means something to a file system.
  private func safe(_ name: String) -> String {
    let kept = name.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" }
    return kept.isEmpty ? "_" : String(kept.prefix(60))
  }

  private func calendar(_ list: WorkList, _ staff: String) -> CalendarFile {
    let records = judging.institution.records
    let ids = records.customers.texts("customer_id")
    let names = records.customers.texts("name")
    let plan = judging.plan
    let events = list.items.map { item in
      let rule = plan.rules[Int(item.rule)]
      let id = ids[Int(item.customer)] ?? ""
      let surname = names[Int(item.customer)].map { Surname.of($0) } ?? ""
      let title = language == .zh ? rule.zh : rule.en
      return CalendarFile.Event(
        uid: WorkList.token(for: item, plan, ids) + "@rollbook", from: max(item.from, records.asOf),
        until: max(item.until, records.asOf), summary: "\(title)：\(surname) \(id)",
        description: Phrasebook.text("plan.until", language) + " " + item.until.description,
        priority: min(9, rule.priority))
    }
    return CalendarFile(name: Phrasebook.text("plan.calendar", language, [staff]), asOf: records.asOf, events: events)
  }

  /// Customers somebody should look at today, by id, with the reasons.
  private func crisis() -> Released<Outside> {
    let institution = judging.institution
    let records = institution.records
    let ids = records.customers.texts("customer_id")
    let cases = CaseBook(records, settings: institution.rules.settings)
    let list = CrisisList(
      records, cases: cases, mood: judging.themes.mood,
      descendants: judging.standing.referrals.descendants.map { Int($0) },
      settings: institution.rules.settings)
    let separator = language == .zh ? "、" : ", "
    let table = Table(
      name: Phrasebook.text("crisis.sheet", language),
      columns: [
        .init(
          header: institution.rules.catalogue.title("customers.customer_id", language), field: "plan.customer",
          column: .texts(list.entries.map { ids[Int($0.customer)] })),
        .init(
          header: Phrasebook.text("crisis.reasons", language), field: "plan.reason",
          column: .texts(
            list.entries.map {
              $0.reasons.map { Phrasebook.text("crisis.\($0)", language) }.joined(separator: separator)
            })),
        .init(
          header: Phrasebook.text("crisis.latest", language), field: "plan.from",
          column: .days(list.entries.map(\.latest))),
      ], rowCount: list.entries.count)
    return shown(table)
  }

  /// A table of the program's own making, which names people by id only.
  private func shown(_ table: Table) -> Released<Outside> {
    Released(
      table,
      through: .naming(
        role: "plan", actions: Dictionary(uniqueKeysWithValues: table.columns.map { ($0.field, .full) }),
        headers: Dictionary(uniqueKeysWithValues: table.columns.map { ($0.field, $0.header) })))
  }

  /// Every planned visit by customer id: no names, no contact data.
  private func overview() -> Released<Outside> {
    let records = judging.institution.records
    let plan = judging.plan
    let ids = records.customers.texts("customer_id")
    let assignment = Assignment(records)
    let visits = records.visits.texts("visit_id")
    let items = plan.items
    func say(_ key: String) -> String { Phrasebook.text(key, language) }
    let catalogue = judging.institution.rules.catalogue
    let table = Table(
      name: say("plan.sheet"),
      columns: [
        .init(
          header: catalogue.title("customers.customer_id", language), field: "plan.customer",
          column: .texts(items.map { ids[Int($0.customer)] })),
        .init(
          header: say("plan.reason"), field: "plan.reason",
          column: .texts(items.map { WorkList.reason($0, plan, language) })),
        .init(header: say("plan.from"), field: "plan.from", column: .days(items.map(\.from))),
        .init(header: say("plan.until"), field: "plan.until", column: .days(items.map(\.until))),
        .init(
          header: say("plan.status"), field: "plan.status",
          column: .texts(items.map { say("plan.status.\($0.status)") })),
        .init(
          header: say("plan.owner"), field: "plan.owner",
          column: .texts(items.map { assignment.staff(for: $0, rule: plan.rules[Int($0.rule)]) })),
        .init(
          header: say("plan.served"), field: "plan.served",
          column: .texts(items.map { $0.visit >= 0 ? visits[Int($0.visit)] ?? String($0.visit + 1) : nil })),
      ], rowCount: items.count)
    return shown(table)
  }
}

/// What a calendar may show of a name: the surname (the family name of a Latin name by its letter).
enum Surname {
  static func of(_ name: String) -> String {
    let masked = Masks.apply(.name, to: name).text
    return masked.filter { $0 != "*" }.trimmed
  }
}
