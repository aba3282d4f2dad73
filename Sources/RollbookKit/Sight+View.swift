import CustomerRecords
import DecisionTables
import Grading
import Incentives
import Privacy
import Tabular

extension Sight {
  /// What a view lets its asker know of the values behind one customer's outcomes.
  static func of(_ session: ViewSession, row: Int, catalogue: VariableCatalogue) -> Sight {
    let isChild = session.isChild.indices.contains(row) && session.isChild[row]
    func word(_ field: FieldID, _ fieldClass: FieldClass) -> ViewWord {
      let named = Table.Named(
        header: "", field: field, column: Column(.number([], .plain), lineage: FieldSet(fieldClass)))
      let words = session.words(for: named)
      return isChild ? words.child : words.grown
    }
    var sight = Sight()
    for variable in catalogue.variables {
      // A value is told where its own class may be seen whole and none of the cells it was made from is hidden.
      let own = word(FieldID("graded", variable.id), variable.fieldClass)
      let sources = Evidence.sourceFields(variable.id).map { word($0, .normal) }
      if own != .full || sources.contains(.hide) { sight.hidden.insert(variable.id) }
      if own != .full { sight.unknown.insert(variable.id) }
    }
    return sight
  }
}
