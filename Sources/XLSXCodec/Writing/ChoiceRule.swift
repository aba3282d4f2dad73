import Tabular

/// A drop-down: the values a column may have (ECMA-376 §18.3.1.32).
struct ChoiceRule: Sendable {
  /// Column of the table, from 0.
  var column: Int
  var values: [String]
  /// Where the values stand when they do not fit into the rule: `'选项'!$A$2:$A$40`.
  var reference: String?

  /// `"强,中,弱"` or the reference.
  var formula: String { reference ?? "\"" + values.joined(separator: ",") + "\"" }

  /// A list in a rule is one text of at most 255 characters, parted by commas, blanks at the ends of values lost.
  static func fitsInline(_ values: [String]) -> Bool {
    values.joined(separator: ",").utf16.count <= XLSXLimits.inlineListUnits
      && values.allSatisfy {
        !$0.isEmpty && !$0.contains(",") && !$0.contains("\"") && !$0.contains("\n")
          && $0.first?.isWhitespace == false && $0.last?.isWhitespace == false
      }
  }

  /// Marks what is not in the list; for lists in the rule only, because a conditional format may not look at another
  /// sheet. nil where the formula would grow past reason.
  func problemFormula(cell: String) -> String? {
    guard reference == nil, values.count <= 60 else { return nil }
    let tests = values.map { "\(cell)<>\"\($0)\"" }
    return "AND(LEN(\(cell))>0,\(tests.joined(separator: ",")))"
  }
}

/// The sheet that long lists of choices stand on, a column a list; equal lists share one.
struct ChoiceSheet {
  private(set) var lists: [(header: String, values: [String])] = []
  let name: String

  init(name: String) { self.name = name }

  /// Where the values will stand.
  mutating func reference(to values: [String], header: String) -> String {
    var index = lists.firstIndex { $0.values == values }
    if index == nil {
      index = lists.count
      lists.append((header, values))
    }
    let column = CellName.letters(index ?? 0)
    return "\(SheetNaming.quoted(name))!$\(column)$2:$\(column)$\(values.count + 1)"
  }

  /// The sheet as a table of texts.
  var table: Table {
    let rows = lists.map(\.values.count).max() ?? 0
    let columns = lists.enumerated().map { i, list in
      Table.Named(
        header: list.header, field: FieldID("choices", "\(i)"),
        column: .texts(list.values + Array(repeating: nil, count: rows - list.values.count)))
    }
    return Table(name: name, columns: columns, rowCount: rows)
  }
}
