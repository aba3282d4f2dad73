import ByteScanning
import CSVCodec
import Foundation
import ReleaseGate
import Tabular
import TestSupport
import Testing
import Workbooks

@Suite struct ConversionTests {
  /// A sheet with everything CSV has no word for.
  static func oddSheet() -> Released<Custody> {
    let day = Day(year: 2026, month: 3, day: 5)!
    let columns: [Table.Named] = [
      .init(header: "编号", field: "t.id", column: .texts(["007", "008", nil, "=1+2"])),
      .init(
        header: "金额", field: "t.amount",
        column: Column(
          .number([1200.5, .nan, 0.1, 1e300], .plain), strays: [.init(row: 1, cell: .text("面议"))], format: "0.00")),
      .init(
        header: "时间", field: "t.at",
        column: Column(.number([20517.604166666668, 1.0 / 3, .nan, -3.25], .dateTime))),
      .init(header: "是否", field: "t.flag", column: Column(.number([1, 0, .nan, 1], .boolean))),
      .init(
        header: "日期", field: "t.day",
        column: Column(
          .day([day.rawValue, Day.missing, 0, -25_567]), strays: [.init(row: 1, cell: .error("#N/A"))])),
      .init(header: "时长", field: "t.length", column: Column(.number([1.5, 0.25, 1.0 / 7, .nan], .duration))),
      .init(
        header: "混合", field: "t.mixed",
        column: Column(
          .text(codes: [0, 1, TextPool.none, TextPool.none], pool: TextPool(["123", "'=x"])),
          strays: [.init(row: 2, cell: .number(5)), .init(row: 3, cell: .boolean(true))])),
    ]
    let table = Table(name: "表/一:二", columns: columns, rowCount: 4)
    return Released(table, through: .custody(reason: "test"))
  }

  static func cells(_ path: String) throws -> [[String: Cell]] {
    let book = try Workbooks.open(path)
    return try book.sheets.indices.map { sheet in
      let scan = try book.reading.scan(sheet: sheet, ScanRequest())
      var out: [String: Cell] = [:]
      for column in scan.columns {
        for row in 0..<scan.rowCount {
          let cell = column.column.cell(row)
          if !cell.isEmpty { out[CellName.name(column: column.index, row: Int(scan.origin.place(row).row))] = cell }
        }
      }
      return out
    }
  }

  @Test func `every value and type comes back from a folder of CSV files`() throws {
    try Scratch.use { folder in
      let path = folder + "/out"
      try Workbooks.write([Self.oddSheet()], to: path)
      let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
      #expect(names == [".rollbook", "表_一_二.csv"])
      let book = try Workbooks.open(path)
      #expect(book.sheets[0].name == "表/一:二")
      let scan = try book.reading.scan(sheet: 0, ScanRequest(firstRow: 2))
      let table = Self.oddSheet().table
      #expect(scan.rowCount == 4)
      for (i, named) in table.columns.enumerated() {
        for row in 0..<4 {
          #expect(scan.columns[i].column.cell(row) == named.column.cell(row), "\(named.header) \(row)")
        }
      }
      #expect(scan.columns[1].column.format == "0.00")
    }
  }

