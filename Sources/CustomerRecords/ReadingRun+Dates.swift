import ByteScanning
import Tabular

extension ReadingRun {
  /// Decides as-of and sets the rows dated after it aside.
  mutating func applyAsOf(_ tables: inout [TableKind: Table]) -> Day {
    guard let rule = AsOfRule(tables, given: options.asOf, catalogue: options.catalogue) else {
      if options.asOf == nil { findings.append(Finding("E129", .note, at: Place(source: 0))) }
      return options.asOf ?? Day(rawValue: 0)
    }
    for kind in TableKind.allCases {
      guard let table = tables[kind], let name = RowKeys.date(of: kind) else { continue }
      let field = FieldID(kind.rawValue, name)
      guard let i = table.index(of: field), case .day(var days) = table.columns[i].column.lane else { continue }
      var drop = Array(repeating: false, count: table.rowCount)
      var unused: [Column.Stray] = []
      for row in days.indices where days[row] != Day.missing && days[row] > rule.asOf.rawValue {
        let typo = rule.lastCredible.map { days[row] > $0.rawValue } ?? false
        let at = table.place(row: row, field: field)
        // A customer whose registration date is a slip of the pen is a customer all the same.
        if kind == .customers, typo {
          findings.append(Finding("E118", .warning, at: at, field: field, hint: [rule.asOf.description]))
          unused.append(Column.Stray(row: UInt32(row), cell: .day(Day(rawValue: days[row]))))
          days[row] = Day.missing
        } else {
          findings.append(
            Finding(typo ? "E137" : "E117", .error, at: at, field: field, hint: [rule.asOf.description]))
          drop[row] = true
        }
      }
      var kept = table
      if !unused.isEmpty {
        kept.columns[i].column.lane = .day(days)
        kept.columns[i].column.strays = (kept.columns[i].column.strays + unused).sorted { $0.row < $1.row }
      }
      if drop.contains(true) {
        let derived = kind == .enrolments && implied.contains(.enrolments)
        if !derived { setAsideOnce(drop, of: kept, kind) }
        kept = kept.dropping(drop)
      }
      tables[kind] = kept
    }
    return rule.asOf
  }

  /// A registration sheet's enrolment that is set aside leaves its customer in use: that row is not counted.
  private mutating func setAsideOnce(_ drop: [Bool], of table: Table, _ kind: TableKind) {
    var seen: Set<UInt64> = []
    for row in drop.indices where drop[row] {
      let place = table.origin.place(row)
      guard sources[Int(place.source)].kind == kind else { continue }
      if seen.insert(UInt64(place.source) << 32 | UInt64(place.row)).inserted {
        sources[Int(place.source)].setAside += 1
      }
    }
  }

  /// Takes birthdays after as-of and ends of courses before their start out of use.
  mutating func checkDates(_ tables: inout [TableKind: Table], asOf: Day) {
    if var customers = tables[.customers], asOf.rawValue != 0 {
      unuse(&customers, "customers.birthday", "E118", hint: [asOf.description]) { $0 > asOf.rawValue }
      tables[.customers] = customers
    }
    if var enrolments = tables[.enrolments],
      case .day(let starts)? = enrolments[field: "enrolments.start_date"]?.lane
    {
      var row = 0
      unuse(&enrolments, "enrolments.end_date", "E119", hint: []) { end in
        defer { row += 1 }
        return end != Day.missing && starts[row] != Day.missing && end < starts[row]
      }
      tables[.enrolments] = enrolments
    }
  }

  /// What dates leave to wonder about and nothing else hangs on: birthdays that are not those of the identity card,
  /// rows without a date.
  static func oddDates(_ tables: [TableKind: Table], implied: Set<TableKind>) -> [Finding] {
    var findings: [Finding] = []
    if let customers = tables[.customers] { checkCards(customers, &findings) }
    for kind in [TableKind.enrolments, .visits, .complaints, .points] where !implied.contains(kind) {
      if let table = tables[kind] { tellUndated(table, kind, &findings) }
    }
    return findings
  }

  /// A birthday that is not the one in the identity card number.
  private static func checkCards(_ customers: Table, _ findings: inout [Finding]) {
    guard case .text(let codes, let pool)? = customers[field: "customers.id_card"]?.lane,
      case .day(let days)? = customers[field: "customers.birthday"]?.lane
    else { return }
    for row in codes.indices where codes[row] != TextPool.none && days[row] != Day.missing {
      guard let born = CustomerAge.birthday(idCard: pool.string(codes[row])), born.rawValue != days[row] else {
        continue
      }
      let field: FieldID = "customers.birthday"
      findings.append(Finding("E144", .warning, at: customers.place(row: row, field: field), field: field))
    }
  }

  /// Rows that don't say when they happened belong to no period: told row by row, or once for a sheet without the
  /// column.
  private static func tellUndated(_ table: Table, _ kind: TableKind, _ findings: inout [Finding]) {
    guard let name = RowKeys.date(of: kind) else { return }
    let field = FieldID(kind.rawValue, name)
    let column = table[field: field]
    let stood = table.index(of: field).map { table.columns[$0].stood.map(\.source) } ?? []
    var told: Set<Int> = []
    for row in 0..<table.rowCount {
      if let column, column.isFilled(row) { continue }
      let at = table.place(row: row, field: field)
      if stood.contains(Int(at.source)) {
        findings.append(Finding("E148", .warning, at: at, field: field))
      } else if told.insert(Int(at.source)).inserted {
        findings.append(Finding("E148", .warning, at: Place(source: Int(at.source)), field: field))
      }
    }
  }

  /// Moves the days for which `wrong` holds out of the column, with a finding. `wrong` is asked row by row.
  private mutating func unuse(
    _ table: inout Table, _ field: FieldID, _ code: Failure.Code, hint: [String], wrong: (Int32) -> Bool
  ) {
    guard let i = table.index(of: field), case .day(var days) = table.columns[i].column.lane else { return }
    var strays: [Column.Stray] = []
    for row in days.indices where wrong(days[row]) {
      findings.append(Finding(code, .warning, at: table.place(row: row, field: field), field: field, hint: hint))
      strays.append(Column.Stray(row: UInt32(row), cell: .day(Day(rawValue: days[row]))))
      days[row] = Day.missing
    }
    guard !strays.isEmpty else { return }
    table.columns[i].column.lane = .day(days)
    table.columns[i].column.strays = (table.columns[i].column.strays + strays).sorted { $0.row < $1.row }
  }
}
