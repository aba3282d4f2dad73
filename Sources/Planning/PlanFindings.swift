import ByteScanning
package import CustomerRecords
package import Tabular

/// What of the sheets stands in the way of planning, each with its cell: people who look after somebody and are in no
/// staff sheet (`E716`), customers nobody looks after (`E715`), birthdays by the lunar calendar (`E713`, in a leap month
/// `E714`).
package enum PlanFindings {
  package static func make(_ records: Records) -> [Finding] {
    var findings: [Finding] = []
    let staff = records[.staff]
    if staff.count > 0 {
      let names = staff.texts("name")
      let known = Set((0..<staff.count).compactMap { names[$0] })
      for (kind, fields) in [(TableKind.customers, ["owner", "tutor"]), (.visits, ["staff"])] {
        for field in fields where records[kind].has(field) {
          findings += strangers(records[kind], field, known)
        }
      }
    }
    let customers = records.customers
    if customers.has("owner") {
      let owners = customers.texts("owner")
      let field: FieldID = "customers.owner"
      for row in 0..<customers.count where owners.codes[row] == TextPool.none {
        findings.append(Finding("E715", .note, at: customers.table.place(row: row, field: field), field: field))
      }
    }
    for stray in customers.column("birthday")?.strays ?? [] {
      guard case .text(let text) = stray.cell, let born = LunarBirthday(text) else { continue }
      let field: FieldID = "customers.birthday"
      findings.append(
        Finding(
          born.date.isLeap ? "E714" : "E713", .note, at: customers.table.place(row: Int(stray.row), field: field),
          field: field))
    }
    return findings
  }

  /// The first row of each name the staff sheet does not have.
  private static func strangers(_ table: RecordTable, _ name: String, _ known: Set<String>) -> [Finding] {
    let view = table.texts(name)
    let field = FieldID(table.kind.rawValue, name)
    var first = [Int](repeating: -1, count: view.pool.count)
    var rows = [Int](repeating: 0, count: view.pool.count)
    for (row, code) in view.codes.enumerated() where code != TextPool.none {
      if first[Int(code)] < 0 { first[Int(code)] = row }
      rows[Int(code)] += 1
    }
    return (0..<view.pool.count).filter { first[$0] >= 0 && !known.contains(view.pool.string(UInt32($0))) }
      .sorted { first[$0] < first[$1] }
      .map { code in
        Finding(
          "E716", .warning, at: table.table.place(row: first[code], field: field), field: field,
          hint: [String(rows[code])])
      }
  }
}
