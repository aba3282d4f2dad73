import ByteScanning
import Tabular

/// Who is who among the customers: rows of one person (metrics.md "Who counts").
struct People {
  /// The first row of the person each row is of.
  let person: [Int32]
  let findings: [Finding]

  init(_ customers: Table, keys: KeyColumns) {
    var findings: [Finding] = []
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
    self.findings = findings
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
