import ByteScanning
import Testing
import XMLStreaming

@Suite struct WriterTests {
  private func escaped(_ bytes: [UInt8], _ setting: SpreadsheetText.Setting = .content) -> String {
    var tape = ByteTape()
    bytes.withUnsafeBufferPointer { SpreadsheetText.append($0, to: &tape, setting) }
    let out = Array(tape.bytes)
    #expect(String(validating: out, as: UTF8.self) != nil, "the part stays UTF-8")
    return String(decoding: out, as: UTF8.self)
  }

  @Test(arguments: [
    ("", ""), ("王小明", "王小明"), ("a<b>&\"c\"", "a&lt;b&gt;&amp;\"c\""), ("tab\there\nline", "tab\there\nline"),
    ("\r\n", "_x000D_\n"), ("\u{0}\u{1F}", "_x0000__x001F_"), ("_x0041_", "_x005F_x0041_"),
    ("_x0041_x0042_", "_x005F_x0041_x005F_x0042_"), ("_x005F_x0041_", "_x005F_x005F_x005F_x0041_"),
    ("_x00g1_ _x004 _X0041_ a_b", "_x00g1_ _x004 _X0041_ a_b"), ("_x12", "_x12"),
    ("\u{FFFE}\u{FFFF}\u{FFFD}", "_xFFFE__xFFFF_\u{FFFD}"), ("😀é\u{7F}\u{85}", "😀é\u{7F}\u{85}"),
  ])
  func contentIsEscaped(_ text: String, _ expected: String) {
    #expect(escaped(Array(text.utf8)) == expected)
  }

  @Test func attributesEscapeQuotesAndEveryControl() {
    #expect(escaped(Array("a\"b\t\n\r<".utf8), .attribute) == "a&quot;b_x0009__x000A__x000D_&lt;")
  }

  // Unicode 15 table 3-8 and the classic traps: overlong, surrogate, beyond U+10FFFF, cut short.
  @Test(
    arguments: [
      ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0xE0, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xE7, 0x8E], "\u{FFFD}"), ([0xF0, 0x9F, 0x98], "\u{FFFD}"), ([0x41, 0xE7, 0x42], "A\u{FFFD}B"),
      ([0x80], "\u{FFFD}"), ([0xFF, 0xFE], "\u{FFFD}\u{FFFD}"),
      ([0xF1, 0x80, 0x80, 0xE1, 0x80, 0xC2, 0x62], "\u{FFFD}\u{FFFD}\u{FFFD}b"),
    ] as [([UInt8], String)])
  func whatIsNotUTF8IsReplaced(_ bytes: [UInt8], _ expected: String) {
    #expect(escaped(bytes) == expected)
    #expect(String(decoding: bytes, as: UTF8.self) == expected, "as the standard library does it")
  }

  @Test func anyBytesStayWellFormed() {
    var state: UInt64 = 3
    for _ in 0..<5000 {
      let bytes = (0..<24).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let byte = UInt8(truncatingIfNeeded: state >> 33)
        return state >> 60 < 6 ? byte | 0xC0 : byte
      }
      let text = escaped(bytes, .attribute)
      #expect(
        !text.unicodeScalars.contains { $0.value < 0x20 || $0 == "<" || $0 == "\"" || $0.value & 0xFFFE == 0xFFFE })
    }
  }

  @Test func elementsNest() {
    var xml = XMLWriter(declaration: false)
    xml.element("a", ["x": "1", "y": nil]) {
      $0.element("b")
      $0.element("c", text: "<")
    }
    #expect(String(decoding: xml.bytes, as: UTF8.self) == "<a x=\"1\"><b/><c>&lt;</c></a>")
  }
}
