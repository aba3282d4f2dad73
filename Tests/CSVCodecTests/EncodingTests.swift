import CSVCodec
import Tabular
import Testing

@Suite struct EncodingTests {
  /// FNV-1a over the UTF-8 of every character of a code page in order; `?` where there is none. The constants were
  /// computed with Python's codecs gb18030, big5hkscs, cp949 and cp932.
  struct Page: Sendable, CustomTestStringConvertible {
    var encoding: TextEncoding
    var leads: [ClosedRange<UInt8>]
    var trails: [ClosedRange<UInt8>]
    var hash: UInt64
    var testDescription: String { encoding.rawValue }
  }
  static let pages = [
    Page(encoding: .gb18030, leads: [0x81...0xFE], trails: [0x40...0x7E, 0x80...0xFE], hash: 0xd683_c41e_a925_dc54),
    Page(encoding: .big5, leads: [0x87...0xFE], trails: [0x40...0x7E, 0xA1...0xFE], hash: 0x45e7_8e1d_1ae2_172e),
    Page(
      encoding: .korean, leads: [0x81...0xFD], trails: [0x41...0x5A, 0x61...0x7A, 0x81...0xFE],
      hash: 0x8360_b3da_8f42_259d),
    Page(
      encoding: .shiftJIS, leads: [0x81...0x9F, 0xE0...0xFC], trails: [0x40...0x7E, 0x80...0xFC],
      hash: 0x82be_fe2e_8bd3_17d3),
  ]

  static func hash(_ texts: some Sequence<String>) -> UInt64 {
    var h: UInt64 = 0xcbf2_9ce4_8422_2325
    for text in texts { for byte in text.utf8 { h = (h ^ UInt64(byte)) &* 0x100_0000_01b3 } }
    return h
  }

  @Test(arguments: pages) func `every two-byte character decodes`(_ page: Page) {
    // One character a line.
    var bytes: [UInt8] = []
    for lead in page.leads.joined() { for trail in page.trails.joined() { bytes += [lead, trail, 0x0A] } }
    let texts = page.encoding.decoded(bytes).utf8.split(separator: 0x0A).map { line -> String in
      let text = String(Substring(line))
      return text.unicodeScalars.contains { $0.value < 0x80 || $0.value == 0xFFFD } ? "?" : text
    }
    #expect(Self.hash(texts) == page.hash)
  }

  @Test func `every four-byte character of GB18030 decodes`() {
    let linear = Array(0..<39_420) + Array(stride(from: 189_000, to: 189_000 + 0x100000, by: 997))
    let texts = linear.map { n in
      TextEncoding.gb18030.decoded([
        UInt8(n / 12_600 + 0x81), UInt8(n / 1260 % 10 + 0x30), UInt8(n / 10 % 126 + 0x81), UInt8(n % 10 + 0x30),
      ])
    }
    #expect(Self.hash(texts) == 0x794c_635e_a3a8_d78d)
  }

  @Test func `a broken byte is replaced and never takes a separator with it`() {
    #expect(TextEncoding.gb18030.decoded([0xB1, 0x2C, 0x41]) == "\u{FFFD},A")
    #expect(TextEncoding.gb18030.decoded([0xC4, 0xE3, 0xB1]) == "你\u{FFFD}")
    #expect(TextEncoding.gb18030.decoded([0x81, 0x30, 0x81]) == "\u{FFFD}0\u{FFFD}")
    #expect(TextEncoding.big5.decoded([0xA4, 0x0A]) == "\u{FFFD}\n")
    #expect(TextEncoding.utf8.decoded([0x61, 0xE4, 0xBD, 0x62]) == "a\u{FFFD}b")
    #expect(TextEncoding.utf8.decoded([0xC0, 0xAF, 0xED, 0xA0, 0x80]).unicodeScalars.allSatisfy { $0 == "\u{FFFD}" })
    #expect(TextEncoding.utf16LittleEndian.decoded([0x61, 0x00, 0x00, 0xD8, 0x62]) == "a\u{FFFD}\u{FFFD}")
    #expect(TextEncoding.windows1252.decoded([0x80, 0xFC, 0x81]) == "€ü\u{FFFD}")
  }

  @Test(arguments: [
    ("gbk", TextEncoding.gb18030), ("GB2312", .gb18030), ("utf8", .utf8), ("UTF-8-sig", .utf8), ("Big5", .big5),
    ("cp1252", .windows1252), ("latin-1", .windows1252), ("UTF-16BE", .utf16BigEndian), ("sjis", .shiftJIS),
    ("euc-kr", .korean),
  ])
  func `people's words for encodings are known`(_ word: String, _ encoding: TextEncoding) {
    #expect(TextEncoding(named: word) == encoding)
  }

  static func dialect(_ bytes: [UInt8]) throws -> CSVDialect {
    try CSVWorkbook(ByteSource(bytes), name: "s", file: "s.csv").dialects[0]
  }

  @Test func `simplified GB18030 and traditional Big5 are told apart`() throws {
    // 姓名,电话\n张三,138\n in GB 18030; 姓名,電話\n陳大文,09\n in Big5
    let gb: [UInt8] = [
      0xD0, 0xD5, 0xC3, 0xFB, 0x2C, 0xB5, 0xE7, 0xBB, 0xB0, 0x0A, 0xD5, 0xC5, 0xC8, 0xFD, 0x2C, 0x31, 0x0A,
    ]
    let big5: [UInt8] = [
      0xA9, 0x6D, 0xA6, 0x57, 0x2C, 0xB9, 0x71, 0xB8, 0xDC, 0x0A, 0xB3, 0xAF, 0xA4, 0x6A, 0xA4, 0xE5, 0x2C, 0x30, 0x0A,
    ]
    #expect(try Self.dialect(gb).encoding == .gb18030)
    #expect(try Self.dialect(big5).encoding == .big5)
  }

  @Test func `a long ASCII start does not hide what comes later`() throws {
    var bytes: [UInt8] = []
    while bytes.count < 200_000 { bytes += Array("1,abc,2026-01-01\n".utf8) }
    bytes += [0x31, 0x2C, 0xC4, 0xE3, 0xBA, 0xC3, 0x2C, 0x0A]
    #expect(try Self.dialect(bytes).encoding == .gb18030)
    let book = try CSVWorkbook(ByteSource(bytes), name: "s", file: "s.csv")
    let scan = try book.scan(sheet: 0, .init())
    #expect(scan.columns[1].column.cell(scan.rowCount - 1) == .text("你好"))
  }

  @Test func `UTF-16 without a mark is found, a stray NUL is not UTF-16`() throws {
    let text = "编号,姓名\r\n1,张三\r\n2,李四\r\n"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    #expect(try Self.dialect(little).encoding == .utf16LittleEndian)
    #expect(try Self.dialect(big).encoding == .utf16BigEndian)
    #expect(try Self.dialect(Array("a,b\r\n1,\u{0}2\r\n".utf8)).encoding == .utf8)
  }
}
