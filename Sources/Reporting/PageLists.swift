import ByteScanning
import CustomerRecords
import Dashboards
import Localisation
import Metrics
import Privacy
import ReleaseGate
import RollbookKit
import Tabular

/// The lists of people that pages may hold: built raw once for a run, released through each audience's view, none for
/// the partner.
struct PageLists {
  private struct Raw {
    var kind: PageList.Kind
    var table: Table
    var owners: [Int32]
    var most: Int
  }

  private var lists: [Raw] = []

  init(_ judging: Judging, _ report: MetricsReport, _ language: Language) {
    if let list = PageLists.atRisk(judging, report, language) { lists.append(list) }
    if let list = PageLists.verbatims(judging, language) { lists.append(list) }
  }

  /// Every text in them: what may speak of people.
  var texts: [String] {
    lists.flatMap {
      $0.table.columns.flatMap { named in
        (0..<named.column.count).compactMap { row in
          if case .text(let text) = named.column.cell(row) { text } else { nil }
        }
      }
    }
  }

  func released(_ session: ViewSession, _ audience: Audience) throws -> [PageList] {
    return try lists.filter { list in
      list.kind == .atRisk ? audience != .teaching : audience != .sales
    }.map { list in
      // A page never names a customer in full, whatever the view: surname and id are enough to look them up.
      let view = try session.compiled(
        list.table, kind: .customers, customerRows: list.owners, stricter: ["customers.name": .mask])
      return PageList(list.kind, Released(list.table, through: view), most: list.most)
    }.filter { $0.table.table.rowCount > 0 && !$0.table.table.columns.isEmpty }
  }

  /// Customers who will count as lost if nothing happens, or show signs of leaving: the soonest first.
  private static func atRisk(_ judging: Judging, _ report: MetricsReport, _ language: Language) -> Raw? {
    let people = report.churn.atRisk.prefix(50)
    guard !people.isEmpty else { return nil }
    let records = judging.institution.records
    let catalogue = judging.institution.rules.catalogue
    let order = people.map { UInt32($0.row) }
    var columns: [Table.Named] = []
    for name in ["customer_id", "name", "owner", "campus"] {
      let field = FieldID("customers", name)
      guard let column = records.customers.column(name) else { continue }
      columns.append(
        Table.Named(header: catalogue.title(field, language), field: field, column: column.gathered(order)))
    }
    let last = judging.institution.engagement.lastInteraction
    func add(_ name: String, _ column: Column) {
      columns.append(
        Table.Named(
          header: Phrasebook.text("list." + name, language), field: FieldID("at_risk", name), column: column))
    }
    add(
      "signs",
      .texts(
        people.map { one in
          one.signs.map { Phrasebook.text("metrics.sign." + $0.rawValue, language) }
            .joined(separator: Phrasebook.text("page.comma", language))
        }, lineage: FieldSet(.normal)))
    add(
      "last_contact",
      .days(
        people.map { last[Int($0.row)] == Day.missing ? nil : Day(rawValue: last[Int($0.row)]) },
        lineage: FieldSet(.normal)))
    add("lost_on", .days(people.map(\.lostOn), lineage: FieldSet(.normal)))
    return Raw(
      kind: .atRisk, table: Table(name: "atRisk", columns: columns, rowCount: people.count), owners: people.map(\.row),
      most: 50)
  }

  /// The latest feedback in customers' own words.
  private static func verbatims(_ judging: Judging, _ language: Language) -> Raw? {
    let records = judging.institution.records
    let visits = records.visits
    let rows = visits.newest(60, by: "visit_date", having: "feedback")
    guard !rows.isEmpty else { return nil }
    let catalogue = judging.institution.rules.catalogue
    let linked = records.customerRow(of: .visits)
    var columns: [Table.Named] = []
    for name in ["visit_date", "course", "feedback", "csat", "nps"] {
      let field = FieldID("visits", name)
      guard let column = visits.column(name) else { continue }
      columns.append(
        Table.Named(header: catalogue.title(field, language), field: field, column: column.gathered(rows)))
    }
    return Raw(
      kind: .verbatims, table: Table(name: "verbatims", columns: columns, rowCount: rows.count),
      owners: rows.map { linked[Int($0)] }, most: 20)
  }
}
