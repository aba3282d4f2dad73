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
  ])
  func coordinatesAreShort(value: Double, text: String) {
    var markup = Markup()
    markup.append(number: value)
    #expect(markup.html == text)
  }

  @Test func lineBreaksBetweenTagsGo() {
    #expect(Markup.rendered("<p>\n<b>x\ny</b>\n\n</p>\n").compacted().html == "<p><b>x\ny</b></p>")
  }
}
