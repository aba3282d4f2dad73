package import Tabular

extension Records {
  /// The table of `kind` with the rows of another below it, one column a field.
  package func appending(_ more: Table, to kind: TableKind) -> Table {
    let table = self[kind].table
    if table.rowCount == 0 { return more }
    if more.rowCount == 0 { return table }
    return TableMerging.merged([table, more], name: table.name)
  }

  /// The same records with another table of a kind: what `cleanTables` then writes.
  package func replacing(_ kind: TableKind, with table: Table) -> Records {
    var copy = self
    copy[kind] = RecordTable(kind: kind, table: table)
    return copy
  }
}
