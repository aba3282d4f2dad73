package import Tabular

/// How a sheet should look: for writers that can show it (XLSX); others ignore it.
package struct SheetPresentation: Sendable {
  package enum Tint: UInt8, Sendable { case error, warning, note, good, input }

  /// A remark on one cell; `row` counts table rows from 0, nil = the header.
  package struct Annotation: Sendable {
    package var row: Int?
    package var field: FieldID
    package var tint: Tint
    package var comment: String?
    package init(row: Int?, field: FieldID, tint: Tint, comment: String? = nil) {
      self.row = row
      self.field = field
      self.tint = tint
      self.comment = comment
    }
  }

  /// One name over neighbouring columns: the upper line of a two-line header.
  package struct Band: Sendable {
    package var title: String
    package var columns: Range<Int>
    package init(title: String, columns: Range<Int>) {
      self.title = title
      self.columns = columns
    }
  }

  /// A cell of one column merged over table rows, which all but the first are blank in it.
  package struct Span: Sendable {
    package var column: Int
    package var rows: ClosedRange<Int>
    package init(column: Int, rows: ClosedRange<Int>) {
      self.column = column
      self.rows = rows
    }
  }

  /// A number format of some table rows (from 0).
  package struct RowFormat: Sendable, Equatable {
    package var rows: Range<Int>
    package var format: String
    package init(rows: Range<Int>, format: String) {
      self.rows = rows
      self.format = format
    }
  }

  /// A line above the header, as real sheets have.
  package var title: String?
  /// The upper line of a two-line header, from left to right; empty = one line.
  package var bands: [Band] = []
  /// Cells merged downwards.
  package var spans: [Span] = []
  /// Allowed values by field: a drop-down.
  package var choices: [FieldID: [String]] = [:]
  /// Number formats by field, over the column's own (`yyyy-mm-dd`, `¥#,##0.00`, `@`).
  package var formats: [FieldID: String] = [:]
  /// Number formats of some rows of a field's column, over the column's own; ascending by rows.
  package var rowFormats: [FieldID: [RowFormat]] = [:]
  /// Columns people are to fill in.
  package var inputs: Set<FieldID> = []
  package var annotations: [Annotation] = []
  /// Empty rows below the table that keep formats and drop-downs, for blank sheets to fill in.
  package var spareRows = 0
  /// A plain copy of a sheet (`convert`, in custody): every cell stands where `Table.origin` and `stood` say it stood.
  /// No title, no table style, no blank rows closed up; a header row only if `headerRow` names its sheet row.
  package var keepsPositions = false
  /// With `keepsPositions`: the sheet row (from 1) the headers stand in; nil = the headers are no cells.
  package var headerRow: Int?
  /// With `keepsPositions`: merged ranges by sheet rows and columns; where two overlap the first counts.
  package var merges: [SheetPreview.Merge] = []

  package init() {}

  var withoutAnnotations: SheetPresentation {
    var copy = self
    copy.annotations = []
    return copy
  }
}
