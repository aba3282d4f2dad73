import ByteScanning
import CustomerRecords
import DecisionTables
import Grading
import Incentives
package import Localisation
import Planning
import Privacy
import ReleaseGate
import Tabular

/// `explain`: one customer's story from source cells to outcomes, every value through the asker's view.
package struct ExplainRun: Sendable {
  /// A sentence of the story with the cells it rests on.
  package struct Line: Sendable, Encodable {
    package let topic: String
    package let text: String
    package let cells: [Cell]

    package struct Cell: Sendable, Encodable {
      /// `登记表!F17`.
      package let at: String
      /// The column's name in the catalogue.
      package let field: String
      /// As the view shows it; nil where it shows nothing.
      package let value: String?
    }
  }

  package let lines: [Line]

  /// Throws `E917` where nobody fits or the customer is outside the asker's scope, `E918` where several fit, and what
  /// a faulty rule sheet or view throws.
  package init(
    _ customer: String, _ institution: Institution, role: String, staff: String?, language: Language
  ) throws {
    let row = try CustomerSearch.find(customer, in: institution)
    let records = institution.records
    let session = try ViewSession(
      sheet: try institution.rules.views(), request: ViewRequest(roles: [role], staff: staff, language: language),
      records: records, settings: institution.rules.settings)
    let scope = Released(
      records.customers.table,
      through: try session.compiled(records.customers.table, kind: .customers, rows: [UInt32(row)]))
    guard scope.table.rowCount == 1 else { throw Failure("E917", kind: .usage) }
    let judging = try Judging(institution)
    let book = institution.rules.book
    let entitlements = try Entitlements(
      columns: judging.standing.columns, rows: judging.grading.count, rules: book, asOf: records.asOf)
    let story = CustomerStory(
      row, judging.standing, records, engagement: institution.engagement, catalogue: book.catalogue,
      claims: entitlements.claims[row], sight: Sight.of(session, row: row, catalogue: book.catalogue))
    let planned = ExplainRun.plan(story.person, judging, language)
    let cells = try ShownCells(story.steps.flatMap(\.cells) + planned.flatMap(\.cells), session, records)
    let catalogue = institution.rules.catalogue
    func line(_ topic: String, _ text: String, _ sources: [SourceCell]) -> Line {
      Line(
        topic: topic, text: text,
        cells: sources.map { cell in
          Line.Cell(
            at: cell.place(in: records).named(in: records),
            field: catalogue.title(FieldID(cell.table.rawValue, cell.field), language), value: cells.text(cell))
        })
    }
    lines =
      story.steps.map { line($0.topic.rawValue, $0.text(language), $0.cells) }
      + planned.map { line("plan", $0.text, $0.cells) }
  }

  /// What the plan asks for this customer, and the visits that served it; the latest six.
  private static func plan(
    _ person: Int32, _ judging: Judging, _ language: Language
  ) -> [(text: String, cells: [SourceCell])] {
    let plan = judging.plan
    return plan.items.filter { $0.customer == person }.suffix(6).map { item in
      let text = Phrasebook.text(
        "story.plan", language,
        [
          WorkList.reason(item, plan, language), item.from.description, item.until.description,
          Phrasebook.text("plan.status.\(item.status)", language),
        ])
      return (text, item.visit >= 0 ? [SourceCell(.visits, "visit_date", item.visit)] : [])
    }
  }
}

/// Cells as the view shows them: one release a table, of the rows that are asked for.
private struct ShownCells {
  private var tables: [TableKind: (rows: [Int32: Int], table: Table)] = [:]

  init(_ cells: [SourceCell], _ session: ViewSession, _ records: Records) throws {
    for kind in TableKind.allCases {
      let rows = Set(cells.filter { $0.table == kind && $0.row >= 0 }.map(\.row)).sorted()
      if rows.isEmpty { continue }
      let table = records[kind].table
      // Rows are released one by one in their order, so that a row the scope leaves out shifts nothing.
      var shown: [Int32: Int] = [:]
      let all = Released(table, through: try session.compiled(table, kind: kind, rows: rows.map { UInt32($0) }))
      guard all.table.rowCount == rows.count else { continue }
      for (at, row) in rows.enumerated() { shown[row] = at }
      tables[kind] = (shown, all.table)
    }
  }

  func text(_ cell: SourceCell) -> String? {
    guard let (rows, table) = tables[cell.table], let row = rows[cell.row],
      let column = table[field: FieldID(cell.table.rawValue, cell.field)]
    else { return nil }
    let value = column.cell(row)
    return value.isEmpty ? nil : value.plainText
  }
}
