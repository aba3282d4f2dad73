import ByteScanning
import CustomerRecords
import RecordFixtures
import Tabular
import Testing

@Suite("Finding headers and tables")
struct RecognitionTests {
  private func read(_ sheets: GridWorkbook.Sheet..., options: ReadOptions = ReadOptions()) throws -> Records {
    try RecordReader.read([InputWorkbook(file: "a.xlsx", reading: GridWorkbook(sheets))], options: options)
  }

  private func row(_ cells: String?...) -> [Cell] { cells.map { $0.map(Cell.text) ?? .empty } }

  @Test("under a merged title, remarks and blank rows")
  func titles() throws {
    let records = try read(
      GridWorkbook.Sheet(
        "登记",
        [
          row("阳光教育客户登记表"), [], row("制表日期：2024-03-01", nil, nil, "单位：元"), [],
          row("姓名", "性别", "手机号", "年级"), row("王小明", "男", "13800138000", "三年级"),
        ],
        merges: [.init(rows: 1...1, columns: 0...3)]))
    #expect(records.customers.count == 1)
    #expect(records.customers.texts("grade_year")[0] == "三年级")
    #expect(records.sources[0].skipped == 2)
  }

  @Test("two lines with merged groups: 家长 over 姓名 is the guardian")
  func twoLines() throws {
    let records = try read(
      GridWorkbook.Sheet(
        "登记",
        [
          row("学员信息", nil, "家长信息", nil, "备注"), row("姓名", "电话", "姓名", "电话", nil),
          row("王小明", "13800138000", "王强", "13900139000", "好"),
        ],
        merges: [
          .init(rows: 1...1, columns: 0...1), .init(rows: 1...1, columns: 2...3), .init(rows: 1...2, columns: 4...4),
        ]), options: withRole("customers=a.xlsx"))
    #expect(records.customers.texts("name")[0] == "王小明")
    #expect(records.customers.texts("phone")[0] == "13800138000")
    #expect(records.customers.texts("guardian_name")[0] == "王强")
    #expect(records.customers.texts("guardian_phone")[0] == "13900139000")
    #expect(records.customers.texts("note")[0] == "好")
  }

  @Test("two lines in a CSV, where nothing says what is merged")
  func twoLinesPlain() throws {
    let records = try Records.from(["S": "基本信息,,,监护人,\n姓名,性别,年级,姓名,电话\n王小明,男,三年级,王强,13900139000\n"])
    #expect(records.customers.texts("name")[0] == "王小明")
    #expect(records.customers.texts("guardian_name")[0] == "王强")
    #expect(records.customers.texts("guardian_phone")[0] == "13900139000")
    #expect(records.customers.texts("phone")[0] == nil)
  }

  @Test("traditional characters, stars, spaces and brackets do not matter")
  func folded() throws {
    let records = try Records.from(["S": "*姓 名,性別,聯繫電話（必填）,就讀學校,預算(萬元)\n王小明,女,13800138000,阳光小学,1.5\n"])
    #expect(records.customers.texts("phone")[0] == "13800138000")
    #expect(records.customers.texts("school")[0] == "阳光小学")
    #expect(records.customers.numbers("budget")[0] == 15_000)
  }

  @Test("only telling headers count: a name list is a question")
  func undecided() throws {
    let error = try #require(throws: Failure.self) { _ = try Records.from(["S": "姓名,电话,备注\n王小明,13800138000,好\n"]) }
    #expect(error.code == "E103" && error.kind == .usage)
    #expect(error.file == "test.xlsx" && error.sheet == "S")
    let told = try Records.from(["S": "姓名,电话,备注\n王小明,13800138000,好\n"], roles: ["visits=test.xlsx#S"])
    #expect(told.visits.count == 1 && told.visits.texts("content")[0] == "好")
  }

  @Test("an undecided sheet beside others is a finding, and is not read")
  func undecidedBeside() throws {
    let records = try Records.from(["A": "姓名,性别\n王小明,男\n", "B": "姓名,电话\n李四,13800138000\n"])
    #expect(records.customers.count == 1)
    #expect(records.findings.contains { $0.code == "E103" && $0.at.source == 1 })
  }

  @Test("a sheet nobody knows")
  func unknown() throws {
    #expect(throws: Failure.self) { try Records.from(["S": "alpha,beta\n1,2\n"]) }
    let records = try Records.from(["A": "姓名,性别\n王小明,男\n", "B": "使用说明\n请按月填写\n"])
    #expect(records.findings.contains { $0.code == "E102" && $0.at.source == 1 && $0.at.row == 0 })
  }

