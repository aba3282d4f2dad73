package import Tabular

/// Who may see what a release holds.
package protocol Scope: Sendable {}
/// Raw data inside the house: `convert`, fix reports, merged sheets, filled-in lists. Never for a partner.
package enum Custody: Scope {}
/// What leaves the house or goes before people: exports, pages, calendars, work lists.
package enum Outside: Scope {}

/// A view made ready for one table: an action for every column, and the rows that pass.
package struct CompiledView<S: Scope>: Sendable {
  let actions: [FieldID: ColumnAction]
  let childActions: [FieldID: ColumnAction]
  let unnamed: ColumnAction
  let rows: [UInt32]?
  let isChild: [Bool]
  let headers: [FieldID: String]
  /// The role, or the reason for custody.
  package let purpose: String

  init(
    actions: [FieldID: ColumnAction], childActions: [FieldID: ColumnAction], unnamed: ColumnAction,
    rows: [UInt32]?, isChild: [Bool], headers: [FieldID: String], purpose: String
  ) {
    self.actions = actions
    self.childActions = childActions
    self.unnamed = unnamed
    self.rows = rows
    self.isChild = isChild
    self.headers = headers
    self.purpose = purpose
  }
}

extension CompiledView where S == Outside {
  /// A view for what leaves: anything `actions` does not name is hidden.
  ///
  /// - Parameters:
  ///   - actions: by field; the caller has already chosen the stricter of several roles.
  ///   - childActions: for rows where `isChild` is true; a field missing here uses `actions`.
  ///   - rows: the rows that pass, in output order (row scope, consent, suppression, watermark); nil = all.
  ///   - headers: what to call the columns outside; a field missing here keeps its sheet's header only if the
  ///     field is of the catalogue (unknown headers never leave).
  package static func naming(
    role: String, actions: [FieldID: ColumnAction], childActions: [FieldID: ColumnAction] = [:],
    isChild: [Bool] = [], rows: [UInt32]? = nil, headers: [FieldID: String] = [:]
  ) -> CompiledView<Outside> {
    CompiledView(
      actions: actions, childActions: childActions, unnamed: .hide, rows: rows, isChild: isChild,
      headers: headers, purpose: role)
  }
}

extension CompiledView where S == Custody {
  /// Everything in full, inside the house. `reason` goes into the manifest; a test lists every caller.
  package static func custody(reason: String, rows: [UInt32]? = nil) -> CompiledView<Custody> {
    CompiledView(
      actions: [:], childActions: [:], unnamed: .full, rows: rows, isChild: [], headers: [:], purpose: reason)
  }
}
