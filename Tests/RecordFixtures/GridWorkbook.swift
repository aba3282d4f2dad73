import ByteScanning
package import Tabular

/// A workbook made of cells in memory: for tests that need records and no codec.
package struct GridWorkbook: WorkbookReading {
  package struct Sheet: Sendable {
    package var name: String
    package var rows: [SheetPreview.Row]
    package var merges: [SheetPreview.Merge]
    package var visibility: SheetInfo.Visibility

    /// Rows from 1; a row of empty cells is a blank row.
    package init(
      _ name: String, _ rows: [[Cell]], merges: [SheetPreview.Merge] = [], visibility: SheetInfo.Visibility = .visible
    ) {
      self.name = name
      self.rows = rows.enumerated().map { SheetPreview.Row(number: $0 + 1, cells: $1) }.filter { row in
        row.cells.contains { !$0.isEmpty }
      }
      self.merges = merges
      self.visibility = visibility
    }

    /// Comma separated, RFC 4180 quotes; every cell text.
    package init(_ name: String, csv: String, merges: [SheetPreview.Merge] = []) {
      self.name = name
      rows = Grid(template: csv, file: name, sheet: name).rows
      self.merges = merges
      visibility = .visible
    }
  }

  package var contents: [Sheet]
  package init(_ contents: [Sheet]) { self.contents = contents }

  package var sheets: [SheetInfo] { contents.map { SheetInfo(name: $0.name, visibility: $0.visibility) } }

  package func preview(sheet: Int, rows: Int) throws -> SheetPreview {
    SheetPreview(rows: Array(contents[sheet].rows.prefix(rows)), merges: contents[sheet].merges)
  }

  package func scan(sheet: Int, _ request: ScanRequest) throws -> SheetScan {
    let rows = contents[sheet].rows.filter { $0.number >= request.firstRow }
    let width = rows.map(\.cells.count).max() ?? 0
    var origin = Origin()
    for row in rows { origin.append(source: 0, sheetRow: row.number) }
    let wanted = (request.columns ?? Array(0..<width)).filter { $0 < width }
    let columns = wanted.map { index in
      SheetScan.ScannedColumn(
        index: index,
        column: GridWorkbook.column(rows.map { $0.cells.indices.contains(index) ? $0.cells[index] : .empty }))
    }
    return SheetScan(columns: columns, origin: origin, rowCount: rows.count)
  }

  /// A lane of the commonest type, the rest as strays: what codecs make of mixed columns.
  private static func column(_ cells: [Cell]) -> Column {
    var texts = 0
    var numbers = 0
    var days = 0
    for cell in cells {
      switch cell {
      case .text: texts += 1
      case .number: numbers += 1
      case .day: days += 1
      default: break
      }
    }
    var strays: [Column.Stray] = []
    func stray(_ row: Int, _ cell: Cell) { strays.append(Column.Stray(row: UInt32(row), cell: cell)) }
    if days > 0, days >= texts, days >= numbers {
      let lane = cells.enumerated().map { row, cell -> Int32 in
        if case .day(let day) = cell { return day.rawValue }
        if !cell.isEmpty { stray(row, cell) }
        return Day.missing
      }
      return Column(.day(lane), strays: strays)
    }
    if numbers > 0, numbers >= texts {
      let lane = cells.enumerated().map { row, cell -> Double in
        if case .number(let value) = cell { return value }
        if !cell.isEmpty { stray(row, cell) }
        return .nan
      }
      return Column(.number(lane, .plain), strays: strays)
    }
    var column = Column.texts(
      cells.map { cell in
        if case .text(let text) = cell, !text.isEmpty { return text }
        return nil
      })
    for (row, cell) in cells.enumerated() {
      if case .text = cell { continue }
      if !cell.isEmpty { column.strays.append(Column.Stray(row: UInt32(row), cell: cell)) }
    }
    return column
  }
}
