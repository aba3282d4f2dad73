import ByteScanning
import Tabular
import TestSupport
import Testing

@testable import XLSXCodec

/// Sheets in a line of XML each. Every one is read by the byte scanner and by libxml2.
@Suite("Reading cells") struct ReadingCellsTests {
  private func expect(_ book: MadeWorkbook, _ cells: String, _ note: Comment? = nil) throws {
    #expect(try book.cells(forceLibXML2: false) == cells, note)
    #expect(try book.cells(forceLibXML2: true) == cells, note)
  }

  @Test(
    "every type of cell",
    arguments: [
      ("<c r=\"A1\"><v>42</v></c>", "A1=n:42"),
      ("<c r=\"A1\" t=\"n\"><v>-1.5E-3</v></c>", "A1=n:-0.0015"),
      ("<c r=\"A1\"><v> 7 </v></c>", "A1=n:7"),
      ("<c r=\"A1\"><v>0.1</v></c><c r=\"B1\"><v>0.30000000000000004</v></c>", "A1=n:0.1 B1=n:0.30000000000000004"),
      ("<c r=\"A1\"><v>12345678901234567890</v></c>", "A1=n:1.2345678901234567e+19"),
      ("<c r=\"A1\" t=\"s\"><v>1</v></c>", "A1=s:\"one\""),
      ("<c r=\"A1\" t=\"b\"><v>1</v></c><c r=\"B1\" t=\"b\"><v>0</v></c>", "A1=b:true B1=b:false"),
      ("<c r=\"A1\" t=\"e\"><v>#N/A</v></c>", "A1=e:\"#N/A\""),
      ("<c r=\"A1\" t=\"str\"><f>A2&amp;\"x\"</f><v>a &lt; b</v></c>", "A1=s:\"a < b\""),
      ("<c r=\"A1\" t=\"str\"><v> kept </v></c>", "A1=s:\" kept \""),
      ("<c r=\"A1\" t=\"inlineStr\"><is><t>in</t></is></c>", "A1=s:\"in\""),
      (
        "<c r=\"A1\" t=\"inlineStr\"><is><r><t>ri</t></r><r><rPr/><t>ch</t></r><rPh><t>x</t></rPh></is></c>",
        "A1=s:\"rich\""
      ),
      ("<c r=\"A1\" t=\"inlineStr\"><v>not there</v></c>", ""),
      (
        "<c r=\"A1\" t=\"d\"><v>2024-03-05</v></c><c r=\"B1\" t=\"d\"><v>2024-03-05T06:07:08.5Z</v></c>",
        "A1=d:\"2024-03-05T00:00:00\" B1=d:\"2024-03-05T06:07:08.500\""
      ),
      ("<c r=\"A1\"><f>1+1</f></c><c r=\"B1\" s=\"0\"/><c r=\"C1\"><v/></c><c r=\"D1\"><v></v></c>", ""),
      ("<c r=\"A1\"><f t=\"shared\" ref=\"A1:A2\" si=\"0\">B1*2</f><v>8</v></c>", "A1=n:8"),
      ("<c r=\"A1\" cm=\"1\" ph=\"1\"><v>1</v></c>", "A1=n:1"),
      ("<c r=\"A1\"><v>word</v></c>", "A1=s:\"word\""),
      ("<c r=\"A1\" t=\"str\"><v></v></c>", ""),
    ])
  func types(row: String, cells: String) throws {
    try expect(MadeWorkbook(rows: "<row r=\"1\">\(row)</row>"), cells)
  }