  @Test("known headers but no way to tell whose a row is")
  func noKey() throws {
    let records = try Records.from(["A": "姓名,性别\n王小明,男\n", "B": "性别,年级,学段\n男,三年级,小学\n"])
    #expect(records.customers.count == 1)
    #expect(records.findings.contains { $0.code == "E141" })
  }

  @Test("a map names headers nobody could guess, and decides the table")
  func map() throws {
    let catalogue = FieldCatalogue.standard
    let grid = Grid(
      template:
        "sheet,header,table,field\n*,dollar_value,enrolments,amount\n*,date,enrolments,purchase_date\n*,junk,,-\n",
      file: "map.csv", sheet: "map")
    let options = ReadOptions(map: try ColumnMap(grid, catalogue: catalogue))
    let records = try Records.from(["S": "customer_id,date,dollar_value,junk\n1,2024-01-02,12.5,x\n"], options: options)
    #expect(records.enrolments.numbers("amount")[0] == 12.5)
    #expect(records.enrolments.days("purchase_date")[0]?.description == "2024-01-02")
    #expect(!records.enrolments.table.columns.contains { $0.header == "junk" })
    #expect(records.implied == [.customers])
    #expect(records.customers.texts("customer_id")[0] == "1")
  }

  @Test("a map with an unknown field names the nearest")
  func badMap() throws {
    let grid = Grid(template: "sheet,header,table,field\n*,x,enrolments,amout\n", file: "map.csv", sheet: "map")
    let error = try #require(throws: Failure.self) { _ = try ColumnMap(grid, catalogue: .standard) }
    #expect(error.code == "E135" && error.cell == "D2")
    #expect(error.arguments.last == "enrolments.amount")
  }

