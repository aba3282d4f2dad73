import ByteScanning
import ReleaseGate
import Tabular
import TestSupport
import Testing
import ZipContainer

@testable import XLSXCodec

/// A part of a written workbook as text.
func part(_ name: String, of bytes: [UInt8]) throws -> String {
  let archive = try ZipArchive(bytes: bytes)
  let entry = try #require(archive.entry(named: name), "\(name)")
  return String(decoding: try archive.bytes(of: entry), as: UTF8.self)
}

private func code(_ body: () throws -> Void) -> Failure? {
  do { try body() } catch { return error as? Failure }
  return nil
}

private func table(_ columns: [(String, Column)], rows: Int, name: String = "表") -> Table {
  Table(
    name: name,
    columns: columns.enumerated().map { i, c in Table.Named(header: c.0, field: FieldID("t", "f\(i)"), column: c.1) },
    rowCount: rows)
}

@Suite struct WritingTests {
  @Test func theSameTableGivesTheSameBytesOnAnyNumberOfThreads() throws {
    let made = Made.custody(Made.registration(rows: 30_000))
    var options = XLSXWriteOptions()
    options.threads = 1
    let one = try XLSXWriter.bytes([made], options: options)
    for threads in [2, 4] {
      options.threads = threads
      #expect(try XLSXWriter.bytes([made], options: options) == one)
    }
  }

  @Test func worksheetElementsStandInTheSchemasOrder() throws {
    let bytes = try XLSXWriter.bytes([Made.custody(Made.registration())])
    let xml = try part("xl/worksheets/sheet1.xml", of: bytes)
    // CT_Worksheet, ECMA-376 part 1 annex A.2.
    let order = [
      "<sheetPr>", "<dimension ", "<sheetViews>", "<sheetFormatPr ", "<cols>", "<sheetData>", "<conditionalFormatting ",
      "<dataValidations ", "<pageMargins ", "<pageSetup ", "<headerFooter>", "<ignoredErrors>", "<legacyDrawing ",
      "<tableParts ",
    ]
    let places = order.map { xml.firstRange(of: $0)?.lowerBound }
    #expect(!places.contains(nil))
    #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    #expect(xml.contains("orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\""))
    #expect(xml.contains("ySplit=\"2\" topLeftCell=\"A3\" activePane=\"bottomLeft\" state=\"frozen\""))
  }

  @Test func namesOverColumnsAndCellsOverRowsAreMerged() throws {
    let bytes = try XLSXWriter.bytes([Made.twoLineHeader])
    let preview = try XLSXWorkbook(bytes: bytes).preview(sheet: 0, rows: 10)
    let rows = preview.rows.map { row in
      "\(row.number) " + row.cells.map { if case .text(let text) = $0 { text } else { "·" } }.joined(separator: " ")
    }
    #expect(rows == ["1 标题", "2 左 右", "3 甲 乙 丙", "4 a 同 a", "5 b · b", "6 c 异 c"])
    #expect(preview.merges.map { "\($0.columns) \($0.rows)" }.sorted() == ["1...1 4...5", "1...2 2...2"])
    let xml = try part("xl/worksheets/sheet1.xml", of: bytes)
    #expect(xml.contains("ySplit=\"3\"") && !xml.contains("<tableParts"))
  }

  @Test func textNeverBecomesAFormula() throws {
    let texts = ["=1+2", "+1", "-1", "@x", "=HYPERLINK(\"http://a\")", "＝1", "\t=1"]
    let bytes = try XLSXWriter.bytes([Made.custody(table([("=表头", .texts(texts))], rows: texts.count))])
    let xml = try part("xl/worksheets/sheet1.xml", of: bytes)
    #expect(!xml.contains("<f") && !xml.contains("t=\"str\""))
    #expect(xml.ranges(of: "t=\"s\"").count == texts.count + 1)
  }

  @Test func numberLikeTextIsTextByFormatAndWithoutGreenTriangles() throws {
    let columns: [(String, Column)] = [
      ("手机号", .texts(["13800138000"])), ("姓名", .texts(["王芳"])), ("日期", .texts(["2024-3-5"])),
    ]
    let bytes = try XLSXWriter.bytes([Made.custody(table(columns, rows: 1))])
    let xml = try part("xl/worksheets/sheet1.xml", of: bytes)
    #expect(xml.contains("<ignoredError sqref=\"A2:A2\" numberStoredAsText=\"1\"/><ignoredError sqref=\"C2:C2\""))
    #expect(!xml.contains("sqref=\"B2:B2\""))
    #expect(try part("xl/styles.xml", of: bytes).contains("<xf numFmtId=\"49\""))
  }

  @Test func textsNoCellShowsAreNotInTheFile() throws {
    let raw = table([("电话", .texts(["13800138000", "13900139000", "13700137000"]))], rows: 3)
    let view = CompiledView<Outside>.naming(role: "partner", actions: ["t.f0": .full], rows: [2])
    var options = XLSXWriteOptions()
    options.forPartner = true
    let bytes = try XLSXWriter.bytes([Released(raw, through: view)], options: options)
    let strings = try part("xl/sharedStrings.xml", of: bytes)
    #expect(strings.contains("13700137000"))
    #expect(!strings.contains("13800138000") && !strings.contains("13900139000"))
    #expect(strings.contains("count=\"2\" uniqueCount=\"2\""))
  }