  @Test(
    "text: white space, escapes, references, line ends",
    arguments: [
      ("<t> trimmed </t>", "trimmed"), ("<t xml:space=\"preserve\"> kept </t>", " kept "),
      ("<t>&#32;&#10;x</t>", "x"), ("<t>a_x000D_b</t>", "a\\rb"), ("<t>_x0020_x_x0020_</t>", " x "),
      ("<t>_x005F_x0041_</t>", "_x0041_"), ("<t>_xD83D__xDE00_</t>", "\u{1F600}"), ("<t>_xD83D_</t>", "_xD83D_"),
      ("<t>_xFFFE_ _x12_ _xGGGG_ _x</t>", "_xFFFE_ _x12_ _xGGGG_ _x"), ("<t>a\r\nb\rc</t>", "a\\nb\\nc"),
      ("<t>&lt;&gt;&amp;&quot;&apos;&#x4E2D;&#128512;</t>", "<>&\\\"'中\u{1F600}"), ("<t><![CDATA[<b>]]></t>", "<b>"),
      ("<t>a<!-- c -->b</t>", "ab"), ("<t>汉字é\u{1F600}</t>", "汉字é\u{1F600}"), ("<t>]] ></t>", "]] >"),
      ("<r><t>a </t></r><r><t xml:space=\"preserve\"> b</t></r>", "a b"),
      ("<t>base</t><rPh sb=\"0\" eb=\"1\"><t>reading</t></rPh><phoneticPr fontId=\"1\"/>", "base"),
    ])
  func texts(item: String, text: String) throws {
    let row = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>"
    try expect(MadeWorkbook(strings: "<si>\(item)</si><si><t>next</t></si>", rows: row), "A1=s:\"\(text)\"")
    let inline = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is>\(item)</is></c></row>"
    try expect(MadeWorkbook(rows: inline), "A1=s:\"\(text)\"")
  }

  @Test("an empty text is no cell, and a row of such cells no row")
  func emptyTexts() throws {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c></row>"
    for empty in ["<si/>", "<si></si>", "<si><t/></si>", "<si><t></t></si>", "<si><t> </t></si>"] {
      let book = MadeWorkbook(strings: "\(empty)<si><t>x</t></si>", rows: rows)
      try expect(book, "A2=s:\"x\"")
      #expect(try XLSXWorkbook(bytes: book.bytes).scan(sheet: 0, ScanRequest()).rowCount == 1)
    }
  }

