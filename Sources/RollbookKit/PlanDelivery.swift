package import ByteScanning
import CustomerRecords
import Foundation
package import Localisation
import Planning
import Privacy
import ReleaseGate
import Tabular
package import Workbooks

/// `plan`: for everybody who has visits to make a workbook (work list, scripts and messages, mailings) and a calendar;
/// a page for each parent who is owed a report; and one workbook with the whole plan. Nothing is sent.
package struct PlanDelivery: Sendable {
  package struct Options: Sendable {
    package var language: Language
    /// The institution's name in messages; nil = the setting `school_name`.
    package var school: String?
    /// A folder whose files lie over the shipped templates.
    package var templates: String?
    package init(language: Language) { self.language = language }
  }

  /// What was made and what could not be.
  package struct Outcome: Sendable {
    package var files: [String] = []
    /// Staff whose lists could not be released at all.
    package var refused: [(name: String, failure: Failure)] = []
    /// Open visits nobody may see: without an owner, or out of the owner's view.
    package var unassigned = 0
    package var mailings: [(name: String, channel: String, counts: [Int])] = []
    package var confirmations = 0
    package var reports = 0
    /// The closed loop of complaints and problems, in words.
    package var loop = ""
  }

  let judging: Judging
  let language: Language
  let school: String?
  let overlay: [String: String]
  let scripts: MessageScripts
  let context: WorkList.Context
  let bring: BringList

  /// Throws what is wrong with the rules' sheets or the messages (exit 4): a message with a gap is never written.
  package init(_ judging: Judging, _ options: Options) throws {
    self.judging = judging
    language = options.language
    let institution = judging.institution
    let rules = institution.rules
    let named = options.school ?? rules.settings["school_name"] ?? ""
    school = named.isEmpty ? nil : named
    overlay = try options.templates.map(TemplateFolder.read) ?? [:]
    scripts = try MessageScripts(overlay: overlay)
    bring = BringList(grid: try rules.sheet("confirmation"))
    context = WorkList.Context(
      records: institution.records, tokens: PlanTokens(judging.plan, institution.records), catalogue: rules.catalogue,
      choices: rules.choices, language: options.language, tier: judging.planInputs.tier.texts,
      gifts: GiftRules(grid: try rules.sheet("gifts"), choices: rules.choices))
  }

  var records: Records { judging.institution.records }
  func say(_ key: String, _ arguments: String...) -> String { Phrasebook.text(key, language, arguments) }

  /// Writes into `folder`.
  package func write(to folder: String, _ options: WriteOptions) throws -> Outcome {
    let institution = judging.institution
    var outcome = Outcome()
    let views = try institution.rules.views()
    let dictionary = PersonDictionary(records: records, catalogue: institution.rules.catalogue)
    let lists = WorkList.make(judging.plan, context)
    let mailings = try Mailings(self)
    var unseen: [Int] = lists.filter { $0.staff == nil }.flatMap(\.positions)
    let names = Set(lists.compactMap(\.staff)).union(mailings.byStaff.keys)
    for staff in names.sorted() {
      do {
        let session = try ViewSession(
          sheet: views,
          request: ViewRequest(
            roles: [role(of: staff)], staff: staff, language: language, choices: institution.rules.choices),
          records: records, settings: institution.rules.settings, dictionary: dictionary)
        var sheets: [Released<Outside>] = []
        var texts: [MessageRow] = []
        var shown: (list: WorkList, kept: [Int])?
        if let list = lists.first(where: { $0.staff == staff }) {
          let (released, kept) = try release(list, session, staff)
          unseen += Set(list.positions.indices).subtracting(kept).map { list.positions[$0] }.sorted()
          if !kept.isEmpty {
            sheets.append(released)
            texts += messages(list, kept, released, staff)
            shown = (list, kept)
          }
        }
        let (sends, confirmations) = try mailings.release(staff, session)
        texts += confirmations
        outcome.confirmations += confirmations.count
        if !texts.isEmpty { sheets.append(MessageRow.sheet(texts, self)) }
        if let sends { sheets.append(sends) }
        guard !sheets.isEmpty else { continue }
        let base = folder + "/" + safe(staff)
        outcome.files += try Workbooks.write(sheets, to: base + ".xlsx", options).files.map(\.file)
        if let shown {
          let events = calendar(shown.list, shown.kept, staff).bytes()
          outcome.files += try OutputTarget.write(events, to: base + ".ics", purpose: "plan", options).files.map(\.file)
        }
      } catch let failure as Failure {
        if failure.code.rawValue.hasPrefix("E6") { throw failure }
        outcome.refused.append((staff, failure))
        if let list = lists.first(where: { $0.staff == staff }) { unseen += list.positions }
      }
    }
    outcome.unassigned = unseen.count
    outcome.mailings = mailings.summary
    let reports = try parentReports()
    outcome.reports = reports.count
    for (name, bytes) in reports {
      let path = folder + "/" + say("report.folder") + "/" + safe(name) + ".html"
      outcome.files += try OutputTarget.write(bytes, to: path, purpose: "report to parents", options).files.map(\.file)
    }
    let (cases, loop) = caseSheet()
    outcome.loop = loop
    var sheets = [overview(), crisis(), cases]
    if !unseen.isEmpty { sheets.append(nobody(unseen)) }
    sheets += [mailings.overview()] + effortSheets()
    outcome.files += try Workbooks.write(sheets, to: folder + "/plan.xlsx", options).files.map(\.file)
    return outcome
  }

  /// The list through the staff member's view, and which of its rows that view shows.
  private func release(
    _ list: WorkList, _ session: ViewSession, _ staff: String
  ) throws -> (Released<Outside>, kept: [Int]) {
    let rows = (0..<UInt32(list.table.rowCount)).map { $0 }
    var view = try session.compiled(
      list.table, kind: .customers, customerRows: list.items.map(\.customer), rows: rows)
    view = view.adding(WorkList.made + WorkList.inputs)
    var presentation = SheetPresentation()
    presentation.inputs = Set(WorkList.inputs)
    presentation.choices = WorkList.choices(context)
    presentation.title = say("plan.title", staff, records.asOf.description)
    let released = Released(list.table, through: view, presentation: presentation)
    let tokens = ShownTable(released).texts(WorkList.token)
    let place = Dictionary(
      uniqueKeysWithValues: list.positions.enumerated().map { (context.tokens[$0.element], $0.offset) })
    return (released, tokens.compactMap { $0.flatMap { place[$0] } })
  }

  private func messages(
    _ list: WorkList, _ kept: [Int], _ released: Released<Outside>, _ staff: String
  ) -> [MessageRow] {
    let shown = ShownTable(released)
    let maker = self.maker
    let channels = Channels(records)
    return kept.enumerated().map { row, place in
      let item = list.items[place]
      let rule = judging.plan.rules[Int(item.rule)]
      let channel = channels.channel(of: item.customer, rule)
      let message = maker.message(
        for: item, judging.plan, channel: channel, shown: shown.customer(row), staff: staff)
      return MessageRow(
        occasion: WorkList.title(item, judging.plan, language), until: item.until, channel: channel,
        contact: shown.contact(row, channel), message: message, shown: shown, row: row)
    }
  }

  var maker: MessageMaker {
    MessageMaker(records: records, scripts: scripts, language: language, school: school, bring: bring)
  }

  func role(of staff: String) -> String {
    let table = records[.staff]
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

  private func calendar(_ list: WorkList, _ kept: [Int], _ staff: String) -> CalendarFile {
    let ids = records.customers.texts("customer_id")
    let names = records.customers.texts("name")
    let events = kept.map { place in
      let item = list.items[place]
      let rule = judging.plan.rules[Int(item.rule)]
      let id = ids[Int(item.customer)] ?? ""
      let surname = names[Int(item.customer)].map { Surname.of($0) } ?? ""
      let title = WorkList.title(item, judging.plan, language)
      return CalendarFile.Event(
        uid: context.tokens[list.positions[place]] + "@rollbook", from: max(item.from, records.asOf),
        until: max(item.until, records.asOf), summary: "\(title)\(language == .zh ? "：" : ": ")\(surname) \(id)",
        description: say("plan.until") + " " + item.until.description, priority: min(9, rule.priority))
    }
    return CalendarFile(name: say("plan.calendar", staff), asOf: records.asOf, events: events)
  }

  /// A table of the program's own making, which names people by id only, or by what a view has shown of them already.
  func shown(_ table: Table, _ presentation: SheetPresentation = SheetPresentation()) -> Released<Outside> {
    Released(
      table,
      through: .naming(
        role: "plan", actions: Dictionary(uniqueKeysWithValues: table.columns.map { ($0.field, .full) }),
        headers: Dictionary(uniqueKeysWithValues: table.columns.map { ($0.field, $0.header) })),
      presentation: presentation)
  }
}

/// What a calendar may show of a name: the surname; of a single word in Latin letters its first letter.
enum Surname {
  static func of(_ name: String) -> String {
    // George Brown, but not 欧阳 明: the last word of a name in Latin letters.
    let words = name.split(separator: " ")
    if words.count > 1, let last = words.last, name.unicodeScalars.allSatisfy({ $0.value < 0x2E80 }) {
      return String(last)
    }
    let masked = Masks.apply(.name, to: name).text
    return masked.filter { $0 != "*" }.trimmed
  }
}
