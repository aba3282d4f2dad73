import CSVCodec
import Tabular
import Testing

/// A small generator with a fixed seed: the same cases every time.
struct Dice: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    var x = state
    x ^= x >> 33
    x &*= 0xFF51_AFD7_ED55_8CCD
    return x ^ x >> 33
  }
}

@Suite struct ParserTests {
  /// The fast reader's cells through the workbook, whole file in one go.
  static func cells(_ bytes: [UInt8], threads: Int = 1) throws -> [String: String] {
    var options = CSVOptions(encoding: .utf8, separator: ",")
    options.threads = threads
    options.showsDirective = true
    return try CSVWorkbook(ByteSource(bytes), name: "s", file: "s.csv", options: options).exactCells()
  }

  static func reference(_ bytes: [UInt8]) -> [String: String] {
    var out: [String: String] = [:]
    for (r, record) in ReferenceParser.parse(bytes, delimiter: 0x2C).records.enumerated() {
      for (c, field) in record.enumerated() where !field.isEmpty {
        out[CellName.name(column: c, row: r + 1)] = String(decoding: field, as: UTF8.self)
      }
    }
    return out
  }

  @Test(arguments: 0..<40)
  func `the fast reader and the obvious one agree on any bytes`(_ seed: Int) throws {
    var dice = Dice(state: UInt64(seed) + 1)
    let alphabet: [UInt8] = Array(",,,\"\"\n\r\r\nab 1'中".utf8) + [0x00, 0x2C, 0x0A]
    for _ in 0..<25 {
      let count = Int.random(in: 0...90, using: &dice)
      var bytes = (0..<count).map { _ in alphabet.filter { $0 < 0x80 }.randomElement(using: &dice)! }
      if bytes.starts(with: Array("sep=".utf8)) { bytes[0] = 0x61 }
      #expect(try Self.cells(bytes) == Self.reference(bytes), "\(bytes)")
    }
  }

  @Test func `a file cut into chunks and halves reads as one`() throws {
    var dice = Dice(state: 99)
    var bytes: [UInt8] = Array("编号,姓名,备注,金额,日期\r\n".utf8)
    let notes = ["好", "\"他说\"\"好\"\"，\n下次再来\"", "", "\"a,b\"", "长文本" + String(repeating: "很", count: 40)]
    var line = 0
    while bytes.count < 9 << 19 {
      line += 1
      let note = notes.randomElement(using: &dice)!
      bytes += Array("C\(line),张\(line % 50),\(note),\(line % 7).5,2026-01-0\(line % 9 + 1)\r\n".utf8)
    }
    var one = CSVOptions()
    one.threads = 1
    var two = CSVOptions()
    two.threads = 2
    let a = try CSVWorkbook(ByteSource(bytes), name: "s", file: "s.csv", options: one)
      .scan(sheet: 0, ScanRequest(firstRow: 2))
    let b = try CSVWorkbook(ByteSource(bytes), name: "s", file: "s.csv", options: two)
      .scan(sheet: 0, ScanRequest(firstRow: 2))
    #expect(a.rowCount == line && b.rowCount == line)
    #expect(a.findings.isEmpty && b.findings.isEmpty)
    for (x, y) in zip(a.columns, b.columns) {
      for row in stride(from: 0, to: line, by: 997) { #expect(x.column.cell(row) == y.column.cell(row)) }
      #expect(x.column.cell(line - 1) == y.column.cell(line - 1))
    }
    #expect(a.columns[3].column.cell(0) == .number(1.5))
    #expect(a.columns[4].column.cell(0) == .day(Day(year: 2026, month: 1, day: 2)!))
    #expect(b.origin.place(line - 1).row == UInt32(line + 1))
  }

  @Test func `a quoted field that reaches over the middle of a long file is read right`() throws {
    var bytes: [UInt8] = Array("a,b\n".utf8)
    bytes += Array("1,\"".utf8)
    while bytes.count < 6 << 20 { bytes += Array("x,y\n".utf8) }
    bytes += Array("\"\n2,end\n".utf8)
    let scan = try CSVWorkbook(ByteSource(bytes), name: "s", file: "s.csv").scan(sheet: 0, ScanRequest(firstRow: 2))
    #expect(scan.rowCount == 2)
    #expect(scan.columns[1].column.cell(1) == .text("end"))
  }
}
