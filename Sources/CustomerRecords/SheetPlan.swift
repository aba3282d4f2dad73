import Localisation
import Tabular

/// How one sheet is to be read: which table it is, where its data begin, what each column means.
struct SheetPlan: Sendable {
  struct PlannedColumn {
    /// Sheet column from 0.
    var column: Int
    /// As people see it; of a two-line header both lines.
    var header: String
    /// What other columns' headers are compared with.
    var key: String
    var field: FieldID
    /// nil for columns nobody knows.
    var definition: FieldDefinition?
    /// How far down the field's list of headers this one stands; told by a map: -1.
    var rank: Int
    var unit: HeaderUnit?
  }

  var kind: TableKind
  /// Sheet rows of the header, from 1.
  var headerRows: ClosedRange<Int>
  /// Filled rows above the header.
  var titleRows: Int
  var columns: [PlannedColumn]
  /// Columns that the first rows fill, headers or not.
  var width = 0
  /// Columns a map ignores, and those the program wrote itself.
  var ignored: [Int]
  /// Columns of row numbers: no data, but where 合计 stands.
  var serials: [Int] = []
  /// A registration sheet that carries enrolments.
  var carriesEnrolments = false
  /// A survey tool's export: one row an answer sheet, one column a question.
  var questions: [PlannedColumn] = []
  /// Cells merged over several data rows.
  var merges: [SheetPreview.Merge] = []
  /// A unit said in a title line (单位：万元), for money columns without one of their own.
  var titleUnit: HeaderUnit?
  var firstDataRow: Int { headerRows.upperBound + 1 }
}

/// What a sheet turned out to be.
enum Recognition: Sendable {
  case table(SheetPlan)
  /// No cell in the sheet.
  case empty
  /// No header anybody knows.
  case unknown
  /// Headers, but nothing that tells which table; the tables it could be.
  case undecided([TableKind], SheetPlan)
}
