import ByteScanning
import Tabular
import Testing
import ZipContainer

@testable import XLSXCodec

@Suite("Reading workbooks") struct ReadingWorkbookTests {
  private func code(_ book: MadeWorkbook) throws -> String { try book.cells(forceLibXML2: false) }

  @Test("a preview holds the first filled rows and all merged ranges")
  func preview() throws {
    let rows = (1...500).map { "<row r=\"\($0 * 2)\"><c r=\"B\($0 * 2)\"><v>\($0)</v></c></row>" }.joined()
    let book = MadeWorkbook(
      rows: rows, before: "<dimension ref=\"A1:XFD1048576\"/>",
      after: "<mergeCells count=\"2\"><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"C9:B4\"/></mergeCells>")
    for force in [true, false] {
      let workbook = try XLSXWorkbook(bytes: book.bytes, options: XLSXReadOptions(forceLibXML2: force))
      let preview = try workbook.preview(sheet: 0, rows: 3)
      #expect(preview.rows.map(\.number) == [2, 4, 6])
      #expect(preview.rows.map(\.cells) == [1, 2, 3].map { [.empty, .number($0)] })
      #expect(preview.merges.count == 2)
      #expect(preview.merges.last == .init(rows: 4...9, columns: 1...2))
    }
  }

  @Test("rows behind a preview may hold anything that is XML")
  func previewPassesOver() throws {
    let rows = "<row><c><v>1</v></c></row><row><!-- </sheetData> --><c><v>2</v></c></row>"
    let preview = try XLSXWorkbook(bytes: MadeWorkbook(rows: rows).bytes).preview(sheet: 0, rows: 1)
    #expect(preview.rows.count == 1)
  }

  @Test("a scan keeps the wanted columns from the wanted row on")
  func scan() throws {
    let rows = (1...50).map { "<row><c t=\"s\"><v>0</v></c><c><v>\($0)</v></c><c><v>9</v></c></row>" }.joined()
    for force in [true, false] {
      let workbook = try XLSXWorkbook(
        bytes: MadeWorkbook(rows: rows).bytes, options: XLSXReadOptions(forceLibXML2: force))
      let scan = try workbook.scan(sheet: 0, ScanRequest(firstRow: 41, columns: [1, 7]))
      #expect(scan.columns.map(\.index) == [1, 7])
      #expect(scan.rowCount == 10)
      #expect(scan.origin.place(0).row == 41)
      #expect(scan.columns[0].column.cell(9) == .number(50))
      #expect(scan.columns[1].column.cell(9) == .empty)
    }
  }

  @Test("hidden sheets are listed as such; sheets of charts are not")
  func sheets() throws {
    var book = MadeWorkbook(rows: "")
    book.parts["xl/workbook.xml"] =
      "<workbook xmlns=\"\(MadeWorkbook.main)\" xmlns:r=\"\(MadeWorkbook.office)\"><sheets>"
      + "<sheet name=\"a &amp; b\" r:id=\"r1\"/><sheet name=\"h\" state=\"hidden\" r:id=\"r2\"/>"
      + "<sheet name=\"v\" state=\"veryHidden\" r:id=\"r3\"/><sheet name=\"c\" r:id=\"r4\"/></sheets></workbook>"
    let sheets = (1...3).map {
      "<Relationship Id=\"r\($0)\" Type=\"\(MadeWorkbook.office)/worksheet\" Target=\"/xl/worksheets/s\($0).xml\"/>"
    }.joined()
    book.parts["xl/_rels/workbook.xml.rels"] =
      "<Relationships xmlns=\"\(MadeWorkbook.rels)\">\(sheets)<Relationship Id=\"r4\""
      + " Type=\"\(MadeWorkbook.office)/chartsheet\" Target=\"chartsheets/sheet1.xml\"/></Relationships>"
    let workbook = try XLSXWorkbook(bytes: book.bytes)
    #expect(workbook.sheets.map(\.name) == ["a & b", "h", "v"])
    #expect(workbook.sheets.map(\.visibility) == [.visible, .hidden, .veryHidden])
  }

