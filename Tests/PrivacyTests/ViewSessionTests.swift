import ByteScanning
import CustomerRecords
import ReleaseGate
import Tabular
import Testing

@testable import Privacy

@Suite("Views at work")
struct ViewSessionTests {
  let key = Array(0...31).map { UInt8($0) }

  func session(_ role: String..., staff: String? = nil, sheet: ViewSheet = School.views) throws -> ViewSession {
    try ViewSession(
      sheet: sheet, request: ViewRequest(roles: role, staff: staff), records: School.records, settings: School.settings,
      tokenizer: try Tokenizer(master: key, recipient: "阳光小学", purpose: "续费分析", epoch: "2026-11"))
  }

  func texts(_ released: Released<Outside>, _ field: String) -> [String?] {
    guard let column = released.table[field: FieldID(rawValue: field)] else { return [] }
    return (0..<column.count).map { CellText.of(column.cell($0)) }
  }

  @Test("A partner sees masks, tokens and bands, and no unknown column")
  func partner() throws {
    let released = try session("合作方").released(.customers)
    #expect(texts(released, "customers.name") == ["段**", "欧阳*", "高*", "王**", "刘*"])
    #expect(texts(released, "customers.birthday") == ["7–12", "16–18", nil, "13–15", nil])
    #expect(released.table[field: "customers.?秘密"] == nil)
    #expect(released.table[field: "customers.id_card"] == nil)
    #expect(released.table[field: "customers.owner"] == nil)
    #expect(released.table[field: "customers.taboos"] == nil)
    let tokens = texts(released, "customers.customer_id")
    #expect(Set(tokens).count == 5)
    #expect(tokens.allSatisfy { $0?.count == 16 })
    // Children's phones are hidden, grown people's masked: S002 is 16, S005 a parent.
    #expect(texts(released, "customers.phone") == [nil, "138****8000", nil, nil, "186****2222"])
    #expect(released.table.columns.contains { $0.header == "客户编号" })
  }

  @Test("A teacher sees own classes, taboos and no contact data")
  func teacher() throws {
    let released = try session("teacher", staff: "王老师").released(.customers)
    #expect(texts(released, "customers.name") == ["段正淳", "高兴"])
    #expect(released.table[field: "customers.phone"] == nil)
    #expect(texts(released, "customers.taboos") == ["别提离婚", nil])
    #expect(texts(released, "customers.note")[0]?.contains("13800138000") == false)
  }

  @Test("Own and team and campus rows")
  func scopes() throws {
    #expect(
      texts(try session("sales", staff: "李顾问").released(.customers), "customers.customer_id") == ["S001", "S002"])
    #expect(
      texts(try session("supervisor", staff: "赵顾问").released(.customers), "customers.customer_id") == ["S003", "S004"])
    #expect(
      texts(try session("service", staff: "客服小张").released(.customers), "customers.customer_id") == ["S001", "S002"])
    // The visit of an unknown customer is seen by whoever wrote it, and by nobody else of a scope.
    #expect(texts(try session("sales", staff: "赵顾问").released(.visits), "visits.customer_id") == ["S999"])
    #expect(try session("sales", staff: "李顾问").released(.visits).table.rowCount == 2)
  }

  @Test("Scopes need a member of staff the sheet knows")
  func staff() {
    #expect(throws: Failure.self) { try session("sales") }
    #expect(throws: Failure.self) { try session("sales", staff: "张三") }
  }

  @Test("Minors: below 15 completed years, or a student of unknown age")
  func minors() {
    #expect(Minors.flags(School.records, settings: School.settings) == [true, false, true, true, false])
  }

  @Test("A child is a child until the fifteenth birthday")
  func birthday() {
    let asOf = Day(iso: "2026-05-05")!
    #expect(Bands.age(from: Day(iso: "2011-05-06")!, asOf: asOf) == 14)
    #expect(Bands.age(from: Day(iso: "2011-05-05")!, asOf: asOf) == 15)
    #expect(Bands.age(from: Day(iso: "2012-02-29")!, asOf: Day(iso: "2027-02-28")!) == 14)
  }

  @Test("Derived columns inherit the strictest class of what they were made from")
  func lineage() throws {
    var table = School.customers.table
    table.columns.append(
      Table.Named(
        header: "greeting", field: "customers.greeting",
        column: Column.texts(["a", "b", "c", "d", "e"], lineage: [FieldSet(.direct), FieldSet(.normal)])))
    table.columns.append(
      Table.Named(
        header: "score", field: "customers.value_class",
        column: Column.texts(["a", "b", "c", "d", "e"], lineage: FieldSet(.normal))))
    table.columns.append(
      Table.Named(header: "nowhere", field: "customers.nowhere", column: Column.texts(["a", "b", "c", "d", "e"])))
    let view = try session("partner").compiled(table, kind: .customers)
    let released = Released(table, through: view)
    #expect(released.table[field: "customers.greeting"] == nil)
    #expect(released.table[field: "customers.value_class"] != nil)
    #expect(released.table[field: "customers.nowhere"] == nil)
  }

  @Test("A normal field made from a direct one is no longer normal")
  func smuggled() throws {
    var table = School.customers.table
    let i = try #require(table.index(of: "customers.source_channel"))
    table.columns[i].column = Column.texts(["段正淳", "b", "c", "d", "e"], lineage: [FieldSet(.direct)])
    let released = Released(table, through: try session("partner").compiled(table, kind: .customers))
    #expect(released.table[field: "customers.source_channel"] == nil)
  }

  @Test("An expired view and a purpose it does not allow are refused")
  func refused() throws {
    let sheet = try ViewSheet(
      School.grid("field,x\nscope,all\nvalid_until,2026-01-31\ncustomers.name,full\n"))
    #expect(throws: Failure.self) { try session("x", sheet: sheet) }
    let purpose = try ViewSheet(School.grid("field,x\nscope,all\npurpose,续费分析\ncustomers.name,full\n"))
    #expect(throws: Failure.self) {
      try ViewSession(
        sheet: purpose, request: ViewRequest(roles: ["x"], purpose: "广告"), records: School.records,
        settings: School.settings)
    }
  }

  @Test("A token without a key is refused")
  func noKey() throws {
    let session = try ViewSession(
      sheet: School.views, request: ViewRequest(roles: ["partner"]), records: School.records, settings: School.settings)
    #expect(throws: Failure.self) { try session.released(.customers) }
  }

  @Test("The token of the contract")
  func vector() throws {
    let tokenizer = try Tokenizer(master: key, recipient: "测试伙伴", purpose: "续费分析", epoch: "2026-11")
    #expect(try tokenizer.token(field: "phone", value: "+8613800138000") == "5MSSXNQZRUOYRT5H")
    let kernel = TokenKernel(tokenizer: tokenizer, field: "phone", isPhone: true)
    let column = kernel.apply(
      .texts(["138 0013 8000", "13800138000"]), rows: [0, 1], of: Table(name: "t", rowCount: 2))
    #expect(column.cell(0) == .text("5MSSXNQZRUOYRT5H"))
    #expect(column.cell(1) == .text("5MSSXNQZRUOYRT5H"))
  }

  @Test(
    "Base32 of RFC 4648",
    arguments: [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")])
  func base32(plain: String, coded: String) { #expect(Base32.string(Array(plain.utf8)) == coded) }
}
