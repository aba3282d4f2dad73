import CustomerRecords
import Foundation
package import Localisation
import Planning
package import ReleaseGate
import Tabular

extension LogRun {
  /// The rows to append, under the headers of the visit log.
  package func newRows(_ language: Language) -> Released<Custody> {
    let rules = judging.institution.rules
    var table = fresh(language)
    table.name = Phrasebook.text("log.new", language)
    table = rules.choices.inOwnWords(table, catalogue: rules.catalogue)
    return Released(table, through: .custody(reason: "log"))
  }

  /// Every sheet of the institution, merged and cleaned, with the new contacts in its visit log.
  package func completeSheets(_ language: Language) -> [Released<Custody>] {
    let institution = judging.institution
    var records = institution.records
    var visits = records.visits
    apply(completions, to: &visits)
    records = records.replacing(.visits, with: visits.table)
    let log = records.appending(fresh(language), to: .visits)
    let catalogue = institution.rules.catalogue
    return records.replacing(.visits, with: log).cleanTables(
      language, catalogue: catalogue, choices: institution.rules.choices
    )
    .map { Released($0, through: .custody(reason: "log")) }
  }

  /// The new contacts as rows of the visits table: known fields only, the customer by id and name as registered.
  func fresh(_ language: Language) -> Table {
    let institution = judging.institution
    let catalogue = institution.rules.catalogue
    var table = Table(name: "visits", rowCount: 0)
    if let extras, !taken.isEmpty {
      table = extras.visits.table.gathered(taken.map { UInt32($0.row) })
      table.columns.removeAll { named in
        named.field.isUnknown || named.field.table != "visits" || ["phone", "phone_2"].contains(named.field.name)
      }
    }
    var rows = RecordTable(kind: .visits, table: table)
    let customers = institution.records.customers
    let (ids, names) = (customers.texts("customer_id"), customers.texts("name"))
    let plan = judging.plan
    func set(_ name: String, _ values: [String?]) {
      rows.set(name, header: catalogue.title(FieldID("visits", name), language), .texts(values))
    }
    func fill(_ name: String, _ value: (TakenRow) -> String?) {
      let given = rows.texts(name)
      set(name, taken.enumerated().map { given[$0] ?? value($1) })
    }
    set("visit_id", taken.map(\.id))
    set("customer_id", taken.map { ids[Int($0.customer)] })
    set("customer_name", taken.map { names[Int($0.customer)] })
    fill("visit_type") { taken in
      if let item = taken.item { return plan.rules[Int(plan.items[item].rule)].type }
      switch taken.kind {
      case .sends: return "群发"
      case .attendance: return "活动"
      case .help: return "求助"
      case .workList, .visits: return nil
      }
    }
    fill("channel") { taken in
      if let item = taken.item { return plan.rules[Int(plan.items[item].rule)].channel }
      return taken.kind == .attendance ? "面谈" : nil
    }
    let outcomes = rows.texts("outcome")
    set(
      "outcome",
      taken.enumerated().map { $1.kind == .attendance ? "到访" : outcomes[$0] ?? ($1.kind == .sends ? "已发送" : nil) })
    fill("content") { $0.kind == .attendance ? options.event : nil }
    if let date = options.date {
      let given = rows.days("visit_date")
      rows.set(
        "visit_date", header: catalogue.title("visits.visit_date", language),
        .days(taken.indices.map { given[$0] ?? date }))
    }
    let more = callRows(language)
    if rows.count == 0 { return inOrder(more, language) }
    if more.rowCount == 0 { return inOrder(rows.table, language) }
    return inOrder(
      Records(tables: [.visits: rows], asOf: institution.records.asOf).appending(more, to: .visits), language)
  }

  /// Columns in the catalogue's order under its headers: an attendance list calls them by other names.
  private func inOrder(_ table: Table, _ language: Language) -> Table {
    let catalogue = judging.institution.rules.catalogue
    var out = table
    out.columns = catalogue.fields(of: .visits).compactMap { field in
      guard var named = table.columns.first(where: { $0.field == field.id }) else { return nil }
      named.header = catalogue.title(field.id, language)
      return named
    }
    // Times of day stand beside their dates.
    if let time = table.columns.first(where: { $0.field == "visits.visit_date_time" }) { out.columns.append(time) }
    return out
  }

  private func callRows(_ language: Language) -> Table {
    let catalogue = judging.institution.rules.catalogue
    let customers = judging.institution.records.customers
    let (ids, names) = (customers.texts("customer_id"), customers.texts("name"))
    var rows = RecordTable(kind: .visits, table: Table(name: "visits", rowCount: calls.count))
    func set(_ name: String, _ column: Column) {
      rows.set(name, header: catalogue.title(FieldID("visits", name), language), column)
    }
    set("customer_id", .texts(calls.map { ids[Int($0.customer)] }))
    set("customer_name", .texts(calls.map { names[Int($0.customer)] }))
    set("visit_date", .days(calls.map(\.day)))
    set("channel", .texts(calls.map { _ in "电话" }))
    set("staff", .texts(calls.map(\.staff)))
    set("outcome", .texts(calls.map { _ in "已接通" }))
    set("content", .texts(calls.map(\.content)))
    set("feedback", .texts(calls.map(\.feedback)))
    set("minutes", .numbers(calls.map(\.minutes)))
    return rows.table
  }

  /// Puts what the log lacked into its cells.
  private func apply(_ completions: [Completion], to visits: inout RecordTable) {
    for (field, cells) in Dictionary(grouping: completions, by: \.field).sorted(by: { $0.key < $1.key }) {
      let name = String(field.name)
      var column = visits.column(name)
      for cell in cells { column = LogRun.with(cell.cell, at: cell.row, in: column, rows: visits.count) }
      let title = judging.institution.rules.catalogue.title(field, .zh)
      if let column { visits.set(name, header: title, column) }
    }
  }

  private static func with(_ cell: Cell, at row: Int, in column: Column?, rows: Int) -> Column? {
    switch (cell, column?.lane) {
    case (.text(let text), .text(var codes, var pool)?):
      codes[row] = pool.append(text.utf8)
      return Column(.text(codes: codes, pool: pool), strays: column?.strays ?? [], lineage: column?.lineage ?? [])
    case (.number(let value), .number(var values, let kind)?):
      values[row] = value
      return Column(
        .number(values, kind), strays: column?.strays ?? [], lineage: column?.lineage ?? [], format: column?.format)
    case (.day(let day), .day(var days)?):
      days[row] = day.rawValue
      return Column(.day(days), strays: column?.strays ?? [], lineage: column?.lineage ?? [])
    case (.text(let text), nil): return .texts((0..<rows).map { $0 == row ? text : nil })
    case (.number(let value), nil): return .numbers((0..<rows).map { $0 == row ? value : nil })
    case (.day(let day), nil): return .days((0..<rows).map { $0 == row ? day : nil })
    default: return column
    }
  }
}
