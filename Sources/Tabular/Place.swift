/// A sheet that was read.
package struct SourceSheet: Hashable, Sendable {
  /// The file as the user named it.
  package let file: String
  package let sheet: String
  package init(file: String, sheet: String) {
    self.file = file
    self.sheet = sheet
  }
}

/// A cell, row, column or sheet of a source: where a finding points. Holds no value.
package struct Place: Hashable, Sendable {
  /// Index into the run's list of source sheets.
  package var source: UInt16
  /// Sheet row counted from 1; 0 = no single row.
  package var row: UInt32
  /// Sheet column counted from 0; -1 = no single column.
  package var column: Int32

  package init(source: Int, row: Int = 0, column: Int = -1) {
    self.source = UInt16(source)
    self.row = UInt32(row)
    self.column = Int32(column)
  }

  /// `D17`, `17`, `D` or an empty text for the whole sheet.
  package var address: String {
    switch (row, column) {
    case (0, -1): return ""
    case (0, let column): return CellName.letters(Int(column))
    case (let row, -1): return String(row)
    case (let row, let column): return CellName.name(column: Int(column), row: Int(row))
    }
  }
}

/// Where the rows of a table stood: runs of consecutive sheet rows, a place by bisection.
package struct Origin: Sendable {
  package struct Run: Sendable {
    package var tableRow: UInt32
    package var source: UInt16
    package var sheetRow: UInt32
  }

  package private(set) var runs: [Run] = []
  package private(set) var rowCount = 0

  package init() {}

  /// Adds the next table row.
  package mutating func append(source: Int, sheetRow: Int) {
    if let last = runs.last, Int(last.source) == source,
      Int(last.sheetRow) + rowCount - Int(last.tableRow) == sheetRow
    {
      rowCount += 1
      return
    }
    runs.append(Run(tableRow: UInt32(rowCount), source: UInt16(source), sheetRow: UInt32(sheetRow)))
    rowCount += 1
  }

  /// Adds `count` consecutive rows.
  package mutating func append(source: Int, sheetRow: Int, count: Int) {
    guard count > 0 else { return }
    append(source: source, sheetRow: sheetRow)
    rowCount += count - 1
  }

  package func place(_ row: Int, column: Int = -1) -> Place {
    var low = 0
    var high = runs.count
    while low + 1 < high {
      let mid = (low + high) / 2
      if Int(runs[mid].tableRow) <= row { low = mid } else { high = mid }
    }
    guard low < runs.count else { return Place(source: 0, row: 0, column: column) }
    return Place(
      source: Int(runs[low].source), row: Int(runs[low].sheetRow) + row - Int(runs[low].tableRow), column: column)
  }

  /// The rows of `order`, in that order.
  package func gathered(_ order: [UInt32]) -> Origin {
    var out = Origin()
    for row in order {
      let place = place(Int(row))
      out.append(source: Int(place.source), sheetRow: Int(place.row))
    }
    return out
  }
}
