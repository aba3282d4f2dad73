/// What an open workbook says of one of its sheets before it is read.
package struct SheetInfo: Sendable {
  package enum Visibility: Sendable { case visible, hidden, veryHidden }
  package var name: String
  package var visibility: Visibility
  package init(name: String, visibility: Visibility = .visible) {
    self.name = name
    self.visibility = visibility
  }
}

/// The first rows of a sheet, for finding the header.
package struct SheetPreview: Sendable {
  package struct Row: Sendable {
    /// Sheet row counted from 1.
    package var number: Int
    /// Cells by sheet column counted from 0; shorter than the sheet is wide where the rest is empty.
    package var cells: [Cell]
    package init(number: Int, cells: [Cell]) {
      self.number = number
      self.cells = cells
    }
  }
  /// A merged range; rows from 1, columns from 0, both ends inclusive.
  package struct Merge: Hashable, Sendable {
    package var rows: ClosedRange<Int>
    package var columns: ClosedRange<Int>
    package init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
      self.rows = rows
      self.columns = columns
    }
  }
  package var rows: [Row]
  package var merges: [Merge]
  package init(rows: [Row], merges: [Merge] = []) {
    self.rows = rows
    self.merges = merges
  }
}

/// What to read of a sheet.
package struct ScanRequest: Sendable {
  package enum Hint: Sendable {
    /// Let the data decide.
    case automatic
    /// Keep the characters (CSV: ids, phones and codes with leading zeros). Numbers of XLSX stay numbers.
    case text
  }
  /// The first sheet row (from 1) that counts as data.
  package var firstRow: Int
  /// The sheet columns (from 0) somebody wants, ascending; nil = all.
  package var columns: [Int]?
  package var hints: [Int: Hint]
  /// For columns that `hints` does not name.
  package var otherwise: Hint
  /// Gather the number formats too (`SheetScan.formats`, `Column.format`).
  package var formats: Bool
  package init(
    firstRow: Int = 1, columns: [Int]? = nil, hints: [Int: Hint] = [:], otherwise: Hint = .automatic,
    formats: Bool = false
  ) {
    self.formats = formats
    self.firstRow = firstRow
    self.columns = columns
    self.hints = hints
    self.otherwise = otherwise
  }

  package func hint(for column: Int) -> Hint { hints[column] ?? otherwise }
}

/// A sheet as typed columns. Rows without any filled cell are left out; `sheetRows` tells where each row stood.
package struct SheetScan: Sendable {
  package struct ScannedColumn: Sendable {
    /// Sheet column counted from 0.
    package var index: Int
    package var column: Column
    package init(index: Int, column: Column) {
      self.index = index
      self.column = column
    }
  }
  package var columns: [ScannedColumn]
  /// Built with source 0; whoever merges sheets shifts it.
  package var origin: Origin
  package var rowCount: Int
  /// What the codec noticed in passing (repaired quotes, ragged rows, ids damaged by the spreadsheet …); places
  /// have source 0.
  package var findings: [Finding]
  /// Cells whose number format is not their column's; only where the request asked for formats.
  package var formats: [CellFormat] = []
  package var extras = SheetExtras()
  package init(
    columns: [ScannedColumn], origin: Origin, rowCount: Int, findings: [Finding] = []
  ) {
    self.columns = columns
    self.origin = origin
    self.rowCount = rowCount
    self.findings = findings
  }
}

/// An open workbook of any kind: an XLSX file, a CSV file, a folder of CSV files.
package protocol WorkbookReading: Sendable {
  var sheets: [SheetInfo] { get }
  /// The first `rows` filled rows of a sheet. Throws `Failure`.
  func preview(sheet: Int, rows: Int) throws -> SheetPreview
  /// The wanted columns of a sheet from a row on. Throws `Failure`.
  func scan(sheet: Int, _ request: ScanRequest) throws -> SheetScan
}
