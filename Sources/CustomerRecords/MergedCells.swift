import Tabular

/// A cell merged over several rows says the same of each of them: the name over a family's courses, the date over a
/// day's visits. Sums are not spread: an amount over two rows is the amount of both together.
struct MergedCells {
  private let merges: [SheetPreview.Merge]
  private var rowOf: [Int: Int] = [:]
  /// True once a cell was spread.
  private(set) var spread = false

  init(_ merges: [SheetPreview.Merge], origin: Origin) {
    self.merges = merges
    guard !merges.isEmpty else { return }
    for row in 0..<origin.rowCount { rowOf[Int(origin.place(row).row)] = row }
  }

  /// `column` with merged cells spread down, where its field is of a kind that can be.
  mutating func spread(_ column: Column, at index: Int, definition: FieldDefinition?) -> Column {
    guard !merges.isEmpty else { return column }
    switch definition?.type {
    case .number, .integer, .money, .percent, .csat, .nps: return column
    case .text, .freeText, .phone, .email, .choice, .date, .yesNo, nil: break
    }
    var out = column
    var strays = column.strays
    for merge in merges where merge.columns.lowerBound == index {
      guard let first = rowOf[merge.rows.lowerBound], column.isFilled(first) else { continue }
      // Only rows the sheet has: a range may reach to the end of the world.
      let last = min(merge.rows.upperBound, merge.rows.lowerBound + column.count * 2 + 64)
      for number in merge.rows.lowerBound...last where number > merge.rows.lowerBound {
        guard let row = rowOf[number], !out.isFilled(row) else { continue }
        if let cell = column.stray(first) {
          strays.append(Column.Stray(row: UInt32(row), cell: cell))
        } else {
          out.copy(first, to: row)
        }
        spread = true
      }
    }
    out.strays = strays.sorted { $0.row < $1.row }
    return out
  }
}

extension Column {
  /// Puts the cell of one row into another, empty one.
  fileprivate mutating func copy(_ from: Int, to row: Int) {
    switch lane {
    case .text(var codes, let pool):
      lane = .text(codes: [], pool: pool)
      codes[row] = codes[from]
      lane = .text(codes: codes, pool: pool)
    case .number(var values, let kind):
      lane = .number([], kind)
      values[row] = values[from]
      lane = .number(values, kind)
    case .day(var days):
      lane = .day([])
      days[row] = days[from]
      lane = .day(days)
    }
  }
}
