import CSVCodec
import Tabular
import Testing

@Suite struct WideSheetTests {
  /// More columns than are handed out one by one, more bytes than one thread reads; the later rows are wider.
  @Test(arguments: [1, 2]) func `every cell of thousands of columns is found in its place`(threads: Int) throws {
    let (rows, columns) = (230, 3000)
    func width(_ row: Int) -> Int { row < rows / 2 ? columns - 100 : columns }
    var bytes: [UInt8] = []
    for row in 0..<rows {
      for column in 0..<width(row) { bytes += Array("x\(row * 7 + column)".utf8) + [0x2C] }
      bytes[bytes.count - 1] = 0x0A
    }
    var options = CSVOptions(encoding: .utf8, separator: ",")
    options.threads = threads
    let scan = try CSVWorkbook(ByteSource(bytes), name: "s", file: "s.csv", options: options).scan(
      sheet: 0, ScanRequest())
    #expect(scan.rowCount == rows)
    #expect(scan.columns.map(\.index) == Array(0..<columns))
    var wrong: [String] = []
    for column in 0..<columns {
      for row in stride(from: column % 23, to: rows, by: 23) {
        let expected: Cell = column < width(row) ? .text("x\(row * 7 + column)") : .empty
        if scan.columns[column].column.cell(row) != expected {
          wrong.append(CellName.name(column: column, row: row + 1))
        }
      }
    }
    #expect(wrong == [])
  }

  @Test func `only the wanted ones of many columns are read`() throws {
    let line = (0..<500).map { "v\($0)" }.joined(separator: ",") + "\n"
    let scan = try CSVWorkbook(
      ByteSource(Array(String(repeating: line, count: 3).utf8)), name: "s", file: "s.csv",
      options: CSVOptions(encoding: .utf8, separator: ",")
    ).scan(sheet: 0, ScanRequest(columns: [3, 77, 499]))
    #expect(scan.columns.map(\.index) == [3, 77, 499])
    #expect(scan.columns.map { $0.column.cell(2) } == [.text("v3"), .text("v77"), .text("v499")])
  }
}
