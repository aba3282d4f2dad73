import ByteScanning
import Tabular

/// Who belongs together among the customers, and what looks like it (metrics.md "Who counts").
struct Families {
  /// The family of each row, numbered by first appearance.
  private(set) var family: [Int32] = []
  private(set) var findings: [Finding] = []

  /// More names than this on one phone: the phone says nothing (the school's own, a placeholder).
  private static let sharedPhone = 8

  /// - Parameters:
  ///   - guardians: the guardian's phone of each row, as a code of the phones of `keys`.
  ///   - person: as `People` says.
  init(_ customers: Table, keys: KeyColumns, guardians: [UInt32], person: [Int32]) {
    let count = customers.rowCount
    var families = UnionFind(count: count)
    for row in 0..<count { families.union(Int(person[row]), row) }
    if case .text(let codes, _)? = customers[field: "customers.family_id"]?.lane {
      People.join(&families, count) { codes[$0] == TextPool.none ? nil : UInt64(codes[$0]) }
    }
    // Children of one guardian, and the guardian where he or she is registered too.
    var names: [UInt32: Set<UInt32>] = [:]
    for row in 0..<count {
      if guardians[row] != TextPool.none { names[guardians[row], default: []].insert(keys.names[row]) }
      if keys.phones[row] != TextPool.none { names[keys.phones[row], default: []].insert(keys.names[row]) }
    }
    let tellsNothing = { (code: UInt32) in (names[code]?.count ?? 0) > Families.sharedPhone }
    People.join(&families, count) { row in
      guardians[row] == TextPool.none || tellsNothing(guardians[row]) ? nil : UInt64(guardians[row])
    }
    if case .text(let kinds, let pool)? = customers[field: "customers.kind"]?.lane {
      var guardianRow: [UInt32: Int] = [:]
      for row in 0..<count where guardians[row] != TextPool.none && guardianRow[guardians[row]] == nil {
        guardianRow[guardians[row]] = row
      }
      for row in 0..<count where kinds[row] != TextPool.none && pool.string(kinds[row]) == "家长" {
        if let child = guardianRow[keys.phones[row]], !tellsNothing(keys.phones[row]) { families.union(child, row) }
      }
    }
    // The same phone under another name is only a suggestion.
    var told: Set<UInt32> = []
    People.pairs(count) { row in
      keys.phones[row] == TextPool.none ? nil : UInt64(keys.phones[row])
    } body: {
      first, row in
      guard person[first] != person[row], families.find(first) != families.find(row) else { return }
      let at = customers.place(row: row, field: "customers.phone")
      if tellsNothing(keys.phones[row]) {
        if told.insert(keys.phones[row]).inserted {
          findings.append(
            Finding("E146", .note, at: at, field: "customers.phone", hint: ["\(names[keys.phones[row]]?.count ?? 0)"]))
        }
        return
      }
      let other = customers.place(row: first, field: "customers.phone")
      findings.append(
        Finding("E124", .note, at: at, field: "customers.phone", hint: [People.address(other, from: at)]))
    }
    var numbers: [Int: Int32] = [:]
    family = (0..<count).map { row in
      let root = families.find(row)
      if let known = numbers[root] { return known }
      let next = Int32(numbers.count)
      numbers[root] = next
      return next
    }
  }
}