  @Test func aPartnersFileHasNoNamesNoRemarksAndNoFurtherSheet() throws {
    var options = XLSXWriteOptions()
    options.forPartner = true
    let bytes = try XLSXWriter.bytes([Made.custody(Made.registration())], options: options)
    let names = try ZipArchive(bytes: bytes).entries.map(\.name)
    #expect(
      names == [
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels", "xl/theme/theme1.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml",
        "xl/worksheets/_rels/sheet1.xml.rels", "xl/tables/table1.xml", "xl/sharedStrings.xml",
      ])
    #expect(!(try part("xl/workbook.xml", of: bytes)).contains("definedName"))
    let sheet = try part("xl/worksheets/sheet1.xml", of: bytes)
    for word in ["dataValidation", "conditionalFormatting", "hidden", "legacyDrawing"] {
      #expect(!sheet.contains(word))
    }
    let core = try part("docProps/core.xml", of: bytes)
    #expect(!core.contains("creator") && !core.contains("created") && !core.contains("modified"))
  }

  @Test func headersThatCannotBeATablesGetAPlainFilter() throws {
    for headers in [["姓名", "姓名"], ["Name", "NAME"], ["", "b"], [String(repeating: "长", count: 256), "b"]] {
      let bytes = try XLSXWriter.bytes([Made.custody(table(headers.map { ($0, .texts(["x"])) }, rows: 1))])
      let archive = try ZipArchive(bytes: bytes)
      #expect(archive.entry(named: "xl/tables/table1.xml") == nil)
      #expect(try part("xl/worksheets/sheet1.xml", of: bytes).contains("<autoFilter ref=\"A1:B2\"/>"))
    }
    let bytes = try XLSXWriter.bytes([Made.custody(table([("姓\n名", .texts(["x"])), ("b", .texts(["x"]))], rows: 1))])
    #expect(try part("xl/tables/table1.xml", of: bytes).contains("name=\"姓_x000A_名\""))
  }

  @Test func longTablesGoOnInAFurtherSheet() throws {
    #expect(XLSXWriteOptions().rowLimit == 1_048_576)
    var options = XLSXWriteOptions()
    options.rowLimit = 1000
    let rows = 2001
    var made = table([("序", .numbers((0..<rows).map { $0 == 2000 ? nil : Double($0) }))], rows: rows, name: "日志")
    made.columns[0].column.strays = [Column.Stray(row: 2000, cell: .text("末"))]
    var presentation = SheetPresentation()
    presentation.annotations = [.init(row: 1000, field: "t.f0", tint: .error, comment: "看这里")]
    presentation.spareRows = 5000
    let sink = MemorySink()
    let summary = try XLSXWriter.write(
      [Made.custody((made, presentation)), Made.custody(table([("a", .texts(["x"]))], rows: 1))], to: sink,
      options: options)
    #expect(
      summary.sheets == [
        .init(name: "日志", table: 0, rows: 0..<999), .init(name: "日志 (2)", table: 0, rows: 999..<1998),
        .init(name: "日志 (3)", table: 0, rows: 1998..<2001), .init(name: "表", table: 1, rows: 0..<1),
      ])
    let second = try part("xl/worksheets/sheet2.xml", of: sink.bytes)
    #expect(second.contains("<row r=\"2\"><c r=\"A2\"><v>999</v></c></row>"))
    #expect(second.contains("<dimension ref=\"A1:A1000\"/>"))
    #expect(try part("xl/comments2.xml", of: sink.bytes).contains("<comment ref=\"A3\""))
    #expect(try ZipArchive(bytes: sink.bytes).entry(named: "xl/comments1.xml") == nil)
    let third = try part("xl/worksheets/sheet3.xml", of: sink.bytes)
    #expect(third.contains("<c r=\"A4\" s=\"0\" t=\"s\">"))
    // Blank rows end where the sheet does.
    #expect(third.contains("<dimension ref=\"A1:A1000\"/>"))
    let workbook = try XLSXWorkbook(bytes: sink.bytes)
    let counts = try workbook.sheets.indices.map { try workbook.scan(sheet: $0, ScanRequest(firstRow: 2)).rowCount }
    #expect(counts == [999, 999, 3, 1])
  }

  @Test func whatExcelCannotHoldIsSaidAndNeverCut() throws {
    let fits = String(repeating: "中", count: 32_765) + "😀"
    let bytes = try XLSXWriter.bytes([Made.custody(table([("a", .texts([fits]))], rows: 1))])
    #expect(try part("xl/sharedStrings.xml", of: bytes).contains(fits))
    let over = table([("a", .texts(["x"])), ("b", .texts([nil, nil, fits + "!"]))], rows: 3, name: "长文")
    let long = code { _ = try XLSXWriter.bytes([Made.custody(over)]) }
    #expect(long?.code == "E243" && long?.cell == "B4" && long?.sheet == "长文")
    var stray = Column.numbers([1, nil])
    stray.strays = [Column.Stray(row: 1, cell: .text(fits + "!"))]
    #expect(code { _ = try XLSXWriter.bytes([Made.custody(table([("a", stray)], rows: 2))]) }?.cell == "A3")
    let wide = table((0..<16_385).map { ("c\($0)", Column.texts([])) }, rows: 0)
    #expect(code { _ = try XLSXWriter.bytes([Made.custody(wide)]) }?.code == "E245")
    #expect(code { _ = try XLSXWriter.bytes([Released<Custody>]()) }?.code == "E246")
  }

  @Test func sheetNamesAreMadeLegalAndUnlikeEachOther() {
    var naming = SheetNaming()
    let long = String(repeating: "名", count: 40)
    let names = ["登记表", "登记表", "A/B:C*D?E\\F[G]", "'引号'", "", "History", "abc", "ABC", long, long, " x "].map {
      naming.name(for: $0)
    }
    #expect(
      names == [
        "登记表", "登记表 (2)", "A／B：C＊D？E＼F［G］", "引号", "Sheet", "Sheet_History", "abc", "ABC (2)",
        String(repeating: "名", count: 31), String(repeating: "名", count: 27) + " (2)", "x",
      ])
    #expect(names.allSatisfy { (1...31).contains($0.utf16.count) })
    #expect(SheetNaming.quoted("a'b") == "'a''b'")
  }

  @Test func choicesThatDoNotFitStandOnASheetOfTheirOwn() throws {
    let bytes = try XLSXWriter.bytes([Made.custody(Made.registration())])
    let sheet = try part("xl/worksheets/sheet1.xml", of: bytes)
    #expect(sheet.contains("sqref=\"E3:E62\"><formula1>\"强,中,弱\"</formula1>"))
    #expect(sheet.contains("sqref=\"B3:B62\"><formula1>'选项'!$A$2:$A$81</formula1>"))
    let book = try part("xl/workbook.xml", of: bytes)
    #expect(book.contains("<sheet name=\"选项\" sheetId=\"2\" r:id=\"rId2\"/>"))
    #expect(book.contains("<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'客户登记表'!$1:$2</definedName>"))
    #expect(ChoiceRule.fitsInline([String(repeating: "a", count: 255)]))
    for values in [[String(repeating: "a", count: 256)], ["a,b"], ["a\"b"], [" a"], ["a\nb"]] {
      #expect(!ChoiceRule.fitsInline(values))
    }
  }

  @Test func remarksStandOnTheirCellsInOneCommentEach() throws {
    let bytes = try XLSXWriter.bytes([Made.custody(Made.registration())])
    let comments = try part("xl/comments1.xml", of: bytes)
    #expect(comments.contains("<author/>"))
    #expect(comments.ranges(of: "<comment ref=").count == 3)
    #expect(comments.contains("<comment ref=\"C2\""))
    #expect(comments.contains("金额应为数字\n合计不符"))
    let boxes = try part("xl/drawings/vmlDrawing1.vml", of: bytes)
    #expect(boxes.contains("id=\"_x0000_s1025\"") && boxes.contains("<x:Row>7</x:Row><x:Column>5</x:Column>"))
    #expect(try part("xl/worksheets/_rels/sheet1.xml.rels", of: bytes).contains("../comments1.xml"))
  }

  @Test(
    arguments: [
      ("yyyy年m月d日", "yyyy\"年\"m\"月\"d\"日\""), ("¥#,##0.00", "¥#,##0.00"), ("0.00\"元\"", "0.00\"元\""), ("0元", "0\"元\""),
      ("[Red]-0;[蓝色]0", "[Red]-0;[蓝色]0"), ("h:mm AM/PM", "h:mm AM/PM"), ("\\x0", "\\x0"), ("General", nil),
      ("0 kg", nil), ("0\"", nil), ("[h:mm", nil), ("0]", nil), ("a;b;c;d;e", nil), ("0\\", nil), ("0\u{1}", nil),
      (String(repeating: "0", count: 256), nil),
    ] as [(String, String?)])
  func numberFormatsExcelWouldRefuseAreNotWritten(_ format: String, _ written: String?) {
    #expect(WrittenFormat.checked(format) == written)
  }

  @Test func everyStyleUsedIsThere() throws {
    let bytes = try XLSXWriter.bytes([Made.custody(Made.registration())])
    let count = try part("xl/styles.xml", of: bytes).split(separator: "<cellXfs count=\"")[1].prefix { $0 != "\"" }
    let limit = try #require(Int(count))
    for sheet in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
      for piece in try part(sheet, of: bytes).split(separator: " s=\"").dropFirst() {
        #expect(try #require(Int(piece.prefix { $0 != "\"" })) < limit)
      }
    }
  }

  @Test func widthsCountEastAsianCharactersTwice() {
    #expect(TextWidth.of("王小明 ab") == 9)
    #expect(TextWidth.of("ab\n王小明") == 6)
    #expect(TextWidth.of("e\u{301}") == 1)
    #expect(TextWidth.lines("王小明王小明", width: 6) == 2)
  }
}
