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
  }
  /// The rows of customers that are this person.
  package let customers: [Int32]
  package let items: [Item]
  package let mentions: [Mention]

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
    mentions = PersonRecord.mentions(records, rows, catalogue: catalogue)
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

  /// Running text and direct fields of other people's rows that name this person or hold their number.
  private static func mentions(_ records: Records, _ rows: [Int32], catalogue: FieldCatalogue) -> [Mention] {
    let order = rows.map { UInt32($0) }
    var sources: [PersonDictionary.Source] = []
    for name in ["name", "phone", "phone_2", "id_card", "wechat", "qq", "email"] {
      guard let column = records.customers.column(name), let field = catalogue.owner(of: FieldID("customers", name))
      else { continue }
      sources.append(.init(column: column.gathered(order), rule: field.ownMask))
    }
    let dictionary = PersonDictionary(sources: sources)
    var scanner = FreeTextScanner(dictionary)
    let mine = Set(rows)
    var mentions: [Mention] = []
    for kind in TableKind.allCases {
      let table = records[kind].table
      let owners: [Int32] =
        kind == .customers ? (0..<Int32(table.rowCount)).map { $0 } : records.customerRow(of: kind)
      for named in table.columns {
        guard case .text(let codes, let pool) = named.column.lane else { continue }
        var hit: [UInt32: Bool] = [:]
        for (row, code) in codes.enumerated() where code != TextPool.none {
          if owners.count == codes.count, mine.contains(owners[row]) { continue }
          if hit[code] == nil {
            pool.withBytes(code) { scanner.scan($0) }
            hit[code] = scanner.hits.contains { known in
              known.entry >= 0 || dictionary.numbers.contains(ExportProof.bare(known.digits))
            }
          }
          if hit[code] == true {
            mentions.append(
              Mention(field: named.field, place: table.place(row: row, field: named.field), table: kind, row: row))
          }
        }
      }
    }
    return mentions
  }
}

extension PersonRecord {
  /// The tables without the person: their rows are gone, mentions elsewhere are masked. The originals are not touched;
  /// the caller writes these as copies.
  package func forgotten(in records: Records) -> [TableKind: Table] {
    let mine = Set(customers)
    var tables: [TableKind: Table] = [:]
    for kind in TableKind.allCases {
      var table = records[kind].table
      if table.rowCount == 0 { continue }
      let owners: [Int32] =
        kind == .customers ? (0..<Int32(table.rowCount)).map { $0 } : records.customerRow(of: kind)
      let named = mentions.filter { $0.table == kind }
      for field in Set(named.map(\.field)) {
        guard let i = table.index(of: field) else { continue }
        table.columns[i].column = masked(
          table.columns[i].column, rows: Set(named.filter { $0.field == field }.map(\.row)), records)
      }
      if owners.count == table.rowCount {
        let kept = (0..<UInt32(table.rowCount)).filter { !mine.contains(owners[Int($0)]) }
        if kept.count < table.rowCount { table = table.gathered(kept) }
      }
      tables[kind] = table
    }
    return tables
  }

  private func masked(_ column: Column, rows: Set<Int>, _ records: Records) -> Column {
    var sources: [PersonDictionary.Source] = []
    for (name, rule) in [
      ("name", MaskRule.name), ("phone", .phone), ("phone_2", .phone), ("id_card", .idCard), ("wechat", .wechat),
      ("email", .email),
    ] {
      guard let column = records.customers.column(name) else { continue }
      sources.append(.init(column: column.gathered(customers.map { UInt32($0) }), rule: rule))
    }
    let dictionary = PersonDictionary(sources: sources)
    var scanner = FreeTextScanner(dictionary)
    guard case .text(var codes, var pool) = column.lane else { return column }
    for row in rows.sorted() where codes[row] != TextPool.none {
      var out: [UInt8] = []
      let text = pool.string(codes[row])
      var copy = text
      let changed = copy.withUTF8 { bytes -> Bool in
        scanner.scan(bytes)
        scanner.keep { $0.entry >= 0 || dictionary.numbers.contains(ExportProof.bare($0.digits)) }
        return scanner.rewrite(bytes, into: &out)
      }
      if changed { codes[row] = pool.append(out) }
    }
    var made = column
    made.lane = .text(codes: codes, pool: pool)
    return made
  }
}
