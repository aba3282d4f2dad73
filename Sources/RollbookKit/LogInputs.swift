import ByteScanning
import CustomerRecords
import Foundation
import Localisation
import Planning
import Tabular
import Workbooks

/// The sheets to be read into the log, each with what it is seen to be.
struct LogInputs {
  enum Kind: Sendable { case workList, sends, attendance, help, visits }

  var workbooks: [InputWorkbook] = []
  var roles: [SheetRole] = []
  /// By file and sheet.
  var kinds: [SourceSheet: Kind] = [:]
  var masked = 0

  private static let attendance = [
    "签到", "签到时间", "是否签到", "到场", "是否到场", "出席", "是否出席", "到课", "是否到课", "attended", "attendance", "present",
    "checked in", "check-in",
  ]
  private static let help = ["求助内容", "求助事项", "求助问题", "求助", "help request", "request for help"]

  init(_ books: [OpenedWorkbook]) throws {
    for book in books {
      var wanted = false
      for (position, info) in book.sheets.enumerated() where info.visibility == .visible {
        let preview = try book.reading.preview(sheet: position, rows: 30)
        guard let (kind, header) = LogInputs.kind(preview) else { continue }
        wanted = true
        masked += try UnmaskedReading.count(book.reading, sheet: position, from: header + 1)
        let sheet = SourceSheet(file: book.path, sheet: info.name)
        kinds[sheet] = kind
        roles.append(SheetRole(table: .visits, file: book.path, sheet: info.name))
      }
      guard wanted else { continue }
      workbooks.append(InputWorkbook(file: book.path, reading: UnmaskedReading(inner: book.reading)))
    }
  }

  private static func keys(_ words: [String]) -> Set<String> { Set(words.map(HeaderFolding.key)) }

  private static func both(_ key: String) -> [String] {
    [Phrasebook.text(key, .zh), Phrasebook.text(key, .en)]
  }

  /// What a sheet is, by its header, and the sheet row the header stands in; nil: nothing that belongs into a log.
  private static func kind(_ preview: SheetPreview) -> (Kind, Int)? {
    let token = keys(both("plan.token"))
    let sent = keys(both("send.sent_on"))
    let message = keys(both("message.text"))
    let came = keys(attendance)
    let asked = keys(help)
    var first: Int?
    for row in preview.rows {
      let found = Set(
        row.cells.compactMap { cell -> String? in
          if case .text(let text) = cell { return HeaderFolding.key(text) }
          return nil
        })
      if found.count > 1, first == nil { first = row.number }
      if !found.isDisjoint(with: token) { return (.workList, row.number) }
      if !found.isDisjoint(with: sent) { return (.sends, row.number) }
      if !found.isDisjoint(with: message) { return nil }
      if !found.isDisjoint(with: came) { return (.attendance, row.number) }
      if !found.isDisjoint(with: asked) { return (.help, row.number) }
    }
    return first.map { (.visits, $0) }
  }

  /// What the headers of these sheets mean beside those everybody knows.
  static func map(_ catalogue: FieldCatalogue) -> ColumnMap {
    var entries: [ColumnMap.Entry] = []
    func put(_ headers: [String], _ field: FieldID?) {
      for header in headers {
        entries.append(.init(sheet: "*", header: header, table: .visits, field: field))
      }
    }
    put(both("plan.token"), "visits.visit_id")
    put(both("send.sent_on"), "visits.visit_date")
    put(attendance, "visits.outcome")
    put(help, "visits.problem")
    put(["活动名称", "活动", "讲座", "讲座名称", "event", "seminar", "lecture"], "visits.content")
    let own = [
      "plan.status", "plan.until", "plan.reason", "plan.attempts", "plan.gift", "send.list", "message.text",
      "message.length", "message.parts", "message.remark", "message.contact",
    ]
    for key in own { put(both(key), nil) }
    // Who it was is told by token and id; what else stands there is for the caller's eyes.
    let shown = ["guardian_name", "wechat", "email", "grade_year", "campus", "taboos"]
    for name in shown {
      let field = FieldID("customers", name)
      put([catalogue.title(field, .zh), catalogue.title(field, .en)], nil)
    }
    return ColumnMap(entries)
  }
}