  @Test("relationships that lead out, in circles or twice to one part are refused")
  func relationships() throws {
    func book(target: String, mode: String = "") -> MadeWorkbook {
      var book = MadeWorkbook(rows: "<row><c><v>1</v></c></row>")
      book.parts["xl/_rels/workbook.xml.rels"] = book.parts["xl/_rels/workbook.xml.rels"]?
        .replacing("\"worksheets/sheet1.xml\"", with: "\"\(target)\"\(mode)")
      return book
    }
    #expect(try code(book(target: "./worksheets/../worksheets/sheet1.xml#x")) == "A1=n:1")
    #expect(try code(book(target: "/xl/worksheets/%73heet1.xml")) == "A1=n:1")
    #expect(try code(book(target: "worksheets\\sheet1.xml")) == "A1=n:1")
    #expect(try code(book(target: "xl/worksheets/sheet1.xml")) == "A1=n:1")
    #expect(try code(book(target: "../../../etc/passwd")) == "E221")
    #expect(try code(book(target: "..\\..\\..\\etc\\passwd")) == "E221")
    #expect(try code(book(target: "http://example.com/s.xml")) == "E221")
    #expect(try code(book(target: "worksheets/sheet1.xml", mode: " TargetMode=\"External\"")) == "E221")
    #expect(try code(book(target: "workbook.xml")) == "E223")
    #expect(try code(book(target: "nosuch.xml")) == "E220")
    var twice = MadeWorkbook(rows: "")
    twice.parts["xl/workbook.xml"] = twice.parts["xl/workbook.xml"]?
      .replacing("</sheets>", with: "<sheet name=\"again\" r:id=\"rId1\"/></sheets>")
    #expect(try code(twice) == "E231")
    twice.parts["xl/workbook.xml"] = "<workbook xmlns=\"\(MadeWorkbook.main)\"/>"
    #expect(try code(twice) == "E222")
  }

  @Test("the lies of counts and dimensions are not believed")
  func lies() throws {
    var book = MadeWorkbook(
      rows: "<row><c t=\"s\"><v>1</v></c></row>", before: "<dimension ref=\"A1:XFD1048576\"/>")
    book.parts["xl/sharedStrings.xml"] = book.parts["xl/sharedStrings.xml"]?
      .replacing("<sst ", with: "<sst count=\"4294967295\" uniqueCount=\"4294967295\" ")
    #expect(try code(book) == "A1=s:\"one\"")
  }

  @Test("one long text in very many cells is refused where writing the cells down would drown everybody")
  func textBomb() throws {
    let text = String(repeating: "x", count: 32_000)
    let rows = String(repeating: "<row><c t=\"s\"><v>0</v></c></row>", count: 40_000)
    var book = MadeWorkbook(strings: "<si><t>\(text)</t></si>", rows: rows)
    var options = XLSXReadOptions()
    options.limits.ratioFreeBytes = 1 << 30
    func read() throws -> String {
      do {
        return try "\(XLSXWorkbook(bytes: book.bytes, options: options).scan(sheet: 0, ScanRequest()).rowCount)"
      } catch let failure as Failure {
        return failure.code.rawValue
      }
    }
    #expect(try read() == "E232")
    book = MadeWorkbook(strings: "<si><t>\(text.prefix(10_000))</t></si>", rows: rows)
    #expect(try read() == "40000")
  }

  @Test(
    "what is no workbook is called by its name",
    arguments: [
      ("%PDF-1.7", "E229"), ("<html><body>", "E229"), ("name,phone\n", "E200"), ("", "E200"), ("PK\u{3}\u{4}", "E200"),
      ("<?xml version=\"1.0\"?>", "E229"),
    ])
  func otherFiles(content: String, code: String) {
    do {
      _ = try XLSXWorkbook(bytes: Array(content.utf8))
      Issue.record("opened")
    } catch {
      #expect((error as? Failure)?.code.rawValue == code)
    }
  }
}
