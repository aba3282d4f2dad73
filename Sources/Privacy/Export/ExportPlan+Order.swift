import CustomerRecords
import ReleaseGate
import Tabular

extension ExportPlan {
  /// The order of rows must say nothing that the cells do not.
  ///
  /// Outside it belongs to the recipient: it says nothing of the sheet's, and a leaked file names who had it. Inside,
  /// rows are in the order of what is seen of them, whatever hidden column the sheet was sorted by.
  mutating func reorder() {
    if session.view.audience == .outside {
      guard let tokenizer = session.tokenizer else { return }
      let keys = rows.map { row -> UInt64 in
        let person = people[Int(row)]
        let mark = person >= 0 && Int(person) < marks.count ? marks[Int(person)] : 0
        return tokenizer.number("order", "\(mark):\(person < 0 ? Int(row) : 0)")
      }
      keep(rows.indices.sorted { (keys[$0], rows[$0]) < (keys[$1], rows[$1]) }.map { rows[$0] })
      return
    }
    let raw = session.records[options.table].table
    let isWhole = raw.columns.allSatisfy { named in
      released.report.contains { $0.field == named.field && $0.action == "full" }
    }
    if isWhole { return }
    let ranks = released.table.columns.map { ExportPlan.ranks($0.column) }
    let order = rows.indices.sorted { a, b in
      for rank in ranks where rank[a] != rank[b] { return rank[a] < rank[b] }
      return a < b
    }
    keep(order.map { rows[$0] })
  }

  /// For each row the rank of its value: blanks first, numbers and days by size, texts by their bytes.
  private static func ranks(_ column: Column) -> [UInt32] {
    let coded = RiskCodes.codes(column)
    if coded.isNumeric { return coded.codes }
    var first: [UInt32: Int] = [:]
    for (row, code) in coded.codes.enumerated() where first[code] == nil { first[code] = row }
    let texts = first.map { (code: $0.key, text: CellText.of(column.cell($0.value)) ?? "") }
    var rank: [UInt32: UInt32] = [:]
    for (i, one) in texts.sorted(by: { ($0.text, $0.code) < ($1.text, $1.code) }).enumerated() {
      rank[one.code] = UInt32(i)
    }
    return coded.codes.map { rank[$0] ?? 0 }
  }
}
