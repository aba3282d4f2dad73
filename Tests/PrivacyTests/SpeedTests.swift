import CustomerRecords
import Foundation
import ReleaseGate
import Tabular
import Testing

@testable import Privacy

/// Prints times, asserts none: `ROLLBOOK_SPEED=1 swift test -c release -Xswiftc -enable-testing --filter SpeedTests`.
@Suite("Speed", .enabled(if: ProcessInfo.processInfo.environment["ROLLBOOK_SPEED"] != nil), .serialized)
struct SpeedTests {
  static let customers = 100_000
  static let rows = 1_000_000

  static func column(_ make: (Int) -> String) -> Column {
    var pool = TextPool()
    for i in 0..<customers { _ = pool.append(make(i).utf8) }
    return Column(.text(codes: (0..<rows).map { UInt32($0 % customers) }, pool: pool))
  }

  static let surnames = Array("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
  static let given = Array("明轩雨桐子涵浩然思远佳琪梓萱俊杰欣怡天佑若曦语嫣宇航诗雅睿泽晨曦博文静怡可馨")

  static func name(_ i: Int) -> String {
    let (s, g) = (surnames.count, given.count)
    let tail = i >= s * g * g ? "儿" : ""
    return String(surnames[i % s]) + String(given[i / s % g]) + String(given[i / s / g % g]) + tail
  }

  static func phone(_ i: Int) -> String { "1\(3 + i % 7)\(String(100_000_000 + i * 7_919 % 900_000_000))" }

  static let notes: Column = {
    var pool = TextPool()
    for i in 0..<rows {
      let note: String
      switch i % 5 {
      case 0: note = "家长反馈孩子很高兴，上课认真，作业按时完成，第\(i % 40)周请假一次"
      case 1: note = "和\(name(i % customers))妈妈通话，约3月\(i % 28)日18:30试听，单号20260\(i)"
      case 2: note = "电话没接，改天再打\(phone(i % customers))，微信留言"
      case 3: note = "续费意向强，学费￥12,\(i % 1_000).00，共48课时，剩\(i % 48)课时"
      default: note = "环境安静老师负责，建议周\(i % 7)上午10:00上课，编号\(i)"
      }
      _ = pool.append(note.utf8)
    }
    return Column(.text(codes: (0..<UInt32(rows)).map { $0 }, pool: pool))
  }()

  func seconds(_ what: String, _ body: () -> Void) {
    var best = Double.infinity
    for _ in 0..<3 {
      let start = ContinuousClock.now
      body()
      let took = ContinuousClock.now - start
      best = min(best, Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18)
    }
    print("speed: \(what): \((best * 1000).rounded()) ms")
  }

  @Test("One million rows by twelve, notes against a hundred thousand customers")
  func masking() throws {
    let names = Self.column(Self.name)
    let phones = Self.column(Self.phone)
    let dictionary = PersonDictionary(sources: [.init(column: names, rule: .name), .init(column: phones, rule: .phone)])
    let tokenizer = try Tokenizer(master: Array(repeating: 7, count: 32), recipient: "a", purpose: "b", epoch: "c")
    let days = Column(.day((0..<Int32(Self.rows)).map { 14_000 + $0 % 5_000 }))
    let columns: [(FieldID, Column, any ColumnKernel)] = [
      (
        "customers.customer_id", Self.column { "S\($0)" },
        TokenKernel(tokenizer: tokenizer, field: "id", isPhone: false)
      ),
      ("customers.name", names, MaskKernel(.name)), ("customers.guardian_name", names, MaskKernel(.name)),
      ("customers.phone", phones, MaskKernel(.phone)), ("customers.guardian_phone", phones, MaskKernel(.phone)),
      ("customers.id_card", Self.column { "11010119900101\(1_000 + $0 % 9_000)" }, MaskKernel(.idCard)),
      ("customers.email", Self.column { "user\($0)@example.com" }, MaskKernel(.email)),
      ("customers.wechat", Self.column { "wx_\($0)" }, MaskKernel(.wechat)),
      ("customers.address", Self.column { "浙江省杭州市余杭区文一西路\($0)号" }, MaskKernel(.address)),
      ("customers.birthday", days, BandKernel(.birthday(asOf: Day(iso: "2026-11-01")!))),
      ("customers.bank_card", Self.column { "6222021234\($0 + 100_000)" }, MaskKernel(.bankCard)),
      (
        "customers.note", Self.notes, FreeTextKernel(name: "mask", dictionary: dictionary, targets: .all, own: [:])
      ),
    ]
    let table = Table(
      name: "customers", columns: columns.map { Table.Named(header: "h", field: $0.0, column: $0.1) },
      rowCount: Self.rows)
    for (field, column, kernel) in columns {
      let one = Table(
        name: "c", columns: [Table.Named(header: "h", field: field, column: column)], rowCount: Self.rows)
      seconds("\(field.rawValue) \(kernel.name)") {
        _ = Released(one, through: .naming(role: "r", actions: [field: .transform(kernel)]))
      }
    }
    let actions = Dictionary(uniqueKeysWithValues: columns.map { ($0.0, ColumnAction.transform($0.2)) })
    var released: Released<Outside>?
    seconds("12 columns") { released = Released(table, through: .naming(role: "r", actions: actions)) }
    #expect(released?.table.rowCount == Self.rows)
    #expect(released?.table[field: "customers.name"]?.cell(0) == .text("王**"))
    seconds("dictionary of \(Self.customers)") {
      _ = PersonDictionary(sources: [.init(column: names, rule: .name), .init(column: phones, rule: .phone)])
    }
  }

  @Test("Risk of one million rows over five quasi-identifiers")
  func risk() {
    let sizes = [3, 9, 40, 12, 6]
    let columns = sizes.enumerated().map { at, size -> Table.Named in
      let pool = TextPool((0..<size).map { "v\($0)" })
      let codes = (0..<UInt32(Self.rows)).map { ($0 &* 2_654_435_761 >> UInt32(at + 3)) % UInt32(size) }
      return Table.Named(
        header: "q", field: FieldID("customers", "q\(at)"), column: Column(.text(codes: codes, pool: pool)))
    }
    let table = Table(name: "t", columns: columns, rowCount: Self.rows)
    var report: RiskReport?
    seconds("risk") {
      report = RiskReport(table, quasi: columns.map(\.field), sensitive: ["customers.q2"], k: 5)
    }
    #expect(report?.rows == Self.rows)
  }
}
