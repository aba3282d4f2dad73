package import Tabular

extension Grid {
  /// The grid as a table to write: the first row gives the headers; a column is typed where all its cells are of one
  /// kind, else text as people would write it.
  package func table(named name: String) -> Table {
    let width = rows.map(\.cells.count).max() ?? 0
    let body = Array(rows.indices.dropFirst())
    let columns = (0..<width).map { column -> Table.Named in
      let cells = body.map { rows[$0].cells.indices.contains(column) ? rows[$0].cells[column] : Cell.empty }
      let filled = cells.filter { !$0.isEmpty }
      func all(_ test: (Cell) -> Bool) -> Bool { !filled.isEmpty && filled.allSatisfy(test) }
      let made: Column
      if all({ if case .number = $0 { true } else { false } }) {
        made = .numbers(cells.map { if case .number(let value) = $0 { value } else { nil } })
      } else if all({ if case .day = $0 { true } else { false } }) {
        made = .days(cells.map { if case .day(let day) = $0 { day } else { nil } })
      } else {
        made = .texts(body.enumerated().map { cells[$0.offset].isEmpty ? nil : text($0.element, column) })
      }
      return Table.Named(header: text(0, column), field: FieldID("grid", "?\(column)"), column: made)
    }
    return Table(name: name, columns: columns, rowCount: body.count)
  }
}
