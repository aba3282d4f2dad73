import ByteScanning
import CustomerRecords
import Localisation
import RecordFixtures
import Tabular
import Testing

@Suite("Check, fix report, cleaned sheets, maps to start from")
struct ReportTests {
  let dirty =
    "客户登记表,,,,\n\n序号,姓名,性别,出生日期,手机号\n1,王小明,男,2026/13/05,13800138000\n2,李小红,女,2014-05-06,13900139000\n3,,女,,\n合计,,,,\n"

  private func input(_ sheets: [GridWorkbook.Sheet], file: String = "test.xlsx") -> InputWorkbook {
    InputWorkbook(file: file, reading: GridWorkbook(sheets))
  }

  /// A table as a sheet somebody saved: title, header, rows.
  private func sheet(_ table: Table, title: String?) -> GridWorkbook.Sheet {
    var rows: [[Cell]] = []
    if let title { rows.append([.text(title)]) }
    rows.append(table.columns.map { .text($0.header) })
    for row in 0..<table.rowCount { rows.append(table.columns.map { $0.column.cell(row) }) }
    return GridWorkbook.Sheet(table.name, rows)
  }

  @Test("one kind of problem in one field is one group; the sum adds up")
  func check() throws {
    let records = try Records.from(["登记": dirty])
    let report = CheckReport(records)
    #expect(report.addsUp && report.rows == 3 && report.used == 2 && report.setAside == 1)
    #expect(report.hasProblems)
    #expect(report.groups.first?.code == "E112")
    #expect(report.count(.error) == 1 && report.count(.warning) == 1)
  }

  @Test("a clean sheet has no problems")
  func clean() throws {
    let records = try Records.from([
      "S": "姓名,性别,手机号,登记日期,是否授权\n王小明,男,13800138000,2024-01-01,是\n"
    ])
    #expect(!CheckReport(records).hasProblems)
    #expect(records.findings.isEmpty)
  }

  @Test("the fix report keeps order and columns, marks the cells, and reads back")
  func fixReport() throws {
    let source = input([GridWorkbook.Sheet("登记", csv: dirty)])
    let options = ReadOptions()
    let records = try RecordReader.read([source], options: options)
    let report = try FixReport([source], records: records, options: options, language: .zh)
    let copy = try #require(report.sheets.first)
    #expect(copy.table.columns.map(\.header) == ["序号", "姓名", "性别", "出生日期", "手机号", "问题说明（Rollbook）"])
    #expect(copy.table.rowCount == 4)
    #expect(copy.title == "客户登记表")
    #expect(copy.table.columns[3].column.cell(0) == .text("2026/13/05"))
    let mark = try #require(copy.marks.first { $0.field == "customers.birthday" })
    #expect(mark.row == 0 && mark.severity == .warning && mark.comment.contains("没有 13 月"))
    guard case .text(let reason) = copy.table.columns[5].column.cell(0) else {
      Issue.record("no reason")
      return
    }
    #expect(reason.contains("出生日期无法识别") && !reason.contains("2026/13/05"))
    // Corrected by hand and read again.
    var corrected = copy.table
    var days = (0..<4).map { corrected.columns[3].column.cell($0).plainText }
    days[0] = "2016-03-05"
    corrected.columns[3].column = .texts(days.map { $0.isEmpty ? nil : $0 })
    let again = try RecordReader.read(
      [input([sheet(corrected, title: copy.title), sheet(report.summary, title: nil)])], options: options)
    #expect(again.customers.days("birthday")[0]?.description == "2016-03-05")
    #expect(!again.customers.table.columns.contains { $0.header.contains("Rollbook") })
    #expect(again.sources.count == 1)
    #expect(!again.findings.contains { $0.severity == .warning })
  }

  @Test("cleaned tables read back as the same records")
  func cleaned() throws {
    let records = try Records.from([
      "登记": dirty,
      "回访": "回访日期,姓名,回访结果,回访内容,店名\n2024-04-01 09:30,王小明,接通,好,x\n2024年5月1日,李小红,未接,\"两\n行\",y\n",
    ])
    let tables = records.cleanTables(.zh)
    #expect(tables.map(\.name) == ["客户登记表", "回访记录"])
    let again = try RecordReader.read([input(tables.map { sheet($0, title: nil) })], options: ReadOptions())
    #expect(again.customers.count == 2 && again.visits.count == 2)
    #expect(again.visits.days("visit_date").days == records.visits.days("visit_date").days)
    #expect(again.visits.texts("outcome")[0] == "已接通")
    #expect(again.visits.numbers("visit_date_time")[0].map { ($0 * 1440).rounded() } == 570)
    #expect(again.customers.texts("phone")[1] == "13900139000")
  }

