import CustomerRecords
import Foundation
import Privacy
import ReleaseGate
import Tabular
import Templates

/// Notes of one's own masked for a list of people, to see what is found and what is taken for personal by mistake:
/// `work notes PEOPLE TEXTS` prints each line of TEXTS as a partner would read it. PEOPLE holds a name a line, and after
/// a tab, a phone.
enum NotesWork {
  static let pieces: [String: Work.Piece] = [
    "notes": { arguments in
      guard arguments.count == 2 else { return }
      try mask(people: lines(arguments[0]), texts: lines(arguments[1]))
    }
  ]

  private static let views = """
    field,partner,partner:child
    scope,all,
    audience,outside,
    visits.content,mask,mask
    """

  private static func lines(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private static func mask(people: [String], texts: [String]) throws {
    let parts = people.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    let columns = [
      ("name", Column.texts(parts.map { $0[0] })),
      ("phone", Column.texts(parts.map { $0.count > 1 && !$0[1].isEmpty ? $0[1] : nil })),
    ]
    let list = Table(
      name: "customers",
      columns: columns.map { Table.Named(header: $0.0, field: FieldID("customers", $0.0), column: $0.1) },
      rowCount: people.count)
    let numbers = (0..<Int32(people.count)).map { $0 }
    let records = Records(
      tables: [.customers: RecordTable(kind: .customers, table: list)], person: numbers, family: numbers,
      asOf: Day(iso: "2026-11-01")!)
    let notes = Table(
      name: "visits",
      columns: [
        Table.Named(header: "content", field: FieldID("visits", "content"), column: .texts(texts.map { $0 }))
      ],
      rowCount: texts.count)
    let sheet = try ViewSheet(Grid(template: views, file: "views.csv", sheet: "views"))
    let settings = Settings(
      defaults: Grid(template: Templates.text("rules/settings.csv") ?? "", file: "settings.csv", sheet: "settings"))
    let session = try ViewSession(
      sheet: sheet, request: ViewRequest(roles: ["partner"]), records: records, settings: settings)
    let view = try session.compiled(
      notes, kind: .visits, customerRows: Array(repeating: -1, count: texts.count))
    let released = Released(notes, through: view)
    guard let column = released.table.columns.first?.column else { return }
    for row in texts.indices {
      if case .text(let text) = column.cell(row) { print(text) } else { print("") }
    }
  }
}
