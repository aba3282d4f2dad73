// expect: cannot convert value
// A table in custody cannot be given to what delivers to people outside.
import ReleaseGate
import Tabular

func deliver(_ table: Released<Outside>) {}

func attempt(_ raw: Table) {
  deliver(Released(raw, through: CompiledView<Custody>.custody(reason: "merge")))
}
