package import Tabular

/// A table that passed a compiled view: the only thing writers and pages take, and this is its only maker.
package struct Released<S: Scope>: Sendable {
  package let table: Table
  package let purpose: String
  package let presentation: SheetPresentation
  /// Per column of `table`: what was done, and how many cells it touched.
  package let report: [ColumnReport]

  package struct ColumnReport: Sendable {
    package let field: FieldID
    package let action: String
    package let filled: Int
    /// Masked to something shorter of the value.
    package let masked: Int
    /// Hidden whole because the mask did not change or understand the value.
    package let hidden: Int
  }

  /// Applies `view` to `raw`.
  ///
  /// Strays pass only through `full`; a transform sees them as part of its column and must give a column whose
  /// strays it stands for. Annotations and drop-downs of `presentation` survive only in custody.
  package init(_ raw: Table, through view: CompiledView<S>, presentation: SheetPresentation = SheetPresentation()) {
    let order = view.rows ?? (0..<UInt32(raw.rowCount)).map { $0 }
    let identity = view.rows == nil
    let children: [Bool] = view.isChild.isEmpty ? [] : order.map { view.isChild[Int($0)] }
    var columns: [Table.Named] = []
    var report: [ColumnReport] = []
    for named in raw.columns {
      let action = view.actions[named.field] ?? view.unnamed
      // A field without a child action of its own is worked on once.
      let childAction = children.contains(true) ? view.childActions[named.field] : nil
      let source = identity ? named.column : named.column.gathered(order)
      let grown = Released.run(action, on: source, rows: order, of: raw)
      let small = childAction.map { Released.run($0, on: source, rows: order, of: raw) } ?? grown
      guard grown != nil || small != nil else { continue }
      let empty = Outcome(column: .missing(rows: order.count), masked: 0, hidden: 0, name: "hide")
      var outcome = grown ?? empty
      if childAction != nil {
        outcome.column = Released.choose(children, small?.column ?? empty.column, outcome.column)
        outcome.masked = max(outcome.masked, small?.masked ?? 0)
        outcome.hidden = max(outcome.hidden, small?.hidden ?? 0)
      }
      var header = view.headers[named.field] ?? named.header
      if S.self == Outside.self, view.headers[named.field] == nil, named.field.isUnknown {
        header = String(named.field.table)
      }
      report.append(
        ColumnReport(
          field: named.field, action: outcome.name, filled: Released.filled(outcome.column),
          masked: outcome.masked, hidden: outcome.hidden))
      var kept = Table.Named(header: header, field: named.field, column: outcome.column, stood: named.stood)
      if S.self == Outside.self { kept.stood = [] }
      columns.append(kept)
    }
    var table = Table(name: raw.name, columns: columns, rowCount: order.count)
    if S.self == Custody.self { table.origin = identity ? raw.origin : raw.origin.gathered(order) }
    self.table = table
    self.purpose = view.purpose
    self.presentation = S.self == Custody.self ? presentation : presentation.withoutAnnotations
    self.report = report
  }

  struct Outcome {
    var column: Column
    var masked: Int
    var hidden: Int
    var name: String
  }

  private static func run(_ action: ColumnAction, on column: Column, rows: [UInt32], of table: Table) -> Outcome? {
    switch action {
    case .hide: return nil
    case .full: return Outcome(column: column, masked: 0, hidden: 0, name: "full")
    case .transform(let kernel):
      var made = kernel.apply(column, rows: rows, of: table)
      precondition(made.count == column.count, "a kernel keeps the number of rows")
      var hidden = 0
      if !kernel.mayKeepValues { hidden = hideUnchanged(&made, from: column) }
      return Outcome(column: made, masked: max(0, filled(made) - hidden), hidden: hidden, name: kernel.name)
    }
  }

  private static func filled(_ column: Column) -> Int {
    var n = column.strays.count
    switch column.lane {
    case .text(let codes, _): for code in codes where code != TextPool.none { n += 1 }
    case .number(let values, _): for value in values where !value.isNaN { n += 1 }
    case .day(let days): for day in days where day != Day.missing { n += 1 }
    }
    return n
  }
}
