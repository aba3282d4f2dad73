import Localisation
import ReleaseGate
import Tabular

/// The first rows of a released table as cells of a page.
struct ReleasedRows {
  var columns: [DataTable.Column] = []
  var rows: [[DataTable.Cell]] = []
  let total: Int

  init(_ released: Released<Outside>, most: Int) {
    let table = released.table
    total = table.rowCount
    columns = table.columns.map { named in
      if case .number = named.column.lane { return .init(named.header) }
      return .init(named.header, text: true)
    }
    for row in 0..<min(most, table.rowCount) {
      rows.append(table.columns.map { ReleasedRows.cell($0.column, row) })
    }
  }

  private static func cell(_ column: Column, _ row: Int) -> DataTable.Cell {
    switch column.cell(row) {
    case .empty: return .init("")
    case .text(let text), .error(let text): return .init(text)
    case .number(let value), .time(let value), .duration(let value):
      return .init(NumberFormatting(.en).plain(value), value: value)
    case .boolean(let flag): return .init(flag ? "✓" : "✗")
    case .day(let day): return .init(day.description)
    case .dateTime: return .init(column.cell(row).typedText)
    }
  }
}
