import CustomerRecords
package import ReleaseGate
package import Tabular

extension ViewSession {
  /// The view made ready for a table whose rows are about members of staff, or (nil) about the whole house.
  ///
  /// Whoever does not see everybody sees only the rows of the staff in their scope, and none about the house.
  package func compiled(_ table: Table, about staff: [String?]) throws -> CompiledView<Outside> {
    let rows = staff.indices.filter { row in view.scope == .all || staff[row].map(scope.covers) ?? false }
    // Rows about campaigns are nobody's own, so no customer's scope or age is asked for.
    return try compiled(
      table, kind: .campaigns, customerRows: Array(repeating: -1, count: table.rowCount),
      rows: view.scope == .all ? nil : rows.map { UInt32($0) })
  }
}
