// The same call with a table that passed a view compiles: the negative files fail for the reason they name.
import ReleaseGate
import Tabular

func deliver(_ table: Released<Outside>) {}

func attempt(_ raw: Table) {
  deliver(Released(raw, through: .naming(role: "partner", actions: [:])))
}