  @Test func `formulas stay asleep in CSV and strict numbers stay numbers`() throws {
    try Scratch.use { folder in
      let texts = ["=1+2\";=1+2", "+8613800138000", "-5", "-5.25", "-5a", "@x", "＝1", "\tx", "普通", "'=x", "+1"]
      let table = Table(
        name: "t", columns: [.init(header: "x", field: "t.x", column: .texts(texts))], rowCount: texts.count)
      try Workbooks.write([Released(table, through: CompiledView<Custody>.custody(reason: "t"))], to: folder + "/t.csv")
      let raw = String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder + "/t.csv")), as: UTF8.self)
      #expect(raw.hasPrefix("\u{FEFF}x\r\n\"'=1+2\"\";=1+2\"\r\n\"'+8613800138000\"\r\n-5\r\n-5.25\r\n\"'-5a\"\r\n"))
      #expect(raw.contains("\"'＝1\"\r\n\"'\tx\"\r\n普通\r\n\"''=x\"\r\n\"'+1\"\r\n"))
      let scan = try Workbooks.open(folder + "/t.csv").reading.scan(sheet: 0, ScanRequest(firstRow: 2))
      #expect((0..<texts.count).map { scan.columns[0].column.cell($0) } == texts.map { .text($0) })
    }
  }

  @Test func `CSV to XLSX and back keeps typed columns`() throws {
    try Scratch.use { folder in
      let text = "编号,姓名,金额,日期\r\n001,张三,12.50,2026-03-05\r\n002,\"李,四\",7.00,\r\n"
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/a.csv"))
      let report = try Conversion.run(from: folder + "/a.csv", to: folder + "/b.xlsx")
      #expect(report.sheets == [.init(name: "a", rows: 3, columns: 4, cells: 11)])
      let cells = try Self.cells(folder + "/b.xlsx")[0]
      #expect(cells["A2"] == .text("001"))
      #expect(cells["C2"] == .number(12.5))
      #expect(cells["D2"] == .day(Day(year: 2026, month: 3, day: 5)!))
      #expect(cells["B3"] == .text("李,四"))
      try Conversion.run(from: folder + "/b.xlsx", to: folder + "/c")
      try Conversion.run(from: folder + "/c", to: folder + "/d.xlsx")
      #expect(try Self.cells(folder + "/d.xlsx") == [cells])
      #expect(try Scratch.mode(folder + "/b.xlsx") == 0o600)
    }
  }

  /// Formats by address, as the sheet has them.
  private static func formats(_ path: String) throws -> [String: String] {
    let scan = try Workbooks.open(path).reading.scan(sheet: 0, ScanRequest(firstRow: 2, formats: true))
    var out: [String: String] = [:]
    for column in scan.columns {
      for row in 0..<scan.rowCount {
        if case .text = column.column.cell(row) { continue }
        let place = Int(scan.origin.place(row).row)
        let own = scan.formats.first { $0.column == column.index && $0.rows.contains(place) }?.format
        out[CellName.name(column: column.index, row: place)] = own ?? column.column.format ?? "General"
      }
    }
    return out
  }

  @Test func `money, percent and date formats survive in workbooks and through a folder of CSV files`() throws {
    try Scratch.use { folder in
      let day = Day(year: 2026, month: 3, day: 5)!.rawValue
      let columns: [Table.Named] = [
        .init(header: "金额", field: "t.a", column: .numbers([1, 2.5, 3], format: "¥#,##0.00")),
        .init(header: "比率", field: "t.b", column: .numbers([0.5, 0.25, 1], format: "0.0%")),
        .init(
          header: "日期", field: "t.c", column: Column(.day([day, day + 1, day + 2]), format: "yyyy\"年\"m\"月\"d\"日\"")),
        .init(
          header: "混合", field: "t.d",
          column: Column(
            .text(codes: [0, TextPool.none, TextPool.none], pool: TextPool(["说明"])),
            strays: [.init(row: 1, cell: .number(0.3)), .init(row: 2, cell: .number(7))])),
        .init(header: "时间", field: "t.e", column: Column(.number([0.5, 1.5, 2.25], .duration), format: "[h]:mm")),
      ]
      var look = SheetPresentation()
      look.rowFormats = [
        "t.a": [.init(rows: 1..<2, format: "0.00%")], "t.c": [.init(rows: 2..<3, format: "mm-dd-yy")],
        "t.d": [.init(rows: 1..<2, format: "0%")],
      ]
      let sheet = Released(
        Table(name: "表", columns: columns, rowCount: 3), through: CompiledView<Custody>.custody(reason: "t"),
        presentation: look)
      try Workbooks.write([sheet], to: folder + "/a.xlsx")
      let wanted = try Self.formats(folder + "/a.xlsx")
      #expect(
        wanted == [
          "A2": "¥#,##0.00", "A3": "0.00%", "A4": "¥#,##0.00", "B2": "0.0%", "B3": "0.0%", "B4": "0.0%",
          "C2": "yyyy\"年\"m\"月\"d\"日\"", "C3": "yyyy\"年\"m\"月\"d\"日\"", "C4": "mm-dd-yy", "D3": "0%",
          "D4": "General", "E2": "[h]:mm", "E3": "[h]:mm", "E4": "[h]:mm",
        ])
      try Conversion.run(from: folder + "/a.xlsx", to: folder + "/b.xlsx")
      #expect(try Self.formats(folder + "/b.xlsx") == wanted)
      let report = try Conversion.run(from: folder + "/b.xlsx", to: folder + "/c")
      #expect(report.losses.map(\.code) == ["convert.csv_formats"])
      try Conversion.run(from: folder + "/c", to: folder + "/d.xlsx")
      #expect(try Self.formats(folder + "/d.xlsx") == wanted)
      #expect(try Self.cells(folder + "/d.xlsx") == Self.cells(folder + "/a.xlsx"))
    }
  }

  @Test func `text named like a workbook is refused, as old systems' xls it is read`() throws {
    try Scratch.use { folder in
      for name in ["a.xlsx", "a.xlsm", "a.xls"] {
        try Data("编号,姓名\r\n1,甲\r\n".utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
      }
      #expect(throws: Failure.self) { try Workbooks.open(folder + "/a.xlsx") }
      #expect(throws: Failure.self) { try Workbooks.open(folder + "/a.xlsm") }
      #expect(try Workbooks.open(folder + "/a.xls").kind == .csv)
    }
  }

  @Test func `title lines, gaps and blank rows stay where they stood`() throws {
    try Scratch.use { folder in
      let text = "\r\n客户登记表,,\r\n编号,,金额\r\n001,,5\r\n\r\n002,,6\r\n"
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/a.csv"))
      try Conversion.run(from: folder + "/a.csv", to: folder + "/b.xlsx")
      let wanted: [String: Cell] = [
        "A2": .text("客户登记表"), "A3": .text("编号"), "C3": .text("金额"), "A4": .text("001"), "C4": .number(5),
        "A6": .text("002"), "C6": .number(6),
      ]
      #expect(try Self.cells(folder + "/b.xlsx") == [wanted])
      try Conversion.run(from: folder + "/b.xlsx", to: folder + "/c")
      #expect(try Self.cells(folder + "/c") == [wanted])
      try Conversion.run(from: folder + "/c", to: folder + "/d.xlsx")
      #expect(try Self.cells(folder + "/d.xlsx") == [wanted])
    }
  }
}
