import ByteScanning
import CustomerRecords
import Dashboards
import Localisation
import Privacy
import ReleaseGate
import Tabular

/// The lists of people a page may hold: built raw, released through the audience's view, none for the partner.
enum PageLists {
  static func make(
    _ judging: Judging, _ session: ViewSession, _ audience: Audience, _ language: Language
  ) throws -> [PageList] {
    guard !audience.isOutside else { return [] }
    var lists: [PageList] = []
    if audience == .head || audience == .sales || audience == .service {
      if let table = atRisk(judging, language) {
        lists.append(PageList(.atRisk, try release(table.table, table.owners, session), most: 50))
      }
    }
    if audience != .sales, let table = verbatims(judging, language) {
      lists.append(PageList(.verbatims, try release(table.table, table.owners, session), most: 20))
    }
    return lists.filter { $0.table.table.rowCount > 0 && !$0.table.table.columns.isEmpty }
  }

  private static func release(_ table: Table, _ owners: [Int32], _ session: ViewSession) throws -> Released<Outside> {
    Released(table, through: try session.compiled(table, kind: .customers, customerRows: owners))
  }

  /// Enrolled customers who have gone quiet without being lost yet, the longest silence first.
  private static func atRisk(_ judging: Judging, _ language: Language) -> (table: Table, owners: [Int32])? {
    let engagement = judging.institution.engagement
    let records = judging.institution.records
    let half = engagement.inactiveDays / 2
    let quiet = engagement.people.filter { person in
      let row = Int(person)
      let last = engagement.lastInteraction[row]
      return engagement.isEnrolled(row) && !engagement.isLost(row) && !engagement.running[row] && last != Day.missing
        && records.asOf - Day(rawValue: last) > half
    }.sorted {
      (engagement.lastInteraction[Int($0)], $0) < (engagement.lastInteraction[Int($1)], $1)
    }
    guard !quiet.isEmpty else { return nil }
    let order = quiet.map { UInt32($0) }
    let catalogue = judging.institution.rules.catalogue
    var columns: [Table.Named] = []
    for name in ["customer_id", "name", "owner", "campus"] {
      let field = FieldID("customers", name)
      guard let column = records.customers.column(name) else { continue }
      columns.append(
        Table.Named(header: catalogue.title(field, language), field: field, column: column.gathered(order)))
    }
    let lastDays = quiet.map { Day(rawValue: engagement.lastInteraction[Int($0)]) }
    columns.append(
      Table.Named(
        header: Phrasebook.text("list.last_contact", language), field: "visits.visit_date", column: .days(lastDays)))
    return (Table(name: "atRisk", columns: columns, rowCount: quiet.count), quiet)
  }

  /// The latest feedback in customers' own words.
  private static func verbatims(_ judging: Judging, _ language: Language) -> (table: Table, owners: [Int32])? {
    let records = judging.institution.records
    let visits = records.visits
    let feedback = visits.texts("feedback")
    let days = visits.days("visit_date").days
    let rows = (0..<visits.count).filter { feedback.codes[$0] != TextPool.none && days[$0] != Day.missing }
      .sorted { (days[$1], $0) < (days[$0], $1) }.prefix(60).map { UInt32($0) }
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
    return (Table(name: "verbatims", columns: columns, rowCount: rows.count), rows.map { linked[Int($0)] })
  }
}
