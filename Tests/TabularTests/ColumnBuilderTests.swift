import ByteScanning
import Testing

@testable import Tabular

@Suite("Column builder")
struct ColumnBuilderTests {
  /// Every cell set, row by row, as one column of a finished scan shows it.
  private func cells(_ scan: SheetScan, _ index: Int) -> [Cell] {
    guard let column = scan.columns.first(where: { $0.index == index })?.column else { return [] }
    return (0..<scan.rowCount).map { column.cell($0) }
  }

  private func built(_ values: [Cell]) -> SheetScan {
    var builder = ColumnBuilder()
    for (i, value) in values.enumerated() {
      builder.beginRow(i + 1)
      builder.set(0, value)
      builder.setNumber(1, Double(i))
    }
    return builder.finish()
  }

  @Test("gives back whatever mixture went in", arguments: 0..<40)
  func losesNothing(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % bound
    }
    let makers: [(Int) -> Cell] = [
      { .text("t\($0 % 7)") }, { .number(Double($0)) }, { .day(Day(rawValue: Int32($0))) },
      { .dateTime(Double($0) + 0.5) }, { .boolean($0 % 2 == 0) }, { .duration(Double($0)) },
      { .time(Double($0 % 10) / 10) }, { _ in .error("#N/A") }, { _ in .empty },
    ]
    var values: [Cell] = []
    while values.count < 3000 {
      // Runs of one kind with others strewn in, so that lanes are chosen and given up again.
      let favourite = next(makers.count)
      for _ in 0..<next(800) {
        let maker = next(10) < 8 ? favourite : next(makers.count)
        values.append(makers[maker](next(100_000)))
      }
    }
    let scan = built(values)
    #expect(scan.rowCount == values.count)
    #expect(cells(scan, 0) == values)
  }

  @Test("a column of one kind is all lane")
  func denseLane() throws {
    let scan = built((0..<500).map { .day(Day(rawValue: $0)) })
    let column = try #require(scan.columns.first?.column)
    #expect(column.strays.isEmpty)
    guard case .day(let days) = column.lane else {
      Issue.record("no day lane")
      return
    }
    #expect(days == (0..<500).map { Int32($0) })
  }

  @Test("a header above numbers stands beside the lane")
  func headerIsStray() throws {
    let scan = built([.text("amount")] + (0..<100).map { .number(Double($0)) })
    let column = try #require(scan.columns.first?.column)
    #expect(column.strays.count == 1)
    #expect(column.cell(0) == .text("amount"))
    #expect(column.cell(100) == .number(99))
  }

  @Test("one cell in the last column of a long sheet costs an entry, not a lane")
  func farCells() throws {
    var builder = ColumnBuilder()
    for row in 1...20_000 {
      builder.beginRow(row)
      builder.setNumber(0, 1)
      if row == 20_000 {
        for column in 1..<16_384 { builder.setNumber(column, Double(column)) }
      }
    }
    let scan = builder.finish()
    #expect(scan.columns.count == 16_384)
    #expect(scan.columns[9_999].column.cell(19_999) == .number(9_999))
    #expect(scan.columns[9_999].column.cell(5) == .empty)
    // The lanes of all loose columns are one and the same array.
    let addresses = Set(
      scan.columns.dropFirst().map { scanned -> UnsafePointer<UInt32>? in
        guard case .text(let codes, _) = scanned.column.lane else { return nil }
        return codes.withUnsafeBufferPointer { $0.baseAddress }
      })
    #expect(addresses.count == 1)
  }

  @Test("rows without a cell are left out, places stay")
  func blankRows() {
    var builder = ColumnBuilder()
    for row in 1...10 {
      builder.beginRow(row)
      if row % 3 == 0 { builder.setText(2, "x") }
    }
    let scan = builder.finish()
    #expect(scan.rowCount == 3)
    #expect((0..<3).map { scan.origin.place($0).row } == [3, 6, 9])
  }

  @Test("rows out of order are put in order, a row or cell given twice keeps the later value")
  func disorder() {
    var builder = ColumnBuilder()
    for (row, column, value) in [(5, 0, 1.0), (2, 0, 2.0), (5, 1, 3.0), (5, 0, 4.0), (2, 1, 5.0)] {
      builder.beginRow(row)
      builder.setNumber(column, value)
    }
    builder.beginRow(9)
    builder.setNumber(0, 6)
    builder.setText(0, "later")
    builder.setText(1, "earlier")
    builder.setNumber(1, 7)
    let scan = builder.finish()
    #expect((0..<3).map { scan.origin.place($0).row } == [2, 5, 9])
    #expect(cells(scan, 0) == [.number(2), .number(4), .text("later")])
    #expect(cells(scan, 1) == [.number(5), .number(3), .number(7)])
  }

  @Test("shared and own texts meet in one column")
  func mixedTexts() {
    let pool = TextPool(["a", "", "c"])
    var builder = ColumnBuilder()
    for row in 1...60 {
      builder.beginRow(row)
      switch row % 4 {
      case 0: builder.setText(0, shared: 0)
      case 1: builder.setText(0, "own")
      case 2: builder.setText(0, shared: 1)
      default: builder.setText(0, shared: 2)
      }
    }
    let scan = builder.finish(shared: pool)
    // The row whose only cell is the empty text is no row.
    #expect(scan.rowCount == 45)
    #expect(cells(scan, 0).prefix(3) == [.text("own"), .text("c"), .text("a")])
    #expect(scan.origin.place(1).row == 3)
  }

  @Test("only wanted columns are kept, those without cells are missing")
  func wantedColumns() {
    var builder = ColumnBuilder(columns: [1, 4])
    #expect(!builder.wants(0) && builder.wants(1) && !builder.wants(9))
    for row in 1...30 {
      builder.beginRow(row)
      builder.setNumber(0, 1)
      if row > 10 { builder.setNumber(1, Double(row)) }
      builder.setNumber(99, 1)
    }
    let scan = builder.finish()
    #expect(scan.columns.map(\.index) == [1, 4])
    #expect(scan.rowCount == 20)
    #expect(cells(scan, 4).allSatisfy { $0 == .empty })
  }
}
