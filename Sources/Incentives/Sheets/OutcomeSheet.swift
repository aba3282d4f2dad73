import CustomerRecords
import Grading
import Localisation
package import Tabular

/// A sheet of outcomes before any view is applied: the table, and whom each of its rows is about.
package struct OutcomeSheet: Sendable {
  package enum Subject: Sendable {
    /// The customer of each row, -1 where it is nobody known.
    case customers([Int32])
    /// The member of staff of each row; nil = the whole house.
    case staff([String?])
  }

  package var table: Table
  package let subject: Subject
  /// A line above the header.
  package var title: String?
  /// Columns people fill in, and the words they choose from.
  package var inputs: Set<FieldID> = []
  package var choices: [FieldID: [String]] = [:]
}

/// Builds the columns of one outcome sheet; headers are the phrases `id.column`, the sheet's name is `id.sheet`.
struct SheetMaker {
  let id: String
  let records: Records
  let language: Language
  private var columns: [Table.Named] = []
  private var count = 0

  init(_ id: String, _ records: Records, _ language: Language) {
    self.id = id
    self.records = records
    self.language = language
  }

  mutating func add(_ name: String, _ column: Column, lineage: FieldSet = FieldSet(.normal)) {
    count = column.count
    columns.append(.made(id, name, column, language, lineage: lineage))
  }

  mutating func text(_ name: String, _ values: [String?], lineage: FieldSet = FieldSet(.normal)) {
    add(name, .texts(values), lineage: lineage)
  }

  mutating func number(
    _ name: String, _ values: [Double?], format: String? = nil, lineage: FieldSet = FieldSet(.normal)
  ) {
    add(name, .numbers(values, format: format), lineage: lineage)
  }

  mutating func count(_ name: String, _ values: [Int?]) { number(name, values.map { $0.map(Double.init) }) }

  mutating func share(_ name: String, _ values: [Double?]) { number(name, values, format: "0.0%") }

  /// Money from cents.
  mutating func money(_ name: String, _ cents: [Int64?], lineage: FieldSet = FieldSet(.normal)) {
    number(name, cents.map { $0.map { Double($0) / 100 } }, format: "#,##0.00", lineage: lineage)
  }

  mutating func day(_ name: String, _ values: [Day?]) { add(name, .days(values)) }

  /// Who a row is about, under the catalogue's own fields, so that a view's word for them holds here too.
  mutating func customers(_ rows: [Int32], _ fields: [String] = ["customer_id", "name", "owner"]) {
    for field in fields where field == "customer_id" || records.customers.has(field) {
      let view = records.customers.texts(field)
      named(FieldID("customers", field), .texts(rows.map { $0 < 0 ? nil : view[Int($0)] }))
    }
  }

  /// Members of staff, under the field their names come from.
  mutating func staff(_ names: [String?], _ field: FieldID = "customers.owner") { named(field, .texts(names)) }

  /// A column of a record table by its rows (-1 = none), under its own field.
  mutating func source(_ kind: TableKind, _ field: String, _ rows: [Int32]) {
    guard let column = records[kind].column(field) else { return }
    named(FieldID(kind.rawValue, field), SheetMaker.picked(column, rows))
  }

  /// `登记表!F17`: where the source cell stands.
  mutating func cells(_ name: String, _ cells: [SourceCell?]) {
    text(name, cells.map { $0.map { $0.place(in: records).named(in: records) } })
  }

  func sheet(_ subject: OutcomeSheet.Subject) -> OutcomeSheet {
    OutcomeSheet(
      table: Table(name: Phrasebook.text("\(id).sheet", language), columns: columns, rowCount: count), subject: subject)
  }

  func word(_ key: String, _ arguments: String...) -> String { Phrasebook.text("\(id).\(key)", language, arguments) }

  private mutating func named(_ field: FieldID, _ column: Column) {
    count = column.count
    columns.append(Table.Named(header: field.rawValue, field: field, column: column))
  }

  private static func picked(_ column: Column, _ rows: [Int32]) -> Column {
    switch column.lane {
    case .text(let codes, let pool):
      return Column(.text(codes: rows.map { $0 < 0 ? TextPool.none : codes[Int($0)] }, pool: pool))
    case .number(let values, let kind): return Column(.number(rows.map { $0 < 0 ? .nan : values[Int($0)] }, kind))
    case .day(let days): return Column(.day(rows.map { $0 < 0 ? Day.missing : days[Int($0)] }))
    }
  }
}
