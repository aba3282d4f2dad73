import CustomerRecords
import ReleaseGate
package import Tabular

/// What the masks made of a column's values, cell by cell.
package struct MaskCount: Sendable, Equatable {
  package let field: FieldID
  package internal(set) var masked = 0
  /// Hidden whole: the value was not understood, or carried masks already.
  package internal(set) var notUnderstood = 0
  /// Hidden whole: a spreadsheet had damaged the value.
  package internal(set) var damaged = 0
  package internal(set) var empty = 0
}

extension ExportPlan {
  /// Counts for every released column that a mask rules, over the rows that leave.
  package func maskCounts() -> [MaskCount] {
    let table = session.records[options.table].table
    let owners = session.owners(options.table, count: table.rowCount)
    let children = session.childRows(options.table, owners)
    return table.columns.compactMap { named in
      guard released.table.index(of: named.field) != nil, let field = session.catalogue.owner(of: named.field) else {
        return nil
      }
      let words = session.words(for: named)
      func rule(_ word: ViewWord) -> MaskRule? {
        switch word {
        case .mask: return field.ownMask == .freeText ? nil : field.ownMask
        case .rule(let rule): return rule == .freeText ? nil : rule
        default: return nil
        }
      }
      let (grown, child) = (rule(words.grown), rule(words.child))
      if grown == nil && child == nil { return nil }
      var count = MaskCount(field: named.field)
      var known: [MaskRule: [String: MaskOutcome.Kind]] = [:]
      for row in rows {
        let isChild = !children.isEmpty && children[Int(row)]
        guard let rule = isChild ? child : grown else { continue }
        let text = CellText.of(named.column.cell(Int(row))) ?? ""
        let kind = known[rule]?[text] ?? Masks.apply(rule, to: text).kind
        known[rule, default: [:]][text] = kind
        switch kind {
        case .masked: count.masked += 1
        case .hidden: count.notUnderstood += 1
        case .damaged: count.damaged += 1
        case .empty: count.empty += 1
        }
      }
      return count
    }
  }
}
