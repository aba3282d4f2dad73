import ByteScanning
import Tabular

/// Who is who among the customers: rows of one person, families, and what looks like one (metrics.md "Who counts").
struct People {
  var person: [Int32]
  var family: [Int32]
  var findings: [Finding] = []

  /// More names than this on one phone: the phone says nothing (the school's own, a placeholder).
  static let sharedPhone = 8

  init(_ customers: Table, keys: KeyColumns, pools: inout KeyPools) {
    person = []
    family = []
    let count = customers.rowCount
    var persons = UnionFind(count: count)
    let place = { (row: Int, field: String) in customers.place(row: row, field: FieldID("customers", field)) }
    var same: [Int: (code: Failure.Code, other: Int, field: String)] = [:]
    People.pairs(count) { row in
      People.pair(keys.ids[row], keys.names[row])
    } body: { first, row in
      same[row] = ("E123", first, "customer_id")
      persons.union(first, row)
    }
    People.pairs(count) { row in
      People.pair(keys.phones[row], keys.names[row])
    } body: { first, row in
      if persons.find(first) != persons.find(row) { same[row] = ("E123", first, "phone") }
      persons.union(first, row)
    }
    People.pairs(count) { row in
      keys.birthdays[row] == Day.missing ? nil : People.pair(UInt32(bitPattern: keys.birthdays[row]), keys.names[row])
    } body: { first, row in
      if persons.find(first) != persons.find(row) { same[row] = ("E123", first, "birthday") }
      persons.union(first, row)
    }
    for (row, found) in same.sorted(by: { $0.key < $1.key }) {
      findings.append(
        Finding(
          found.code, .note, at: place(row, "name"), field: "customers.name",
          hint: ["@duplicate.\(found.field)", People.address(place(found.other, "name"), from: place(row, "name"))]))
    }
    // An id used twice for different people.
    People.pairs(count) { row in
      keys.ids[row] == TextPool.none ? nil : UInt64(keys.ids[row])
    } body: { first, row in
      guard keys.names[first] != keys.names[row] || keys.names[row] == TextPool.none else { return }
      findings.append(
        Finding(
          "E120", .warning, at: place(row, "customer_id"), field: "customers.customer_id",
          hint: [People.address(place(first, "customer_id"), from: place(row, "customer_id"))]))
    }
    var representatives: [Int32] = []
    for row in 0..<count { representatives.append(Int32(persons.find(row))) }
    person = representatives
    findFamilies(customers, keys, &pools, persons)
  }

  private mutating func findFamilies(
    _ customers: Table, _ keys: KeyColumns, _ pools: inout KeyPools, _ persons: UnionFind
  ) {
    let count = customers.rowCount
    var families = UnionFind(count: count)
    for row in 0..<count { families.union(Int(person[row]), row) }
    if case .text(let codes, _)? = customers[field: "customers.family_id"]?.lane {
      People.join(&families, count) { codes[$0] == TextPool.none ? nil : UInt64(codes[$0]) }
    }
    // Children of one guardian, and the guardian where he or she is registered too.
    let guardians = pools.codes(customers[field: "customers.guardian_phone"], .phone, rows: count)
    var names: [UInt32: Set<UInt32>] = [:]
    for row in 0..<count {
      if guardians[row] != TextPool.none { names[guardians[row], default: []].insert(keys.names[row]) }
      if keys.phones[row] != TextPool.none { names[keys.phones[row], default: []].insert(keys.names[row]) }
    }
    let tellsNothing = { (code: UInt32) in (names[code]?.count ?? 0) > People.sharedPhone }
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

  /// Where another cell is, as seen from `at`: its address, marked where it is on another sheet.
  static func address(_ other: Place, from at: Place) -> String {
    other.source == at.source ? other.address : "@place|\(other.source)|\(other.address)"
  }

  static func pair(_ a: UInt32, _ b: UInt32) -> UInt64? {
    a == TextPool.none || b == TextPool.none ? nil : UInt64(a) << 32 | UInt64(b)
  }

  /// Calls `body` with the first row of a key and each later row of it, in row order.
  static func pairs(_ count: Int, key: (Int) -> UInt64?, body: (Int, Int) -> Void) {
    var first: [UInt64: Int] = [:]
    for row in 0..<count {
      guard let key = key(row) else { continue }
      if let known = first[key] { body(known, row) } else { first[key] = row }
    }
  }

  static func join(_ sets: inout UnionFind, _ count: Int, key: (Int) -> UInt64?) {
    var first: [UInt64: Int] = [:]
    for row in 0..<count {
      guard let key = key(row) else { continue }
      if let known = first[key] { sets.union(known, row) } else { first[key] = row }
    }
  }
}
