import Tabular
import Testing

@testable import XLSXCodec

@Suite("Reading number formats") struct ReadingFormatTests {
  @Test(
    "dates and times, in all languages",
    arguments: [
      "yyyy-mm-dd", "yyyy\"年\"m\"月\"d\"日\"", "yyyy/m/d;@", "[$-409]d-mmm-yy;@", "[$-F800]dddd, mmmm dd, yyyy",
      "DD.MM.YYYY", "h:mm AM/PM", "上午/下午h\"时\"mm\"分\"", "mmss.0", "mmm-yy", "e/m/d", "[$-404]e/m/d", "[$-411]gge\"年\"",
      "[Red]yyyy", "hh:mm:ss.000", "aaaa", "[$-804]aaa;@", "\\U\\T\\C hh:mm", "b1yyyy",
      "[DBNum1][$-804]yyyy\"年\"m\"月\"",
      "d;@", "s",
    ])
  func dates(code: String) { #expect(FormatMeaning.of(code: code) == .date) }

  @Test("elapsed times", arguments: ["[h]:mm", "[hh]:mm:ss", "[mm]:ss", "[ss]", "[h]", "[H]:MM", "d [h]:mm"])
  func durations(code: String) { #expect(FormatMeaning.of(code: code) == .duration) }

  @Test(
    "numbers, whatever is written around them",
    arguments: [
      "General", "GENERAL", "[Red]General", "[$-804]General", "Standard", "0", "#,##0.00", "0.00E+00", "##0.0E-0", "@",
      "0%",
      "¥#,##0.00;[Red]-¥#,##0.00", "\"days\" 0", "0\\d", "0_d", "0*d", "[Blue]0", "[$EUR] 0", "[>100]0", "", ";;;",
      "0;yyyy", "# ?/?", "[Magenta]0.0", "\"h:mm", "[", "\\", "[$￥-804]#,##0",
    ])
  func numbers(code: String) { #expect(FormatMeaning.of(code: code) == .number) }

  @Test("built-in formats") func builtins() {
    for id in [14, 22, 27, 31, 36, 45, 47, 50, 57, 58] { #expect(FormatMeaning.of(builtin: id) == .date) }
    #expect(FormatMeaning.of(builtin: 46) == .duration)
    for id in [0, 1, 9, 13, 23, 37, 44, 48, 49, 163, 9999] { #expect(FormatMeaning.of(builtin: id) == .number) }
  }

  @Test(
    "serials of both systems, the day that never was, and what is no date",
    arguments: [
      ("1", "d:\"1900-01-01T00:00:00\"", "d:\"1904-01-02T00:00:00\""),
      ("59", "d:\"1900-02-28T00:00:00\"", "d:\"1904-02-29T00:00:00\""),
      ("60", "d:\"1900-02-28T00:00:00\"", "d:\"1904-03-01T00:00:00\""),
      ("61", "d:\"1900-03-01T00:00:00\"", "d:\"1904-03-02T00:00:00\""),
      ("45356", "d:\"2024-03-05T00:00:00\"", "d:\"2028-03-06T00:00:00\""),
      ("45356.5", "d:\"2024-03-05T12:00:00\"", "d:\"2028-03-06T12:00:00\""),
      ("45356.99999999999", "d:\"2024-03-06T00:00:00\"", "d:\"2028-03-07T00:00:00\""),
      ("0", "t:\"00:00:00\"", "t:\"00:00:00\""), ("0.75", "t:\"18:00:00\"", "t:\"18:00:00\""),
      ("-1", "n:-1", "n:-1"), ("2958465", "d:\"9999-12-31T00:00:00\"", "n:2958465"),
      ("2958466", "n:2958466", "n:2958466"),
      ("1E+300", "n:1e+300", "n:1e+300"),
    ])
  func serials(value: String, in1900: String, in1904: String) throws {
    var book = MadeWorkbook(rows: "<row><c s=\"1\"><v>\(value)</v></c></row>", formats: ["yyyy-mm-dd"])
    for force in [true, false] { #expect(try book.cells(forceLibXML2: force) == "A1=" + in1900) }
    book.parts["xl/workbook.xml"] = book.parts["xl/workbook.xml"]?
      .replacing("<sheets>", with: "<workbookPr date1904=\"1\"/><sheets>")
    for force in [true, false] { #expect(try book.cells(forceLibXML2: force) == "A1=" + in1904) }
  }

  @Test("durations count in seconds, negative ones stay numbers")
  func elapsed() throws {
    let book = MadeWorkbook(
      rows: "<row><c s=\"1\"><v>1.5</v></c><c s=\"1\"><v>-1</v></c><c s=\"9\"><v>3</v></c></row>",
      formats: ["[h]:mm"])
    for force in [true, false] { #expect(try book.cells(forceLibXML2: force) == "A1=u:129600 B1=n:-1 C1=n:3") }
  }
}
