import CustomerRecords
import DecisionTables
import Foundation
import Tabular
import TestSupport

/// A small school written by hand: one text per table, first line the field ids.
struct School {
  var records: Records
  var settings: Settings
  var rules: RuleBook

  static let templates: [Grid] = {
    let folder = Corpus.packageRoot.appending(path: "templates/rules")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".csv") }.sorted().compactMap { file in
      (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)).map {
        Grid(template: $0, file: "rules/\(file)", sheet: String(file.dropLast(4)))
      }
    }
  }()

  init(asOf: String, overlay: [Grid] = [], _ tables: [TableKind: String]) {
    let asOf = Day(iso: asOf) ?? Day(rawValue: 0)
    var made: [TableKind: RecordTable] = [:]
    var owners: [TableKind: [Int32]] = [:]
    var sources: [SourceReport] = []
    let ids = School.rows(tables[.customers] ?? "").dropFirst().map { $0.first ?? "" }
    for kind in TableKind.allCases {
      guard let text = tables[kind] else { continue }
      let rows = School.rows(text)
      made[kind] = RecordTable(kind: kind, table: School.table(kind, rows, source: sources.count))
      sources.append(SourceReport(sheet: SourceSheet(file: "school.xlsx", sheet: kind.rawValue), kind: kind))
      if kind != .customers {
        let at = rows[0].firstIndex(of: "customer_id") ?? 0
        owners[kind] = rows.dropFirst().map { row in Int32(ids.firstIndex(of: row[at]) ?? -1) }
      }
    }
    let count = ids.count
    records = Records(
      tables: made, customerRows: owners, person: (0..<Int32(count)).map { $0 }, family: (0..<Int32(count)).map { $0 },
      asOf: asOf, sources: sources)
    settings = Settings(defaults: School.templates.first { $0.source.sheet == "settings" }!)
    rules = RuleBook(defaults: School.templates, overlay: overlay)
  }

  var engagement: Engagement { Engagement(records, settings: settings) }

  private static func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
    }
  }

  private static let numbers: Set<String> = [
    "amount", "refund", "list_amount", "lessons_left", "margin_rate", "margin_amount", "points", "csat", "nps", "age",
    "budget", "minutes", "progress", "cost",
  ]

  private static func table(_ kind: TableKind, _ rows: [[String]], source: Int) -> Table {
    let header = rows.first ?? []
    let body = Array(rows.dropFirst())
    var origin = Origin()
    origin.append(source: source, sheetRow: 2, count: body.count)
    let columns = header.enumerated().map { at, name in
      let cells = body.map { $0.indices.contains(at) && !$0[at].isEmpty ? $0[at] : nil }
      let column: Column
      if name.hasSuffix("_on") || name.hasSuffix("_date") || name == "date" || name == "birthday" {
        column = .days(cells.map { $0.flatMap { Day(iso: $0) } })
      } else if numbers.contains(name) {
        column = .numbers(cells.map { $0.flatMap(Double.init) })
      } else {
        column = .texts(cells)
      }
      return Table.Named(
        header: name, field: FieldID(kind.rawValue, name), column: column, stood: [(source: source, column: at)])
    }
    return Table(name: kind.rawValue, columns: columns, origin: origin, rowCount: body.count)
  }
}
