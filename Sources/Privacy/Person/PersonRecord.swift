import ByteScanning
package import CustomerRecords
package import Tabular

/// Everything held on one person, with where it stands (PIPL art. 45), and what taking it out of the sheets means.
package struct PersonRecord: Sendable {
  package struct Item: Sendable {
    package let table: TableKind
    package let row: Int
    package let field: FieldID
    package let place: Place
    package let value: String
  }
  /// A mention in somebody else's row or in running text.
  package struct Mention: Sendable {
    package let field: FieldID
    package let place: Place
    package let table: TableKind
    package let row: Int
    /// What is left of the cell without the person.
    let cleaned: Cell
  }
  /// A row that goes with the person.
  package struct Removed: Sendable {
    package let table: TableKind
    package let place: Place
  }
  /// The rows of customers that are this person.
  package let customers: [Int32]
  package let items: [Item]
  /// Cells of other people's rows that speak of this person.
  package let mentions: [Mention]
  let search: PersonSearch

  /// Finds the person by customer id, by name, or by phone. Throws `Failure` E560 where nobody fits, E561 where several
  /// different persons do (ask again with the id).
  package init(_ query: String, in records: Records, catalogue: FieldCatalogue = .standard) throws {
    let rows = try PersonRecord.find(query, in: records)
    customers = rows
    let mine = Set(rows)
    var items: [Item] = []
    for kind in TableKind.allCases {
      let table = records[kind].table
      let owners: [Int32] =
        kind == .customers ? (0..<Int32(table.rowCount)).map { $0 } : records.customerRow(of: kind)
      guard owners.count == table.rowCount else { continue }
      for row in 0..<table.rowCount where mine.contains(owners[row]) {
        for named in table.columns {
          guard let value = CellText.of(named.column.cell(row)) else { continue }
          items.append(
            Item(
              table: kind, row: row, field: named.field, place: table.place(row: row, field: named.field), value: value)
          )
        }
      }
    }
    self.items = items
    let search = PersonSearch(rows, in: records, catalogue: catalogue)
    var mentions: [Mention] = []
    search.forEachMention { kind, row, field, cleaned in
      mentions.append(
        Mention(
          field: field, place: records[kind].table.place(row: row, field: field), table: kind, row: row,
          cleaned: cleaned))
    }
    self.search = search
    self.mentions = mentions
  }

  static func find(_ query: String, in records: Records) throws -> [Int32] {
    let customers = records.customers
    let wanted = Canonical.text(query)
    let phone = CanonicalValue.text(query, isPhone: true)
    for field in ["customer_id", "name", "phone", "guardian_phone"] {
      let view = customers.texts(field)
      let isPhone = field.hasSuffix("phone")
      let found = (0..<customers.count).filter { row in
        guard let value = view[row] else { return false }
        return isPhone ? CanonicalValue.text(value, isPhone: true) == phone : Canonical.text(value) == wanted
      }
      if found.isEmpty { continue }
      func person(_ row: Int) -> Int32 { records.person.indices.contains(row) ? records.person[row] : Int32(row) }
      let persons = Set(found.map(person))
      if persons.count > 1 { throw Failure("E561", kind: .usage, [String(persons.count)]) }
      return (0..<customers.count).filter { persons.contains(person($0)) }.map { Int32($0) }
    }
    throw Failure("E560", kind: .usage, [])
  }
}

extension PersonRecord {
  /// The rows that `forgotten` leaves out, in the order of the tables.
  package func removed(from records: Records) -> [Removed] {
    var removed: [Removed] = []
    var seen: Set<Place> = []
    for item in items {
      var place = item.place
      place.column = -1
      if seen.insert(place).inserted { removed.append(Removed(table: item.table, place: place)) }
    }
    return removed
  }

  /// A name of a file without the person, with `_` for what is masked.
  package func withoutPerson(_ name: String) -> String {
    search.cleaned(name)?.replacing("*", with: "_") ?? name
  }

  /// How many cells of a written sheet still speak of the person: those of the copies must be none.
  package func remains(in table: Table) -> Int {
    var count = table.columns.count { search.cleaned($0.header) != nil } + (search.cleaned(table.name) == nil ? 0 : 1)
    search.forEachMention(in: table) { _, _, _ in count += 1 }
    return count
  }
}

extension Column {
  /// Puts another cell in place of one: a text into the lane where it holds text, all else as a stray.
  mutating func put(_ cell: Cell, at row: Int) {
    strays.removeAll { Int($0.row) == row }
    switch lane {
    case .text(var codes, var pool):
      if case .text(let text) = cell {
        codes[row] = pool.append(text.utf8)
        lane = .text(codes: codes, pool: pool)
        return
      }
      codes[row] = TextPool.none
      lane = .text(codes: codes, pool: pool)
    case .number(var values, let kind):
      values[row] = .nan
      lane = .number(values, kind)
    case .day(var days):
      days[row] = Day.missing
      lane = .day(days)
    }
    strays.append(Stray(row: UInt32(row), cell: cell))
    strays.sort { $0.row < $1.row }
  }
}
