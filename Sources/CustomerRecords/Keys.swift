import Tabular

/// The columns that say whose a row is, as codes into pools shared by all tables.
struct KeyColumns {
  var ids: [UInt32]
  var names: [UInt32]
  var phones: [UInt32]
  /// Second phones.
  var others: [UInt32]
  var birthdays: [Int32]
}

/// Pools that let codes of different tables be compared.
struct KeyPools {
  private var pools = [TextPool(), TextPool(), TextPool()]
  private var indexes = [TextIndex(), TextIndex(), TextIndex()]

  enum Which: Int { case id, name, phone }

  mutating func codes(_ column: Column?, _ which: Which, rows: Int) -> [UInt32] {
    guard case .text(let own, let pool)? = column?.lane else {
      return Array(repeating: TextPool.none, count: rows)
    }
    let moved = TableMerging.translation(from: pool, into: &pools[which.rawValue], &indexes[which.rawValue])
    return own.map { $0 == TextPool.none ? $0 : moved[Int($0)] }
  }

  func pool(_ which: Which) -> TextPool { pools[which.rawValue] }

  mutating func keys(of table: Table, kind: TableKind) -> KeyColumns {
    let name = kind == .customers ? "name" : "customer_name"
    let rows = table.rowCount
    func column(_ field: String) -> Column? { table[field: FieldID(kind.rawValue, field)] }
    let born = column("birthday") ?? table[field: "customers.birthday"]
    var birthdays = Array(repeating: Day.missing, count: rows)
    if case .day(let days)? = born?.lane { birthdays = days }
    return KeyColumns(
      ids: codes(column("customer_id"), .id, rows: rows), names: codes(column(name), .name, rows: rows),
      phones: codes(column("phone"), .phone, rows: rows),
      others: codes(column("phone_2") ?? table[field: "customers.guardian_phone"], .phone, rows: rows),
      birthdays: birthdays)
  }
}

/// Disjoint sets with the smallest member as representative.
struct UnionFind {
  private var parent: [Int32]

  init(count: Int) { parent = (0..<Int32(count)).map { $0 } }

  mutating func find(_ member: Int) -> Int {
    var root = member
    while parent[root] != Int32(root) { root = Int(parent[root]) }
    var walk = member
    while parent[walk] != Int32(root) {
      let next = Int(parent[walk])
      parent[walk] = Int32(root)
      walk = next
    }
    return root
  }

  mutating func union(_ a: Int, _ b: Int) {
    let (x, y) = (find(a), find(b))
    if x != y { parent[max(x, y)] = Int32(min(x, y)) }
  }
}
