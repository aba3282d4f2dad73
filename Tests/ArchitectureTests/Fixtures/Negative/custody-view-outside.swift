// expect: error
// Custody has no view for outside: `custody` exists for the scope Custody alone.
import ReleaseGate
import Tabular

func attempt(_ raw: Table) -> Released<Outside> {
  Released(raw, through: CompiledView<Outside>.custody(reason: "partner"))
}
