// expect: error
// A released table cannot be made or changed without a view.
import ReleaseGate
import Tabular

func attempt(_ released: Released<Outside>, _ raw: Table) -> Released<Outside> {
  var copy = released
  copy.table = raw
  return copy
}
