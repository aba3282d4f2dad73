import ByteScanning
import CSVCodec
import Foundation
import Tabular
import TestSupport
import Testing

@Suite struct ReadingTests {
  static func book(_ bytes: [UInt8], _ change: (inout CSVOptions) -> Void = { _ in }) throws -> CSVWorkbook {
    var options = CSVOptions()
    change(&options)
    return try CSVWorkbook(ByteSource(bytes), name: "s", file: "s.csv", options: options)
  }

  static func scan(_ text: String, firstRow: Int = 1, hint: ScanRequest.Hint = .automatic) throws -> SheetScan {
    try book(Array(text.utf8)).scan(sheet: 0, ScanRequest(firstRow: firstRow, otherwise: hint))
  }

  static func codes(_ scan: SheetScan) -> [String] { scan.findings.map { "\($0.code.rawValue)@\($0.at.address)" } }

  static func column(_ values: [String]) throws -> Column {
    try scan("h\n" + values.map { $0 + "\n" }.joined(), firstRow: 2).columns[0].column
  }

  @Test func `a column is numbers only if every spelling gives the number back`() throws {
    func isNumber(_ values: [String]) throws -> Bool {
      if case .number = try Self.column(values).lane { true } else { false }
    }
    #expect(try isNumber(["1", "2.5", "-3", "0", "0.001", "999999999999999"]))
    #expect(try isNumber(["120.0", "148.45"]))
    #expect(try isNumber(["1.50", "12.00"]))
    for odd in ["007", "+5", "1e5", "1,200", "5.", ".5", "-0", "-0.0", "1234567890123456", " 1", "1 ", "１", "3.10"] {
      #expect(try !isNumber(["1.5", odd.contains(",") ? "\"\(odd)\"" : odd]), "\(odd)")
    }
    #expect(try Self.column(["1.50", "12.00"]).format == "0.00")
    #expect(try Self.column(["1.5", "12"]).format == nil)
  }

  @Test func `a column is dates only if every value is an ISO date that exists`() throws {
    func isDay(_ values: [String]) throws -> Bool {
      if case .day = try Self.column(values).lane { true } else { false }
    }
    #expect(try isDay(["2026-03-05", "2024-02-29", "0001-01-01", "9999-12-31"]))
    for odd in [
      "2026-3-5", "2026/03/05", "2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-0:-01",
    ] {
      #expect(try !isDay(["2026-03-05", odd]), "\(odd)")
    }
  }

  @Test func `a type that breaks late keeps every text`() throws {
    let values = (0..<30_000).map { String($0) } + ["A7"]
    let column = try Self.column(values)
    #expect(column.cell(0) == .text("0"))
    #expect(column.cell(29_999) == .text("29999"))
    #expect(column.cell(30_000) == .text("A7"))
  }

  @Test func `only the wanted columns and rows are read`() throws {
    let text = "标题,,\n编号,姓名,电话\n1,张三,007\n\n2,李四,008\n"
    let scan = try Self.book(Array(text.utf8)).scan(sheet: 0, ScanRequest(firstRow: 3, columns: [0, 2, 9]))
    #expect(scan.columns.map(\.index) == [0, 2, 9])
    #expect(scan.rowCount == 2)
    #expect(scan.columns[1].column.cell(1) == .text("008"))
    #expect(scan.columns[2].column.cell(0) == .empty)
    #expect(scan.origin.place(1).row == 5)
  }

