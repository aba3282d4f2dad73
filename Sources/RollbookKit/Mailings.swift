import ByteScanning
import CustomerRecords
import Localisation
import Planning
import Privacy
import ReleaseGate
import Tabular

/// Mailings and confirmations of all staff: who is written to, through the view of the one who writes.
struct Mailings {
  private let plan: PlanDelivery
  private let lists: SendLists
  private let confirmations: [(enrolment: Int, customer: Int32)]
  /// Positions in `lists.entries`, and in `confirmations`, by who sends them.
  private(set) var byStaff: [String: (sends: [Int], confirms: [Int])] = [:]

  init(_ plan: PlanDelivery) throws {
    self.plan = plan
    let rules = plan.judging.institution.rules
    let mailings = try SendRule.read(try rules.sheet("send_lists"), choices: rules.choices)
    lists = SendLists(mailings, plan.judging.plan, plan.judging.planInputs)
    confirmations = Confirmations.due(plan.records, settings: rules.settings)
    let assignment = Assignment(plan.records)
    for (i, entry) in lists.entries.enumerated() where entry.state == .send {
      guard let staff = assignment.staff(for: entry.customer, owner: lists.rules[Int(entry.rule)].owner) else {
        continue
      }
      byStaff[staff, default: ([], [])].sends.append(i)
    }
    for (i, one) in confirmations.enumerated() {
      guard let staff = assignment.staff(for: one.customer, owner: .consultant) else { continue }
      byStaff[staff, default: ([], [])].confirms.append(i)
    }
  }

  private func name(_ rule: SendRule) -> String {
    plan.language == .en && !rule.en.isEmpty ? rule.en : rule.zh
  }

  private func word(_ channel: String?) -> String {
    channel.map { plan.context.word($0, "visits.channel") } ?? plan.say("send.preferred")
  }

  /// By mailing: sent, opted out, too soon, capped, unreachable.
  var summary: [(name: String, channel: String, counts: [Int])] {
    lists.rules.enumerated().map { index, rule in
      (name(rule), word(rule.channel), SendLists.State.allCases.map { lists.count(index, $0) })
    }
  }

  /// The mailings sheet of one member of staff, and their confirmations.
  func release(_ staff: String, _ session: ViewSession) throws -> (sends: Released<Outside>?, confirms: [MessageRow]) {
    guard let mine = byStaff[staff] else { return (nil, []) }
    let maker = plan.maker
    var confirms: [MessageRow] = []
    if !mine.confirms.isEmpty {
      let due = mine.confirms.map { confirmations[$0] }
      let (shown, kept) = try shown(due.map(\.customer), session)
      let channels = Channels(plan.records)
      for (row, place) in kept.enumerated() {
        let one = due[place]
        let channel = channels.reachable(one.customer, wanted: nil)
        confirms.append(
          MessageRow(
            occasion: plan.say("message.confirmation"), until: nil, channel: channel,
            contact: shown.contact(row, channel),
            message: maker.message(
              script: "confirmation", customer: one.customer, channel: channel, enrolment: one.enrolment,
              shown: shown.customer(row), staff: staff), shown: shown, row: row))
      }
    }
    return (mine.sends.isEmpty ? nil : try sheet(mine.sends.map { lists.entries[$0] }, staff, session, maker), confirms)
  }

  /// Customers through the view, and which of them it shows.
  private func shown(_ customers: [Int32], _ session: ViewSession) throws -> (ShownTable, kept: [Int]) {
    let order = customers.map { UInt32($0) }
    var columns = [Table.Named(header: "", field: "plan.place", column: .numbers(order.indices.map { Double($0) }))]
    for name in ["customer_id", "name", "guardian_name", "phone", "wechat", "email", "taboos"] {
      let field = FieldID("customers", name)
      guard let column = plan.records.customers.column(name) else { continue }
      columns.append(
        Table.Named(
          header: plan.context.catalogue.title(field, plan.language), field: field, column: column.gathered(order)))
    }
    let table = Table(name: "customers", columns: columns, rowCount: order.count)
    let rows = (0..<UInt32(order.count)).map { $0 }
    let view = try session.compiled(table, kind: .customers, customerRows: customers, rows: rows).adding(["plan.place"])
    let released = Released(table, through: view)
    let places = (0..<released.table.rowCount).compactMap { row -> Int? in
      if case .number(let place)? = released.table[field: "plan.place"]?.cell(row) { return Int(place) }
      return nil
    }
    return (ShownTable(released), places)
  }