  @Test(
    "places: given, implied, out of order, twice",
    arguments: [
      ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "A1=n:1 B1=n:2 A2=n:3"),
      (
        "<row r=\"3\"><c><v>1</v></c><c r=\"D3\"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>",
        "A3=n:1 D3=n:2 E3=n:3 A4=n:4"
      ),
      (
        "<row r=\"5\"><c r=\"B5\"><v>1</v></c><c r=\"A5\"><v>2</v></c></row><row r=\"2\"><c r=\"A2\"><v>3</v></c></row>",
        "A2=n:3 A5=n:2 B5=n:1"
      ),
      ("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>", "A1=n:2"),
      ("<row r=\"1\"><c r=\"A7\"><v>1</v></c></row>", "A7=n:1"),
      ("<row r=\"1\"/><row r=\"2\" spans=\"1:2\" ht=\"15\" customHeight=\"1\"/><row><c><v>1</v></c></row>", "A3=n:1"),
      ("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>", "XFD1048576=n:1"),
      ("\n  <row r=\"1\">\n    <c r=\"A1\" >\n <v>1</v>\n </c>\n  </row>\r\n", "A1=n:1"),
      ("<row><!-- c --><c><v>1</v></c></row><row><c><v>2</v></c></row>", "A1=n:1 A2=n:2"),
      ("<row><c><v>1</v></c></row><!-- <row> --><row><c><v>2</v></c></row>", "A1=n:1 A2=n:2"),
      ("<row r='1'><c r='A1' t='s'><v>0</v></c></row>", "A1=s:\"zero\""),
    ])
  func places(rows: String, cells: String) throws { try expect(MadeWorkbook(rows: rows), cells) }

  @Test(
    "what no workbook may hold is refused, by both ways of reading",
    arguments: [
      ("<row r=\"1\"><c r=\"A0\"><v>1</v></c></row>", "E225"), ("<row r=\"0\"/>", "E225"),
      ("<row r=\"1\"><c r=\"1\"><v>1</v></c></row>", "E225"), ("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>", "E225"),
      ("<row r=\"1048577\"><c><v>1</v></c></row>", "E225"), ("<row r=\"x\"><c><v>1</v></c></row>", "E225"),
      ("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>2</v></c></row>", "E224"),
      ("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>-1</v></c></row>", "E224"),
      ("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99999999999999999999</v></c></row>", "E224"),
      ("<row r=\"1\"><c r=\"A1\"><v>1</v></row>", "E215"), ("<row r=\"1\"><c r=\"A1\"><v>1</c></row>", "E215"),
      ("<row r=\"1\"><c r=\"A1\" r=\"B1\"><v>1</v></c></row>", "E215"),
      ("<row r=\"1\" r=\"2\"><c><v>1</v></c></row>", "E215"), ("<row spans=\"1\" spans=\"2\"></row>", "E215"),
      ("<row><c><v>&nosuch;</v></c></row>", "E215"), ("<row><c><v>1\u{2}</v></c></row>", "E215"),
      ("<row><c><f>a]]>b</f><v>1</v></c></row>", "E215"), ("<row><c><f>&bad</f><v>1</v></c></row>", "E215"),
      ("<row><c t=\"str\"><v>&#xFFFF;</v></c></row>", "E215"), ("<row><c><v>1</v></c></row><row", "E215"),
      ("<row><c s=\"1\"s=\"2\"><v>1</v></c></row>", "E215"), ("</sheetData><sheetData>", ""),
    ])
  func refusals(rows: String, code: String) throws { try expect(MadeWorkbook(rows: rows), code) }

  @Test("an unusual row in the middle is read like all others, and so are those behind it")
  func handingOver() throws {
    var rows = ""
    var cells: [String] = []
    for row in 1...200 {
      let plain = "<c><v>\(row)</v></c>"
      let odd = "<c xml:space=\"default\"><v>\(row)</v></c>"
      rows += "<row>\(row % 3 == 0 ? "<c><v>5</v></c>" + odd : plain + "<c><v>7</v></c>")</row>"
      cells.append(row % 3 == 0 ? "A\(row)=n:5 B\(row)=n:\(row)" : "A\(row)=n:\(row) B\(row)=n:7")
    }
    try expect(MadeWorkbook(rows: rows), cells.joined(separator: " "))
  }

  @Test("a row longer than the scanner's window is read all the same")
  func longRow() throws {
    // Not all the same, or it would be a zip bomb.
    let long = (0..<10_000).map { "汉\($0 &* 7919 % 10_007)" }.joined()
    let cells = (0..<20).map { "<c t=\"inlineStr\"><is><t>\($0)\(long)</t></is></c>" }.joined()
    let book = MadeWorkbook(rows: "<row><c><v>1</v></c></row><row>\(cells)</row><row><c><v>2</v></c></row>")
    let fast = try book.cells(forceLibXML2: false)
    #expect(fast == (try book.cells(forceLibXML2: true)))
    #expect(fast.hasSuffix(" A3=n:2") && fast.utf8.count > 20 * 60_000)
  }

  @Test("prefixes, strict namespaces, UTF-16 and missing parts change nothing")
  func forms() throws {
    let row = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c></row>"
    var book = MadeWorkbook(rows: row)
    let sheet = "xl/worksheets/sheet1.xml"
    let plain = try #require(book.parts[sheet])
    let prefixed =
      "<x:worksheet xmlns:x=\"\(MadeWorkbook.main)\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"s\"><x:v>1</x:v>"
      + "</x:c></x:row></x:sheetData></x:worksheet>"
    book.parts[sheet] = prefixed
    try expect(book, "A1=s:\"one\"")
    for key in book.parts.keys {
      book.parts[key] = book.parts[key]?
        .replacing(MadeWorkbook.main, with: "http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replacing(MadeWorkbook.office, with: "http://purl.oclc.org/ooxml/officeDocument/relationships")
    }
    try expect(book, "A1=s:\"one\"", "strict")
    book = MadeWorkbook(rows: row)
    book.rawParts[sheet] = [0xFF, 0xFE] + plain.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    try expect(book, "A1=s:\"one\"", "UTF-16")
    for part in ["[Content_Types].xml", "_rels/.rels", "xl/styles.xml"] {
      book = MadeWorkbook(rows: row)
      book.parts[part] = nil
      try expect(book, "A1=s:\"one\"", "without \(part)")
    }
    book = MadeWorkbook(rows: "<row><c><v>1</v></c></row>")
    book.parts["xl/sharedStrings.xml"] = nil
    try expect(book, "A1=n:1")
    book.parts[sheet] = nil
    try expect(book, "E220")
    book = MadeWorkbook(rows: row)
    book.parts["xl/workbook.xml"] = book.parts["xl/workbook.xml"]?.replacing(" r:id=\"rId1\"", with: "")
    try expect(book, "A1=s:\"one\"", "no relationship id")
  }
}