  @Test("an English sheet's words leave as English words")
  func ownWords() throws {
    let records = try Records.from(["S": "full name,gender,stage,lead source\nAnn Lee,Female,primary school,Facebook\n"]
    )
    #expect(records.customers.texts("gender")[0] == "女")
    let table = try #require(records.cleanTables(.en).first)
    #expect((1...3).map { table.columns[$0].column.cell(0).plainText } == ["female", "primary", "Facebook"])
  }

  @Test("a suggested map holds every header, and what it fills in reads the same")
  func suggest() throws {
    let source = input([GridWorkbook.Sheet("S", csv: "姓名,性别,手机号吗,微店\n王,男,13800138000,x\n")])
    let table = try ColumnMap.suggest([source], options: ReadOptions())
    #expect(table.rowCount == 4)
    func cell(_ row: Int, _ column: Int) -> String { table.columns[column].column.cell(row).plainText }
    #expect((0..<4).map { cell($0, 3) } == ["name", "gender", "", ""])
    #expect(cell(2, 4) == "customers.phone")
    let rows = [["sheet", "header", "table", "field"]] + (0..<4).map { row in (0..<4).map { cell(row, $0) } }
    let grid = Grid(template: rows.map { $0.joined(separator: ",") }.joined(separator: "\n"), file: "m.csv", sheet: "m")
    let map = try ColumnMap(grid, catalogue: .standard)
    #expect(map.entries.count == 2)
  }

  @Test("a finding prints as a compiler does, cells masked")
  func rendering() throws {
    let source = input([GridWorkbook.Sheet("登记", csv: dirty)])
    let records = try RecordReader.read([source])
    let finding = try #require(records.findings.first { $0.code == "E104" })
    let window = try SheetWindow(source.reading, sheet: 0, rows: [Int(finding.at.row)])
    let text = FindingText(.zh, sources: records.sources)
    let renderer = FindingRenderer(text, records: records) { value, field in
      guard let field, FieldCatalogue.standard.fieldClass(field) <= .quasi else {
        return String(repeating: "*", count: value.count)
      }
      return value
    }
    let lines = renderer.lines(finding, window: window)
    #expect(
      lines == [
        "警告[E104]: 出生日期无法识别：没有 13 月",
        "  --> test.xlsx › 登记 › D4",
        "  |  A    B     C      D",
        "3 |  **   **    性别   出生日期",
        "4 |  *    ***   男     2026/13/05",
        "  |                    ^^^^^^^^^^ 没有 13 月",
        "处理: 请写成 2026-03-05 的样子；若为“日/月/年”，请加 --date-order dmy",
      ])
  }

  @Test("before headers are known everything is masked")
  func masked() throws {
    let source = input([GridWorkbook.Sheet("登记", csv: dirty)])
    let window = try SheetWindow(source.reading, sheet: 0, rows: [4])
    let text = FindingText(.en, sources: [SourceReport(sheet: SourceSheet(file: "f", sheet: "s"))])
    let renderer = FindingRenderer(text, records: nil) { value, field in field == nil ? "###" : value }
    let lines = renderer.lines(Finding("E102", .warning, at: Place(source: 0, row: 4, column: 1)), window: window)
    #expect(!lines.joined().contains("王小明") && lines.joined().contains("###"))
  }

  @Test("ages, children and stages")
  func derived() throws {
    let records = try Records.from(
      [
        "S":
          "姓名,性别,出生日期,年龄,客户类型,年级,登记日期\n甲,男,2011-06-01,,学生,初三,2026-05-31\n乙,女,2011-05-31,,学生,,2026-05-31\n丙,女,,,学生,,2026-05-31\n丁,女,,,家长,,2026-05-31\n戊,男,,10,学生,三年级,2020-05-31\n"
      ], asOf: "2026-05-31")
    let age = CustomerAge(records)
    #expect(age.years == [14, 15, nil, nil, 16])
    #expect(age.isMinor == [true, false, true, false, false])
    let stages = SchoolStage.stages(of: records.customers, years: age.years)
    #expect(stages == [.lowerSecondary, .upperSecondary, nil, nil, .primary])
  }
}
