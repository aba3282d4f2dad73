import CustomerRecords
import ReleaseGate
package import Tabular

/// What became of a column's values, cell by cell, over the rows that leave.
package struct MaskCount: Sendable, Equatable {
  package let field: FieldID
  /// As the view says and the release did: `mask`, `token`, `band>wideAge` …
  package let action: String
  /// Changed: masked in part, replaced by a token or band, or with something personal taken out of the text.
  package internal(set) var masked = 0
  /// Hidden whole: the value was not understood or carried masks already, or children's are hidden.
  package internal(set) var notUnderstood = 0
  /// Hidden whole for the row's own sake: the view hides the field of a child.
  package internal(set) var hiddenOfChildren = 0
  /// Hidden whole: a spreadsheet had damaged the value.
  package internal(set) var damaged = 0
  package internal(set) var empty = 0
  /// As they stood in the sheet.
  package internal(set) var passed = 0
}

extension ExportPlan {
  /// Counts for every released column, over the rows that leave.
  package func maskCounts() -> [MaskCount] {
    let table = session.records[options.table].table
    let owners = session.owners(options.table, count: table.rowCount)
    let children = session.childRows(options.table, owners)
    let layout = markers?.order ?? rows
    return released.report.compactMap { column in
      guard let raw = table[field: column.field], let made = released.table[field: column.field],
        let named = table.columns.first(where: { $0.field == column.field })
      else { return nil }
      let field = session.catalogue.owner(of: column.field)
      let words = session.words(for: named)
      var count = MaskCount(field: column.field, action: column.action)
      var known: [MaskRule: [String: MaskOutcome.Kind]] = [:]
      for (at, row) in layout.enumerated() where Int(row) < table.rowCount {
        guard let text = CellText.of(raw.cell(Int(row))), !text.trimmed.isEmpty else {
          count.empty += 1
          continue
        }
        let isChild = !children.isEmpty && children[Int(row)]
        let word = isChild ? words.child : words.grown
        guard let rule = rule(word, field) else {
          let shown = CellText.of(made.cell(at))
          if word == .hide {
            count.hiddenOfChildren += 1
          } else if shown == nil {
            count.notUnderstood += 1
          } else if shown == text || (word == .full && field?.type == .choice) {
            count.passed += 1
          } else {
            count.masked += 1
          }
          continue
        }
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

  /// The mask that rules single values of a field; nil for running text and for words that are no mask.
  private func rule(_ word: ViewWord, _ field: FieldDefinition?) -> MaskRule? {
    switch word {
    case .mask: return field.flatMap { $0.ownMask == .freeText ? nil : $0.ownMask } ?? (field == nil ? .all : nil)
    case .rule(let rule): return rule == .freeText ? nil : rule
    default: return nil
    }
  }
}
