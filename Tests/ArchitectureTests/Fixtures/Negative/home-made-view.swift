// expect: initializer is inaccessible
// A view cannot be put together outside the gate: what is unnamed would not be hidden.
import ReleaseGate
import Tabular

func attempt() -> CompiledView<Outside> {
  CompiledView<Outside>(
    actions: [:], childActions: [:], unnamed: .full, rows: nil, isChild: [], headers: [:], purpose: "partner")
}
