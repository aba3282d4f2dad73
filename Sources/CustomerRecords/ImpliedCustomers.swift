import Tabular

/// Makes the customers table where no sheet is one: every person the other tables speak of, and what they say of them.
struct ImpliedCustomers {
  private struct Source {
    var kind: TableKind
    var row: Int
  }

  /// nil where no table speaks of anybody.
  static func make(from tables: [TableKind: Table], pools: inout KeyPools) -> Table? {
    let kinds = [TableKind.enrolments, .visits, .complaints, .points, .scores, .surveys, .consents].filter {
      tables[$0].map { $0.rowCount > 0 } ?? false
    }
    var keys: [TableKind: KeyColumns] = [:]
    for kind in kinds { if let table = tables[kind] { keys[kind] = pools.keys(of: table, kind: kind) } }
    var ids: [UInt32: Int32] = [:]
    var phoneNames: [UInt64: Int32] = [:]
    var phones: [UInt32: Int32] = [:]
    var names: [UInt32: Int32] = [:]
    var first: [Source] = []
    var members: [TableKind: [Int32]] = [:]
    for kind in kinds { members[kind] = Array(repeating: -1, count: tables[kind]?.rowCount ?? 0) }
    // Rows with ids first: they say who is one person; then phones, then bare names.
    for pass in 0..<3 {
      for kind in kinds {
        guard let own = keys[kind], let count = tables[kind]?.rowCount else { continue }
        for row in 0..<count {
          let (id, phone, name) = (own.ids[row], own.phones[row], own.names[row])
          let customer: Int32
          switch pass {
          case 0:
            guard id != TextPool.none else { continue }
            if let known = ids[id] {
              customer = known
            } else {
              customer = Int32(first.count)
              ids[id] = customer
              first.append(Source(kind: kind, row: row))
            }
            if let key = People.pair(phone, name), phoneNames[key] == nil { phoneNames[key] = customer }
            if phone != TextPool.none, phones[phone] == nil { phones[phone] = customer }
            if name != TextPool.none, names[name] == nil { names[name] = customer }
          case 1:
            guard id == TextPool.none, phone != TextPool.none else { continue }
            if let key = People.pair(phone, name) {
              if let known = phoneNames[key] {
                customer = known
              } else {
                customer = Int32(first.count)
                phoneNames[key] = customer
                first.append(Source(kind: kind, row: row))
              }
              if names[name] == nil { names[name] = customer }
            } else if let known = phones[phone] {
              customer = known
            } else {
              customer = Int32(first.count)
              first.append(Source(kind: kind, row: row))
            }
            if phones[phone] == nil { phones[phone] = customer }
          default:
            guard id == TextPool.none, phone == TextPool.none, name != TextPool.none else { continue }
            if let known = names[name] {
              customer = known
            } else {
              customer = Int32(first.count)
              names[name] = customer
              first.append(Source(kind: kind, row: row))
            }
          }
          members[kind]?[row] = customer
        }
      }
    }
    guard !first.isEmpty else { return nil }
    return table(first, members, kinds, tables)
  }

  private static func table(
    _ first: [Source], _ members: [TableKind: [Int32]], _ kinds: [TableKind], _ tables: [TableKind: Table]
  ) -> Table {
    var out = Table(name: TableKind.customers.rawValue, rowCount: first.count)
    for source in first {
      guard let place = tables[source.kind]?.origin.place(source.row) else { continue }
      out.origin.append(source: Int(place.source), sheetRow: Int(place.row))
    }
    var wanted: [FieldID] = ["customers.customer_id", "customers.name", "customers.phone", "customers.phone_2"]
    for kind in kinds {
      for column in tables[kind]?.columns ?? []
      where column.field.table == "customers" && !wanted.contains(column.field) { wanted.append(column.field) }
    }
    for field in wanted {
      var stacked: [(column: Column?, rows: Int)] = []
      var stood: [(source: Int, column: Int)] = []
      var header = String(field.name)
      var model: Column?
      var rowsOf: [Int32] = []
      for kind in kinds {
        guard let table = tables[kind] else { continue }
        let name = field == "customers.name" ? "customer_name" : String(field.name)
        let i = table.index(of: FieldID(kind.rawValue, name)) ?? table.index(of: field)
        guard let i, isKey(field) || table.columns[i].field == field else { continue }
        stacked.append((table.columns[i].column, table.rowCount))
        if model == nil {
          model = table.columns[i].column
          header = table.columns[i].header
        }
        stood += table.columns[i].stood
        rowsOf += members[kind] ?? []
      }
      guard let model else { continue }
      let all = TableMerging.concatenated(stacked, like: model)
      let column = firstFilled(all, rowsOf, count: first.count)
      out.columns.append(Table.Named(header: header, field: field, column: column, stood: stood))
    }
    return out
  }

  private static func isKey(_ field: FieldID) -> Bool {
    ["customer_id", "name", "phone", "phone_2"].contains(field.name)
  }

  /// For each customer the first value any of the rows has.
  private static func firstFilled(_ column: Column, _ customer: [Int32], count: Int) -> Column {
    switch column.lane {
    case .text(let codes, let pool):
      var out = Array(repeating: TextPool.none, count: count)
      for row in codes.indices where codes[row] != TextPool.none && customer[row] >= 0 {
        if out[Int(customer[row])] == TextPool.none { out[Int(customer[row])] = codes[row] }
      }
      return Column(.text(codes: out, pool: pool), lineage: column.lineage)
    case .number(let values, let kind):
      var out = Array(repeating: Double.nan, count: count)
      for row in values.indices where !values[row].isNaN && customer[row] >= 0 {
        if out[Int(customer[row])].isNaN { out[Int(customer[row])] = values[row] }
      }
      return Column(.number(out, kind), lineage: column.lineage, format: column.format)
    case .day(let days):
      var out = Array(repeating: Day.missing, count: count)
      for row in days.indices where days[row] != Day.missing && customer[row] >= 0 {
        if out[Int(customer[row])] == Day.missing { out[Int(customer[row])] = days[row] }
      }
      return Column(.day(out), lineage: column.lineage)
    }
  }
}
