package import Tabular

extension CompiledView where S == Outside {
  /// The same view with columns shown in full that it does not name: for columns a program made itself (row tokens, due
  /// dates), never for columns of the sheets. A column the view already rules for keeps its rule.
  package func adding(_ fields: [FieldID]) -> CompiledView<Outside> {
    var actions = actions
    var headers = headers
    for field in fields {
      if case .hide? = actions[field] { actions[field] = .full }
      if actions[field] == nil { actions[field] = .full }
      headers[field] = nil
    }
    return CompiledView(
      actions: actions, childActions: childActions.filter { !fields.contains($0.key) }, unnamed: .hide, rows: rows,
      isChild: isChild, headers: headers, purpose: purpose)
  }
}
