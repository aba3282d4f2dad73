package import Tabular

/// How recognisable people are in a table that is to leave.
package struct RiskReport: Sendable {
  package struct Sensitive: Sendable {
    package let field: FieldID
    /// Distinct values in the class that has the fewest.
    package let l: Int
    /// The largest distance of a class from the whole.
    package let t: Double
  }
  /// The quasi-identifiers the table shows.
  package let quasi: [FieldID]
  package let rows: Int
  package let k: Int
  /// Share of rows alone in their class.
  package let uniqueness: Double
  package let sensitive: [Sensitive]
  /// Rows in classes below the wanted k.
  package let rowsBelow: Int

  /// Measures `table` (masked) over its quasi-identifiers.
  ///
  /// - Parameter people: for each row who it is about; rows of one person count once. Nil = every row is a person.
  package init(_ table: Table, quasi: [FieldID], sensitive: [FieldID], people: [Int32]? = nil, k wanted: Int = 1) {
    var table = table
    if let people {
      // One row a person: the first one stands for it.
      var seen: Set<Int32> = []
      let order = people.indices.filter { people[$0] < 0 || seen.insert(people[$0]).inserted }.map { UInt32($0) }
      if order.count < table.rowCount { table = table.gathered(order) }
    }
    self.quasi = quasi.filter { table[field: $0] != nil }
    rows = table.rowCount
    let classes = EquivalenceClasses(
      self.quasi.compactMap { table[field: $0].map { RiskCodes.codes($0).codes } }, rows: table.rowCount)
    k = classes.k
    uniqueness = classes.uniqueness
    rowsBelow = classes.sizes.reduce(0) { $0 + (Int($1) < wanted ? Int($1) : 0) }
    self.sensitive = sensitive.compactMap { field in
      guard let column = table[field: field] else { return nil }
      let (codes, numeric) = RiskCodes.codes(column)
      return Sensitive(
        field: field, l: classes.distinctL(codes), t: classes.closeness(codes, ordered: numeric))
    }
  }
}