  @Test(arguments: [
    (";", "a;b;c\n1,5;2;3\n4;5,5;6\n"), ("\t", "a\tb\n1,2\t3\n"), ("|", "a|b\n1|2\n"), ("，", "姓名，电话\n张三，1\n"),
    ("；", "甲；乙\n1；2\n"), (";", "sep=;\na;b\n1;2\n"), (",", "a\n1\n"), (",", "备注\n满意，谢谢\n"),
    ("，", "甲，乙，丙\n1，2，3\n4，5，6\n"),
  ])
  func `separators are found`(_ separator: Character, _ text: String) throws {
    let book = try Self.book(Array(text.utf8))
    #expect(book.dialects[0].separator == separator)
    let scan = try book.scan(sheet: 0, ScanRequest(otherwise: .text))
    #expect(scan.findings.isEmpty)
    if text.contains(separator) { #expect(scan.columns.count > 1) }
  }

  @Test func `Excel's sep line is no row, but keeps its place in the count`() throws {
    let book = try Self.book(Array("sep=;\r\na;b\r\n1;2\r\n".utf8))
    #expect(try book.preview(sheet: 0, rows: 5).rows.map(\.number) == [2, 3])
    let exact = try Self.book(Array("sep=;\r\na;b\r\n1;2\r\n".utf8)) { $0.showsDirective = true }
    #expect(try exact.preview(sheet: 0, rows: 5).rows[0].cells == [.text("sep=")])
  }

  @Test func `line ends may be mixed, and fields may hold them`() throws {
    let scan = try Self.scan("a,b\n1,\"x\r\ny\"\r3,4\r\n5,6", hint: .text)
    #expect(scan.rowCount == 4)
    #expect(scan.columns[1].column.cell(1) == .text("x\r\ny"))
    #expect(scan.columns[1].column.cell(3) == .text("6"))
  }

  @Test func `what breaks the rules is read as Excel reads it and reported with its place`() throws {
    let scan = try Self.scan("a,b,c\n1,\"x\"y,3\n2,5\" pipe,4\n3,\"open\n4,5", hint: .text)
    #expect(scan.columns[1].column.cell(1) == .text("xy"))
    #expect(scan.columns[1].column.cell(2) == .text("5\" pipe"))
    #expect(scan.columns[1].column.cell(3) == .text("open\n4,5"))
    #expect(Self.codes(scan) == ["E303@B2", "E305@B3", "E307@4", "E304@B4"])
  }

  @Test func `rows of another width, NUL and marks in the middle are reported`() throws {
    let scan = try Self.scan("a,b,c\n1,2\n1,2,3,4\n\u{FEFF}x,\u{0}y,3\n1,2,3\n", hint: .text)
    #expect(Self.codes(scan) == ["E307@2", "E306@3", "E316@A4", "E302@B4"])
    #expect(scan.columns[3].column.cell(2) == .text("4"))
  }

  @Test func `a broken byte is a finding at its cell, whatever the encoding`() throws {
    let gb: [UInt8] = [0xD0, 0xD5, 0xC3, 0xFB, 0x2C, 0x62, 0x0A, 0xC4, 0xFF, 0x2C, 0x31, 0x0A]
    let scan = try Self.book(gb) { $0.encoding = .gb18030 }.scan(sheet: 0, ScanRequest(otherwise: .text))
    #expect(Self.codes(scan) == ["E301@A2"])
    #expect(scan.columns[0].column.cell(1) == .text("\u{FFFD}"))
    let utf8 = try Self.book(Array("姓名,b\n张".utf8) + [0xE4, 0xBD, 0x2C, 0x31, 0x0A]) { $0.encoding = .utf8 }
      .scan(sheet: 0, ScanRequest(otherwise: .text))
    #expect(Self.codes(utf8) == ["E301@A2"])
  }

  @Test func `a thousand places of one kind are listed, the rest is counted`() throws {
    let long = "a,b\n" + String(repeating: "1,2\n", count: 600) + String(repeating: "1\n", count: 1500)
    let findings = try Self.scan(long, hint: .text).findings
    #expect(findings.count == 1001)
    #expect(findings.last?.code.rawValue == "E308" && findings.last?.hint == ["E307", "500"])
  }

  @Test func `a row of a hundred thousand columns is refused, not swallowed`() throws {
    #expect(throws: Failure.self) { try Self.scan(String(repeating: ",", count: 100_000) + "x\n") }
    let sparse = String(repeating: "1\n", count: 40_000) + String(repeating: ",", count: 16_000) + "x\n"
    #expect(throws: Failure.self) { try Self.scan(sparse) }
  }

  @Test(
    .enabled(if: Corpus.available(for: "hostile CSV files")),
    arguments: ["csv-nul-bytes", "csv-invalid-utf8", "csv-utf16-odd-length", "csv-gb18030-cut", "csv-ragged"])
  func `hostile files are read with a warning`(_ name: String) throws {
    let path = Corpus.root!.appending(path: "malicious/\(name).csv").path
    let scan = try CSVWorkbook(ByteSource(path: path), name: "s", file: name).scan(sheet: 0, ScanRequest())
    #expect(!scan.findings.isEmpty)
  }

  @Test(
    .enabled(if: Corpus.available(for: "odd CSV files")),
    arguments: ["csv-injection", "csv-mixed-newlines", "csv-bom-twice", "csv-bidi-and-zero-width"])
  func `odd but legal files are read as they are`(_ name: String) throws {
    let path = Corpus.root!.appending(path: "malicious/\(name).csv").path
    let scan = try CSVWorkbook(ByteSource(path: path), name: "s", file: name).scan(sheet: 0, ScanRequest())
    #expect(scan.rowCount > 1)
    #expect(scan.findings.allSatisfy { $0.severity == .note })
  }
}
