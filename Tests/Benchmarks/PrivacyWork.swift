import CustomerRecords
import Foundation
import Privacy
import ReleaseGate
import Tabular
import Templates

/// What leaving costs: a million rows masked by a partner's view, their notes searched for a hundred thousand customers;
/// and how recognisable people are in them.
enum PrivacyWork {
  static let pieces: [String: Work.Piece] = [
    "mask": { arguments in try mask(rows: arguments.first.flatMap(Int.init) ?? 1_000_000) },
    "risk": { arguments in risk(rows: arguments.first.flatMap(Int.init) ?? 1_000_000) },
  ]

  private static let customers = 100_000
  private static let surnames = Array("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
  private static let given = Array("明轩雨桐子涵浩然思远佳琪梓萱俊杰欣怡天佑若曦语嫣宇航诗雅睿泽晨曦博文静怡可馨")

  private static func name(_ i: Int) -> String {
    let (s, g) = (surnames.count, given.count)
    let tail = i >= s * g * g ? "儿" : ""
    return String(surnames[i % s]) + String(given[i / s % g]) + String(given[i / s / g % g]) + tail
  }

  private static func phone(_ i: Int) -> String { "1\(3 + i % 7)\(String(100_000_000 + i * 7_919 % 900_000_000))" }

  private static func note(_ i: Int) -> String {
    switch i % 5 {
    case 0: return "家长反馈孩子很高兴，上课认真，作业按时完成，第\(i % 40)周请假一次"
    case 1: return "和\(name(i % customers))妈妈通话，约3月\(i % 28)日18:30试听，单号20260\(i)"
    case 2: return "电话没接，改天再打\(phone(i % customers))，微信留言"
    case 3: return "续费意向强，学费￥12,\(i % 1_000).00，共48课时，剩\(i % 48)课时"
    default: return "环境安静老师负责，建议周\(i % 7)上午10:00上课，编号\(i)"
    }
  }

  /// A column of `rows` rows over as many distinct texts as there are customers.
  private static func column(_ rows: Int, _ make: (Int) -> String) -> Column {
    var pool = TextPool()
    for i in 0..<customers { _ = pool.append(make(i).utf8) }
    return Column(.text(codes: (0..<rows).map { UInt32($0 % customers) }, pool: pool))
  }

  private static func table(_ name: String, _ rows: Int, _ columns: [(String, Column)]) -> Table {
    Table(
      name: name, columns: columns.map { Table.Named(header: $0.0, field: FieldID("customers", $0.0), column: $0.1) },
      rowCount: rows)
  }

  private static let views = """
    field,partner,partner:child
    scope,all,
    audience,outside,
    customers.customer_id,token,token
    customers.name,mask,mask
    customers.guardian_name,mask,mask
    customers.phone,mask,mask
    customers.guardian_phone,mask,mask
    customers.id_card,mask,mask
    customers.email,mask,mask
    customers.wechat,mask,mask
    customers.address,mask,mask
    customers.birthday,band,band
    customers.bank_card,mask,mask
    customers.note,mask,mask
    """

  private static func mask(rows: Int) throws {
    let list = table(
      "customers", customers,
      [
        ("customer_id", column(customers) { "S\($0)" }), ("name", column(customers, name)),
        ("phone", column(customers, phone)),
      ])
    let asOf = Day(iso: "2026-11-01")!
    let records = Records(
      tables: [.customers: RecordTable(kind: .customers, table: list)], person: (0..<Int32(customers)).map { $0 },
      family: (0..<Int32(customers)).map { $0 }, asOf: asOf)
    var notes = TextPool()
    for i in 0..<rows { _ = notes.append(note(i).utf8) }
    let wide = table(
      "rows", rows,
      [
        ("customer_id", column(rows) { "S\($0)" }), ("name", column(rows, name)), ("guardian_name", column(rows, name)),
        ("phone", column(rows, phone)), ("guardian_phone", column(rows, phone)),
        ("id_card", column(rows) { "11010119900101\(1_000 + $0 % 9_000)" }),
        ("email", column(rows) { "user\($0)@example.com" }), ("wechat", column(rows) { "wx_\($0)" }),
        ("address", column(rows) { "浙江省杭州市余杭区文一西路\($0)号" }),
        ("birthday", Column(.day((0..<Int32(rows)).map { 14_000 + $0 % 5_000 }))),
        ("bank_card", column(rows) { "6222021234\($0 + 100_000)" }),
        ("note", Column(.text(codes: (0..<UInt32(rows)).map { $0 }, pool: notes))),
      ])
    let sheet = try ViewSheet(Grid(template: views, file: "views.csv", sheet: "views"))
    let settings = Settings(
      defaults: Grid(template: Templates.text("rules/settings.csv") ?? "", file: "settings.csv", sheet: "settings"))
    let tokenizer = try Tokenizer(master: Array(repeating: 7, count: 32), recipient: "a", purpose: "b", epoch: "c")
    let owners = (0..<Int32(rows)).map { $0 % Int32(customers) }
    let clock = ContinuousClock()
    let start = clock.now
    let session = try ViewSession(
      sheet: sheet, request: ViewRequest(roles: ["partner"]), records: records, settings: settings, tokenizer: tokenizer
    )
    let view = try session.compiled(wide, kind: .visits, customerRows: owners)
    let ready = clock.now
    let released = Released(wide, through: view)
    let end = clock.now
    guard released.table.columns.count == 12, released.table.rowCount == rows else { return }
    print(
      "mask \(seconds(end - start)) s: dictionary and view \(seconds(ready - start)) s, rows \(seconds(end - ready)) s")
    for row in 0..<3 { print(released.table.columns.map { "\($0.column.cell(row))" }.joined(separator: " ")) }
  }

  private static func risk(rows: Int) {
    let sizes = [3, 9, 40, 12, 6]
    let columns = sizes.enumerated().map { at, size -> (String, Column) in
      let pool = TextPool((0..<size).map { "v\($0)" })
      let codes = (0..<UInt32(rows)).map { ($0 &* 2_654_435_761 >> UInt32(at + 3)) % UInt32(size) }
      return ("q\(at)", Column(.text(codes: codes, pool: pool)))
    }
    var state: UInt64 = 7
    let budget = (0..<rows).map { _ -> Double? in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40 % 400) * 50
    }
    let whole = table("t", rows, columns + [("budget", .numbers(budget))])
    let clock = ContinuousClock()
    let start = clock.now
    let report = RiskReport(
      whole, quasi: columns.map { FieldID("customers", $0.0) }, sensitive: ["customers.budget"],
      people: (0..<Int32(rows)).map { $0 }, k: 5)
    let end = clock.now
    print(
      "risk \(seconds(end - start)) s: k \(report.k), l \(report.sensitive[0].l), t \(report.sensitive[0].t), \(report.rows) people"
    )
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }
}