  private func sheet(
    _ entries: [SendLists.Entry], _ staff: String, _ session: ViewSession, _ maker: MessageMaker
  ) throws -> Released<Outside>? {
    let (shown, kept) = try shown(entries.map(\.customer), session)
    if kept.isEmpty { return nil }
    var mine = kept.map { entries[$0] }
    // An account the view masks cannot be written to: another way, else the row says so.
    for row in mine.indices {
      let ways = [mine[row].channel, "微信", "短信", "邮件"].compactMap { $0 }
      mine[row].channel = ways.first { shown.contact(row, $0).map { !$0.contains("*") } ?? false }
    }
    let rules = mine.map { lists.rules[Int($0.rule)] }
    let messages = mine.enumerated().map { row, entry -> MessageMaker.Message in
      guard entry.channel != nil else {
        return MessageMaker.Message(remark: plan.say("message.unseen"))
      }
      return maker.message(
        script: rules[row].script, customer: entry.customer, channel: entry.channel, shown: shown.customer(row),
        staff: staff)
    }
    let catalogue = plan.context.catalogue
    var columns: [Table.Named] = []
    func add(_ field: FieldID, _ header: String, _ column: Column) {
      columns.append(Table.Named(header: header, field: field, column: column))
    }
    func title(_ field: FieldID) -> String { catalogue.title(field, plan.language) }
    func texts(_ field: FieldID) -> Column { .texts(shown.texts(field)) }
    add("send.list", plan.say("send.list"), .texts(rules.map { name($0) }))
    add("visits.script", title("visits.script"), .texts(rules.map(\.script)))
    add("customers.customer_id", title("customers.customer_id"), texts("customers.customer_id"))
    add("customers.name", title("customers.name"), texts("customers.name"))
    add(
      "visits.channel", title("visits.channel"),
      .texts(mine.map { entry in entry.channel.map { word($0) } }))
    add(
      "customers.phone", plan.say("message.contact"),
      .texts(mine.enumerated().map { entry in entry.element.channel.flatMap { shown.contact(entry.offset, $0) } }))
    add("message.text", plan.say("message.text"), .texts(messages.map(\.text)))
    add("message.length", plan.say("message.length"), .numbers(messages.map { $0.length.map { Double($0.units) } }))
    add("message.parts", plan.say("message.parts"), .numbers(messages.map { $0.length.map { Double($0.parts) } }))
    add("message.remark", plan.say("message.remark"), .texts(messages.map(\.remark)))
    add("visits.staff", title("visits.staff"), .texts(mine.map { _ in staff }))
    add("send.sent_on", plan.say("send.sent_on"), .days(mine.map { _ in nil }))
    var presentation = SheetPresentation()
    presentation.inputs = ["send.sent_on"]
    presentation.title = plan.say("send.title", staff, plan.records.asOf.description)
    return plan.shown(
      Table(name: plan.say("send.sheet"), columns: columns, rowCount: mine.count), presentation)
  }

  /// How large each mailing is and why people are left out: counts, no names.
  func overview() -> Released<Outside> {
    let rules = lists.rules
    var columns = [
      Table.Named(header: plan.say("send.list"), field: "send.list", column: .texts(rules.map { name($0) })),
      Table.Named(
        header: plan.context.catalogue.title("visits.channel", plan.language), field: "send.channel",
        column: .texts(rules.map { word($0.channel) })),
      Table.Named(
        header: plan.say("send.segment"), field: "send.segment",
        column: .numbers(
          rules.indices.map { rule in
            Double(SendLists.State.allCases.reduce(0) { $0 + lists.count(rule, $1) })
          })),
    ]
    for state in SendLists.State.allCases {
      columns.append(
        Table.Named(
          header: plan.say("send.state.\(state)"), field: FieldID("send", "\(state)"),
          column: .numbers(rules.indices.map { Double(lists.count($0, state)) })))
    }
    return plan.shown(Table(name: plan.say("send.overview"), columns: columns, rowCount: rules.count))
  }
}
