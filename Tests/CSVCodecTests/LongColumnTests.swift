import ByteScanning
import CSVCodec
import Tabular
import Testing

/// Columns of many different texts are decoded as they are read, not at the end: the outcome must be the same.
@Suite struct LongColumnTests {
  /// Texts of any bytes that are no separators, line ends or quotes; now and then one that was there before.
  static func texts(_ encoding: TextEncoding, count: Int) -> [[UInt8]] {
    var dice = Dice(state: UInt64(encoding.rawValue.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
    var texts: [[UInt8]] = []
    for number in 0..<count {
      if number > 0, Int.random(in: 0..<20, using: &dice) == 0 {
        texts.append(texts[Int.random(in: 0..<number, using: &dice)])
        continue
      }
      var text = Array("\(number)".utf8)
      for _ in 0..<Int.random(in: 0..<6, using: &dice) {
        switch Int.random(in: 0..<8, using: &dice) {
        case 0: text += Array("备注一二".utf8)
        case 1: text += [0xB1, 0xB8, 0xD7, 0xA2, 0xC4, 0xE3]
        case 2: text += [0x81, 0x30, 0x81, 0x30 + UInt8.random(in: 0...9, using: &dice)]
        case 3: text += Array("plain text of letters".utf8)
        case 4: text += [UInt8.random(in: 0x80...0xFF, using: &dice)]
        case 5: text += [0x88, 0x62, 0xA4, 0xD4]
        case 6: text += [UInt8.random(in: 0x81...0xFE, using: &dice), UInt8.random(in: 0x40...0xFE, using: &dice)]
        default: text += [0xEF, 0xBF, 0xBD]
        }
      }
      texts.append(text)
    }
    return texts
  }

  @Test(arguments: [TextEncoding.utf8, .gb18030, .big5, .shiftJIS, .korean, .windows1252])
  func `a column of thousands of different texts is decoded like each text alone`(_ encoding: TextEncoding) throws {
    let texts = Self.texts(encoding, count: 12_000)
    var bytes = Array("text,name\n".utf8)
    for text in texts { bytes += text + Array(",x\n".utf8) }
    let book = try CSVWorkbook(
      ByteSource(bytes), name: "s", file: "s.csv", options: CSVOptions(encoding: encoding, separator: ","))
    let scan = try book.scan(sheet: 0, ScanRequest(firstRow: 2))
    #expect(scan.rowCount == texts.count)
    var wrong = 0
    for (row, text) in texts.enumerated() where scan.columns[0].column.cell(row) != .text(encoding.decoded(text)) {
      wrong += 1
    }
    #expect(wrong == 0)
    // A text is broken exactly where decoding put in what the file does not spell.
    let whole = encoding == .utf8 ? [0xEF, 0xBF, 0xBD] : encoding == .gb18030 ? [0x84, 0x31, 0xA4, 0x37] : [UInt8]()
    let broken = texts.indices.filter { row in
      let made = encoding.decoded(texts[row]).unicodeScalars.filter { $0 == "\u{FFFD}" }.count
      return made > (whole.isEmpty ? 0 : Self.count(whole, in: texts[row]))
    }
    let found = scan.findings.filter { $0.code == "E301" }.map { Int($0.at.row) - 2 }
    #expect(!broken.isEmpty && found == Array(broken.prefix(1000)))
  }

  private static func count(_ word: [UInt8], in text: [UInt8]) -> Int {
    guard text.count >= word.count else { return 0 }
    return (0...text.count - word.count).filter { Array(text[$0..<$0 + word.count]) == word }.count
  }

  @Test func `what is odd in a column of different texts is told at its cell`() throws {
    var lines = (0..<9000).map { "a\($0),b" }
    lines[7000] = "a\u{0}7000,b"
    lines[8000] = "a\u{FEFF}8000,b"
    let bytes = Array((["x,y"] + lines).joined(separator: "\n").utf8)
    let scan = try CSVWorkbook(
      ByteSource(bytes), name: "s", file: "s.csv", options: CSVOptions(encoding: .utf8, separator: ",")
    ).scan(sheet: 0, ScanRequest(firstRow: 2))
    #expect(scan.findings.map { "\($0.code.rawValue)@\($0.at.row)" } == ["E302@7002", "E316@8002"])
    #expect(scan.columns[0].column.cell(7000) == .text("a\u{0}7000"))
  }

  @Test func `a column that turns up late and one record larger than a chunk are read whole`() throws {
    let long = String(repeating: "很长，", count: 60_000)
    var text = "编号,备注\n"
    for row in 0..<6000 { text += "\(row),r\(row)\n" }
    text += "6000,\"\(long)\",迟到\n6001,end,\n"
    for threads in [1, 2] {
      var options = CSVOptions(encoding: .utf8, separator: ",")
      options.threads = threads
      let bytes = Array((text + String(repeating: "7,x,y\n", count: threads == 2 ? 700_000 : 10)).utf8)
      let scan = try CSVWorkbook(ByteSource(bytes), name: "s", file: "s.csv", options: options)
        .scan(sheet: 0, ScanRequest(firstRow: 2))
      #expect(scan.columns[1].column.cell(6000) == .text(long))
      #expect(scan.columns[2].column.cell(6000) == .text("迟到"))
      #expect(scan.columns[2].column.cell(5999) == .empty && scan.columns[2].column.cell(6001) == .empty)
      #expect(scan.columns[0].column.cell(6001) == .number(6001))
    }
  }
}
