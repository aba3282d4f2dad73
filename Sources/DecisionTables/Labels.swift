package import Tabular

/// One word of a small vocabulary per customer row: a code into `names`, -1 = none.
package struct Labels: Sendable, Equatable {
  package var codes: [Int32]
  package private(set) var names: [String]

  package init(rows: Int = 0, names: [String] = []) {
    codes = Array(repeating: -1, count: rows)
    self.names = names
  }

  package subscript(row: Int) -> String? {
    get { codes[row] < 0 ? nil : names[Int(codes[row])] }
    set { codes[row] = newValue.map { code($0) } ?? -1 }
  }

  package var count: Int { codes.count }

  /// The code of a name, new where it was not there yet.
  package mutating func code(_ name: String) -> Int32 {
    if let found = names.firstIndex(of: name) { return Int32(found) }
    names.append(name)
    return Int32(names.count - 1)
  }

  /// The texts of a column, each distinct one through `map`; nil leaves the row empty.
  package init(_ view: [String?]) {
    self.init(rows: view.count)
    for (row, value) in view.enumerated() where value != nil { self[row] = value }
  }

  /// The same as a text column: the names are its pool, the codes its codes.
  package var column: Column {
    Column(.text(codes: codes.map { $0 < 0 ? TextPool.none : UInt32($0) }, pool: TextPool(names)))
  }

  /// Values by row, for rooms that take plain texts.
  package var texts: [String?] { (0..<count).map { self[$0] } }
}
