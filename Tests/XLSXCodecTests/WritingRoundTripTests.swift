import ByteScanning
import ReleaseGate
import Tabular
import TestSupport
import Testing

@testable import XLSXCodec

/// What is written is read back: every value, every type, in its place.
@Suite struct WritingRoundTripTests {
  struct Generator {
    var state: UInt64
    mutating func next(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % below
    }

    private static let texts = [
      "王小明", "00123", "=1+2", "+86 138", "@cmd", " leading", "trailing ", "\ttab", "two\nlines", "cr\r\nlf",
      "_x0041_", "a_x000D_b", "<&>\"'", "\u{1}\u{1F}", "😀𠮷", "é", "TRUE", "2024-01-01", "1e5", "#N/A", "　全角　", "-",
      "a  b", "&amp;", "]]>", "\u{200B}",
    ]

    mutating func text() -> String {
      let text = Generator.texts[next(Generator.texts.count)]
      return next(4) == 0 ? text + "·\(next(1000))" : text
    }

    mutating func number() -> Double {
      switch next(6) {
      case 0: return Double(next(100))
      case 1: return Double(next(10_000_000)) / 100
      case 2: return -Double(next(1000)) / 3
      case 3: return Double(next(1000)) * 1e15
      case 4: return Double(bitPattern: UInt64(next(1 << 30)) << 22 | 0x3F00_0000_0000_0000)
      default: return Double(next(1000)) * 1e-9
      }
    }

    mutating func cell() -> Cell {
      switch next(8) {
      case 0: return .text(text())
      case 1: return .number(number())
      case 2: return .boolean(next(2) == 1)
      case 3: return .day(Day(rawValue: Int32(next(40_000)) - 20_000))
      case 4: return .dateTime(Double(next(20_000)) + Double(1 + next(1438)) / 1440)
      case 5: return .time(Double(next(1440)) / 1440)
      case 6: return .duration(Double(1 + next(100_000)) / 86_400)
      default: return .error(["#N/A", "#DIV/0!", "#REF!", "#VALUE!"][next(4)])
      }
    }

    mutating func column(_ kind: Int, rows: Int) -> Column {
      var column: Column
      switch kind {
      case 0: column = .texts((0..<rows).map { _ in next(4) == 0 ? nil : text() })
      case 1: column = .numbers((0..<rows).map { _ in next(4) == 0 ? nil : number() }, format: "¥#,##0.00")
      case 2: column = .days((0..<rows).map { _ in next(4) == 0 ? nil : Day(rawValue: Int32(next(60_000)) - 25_000) })
      default:
        let kinds: [NumberKind] = [.boolean, .dateTime, .time, .duration]
        let kind = kinds[kind - 3]
        column = Column(
          .number(
            (0..<rows).map { _ -> Double in
              if next(4) == 0 { return .nan }
              switch kind {
              case .boolean: return Double(next(2))
              case .dateTime: return Double(next(30_000)) + Double(1 + next(1438)) / 1440
              case .time: return Double(next(86_400)) / 86_400
              default: return Double(1 + next(1_000_000)) / 86_400
              }
            }, kind))
      }
      for row in 0..<rows where column.cell(row) == .empty && next(2) == 0 {
        column.strays.append(Column.Stray(row: UInt32(row), cell: cell()))
      }
      return column
    }
  }

  /// The cells of a sheet as the reader gives them, header first.
  private func read(_ bytes: [UInt8], sheet: Int = 0, firstRow: Int = 1) throws -> [[Cell]] {
    let workbook = try XLSXWorkbook(bytes: bytes)
    return try workbook.preview(sheet: sheet, rows: 1 << 20).rows.filter { $0.number >= firstRow }.map(\.cells)
  }

  /// Serial days and seconds go through a day number from 1900; what comes back may differ in the last bit.
  private func same(_ a: Cell, _ b: Cell) -> Bool {
    switch (a, b) {
    case (.dateTime(let x), .dateTime(let y)), (.time(let x), .time(let y)), (.duration(let x), .duration(let y)):
      return (x - y).magnitude < 1e-9
    // A moment at midnight and a day are the same number in the same format.
    case (.dateTime(let x), .day(let y)): return x == Double(y.rawValue)
    default: return a == b
    }
  }

  @Test(arguments: 1...12) func everyCellComesBack(_ seed: Int) throws {
    var generator = Generator(state: UInt64(seed))
    let rows = 1 + generator.next(60)
    let columns = (0..<8).map { i in
      let kind = i == 0 ? 1 : generator.next(7)
      return Table.Named(header: "列\(i)", field: FieldID("t", "c\(i)"), column: generator.column(kind, rows: rows))
    }
    let table = Table(name: "表", columns: columns, rowCount: rows)
    let bytes = try XLSXWriter.bytes([Made.custody(table)])
    let back = try XLSXWorkbook(bytes: bytes).preview(sheet: 0, rows: rows + 10).rows
    for row in 0..<rows {
      let cells = back.first { $0.number == row + 2 }?.cells ?? []
      for (i, named) in table.columns.enumerated() {
        let expected = named.column.cell(row)
        let seen = i < cells.count ? cells[i] : .empty
        #expect(
          same(expected, seen),
          "seed \(seed), \(CellName.name(column: i, row: row + 2)): \(expected) came back as \(seen)")
      }
    }
  }

  @Test func theReaderFindsColumnsOfTheirTypes() throws {
    let made = Made.registration(rows: 200)
    let bytes = try XLSXWriter.bytes([Made.custody(made)])
    let workbook = try XLSXWorkbook(bytes: bytes)
    #expect(workbook.sheets.map(\.name) == ["客户登记表", "选项"])
    #expect(workbook.sheets.allSatisfy { $0.visibility == .visible })
    let scan = try workbook.scan(sheet: 0, ScanRequest(firstRow: 3))
    #expect(scan.rowCount == 200)
    for (i, named) in made.table.columns.enumerated() {
      let column = try #require(scan.columns.first { $0.index == i }).column
      for row in 0..<200 { #expect(same(named.column.cell(row), column.cell(row)), "\(named.header) \(row)") }
    }
  }

  @Test func protectedWorkbooksAreReadWithTheirPassword() throws {
    var options = XLSXWriteOptions()
    options.password = Array("开放日2026".utf8)
    let made = Made.registration()
    let sealed = try XLSXWriter.bytes([Made.custody(made)], options: options)
    let plain = try XLSXWriter.bytes([Made.custody(made)])
    #expect(try EncryptedPackage.decrypt(sealed, password: Array("开放日2026".utf8)) == plain)
    let workbook = try XLSXWorkbook(bytes: sealed, options: XLSXReadOptions(password: Array("开放日2026".utf8)))
    #expect(try workbook.scan(sheet: 0, ScanRequest(firstRow: 3)).rowCount == 40)
    #expect(throws: Failure.self) { try XLSXWorkbook(bytes: sealed) }
  }
}
