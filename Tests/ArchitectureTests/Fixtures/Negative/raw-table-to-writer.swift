// expect: cannot convert value
// A raw table is not what writers take.
import ReleaseGate
import Tabular

func write<S: Scope>(_ table: Released<S>) {}

func attempt(_ raw: Table) {
  write(raw)
}
