package import Tabular

/// Everything one run knows of an institution: its tables, how their rows hang together, and what was wrong.
package struct Records: Sendable {
  /// All kinds are present; a table no sheet held is implied (see `implied`) or empty.
  package var tables: [TableKind: RecordTable]
  /// For each row of a table: the row in `customers` it belongs to, or -1 where unknown or ambiguous.
  package var customerRows: [TableKind: [Int32]]
  /// For each customer: the row that stands for the duplicate group it is in (its own row where it is alone).
  package var person: [Int32]
  /// For each customer: the number of its family, counted from 0; a customer alone is a family of one.
  package var family: [Int32]
  /// Tables that no sheet held and that were derived from others.
  package var implied: Set<TableKind>
  /// The as-of date of the run.
  package var asOf: Day
  /// Sheets read, in order; `Place.source` indexes this.
  package var sources: [SourceReport]
  package var findings: [Finding]

  package init(
    tables: [TableKind: RecordTable] = [:], customerRows: [TableKind: [Int32]] = [:], person: [Int32] = [],
    family: [Int32] = [], implied: Set<TableKind> = [], asOf: Day, sources: [SourceReport] = [],
    findings: [Finding] = []
  ) {
    self.tables = tables
    for kind in TableKind.allCases where tables[kind] == nil {
      self.tables[kind] = RecordTable(kind: kind, table: Table(name: kind.rawValue, rowCount: 0))
    }
    self.customerRows = customerRows
    self.person = person
    self.family = family
    self.implied = implied
    self.asOf = asOf
    self.sources = sources
    self.findings = findings
  }

  package subscript(kind: TableKind) -> RecordTable {
    get { tables[kind]! }
    set { tables[kind] = newValue }
  }

  package var customers: RecordTable { self[.customers] }
  package var visits: RecordTable { self[.visits] }
  package var enrolments: RecordTable { self[.enrolments] }
  package var complaints: RecordTable { self[.complaints] }
  package var points: RecordTable { self[.points] }

  /// The customer row of each row of `kind`; all -1 where nothing is linked.
  package func customerRow(of kind: TableKind) -> [Int32] {
    customerRows[kind] ?? Array(repeating: -1, count: self[kind].count)
  }
}

/// One sheet that was read, and the sum of its rows: read = used + set aside.
package struct SourceReport: Sendable {
  package var sheet: SourceSheet
  /// SHA-256 of the file's bytes, lower-case hexadecimal; empty where the bytes are no file.
  package var digest: String
  package var kind: TableKind?
  package var encoding: String?
  /// Data rows found below the header (title, blank and subtotal rows are counted apart).
  package var rows: Int
  package var used: Int
  package var setAside: Int
  /// Title, blank and subtotal rows passed over on purpose.
  package var skipped: Int

  package init(
    sheet: SourceSheet, digest: String = "", kind: TableKind? = nil, encoding: String? = nil, rows: Int = 0,
    used: Int = 0, setAside: Int = 0, skipped: Int = 0
  ) {
    self.sheet = sheet
    self.digest = digest
    self.kind = kind
    self.encoding = encoding
    self.rows = rows
    self.used = used
    self.setAside = setAside
    self.skipped = skipped
  }
}
