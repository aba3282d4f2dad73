import ReleaseGate
import Tabular

/// Something done to a column after the view's own action; it can only take away more.
package struct ColumnWrap: Sendable {
  enum Step: Sendable {
    case generalise(Generalisation.Step)
    /// Personal data that a finished file still held in running text.
    case maskAgain(PersonDictionary)
    case shift(DateShiftKernel)
  }
  let step: Step
}

extension ColumnWrap? {
  func over(_ action: ColumnAction) -> ColumnAction {
    guard let wrap = self else { return action }
    switch action {
    case .hide: return .hide
    case .full: return .transform(WrappedKernel(base: nil, step: wrap.step))
    case .transform(let kernel): return .transform(WrappedKernel(base: kernel, step: wrap.step))
    }
  }
}

private struct WrappedKernel: ColumnKernel {
  let base: (any ColumnKernel)?
  let step: ColumnWrap.Step

  var name: String {
    let first = base?.name ?? "full"
    switch step {
    case .generalise(let step): return first + ">" + step.rawValue
    case .maskAgain: return first
    case .shift: return "shift"
    }
  }

  /// A coarser form may equal the view's own; what the base must change it changes before.
  var mayKeepValues: Bool { base?.mayKeepValues ?? true }

  func apply(_ column: Column, rows: [UInt32], of table: Table) -> Column {
    let made = base?.apply(column, rows: rows, of: table) ?? column
    switch step {
    case .generalise(let step): return step.apply(made)
    case .maskAgain(let dictionary):
      return FreeTextKernel(name: name, dictionary: dictionary, targets: .all, own: [:])
        .apply(made, rows: rows, of: table)
    case .shift(let kernel): return kernel.apply(made, rows: rows, of: table)
    }
  }
}
