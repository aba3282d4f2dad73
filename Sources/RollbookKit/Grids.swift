import ByteScanning
package import Tabular
package import Workbooks

/// Whole small sheets cell by cell: rules, maps, inputs of `rules run`.
package enum Grids {
  /// A rules sheet has at most this many filled rows; past that the file is no rules workbook.
  static let limit = 20_000

  /// Every visible sheet of a workbook. Throws `E907` where a sheet is too long to be a sheet of rules.
  package static func read(_ book: OpenedWorkbook) throws -> [Grid] {
    var grids: [Grid] = []
    for (position, info) in book.sheets.enumerated() where info.visibility == .visible {
      let preview = try book.reading.preview(sheet: position, rows: limit + 1)
      guard preview.rows.count <= limit else {
        throw Failure("E907", kind: .rules, file: book.name, sheet: info.name, [String(limit)])
      }
      grids.append(
        Grid(source: book.source(sheet: position), rows: preview.rows, merges: preview.merges))
    }
    return grids
  }
}
