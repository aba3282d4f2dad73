/// A number format that some cells of a column have and the column as a whole has not.
package struct CellFormat: Sendable, Equatable {
  /// Sheet column from 0.
  package var column: Int
  /// Sheet rows from 1; rows in between without a number do not count.
  package var rows: ClosedRange<Int>
  package var format: String
  package init(column: Int, rows: ClosedRange<Int>, format: String) {
    self.column = column
    self.rows = rows
    self.format = format
  }
}

/// What a sheet holds beside its cells' values: counted, so that whoever copies the values can say what stays behind.
package struct SheetExtras: Sendable, Equatable {
  package var formulas = 0
  package var merges = 0
  package var conditionalFormats = 0
  package var validations = 0
  package var links = 0
  /// Charts and pictures.
  package var hasDrawings = false
  package var hasComments = false
  package init() {}
}
