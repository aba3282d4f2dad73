import ByteScanning
package import Tabular

/// The cells around findings, fetched from the source again when they are printed: nothing is kept from the reading.
package struct SheetWindow: Sendable {
  package struct Row: Sendable {
    /// Sheet row from 1.
    package let number: Int
    /// By sheet column from 0.
    package let cells: [Int: Cell]
  }

  /// By sheet row.
  private let rows: [Int: [Int: Cell]]

  /// Cells of the given sheet rows, and of the filled row before each. One scan of the sheet.
  package init(_ reading: any WorkbookReading, sheet: Int, rows wanted: Set<Int>) throws {
    guard let last = wanted.max() else {
      rows = [:]
      return
    }
    let scan = try reading.scan(sheet: sheet, ScanRequest())
    var out: [Int: [Int: Cell]] = [:]
    var before = -1
    for row in 0..<scan.rowCount {
      let number = Int(scan.origin.place(row).row)
      if number > last { break }
      if wanted.contains(number) {
        for r in [before, row] where r >= 0 {
          let at = Int(scan.origin.place(r).row)
          if out[at] != nil { continue }
          var cells: [Int: Cell] = [:]
          for column in scan.columns {
            let cell = column.column.cell(r)
            if !cell.isEmpty { cells[column.index] = cell }
          }
          out[at] = cells
        }
      }
      before = row
    }
    rows = out
  }

  /// The row of a sheet row and the filled one before it.
  package func around(_ row: Int) -> [Row] {
    let before = rows.keys.filter { $0 < row }.max()
    return [before, row].compactMap { number in
      guard let number, let cells = rows[number] else { return nil }
      return Row(number: number, cells: cells)
    }
  }
}
