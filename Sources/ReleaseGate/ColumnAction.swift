package import Tabular

/// What a compiled view does with one column.
package enum ColumnAction: Sendable {
  case full
  case hide
  /// A mask, token or band. A non-empty value that comes out unchanged is a failed mask and is hidden whole.
  case transform(any ColumnKernel)
}

/// Rewrites a whole column at once; works on the distinct texts where it can.
package protocol ColumnKernel: Sendable {
  /// The rule's name as the views sheet spells it (`mask`, `mask:phone`, `token`, `band`), for logs and reports.
  var name: String { get }
  /// True where an unchanged value is legitimate (a band of something already coarse); masks and tokens: false.
  var mayKeepValues: Bool { get }
  /// The masked column: same number of rows. `rows` are the rows of `table` being released, in output order;
  /// `column` is already gathered to that order, `table` is not.
  func apply(_ column: Column, rows: [UInt32], of table: Table) -> Column
}