  @Test("--as for a file that is not there is told")
  func badRole() throws {
    let error = try #require(throws: Failure.self) {
      _ = try Records.from(["S": "姓名,性别\n王,男\n"], roles: ["visits=other.xlsx"])
    }
    #expect(error.code == "E147")
    #expect(throws: Failure.self) { _ = try SheetRole(argument: "visit=other.xlsx") }
  }

  @Test("a column twice: the first filled cell counts, differences are told, a second phone is kept")
  func twice() throws {
    let records = try Records.from([
      "S": "姓名,性别,学校,学校,手机,电话\n王,男,阳光小学,阳光小学,13800138000,\n李,女,,育才小学,13800138001,13900139000\n赵,女,一小,二小,,13700137000\n"
    ])
    let schools = records.customers.texts("school")
    #expect([schools[0], schools[1], schools[2]] == ["阳光小学", "育才小学", "一小"])
    #expect(records.findings.filter { $0.code == "E114" }.map(\.at.address) == ["D4"])
    #expect(records.findings.contains { $0.code == "E113" && $0.at.address == "D1" })
    let phones = records.customers.texts("phone")
    #expect(phones[2] == "13700137000")
    #expect(records.customers.texts("phone_2")[1] == "13900139000")
  }

  @Test("unknown columns come along as text; 序号 is no id")
  func unknownColumns() throws {
    let records = try Records.from(["S": "序号,姓名,性别,微店会员名\n1,王,男,abc\n2,李,女,无\n"])
    let table = records.customers.table
    #expect(!table.columns.contains { $0.header == "序号" })
    #expect(records.customers.texts("customer_id")[0] == nil)
    let unknown = try #require(table.columns.first { $0.field.isUnknown })
    #expect(unknown.field == FieldID(rawValue: "customers.?微店会员名"))
    #expect(unknown.column.cell(1) == .text("无"))
    #expect(FieldCatalogue.standard.fieldClass(unknown.field) == .direct)
  }

  @Test("totals, repeated headers, numbered blank rows and blank rows are passed over and counted")
  func passedOver() throws {
    let records = try Records.from([
      "S":
        "序号,姓名,性别,预算\n1,王,男,100\n,小 计,,100\n\n序号,姓名,性别,预算\n2,李,女,200\n3,,,\n合计：,,,300\nTotal,,,300\n"
    ])
    #expect(records.customers.count == 2)
    #expect(records.sources[0].rows == 2 && records.sources[0].used == 2)
    #expect(records.sources[0].skipped == 6)
  }

  @Test("a row without any key is set aside, and the sum is right")
  func noKeyRow() throws {
    let records = try Records.from(["S": "姓名,性别,学校\n王,男,一小\n,女,二小\n李,女,\n"])
    #expect(records.customers.count == 2)
    #expect(records.sources[0].rows == 3 && records.sources[0].used == 2 && records.sources[0].setAside == 1)
    #expect(records.findings.contains { $0.code == "E112" && $0.severity == .error && $0.at.address == "3" })
  }

  @Test("a name merged over several courses holds for each; an amount does not")
  func mergedRows() throws {
    let records = try read(
      GridWorkbook.Sheet(
        "报名",
        [
          row("姓名", "手机号", "报名日期", "课程", "实收金额"), row("王小明", "13800138000", "2024-01-03", "数学", "1200"),
          row(nil, nil, nil, "英语", nil), row("李四", "13900139000", "2024-01-04", "数学", "900"),
          row(nil, nil, nil, "物理", nil),
        ],
        merges: [
          .init(rows: 2...3, columns: 0...0), .init(rows: 2...3, columns: 1...1), .init(rows: 2...3, columns: 2...2),
          .init(rows: 2...3, columns: 4...4),
        ]))
    let names = records.enrolments.texts("customer_name")
    #expect((0..<3).map { names[$0] } == ["王小明", "王小明", "李四"])
    #expect(records.enrolments.numbers("amount")[1] == nil)
    #expect(records.enrolments.days("purchase_date")[1]?.description == "2024-01-03")
    #expect(records.sources[0].setAside == 1)
    #expect(records.findings.contains { $0.code == "E149" })
  }

  @Test("hidden sheets are passed over aloud, unless asked for")
  func hidden() throws {
    let shown = GridWorkbook.Sheet("A", csv: "姓名,性别\n王,男\n")
    var hidden = GridWorkbook.Sheet("B", csv: "姓名,性别\n李,女\n")
    hidden.visibility = .hidden
    #expect(try read(shown, hidden).customers.count == 1)
    #expect(try read(shown, hidden).findings.contains { $0.code == "E130" })
    #expect(try read(shown, hidden, options: withRole("customers=a.xlsx#B")).customers.count == 2)
  }

  @Test("a survey tool's export becomes one row an answer")
  func survey() throws {
    let records = try Records.from([
      "S":
        "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您的姓名,2、您的手机号码,3、您对课程满意吗,4、喜欢哪些老师\n1,2024/3/5 10:00:00,66秒,微信,N/A,1.2.3.4,王强,13900139000,5,张老师┋李老师\n2,2024/3/6 11:00:00,70秒,微信,N/A,1.2.3.5,匿名,,4,\n"
    ])
    let surveys = records[.surveys]
    #expect(surveys.count == 3)
    #expect(surveys.texts("question")[0] == "您对课程满意吗")
    #expect(surveys.texts("answer")[1] == "张老师┋李老师")
    #expect(surveys.texts("customer_name")[0] == "王强")
    #expect(surveys.days("answered_on")[2]?.description == "2024-03-06")
    #expect(records.sources[0].rows == 2 && records.sources[0].used == 2)
    #expect(!surveys.table.columns.contains { $0.header.contains("IP") })
  }

  @Test("a form's answers told to be a survey: whatever is no name or date is a question")
  func toldSurvey() throws {
    let records = try Records.from(
      ["S": "Timestamp,Your name,How was the course?,Teacher\n2024-03-05 10:00,Ann Lee,Great,Mr Li\n"],
      roles: ["surveys=test.xlsx"])
    let surveys = records[.surveys]
    #expect(surveys.count == 2)
    #expect(surveys.texts("question")[0] == "How was the course?")
    #expect(surveys.texts("customer_name")[1] == "Ann Lee")
  }

  @Test("do not mail or do not call: whoever refuses one way is left in peace")
  func optOut() throws {
    let records = try Records.from(["S": "name,gender,Do Not Email,Do Not Call\nAnn,f,No,Yes\nBob,m,No,No\n"])
    let quiet = records.customers.numbers("do_not_contact")
    #expect(quiet[0] == 1 && quiet[1] == 0)
    #expect(!records.findings.contains { $0.code == "E114" })
  }

  @Test("columns beside the table without a header come along; a phrase of the header is not enough")
  func beside() throws {
    let records = try Records.from(["S": "姓名,性别,,家庭情况\n王,男,额外,好\n"])
    let headers = records.customers.table.columns.map(\.header)
    #expect(headers.contains("C") && headers.contains("家庭情况"))
    #expect(records.customers.texts("family_id")[0] == nil)
  }

  private func withRole(_ role: String) throws -> ReadOptions { ReadOptions(roles: [try SheetRole(argument: role)]) }
}
