import ByteScanning
import Tabular
import Testing

/// Templates that ship: small sheets as text.
@Suite struct GridTests {
  static func cells(_ text: String) -> [String] {
    Grid(template: text, file: "f.csv", sheet: "f").rows.map { row in
      "\(row.number):" + row.cells.map { if case .text(let text) = $0 { text } else { "" } }.joined(separator: "|")
    }
  }

  @Test(arguments: [
    ("a,b\n1,2\n", ["1:a|b", "2:1|2"]),
    ("a,b\r\n\r\n,\r\n\"x,\"\"y\"\"\r\nz\",2", ["1:a|b", "4:x,\"y\"\r\nz|2"]),
    ("甲,\"\",\"乙\"丙\n尾,", ["1:甲||乙丙", "2:尾|"]), ("", []), ("a\"b,c", ["1:a\"b|c"]),
  ]) func templatesAreReadAsTheyAreWritten(_ text: String, _ rows: [String]) {
    #expect(GridTests.cells(text) == rows)
  }

  @Test func partsBetweenSigns() {
    #expect("电话| 手机 ||　|Phone".parts(at: UInt8(ascii: "|")) == ["电话", "手机", "Phone"])
    #expect("".parts(at: UInt8(ascii: "|")).isEmpty)
  }

  @Test(arguments: [
    ("repotr", "report"), ("Exprot", "export"), ("家长电话号", "家长电话"), ("zzzzzz", nil), ("", nil),
  ]) func theWordThatWasMeant(_ word: String, _ meant: String?) {
    #expect(NearestWord.of(word, among: ["check", "report", "export", "家长电话", "电话"]) == meant)
  }

  @Test func workThatBeganBeforeIsWaitedFor() {
    let pieces = (0..<50).map { i in Ahead { (0...i).reduce(0, +) } }
    #expect(pieces.map(\.value) == (0..<50).map { $0 * ($0 + 1) / 2 })
    #expect(pieces[9].value == 45)
  }

  @Test func keysAreComparedByteByByte() {
    let table = [PlainKey("电话"): 1, PlainKey("phone"): 2, PlainKey(""): 3]
    #expect(table[PlainKey("电" + "话")] == 1 && table[PlainKey("phon")] == nil && table[PlainKey("")] == 3)
    // One letter of two scalars, and one: the same text, and another key.
    #expect("e\u{301}" == "\u{E9}" && PlainKey("e\u{301}") != PlainKey("\u{E9}"))
  }
}
