/// Named typed columns of equal length, and where their rows stood.
package struct Table: Sendable {
  package struct Named: Sendable {
    /// The header as it stood in the sheet, or as it is to be written.
    package var header: String
    package var field: FieldID
    package var column: Column
    /// The sheet column (from 0) in each source that had it: (source index, sheet column).
    package var stood: [(source: Int, column: Int)]

    package init(
      header: String, field: FieldID, column: Column, stood: [(source: Int, column: Int)] = []
    ) {
      self.header = header
      self.field = field
      self.column = column
      self.stood = stood
    }
  }

  package var name: String
  package var columns: [Named]
  package var origin: Origin
  package var rowCount: Int

  package init(name: String, columns: [Named] = [], origin: Origin = Origin(), rowCount: Int) {
    self.name = name
    self.columns = columns
    self.origin = origin
    self.rowCount = rowCount
  }

  package func index(of field: FieldID) -> Int? { columns.firstIndex { $0.field == field } }

  package subscript(field field: FieldID) -> Column? { index(of: field).map { columns[$0].column } }

  /// The place of a cell of the table in its source sheet.
  package func place(row: Int, field: FieldID? = nil) -> Place {
    var place = origin.place(row)
    if let field, let i = index(of: field),
      let stood = columns[i].stood.first(where: { $0.source == Int(place.source) })
    {
      place.column = Int32(stood.column)
    }
    return place
  }

  /// Below this, a column is gathered sooner than another core is asked.
  private static let fewRows = 4_096

  /// The rows of `order`, in that order.
  package func gathered(_ order: [UInt32]) -> Table {
    var copy = self
    if order.count < Table.fewRows {
      for i in copy.columns.indices { copy.columns[i].column = columns[i].column.gathered(order) }
    } else {
      for (i, column) in Parallel.map(columns, { $0.column.gathered(order) }).enumerated() {
        copy.columns[i].column = column
      }
    }
    if origin.rowCount > 0 { copy.origin = origin.gathered(order) }
    copy.rowCount = order.count
    return copy
  }
}
