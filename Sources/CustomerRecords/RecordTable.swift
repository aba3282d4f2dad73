package import Tabular

/// One table of records with its cells read by meaning: typed access by field.
///
/// A field no sheet had answers with a view in which every row is missing, so that callers need no second path.
/// Hoist the view out of a loop: `let dates = visits.days("visit_date")`, then `dates[row]`.
package struct RecordTable: Sendable {
  package let kind: TableKind
  package var table: Table

  package init(kind: TableKind, table: Table) {
    self.kind = kind
    self.table = table
  }

  package var count: Int { table.rowCount }

  /// True where some sheet had the field and at least one row fills it.
  package func has(_ name: String) -> Bool { table.index(of: FieldID(kind.rawValue, name)) != nil }

  package func column(_ name: String) -> Column? { table[field: FieldID(kind.rawValue, name)] }

  package func texts(_ name: String) -> TextView {
    guard case .text(let codes, let pool)? = column(name)?.lane else { return TextView(rows: count) }
    return TextView(codes: codes, pool: pool)
  }

  package func numbers(_ name: String) -> NumberView {
    guard case .number(let values, _)? = column(name)?.lane else { return NumberView(rows: count) }
    return NumberView(values: values)
  }

  package func days(_ name: String) -> DayView {
    guard case .day(let days)? = column(name)?.lane else { return DayView(rows: count) }
    return DayView(days: days)
  }

  /// Puts a derived or normalised column in, over an existing one of that field.
  package mutating func set(_ name: String, header: String, _ column: Column) {
    let field = FieldID(kind.rawValue, name)
    if let i = table.index(of: field) {
      table.columns[i].column = column
    } else {
      table.columns.append(Table.Named(header: header, field: field, column: column))
    }
  }
}

/// Texts by row. Equal codes are equal texts, and `RecordTable` columns are interned: different codes differ (but for
/// free text and unknown columns that hardly repeat themselves, where a text may have two codes).
package struct TextView: Sendable {
  package let codes: [UInt32]
  package let pool: TextPool

  init(codes: [UInt32], pool: TextPool) {
    self.codes = codes
    self.pool = pool
  }

  init(rows: Int) { self.init(codes: Array(repeating: TextPool.none, count: rows), pool: TextPool()) }

  package subscript(row: Int) -> String? {
    codes[row] == TextPool.none ? nil : pool.string(codes[row])
  }

  package var count: Int { codes.count }

  /// The code of a value, for comparing by code in loops; nil where no row has it.
  package func code(of value: String) -> UInt32? {
    var value = value
    return value.withUTF8 { wanted in
      (0..<UInt32(pool.count)).first { code in
        pool.withBytes(code) { $0.count == wanted.count && $0.elementsEqual(wanted) }
      }
    }
  }
}

/// Numbers by row; missing is nil (NaN in `values`).
package struct NumberView: Sendable {
  package let values: [Double]
  init(values: [Double]) { self.values = values }
  init(rows: Int) { values = Array(repeating: .nan, count: rows) }
  package subscript(row: Int) -> Double? { values[row].isNaN ? nil : values[row] }
  package var count: Int { values.count }
}

/// Dates by row; missing is nil (`Day.missing` in `days`).
package struct DayView: Sendable {
  package let days: [Int32]
  init(days: [Int32]) { self.days = days }
  init(rows: Int) { days = Array(repeating: Day.missing, count: rows) }
  package subscript(row: Int) -> Day? { days[row] == Day.missing ? nil : Day(rawValue: days[row]) }
  package var count: Int { days.count }
}
