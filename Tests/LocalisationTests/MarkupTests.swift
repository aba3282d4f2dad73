import ByteScanning
import Testing

@testable import Localisation

@Suite struct MarkupTests {
  @Test func everyContextHasItsEscaper() {
    #expect(Escaper.html("<a href='x' title=\"y\">&") == "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;")
    #expect(Escaper.json("</script>\u{2028}\"\\]]>") == "\"\\u003c/script\\u003e\\u2028\\u0022\\\\]]\\u003e\"")
    #expect(Escaper.css("a\"b</style>") == "\"a\\22 b\\3c /style\\3e \"")
  }

  @Test(arguments: [0, 0xB, 0x85, 0xFFFE, 0xFDD0, 0x7F, 0x1FFFF])
  func whatHTMLForbidsIsReplaced(scalar: Int) {
    let text = "a" + String(Unicode.Scalar(UInt32(scalar))!) + "b"
    #expect(Escaper.html(text) == "a\u{FFFD}b")
    #expect(Escaper.html("<&" + text) == "&lt;&amp;a\u{FFFD}b")
  }

  @Test func chineseAndLineBreaksPassUnchanged() {
    #expect(Escaper.html("客户\n𠮷野家\tok") == "客户\n𠮷野家\tok")
  }

  @Test(arguments: [
    (1.0, "1"), (0.005, "0.01"), (-0.004, "0"), (12.5, "12.5"), (-3.25, "-3.25"), (.nan, "0"), (1e20, "0"),
    (-0.0, "0"), (9.999, "10"), (10.01, "10.01"), (99.5, "99.5"), (100, "100"), (999.994, "999.99"), (999.995, "1000"),
    (-1_234.5, "-1234.5"), (123_456_789_012.25, "123456789012.25"), (-.infinity, "0"), (0.1, "0.1"), (0.03, "0.03"),
  ])
  func coordinatesAreShort(value: Double, text: String) {
    var markup = Markup()
    markup.append(number: value)
    #expect(markup.html == text)
  }

  @Test func lineBreaksBetweenTagsGo() {
    #expect(Markup.rendered("<p>\n<b>x\ny</b>\n\n</p>\n").compacted().html == "<p><b>x\ny</b></p>")
  }

  /// Every byte value at every place of a word, and quotes in a row.
  @Test func markupInJSONKeepsEveryByteButItsQuotesAndLineEnds() throws {
    for scalar in ["\"", "\\", "\n", "\t", "<", "!", " ", "¢", "中", "𠮷", "\u{7F}", "\"\"", "\"\\\n\"x\""] {
      for before in 0..<18 {
        for after in 0..<9 {
          let text = String(repeating: "a", count: before) + scalar + String(repeating: "é", count: after)
          var out = OutputBuffer()
          Escaper.json(.rendered(text), into: &out)
          let plain = text.unicodeScalars.reduce(into: "") { json, next in
            switch next {
            case "\"", "\\": json += "\\" + String(next)
            case "\n": json += "\\n"
            case "\t": json += "\\t"
            default: json.unicodeScalars.append(next)
            }
          }
          #expect(String(decoding: out.bytes, as: UTF8.self) == "\"\(plain)\"")
        }
      }
    }
  }

  @Test func nodesAreElementsAndTexts() {
    let texts = ["<p>a</p>", "<b></b>", "<i/>", ">", "<", "<<", "</", "x<y>z", "<a><b>中</b> </a>", ""]
    for before in 0..<20 {
      for text in texts {
        let html = String(repeating: "-", count: before) + text + "<u>long enough for many steps</u>" + text
        let bytes = Array(html.utf8)
        var plain = 0
        for (one, next) in zip(bytes, bytes.dropFirst()) {
          if one == UInt8(ascii: "<"), next != UInt8(ascii: "/") { plain += 1 }
          if one == UInt8(ascii: ">"), next != UInt8(ascii: "<") { plain += 1 }
        }
        #expect(Markup.rendered(html).nodes == plain, "\(html)")
      }
    }
    #expect(Markup().nodes == 0)
  }
}
