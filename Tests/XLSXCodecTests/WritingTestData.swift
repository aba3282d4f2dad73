import Foundation
import ReleaseGate
import Tabular
import TestSupport

/// Sheets of invented people, as real as tests need them.
enum Made {
  /// Title, names over columns, cells merged downwards.
  static var twoLineHeader: Released<Custody> {
    let columns = ["甲", "乙", "丙"].enumerated().map { i, header in
      Table.Named(
        header: header, field: FieldID("t", "f\(i)"), column: .texts(i == 1 ? ["同", nil, "异"] : ["a", "b", "c"]))
    }
    var look = SheetPresentation()
    look.title = "标题"
    look.bands = [.init(title: "左", columns: 0..<1), .init(title: "右", columns: 1..<3)]
    look.spans = [.init(column: 1, rows: 0...1)]
    return Released(
      Table(name: "两行", columns: columns, rowCount: 3), through: .custody(reason: "test"), presentation: look)
  }

  /// Everything a cell can be, several strays, remarks, choices.
  static func registration(rows: Int = 40) -> (table: Table, presentation: SheetPresentation) {
    let names = ["王小明", "李芳", "欧阳娜娜", "John Smith", "麦麦提·赛帕克"]
    let levels = ["强", "中", "弱"]
    func day(_ i: Int) -> Day { Day(rawValue: 19_800 + Int32(i * 7 % 400)) }
    let amounts: [Double?] = (0..<rows).map { (i: Int) -> Double? in i % 6 == 5 ? nil : Double(i) * 37.25 + 0.1 }
    var spent = Column.numbers(amounts, format: "¥#,##0.00")
    for row in stride(from: 5, to: rows, by: 6) {
      let cell: Cell = row % 12 == 5 ? .text("待定") : .error("#N/A")
      spent.strays.append(Column.Stray(row: UInt32(row), cell: cell))
    }
    let days: [Day?] = (0..<rows).map { (i: Int) -> Day? in i % 5 == 4 ? nil : day(i * 11) }
    var birthdays = Column.days(days)
    for row in stride(from: 4, to: rows, by: 5) {
      birthdays.strays.append(Column.Stray(row: UInt32(row), cell: .number(2014)))
    }
    let moments = (0..<rows).map { (i: Int) -> Double in 19_900 + Double(i) + Double(i * 13 % 1440) / 1440 }
    let times = (0..<rows).map { (i: Int) -> Double in Double((540 + i * 10) % 1440) / 1440 }
    let calls = (0..<rows).map { (i: Int) -> Double in Double(i * 61) / 86_400 }
    let remarks = (0..<rows).map { (i: Int) -> String? in
      i % 3 == 0 ? nil : "=1+2 家长希望周末上课，担心进度；\n下次回访前先发短信 <\(i)> & \"_x0041_\""
    }
    let columns: [(String, FieldID, Column)] = [
      ("客户编号", "customers.customer_id", .texts((0..<rows).map { "000\(10_000 + $0)" })),
      ("姓名", "customers.name", .texts((0..<rows).map { names[$0 % names.count] })),
      ("手机号", "customers.phone", .texts((0..<rows).map { "138\(10_000_000 + $0 * 977)" })),
      ("出生日期", "customers.birthday", birthdays),
      ("需求强度", "customers.need_strength", .texts((0..<rows).map { levels[$0 % 3] })),
      ("累计消费(元)", "customers.spent", spent),
      ("是否试听", "customers.trial", Column(.number((0..<rows).map { Double($0 % 2) }, .boolean))),
      ("登记时间", "customers.registered_at", Column(.number(moments, .dateTime))),
      ("约定时间", "customers.time", Column(.number(times, .time))),
      ("通话时长", "customers.call", Column(.number(calls, .duration))),
      ("备注", "customers.remark", .texts(remarks)),
    ]
    let table = Table(
      name: "客户登记表", columns: columns.map { Table.Named(header: $0.0, field: $0.1, column: $0.2) }, rowCount: rows)
    var presentation = SheetPresentation()
    presentation.title = "阳光教育 客户登记表"
    presentation.choices = [
      "customers.need_strength": levels, "customers.name": (0..<80).map { "课程顾问第\($0)组，备选" },
    ]
    if rows > 7 {
      presentation.annotations = [
        .init(row: 4, field: "customers.birthday", tint: .error, comment: "生日写成了年份：请填完整日期"),
        .init(row: 5, field: "customers.spent", tint: .warning, comment: "金额应为数字"),
        .init(row: 5, field: "customers.spent", tint: .error, comment: "合计不符"),
        .init(row: 6, field: "customers.remark", tint: .note, comment: nil),
        .init(row: nil, field: "customers.phone", tint: .note, comment: "两人共用一个号码时各写一行"),
      ]
    }
    presentation.inputs = ["customers.remark"]
    presentation.spareRows = 20
    return (table, presentation)
  }

  static func custody(_ made: (table: Table, presentation: SheetPresentation)) -> Released<Custody> {
    Released(made.table, through: .custody(reason: "test"), presentation: made.presentation)
  }

  static func custody(_ table: Table) -> Released<Custody> { Released(table, through: .custody(reason: "test")) }
}
