/// A grade, tier or stage by customer row: a code into `names`, -1 = none. Empty = not known for anybody.
package struct PlanMarks: Sendable, ExpressibleByArrayLiteral {
  package let codes: [Int32]
  package let names: [String]

  package init(codes: [Int32], names: [String]) {
    self.codes = codes
    self.names = names
  }

  package init(_ values: [String?]) {
    var (names, numbers): ([String], [String: Int32]) = ([], [:])
    codes = values.map { value in
      guard let value else { return -1 }
      if let known = numbers[value] { return known }
      numbers[value] = Int32(names.count)
      names.append(value)
      return Int32(names.count - 1)
    }
    self.names = names
  }

  package init(arrayLiteral values: String?...) { self.init(values) }

  package var texts: [String?] { codes.map { $0 < 0 ? nil : names[Int($0)] } }

  /// By name whether it is one of those allowed; nil where everybody is meant.
  func among(_ allowed: Set<String>) -> [Bool]? { allowed.isEmpty ? nil : names.map { allowed.contains($0) } }

  /// Whether a customer's mark is one that passes.
  @inline(__always)
  func holds(_ customer: Int, _ passes: [Bool]) -> Bool {
    customer < codes.count && codes[customer] >= 0 && passes[Int(codes[customer])]
  }
}
