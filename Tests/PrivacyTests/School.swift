import CustomerRecords
import Tabular
import Templates

@testable import Privacy

/// A small school to try views, consents and exports on.
enum School {
  static let asOf = Day(iso: "2026-11-01")!

  static func table(_ kind: TableKind, _ columns: [(String, Column)]) -> RecordTable {
    let rows = columns.first?.1.count ?? 0
    let named = columns.map { name, column -> Table.Named in
      let id = FieldID(kind.rawValue, name)
      var column = column
      if let field = FieldCatalogue.standard.owner(of: id) { column.lineage = FieldSet(field.fieldClass) }
      return Table.Named(header: name, field: id, column: column)
    }
    return RecordTable(kind: kind, table: Table(name: kind.rawValue, columns: named, rowCount: rows))
  }

  static func days(_ values: [String?]) -> Column { .days(values.map { $0.flatMap { Day(iso: $0) } }) }

  static let customers = table(
    .customers,
    [
      ("customer_id", .texts(["S001", "S002", "S003", "S004", "S005"])),
      ("kind", .texts(["学生", "学生", "学生", nil, "家长"])),
      ("name", .texts(["段正淳", "欧阳锋", "高兴", "王小明", "刘三"])),
      ("phone", .texts(["18049531999", "13800138000", nil, "13900139000", "18611112222"])),
      ("guardian_name", .texts(["段延庆", "欧阳克", "高大山", nil, nil])),
      ("birthday", days(["2014-05-06", "2010-01-01", nil, "2011-11-02", nil])),
      ("gender", .texts(["男", "男", "女", "男", "女"])),
      ("id_card", .texts([nil, "11010519491231002X", nil, nil, nil])),
      ("taboos", .texts(["别提离婚", nil, nil, nil, nil])),
      (
        "note",
        .texts([
          "段正淳妈妈13800138000来电", "高兴地报了名", "孩子今天很高兴", "订单号202603051234567890，¥1,200.00", "微信号：zhang_2008",
        ])
      ),
      ("source_channel", .texts(["转介绍", "抖音", "地推", "官网", nil])),
      ("owner", .texts(["李顾问", "李顾问", "赵顾问", "赵顾问", nil])),
      ("campus", .texts(["东校区", "东校区", "西校区", "西校区", nil])),
      ("class_name", .texts(["三班", "四班", "三班", nil, nil])),
      ("?秘密", .texts(["x1", "x2", "x3", "x4", "x5"])),
    ])

  static let visits = table(
    .visits,
    [
      ("customer_id", .texts(["S001", "S002", "S999"])), ("customer_name", .texts(["段正淳", "欧阳锋", "无名氏"])),
      ("visit_date", days(["2026-10-01", "2026-10-02", "2026-10-03"])), ("staff", .texts(["李顾问", "客服小张", "赵顾问"])),
      ("content", .texts(["和欧阳锋通话，一三八零零一三八零零零", "正常", "刘三介绍的"])),
    ])

  static let staff = table(
    .staff,
    [
      ("name", .texts(["李顾问", "赵顾问", "王老师", "客服小张"])), ("role", .texts(["销售", "销售", "教师", "客服"])),
      ("team", .texts(["一组", "二组", "教学", "客服"])), ("campus", .texts(["东校区", "西校区", "东校区", "东校区"])),
      ("classes", .texts([nil, nil, "三班、五班", nil])),
      ("agreement_signed_on", days(["2025-01-01", nil, "2025-01-01", "2025-01-01"])),
    ])

  static let consents = table(
    .consents,
    [
      ("customer_id", .texts(["S001", "S002", "S003", "S004", "S005"])),
      ("guardian_name", .texts(["段延庆", nil, "高大山", nil, nil])),
      ("recipient", .texts(["阳光小学", "阳光小学", "阳光小学", "阳光小学", "别家"])),
      ("purpose", .texts(["续费分析", "续费分析", "续费分析", "续费分析", "续费分析"])),
      ("kinds", .texts(["姓名、联系方式、课程", "姓名、联系方式", "姓名、联系方式", "姓名、联系方式", "姓名"])),
      ("given_on", days(["2026-01-01", "2026-01-01", "2026-01-01", "2026-01-01", "2026-01-01"])),
      ("withdrawn_on", days([nil, nil, "2026-06-01", nil, nil])),
    ])

  static let recipients = table(
    .recipients,
    [
      ("name", .texts(["阳光小学", "月亮公司", "过期公司"])), ("contact", .texts(["010-88889999", "a@b.com", "c@d.com"])),
      ("purpose", .texts(["续费分析", "续费分析", "续费分析"])), ("method", .texts(["加密表格传输", "邮件", "邮件"])),
      ("kinds", .texts(["姓名、联系方式、课程", "姓名", "姓名"])), ("agreement_signed_on", days(["2025-05-01", nil, "2020-01-01"])),
      ("valid_until", days(["2027-05-01", "2027-05-01", "2021-01-01"])),
    ])

  static var records: Records {
    Records(
      tables: [
        .customers: customers, .visits: visits, .staff: staff, .consents: consents, .recipients: recipients,
      ],
      customerRows: [.visits: [0, 1, -1], .consents: [0, 1, 2, 3, 4]], person: [0, 1, 2, 3, 4],
      family: [0, 1, 2, 3, 4],
      asOf: asOf)
  }

  static let settings = Settings(
    defaults: Grid(template: Templates.text("rules/settings.csv") ?? "", file: "settings.csv", sheet: "settings"))

  static let views = try! ViewSheet(
    Grid(template: Templates.text("rules/views.csv") ?? "", file: "views.csv", sheet: "views"))

  static func grid(_ text: String) -> Grid { Grid(template: text, file: "my.csv", sheet: "views") }
}
