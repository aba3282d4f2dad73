package import CustomerRecords
package import Tabular

/// A sheet as it stands, cell for cell, without a person: whatever it is, and whether or not anybody knows its columns.
package struct SheetWithoutPerson {
  package private(set) var table: Table
  package private(set) var merges: [SheetPreview.Merge]
  /// Sheet rows (from 1) that went.
  package private(set) var removed: [Int] = []
  /// Cells that spoke of the person: sheet row and column where they stood in the original.
  package private(set) var masked: [(row: Int, column: Int, field: FieldID?)] = []
  /// For each row of `table`: the row of the original table.
  package private(set) var kept: [UInt32] = []

  /// - Parameters:
  ///   - table: every cell with its place (`origin`, `stood`).
  ///   - sources: the indices under which the records know the sheet; none where it was not read.
  ///   - headerRow: the sheet row of the table's headers; nil = they are no cells.
  package init(
    _ person: PersonRecord, in records: Records, _ table: Table, merges: [SheetPreview.Merge], sources: Set<Int>,
    headerRow: Int?
  ) {
    self.table = table
    self.merges = merges
    let gone = rowsOf(person, records, sources)
    kept = (0..<UInt32(table.rowCount)).filter { !gone.contains(sheetRow($0)) }
    removed = gone.filter { $0 > 0 }.sorted()
    moveAnchors(gone)
    mask(person, sources, headerRow)
    if !gone.isEmpty { close(gone) }
  }

  private func sheetRow(_ row: UInt32) -> Int { Int(table.origin.place(Int(row)).row) }

  /// The sheet rows that are the person's: those the records know as theirs, and of rows that nobody read those where a
  /// whole cell is theirs alone and no other customer is named.
  private func rowsOf(_ person: PersonRecord, _ records: Records, _ sources: Set<Int>) -> Set<Int> {
    var gone: Set<Int> = []
    for removed in person.removed(from: records) where sources.contains(Int(removed.place.source)) {
      gone.insert(Int(removed.place.row))
    }
    var read: Set<Int> = []
    for kind in TableKind.allCases {
      let rows = records[kind].table
      for row in 0..<rows.rowCount {
        let place = rows.origin.place(row)
        if sources.contains(Int(place.source)) { read.insert(Int(place.row)) }
      }
    }
    let others = OtherCustomers(person, records)
    var scanner = person.search.makeScanner()
    for row in 0..<UInt32(table.rowCount) where !read.contains(sheetRow(row)) {
      let cells = table.columns.map { $0.column.cell(Int(row)) }
      guard cells.contains(where: { person.search.isIdentifier($0, &scanner) || others.isOwnID($0) }) else { continue }
      if !cells.contains(where: others.isNamed) { gone.insert(sheetRow(row)) }
    }
    return gone
  }

  /// A merged cell over rows of several people holds its value in the first of them: it moves where that one goes.
  private mutating func moveAnchors(_ gone: Set<Int>) {
    guard !merges.isEmpty, !gone.isEmpty else { return }
    var rows: [Int: Int] = [:]
    for row in 0..<table.rowCount { rows[sheetRow(UInt32(row))] = row }
    for merge in merges where gone.contains(merge.rows.lowerBound) {
      guard let next = merge.rows.first(where: { !gone.contains($0) && rows[$0] != nil }), let to = rows[next],
        let from = rows[merge.rows.lowerBound],
        let i = table.columns.firstIndex(where: { $0.stood.first?.column == merge.columns.lowerBound })
      else { continue }
      let value = table.columns[i].column.cell(from)
      if value != .empty, table.columns[i].column.cell(to) == .empty { table.columns[i].column.put(value, at: to) }
    }
  }

  private mutating func mask(_ person: PersonRecord, _ sources: Set<Int>, _ headerRow: Int?) {
    var rows: [Int: Int] = [:]
    for row in kept { rows[sheetRow(row)] = Int(row) }
    var columns: [Int: Int] = [:]
    for (i, named) in table.columns.enumerated() { columns[named.stood.first?.column ?? i] = i }
    var told: Set<Place> = []
    for mention in person.mentions where sources.contains(Int(mention.place.source)) {
      guard let row = rows[Int(mention.place.row)], let i = columns[Int(mention.place.column)] else { continue }
      table.columns[i].column.put(mention.cleaned, at: row)
      if told.insert(mention.place).inserted {
        masked.append((Int(mention.place.row), Int(mention.place.column), mention.field))
      }
    }
    var more: [(column: Int, row: Int, cell: Cell)] = []
    person.search.forEachMention(in: table) { column, row, cell in
      if rows[sheetRow(UInt32(row))] != nil { more.append((column, row, cell)) }
    }
    for (i, row, cell) in more {
      table.columns[i].column.put(cell, at: row)
      masked.append((sheetRow(UInt32(row)), table.columns[i].stood.first?.column ?? i, nil))
    }
    if let headerRow {
      for i in table.columns.indices {
        guard let clean = person.search.cleaned(table.columns[i].header) else { continue }
        table.columns[i].header = clean
        masked.append((headerRow, table.columns[i].stood.first?.column ?? i, nil))
      }
    }
    masked.sort { ($0.row, $0.column) < ($1.row, $1.column) }
    // Neither sheets nor files may have an asterisk in their names.
    if let name = person.search.cleaned(table.name) { table.name = name.replacing("*", with: "_") }
  }

  /// Closes the gaps that the rows leave.
  private mutating func close(_ gone: Set<Int>) {
    let sorted = gone.sorted()
    func shift(_ row: Int) -> Int {
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] < row { low = middle + 1 } else { high = middle }
      }
      return row - low
    }
    var origin = Origin()
    for row in kept {
      let place = table.origin.place(Int(row))
      origin.append(source: Int(place.source), sheetRow: shift(Int(place.row)))
    }
    table = table.gathered(kept)
    table.origin = origin
    merges = merges.compactMap { merge in
      let low = shift(merge.rows.lowerBound)
      let high = shift(merge.rows.upperBound) - (gone.contains(merge.rows.upperBound) ? 1 : 0)
      guard low <= high, low < high || merge.columns.count > 1 else { return nil }
      return SheetPreview.Merge(rows: low...high, columns: merge.columns)
    }
  }
}

/// The customers who are not the person, by id and name; and the person's own ids.
private struct OtherCustomers {
  private var named: Set<String> = []
  private var own: Set<String> = []

  init(_ person: PersonRecord, _ records: Records) {
    let mine = Set(person.customers)
    for field in ["customer_id", "name"] {
      let texts = records.customers.texts(field)
      for row in 0..<records.customers.count {
        guard let text = texts[row].map(Canonical.text), !text.isEmpty else { continue }
        if !mine.contains(Int32(row)) {
          named.insert(text)
        } else if field == "customer_id", text.unicodeScalars.contains(where: isLatin) {
          own.insert(text)
        }
      }
    }
    named.subtract(own)
  }

  func isNamed(_ cell: Cell) -> Bool { CellText.of(cell).map { named.contains(Canonical.text($0)) } ?? false }
  func isOwnID(_ cell: Cell) -> Bool { CellText.of(cell).map { own.contains(Canonical.text($0)) } ?? false }
}
