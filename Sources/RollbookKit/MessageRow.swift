import CustomerRecords
import Localisation
import Planning
import ReleaseGate
import Tabular

/// A row of the sheet of scripts and messages.
struct MessageRow {
  var occasion: String
  var until: Day?
  /// Canonical.
  var channel: String?
  var contact: String?
  var message: MessageMaker.Message
  var id: String?
  var name: String?
  var taboos: String?

  init(
    occasion: String, until: Day?, channel: String?, contact: String?, message: MessageMaker.Message,
    shown: ShownTable, row: Int
  ) {
    self.occasion = occasion
    self.until = until
    self.channel = channel
    self.contact = contact
    self.message = message
    id = shown.texts("customers.customer_id")[row]
    name = shown.texts("customers.name")[row]
    taboos = shown.taboos[row]
  }

  static func sheet(_ rows: [MessageRow], _ plan: PlanDelivery) -> Released<Outside> {
    let catalogue = plan.context.catalogue
    var columns: [Table.Named] = []
    func add(_ field: FieldID, _ header: String, _ column: Column) {
      columns.append(Table.Named(header: header, field: field, column: column))
    }
    func own(_ name: String, _ column: Column) { add(FieldID("message", name), plan.say("message." + name), column) }
    func title(_ field: FieldID) -> String { catalogue.title(field, plan.language) }
    own("kind", .texts(rows.map(\.occasion)))
    add("plan.until", plan.say("plan.until"), .days(rows.map(\.until)))
    add("customers.customer_id", title("customers.customer_id"), .texts(rows.map(\.id)))
    add("customers.name", title("customers.name"), .texts(rows.map(\.name)))
    add(
      "visits.channel", title("visits.channel"),
      .texts(rows.map { $0.channel.map { plan.context.word($0, "visits.channel") } }))
    add("customers.phone", plan.say("message.contact"), .texts(rows.map(\.contact)))
    own("taboos", .texts(rows.map(\.taboos)))
    own("script", .texts(rows.map(\.message.script)))
    own("text", .texts(rows.map(\.message.text)))
    own("length", .numbers(rows.map { $0.message.length.map { Double($0.units) } }))
    own("parts", .numbers(rows.map { $0.message.length.map { Double($0.parts) } }))
    own("announcement", .texts(rows.map(\.message.announcement)))
    own("announce_on", .days(rows.map(\.message.announceOn)))
    own("remark", .texts(rows.map(\.message.remark)))
    return plan.shown(Table(name: plan.say("message.sheet"), columns: columns, rowCount: rows.count))
  }
}
