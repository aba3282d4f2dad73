import Tabular

/// A survey tool's export has a column for each question; the surveys table has a row for each answer.
enum SurveyUnfolding {
  static func long(_ wide: Table, plan: SheetPlan) -> Table {
    let asked = plan.questions.compactMap { question in
      wide.columns.firstIndex { $0.stood.first?.column == question.column && $0.field.isUnknown }.map { (question, $0) }
    }
    var rows: [UInt32] = []
    var questions: [String?] = []
    var answers: [UInt32] = []
    var pool = TextPool()
    var index = TextIndex()
    let moved: [[UInt32]] = asked.map { _, column in
      guard case .text(_, let own) = wide.columns[column].column.lane else { return [] }
      return TableMerging.translation(from: own, into: &pool, &index)
    }
    for row in 0..<wide.rowCount {
      for (i, (question, column)) in asked.enumerated() {
        guard case .text(let codes, _) = wide.columns[column].column.lane, codes[row] != TextPool.none else { continue }
        rows.append(UInt32(row))
        questions.append(question.header)
        answers.append(moved[i][Int(codes[row])])
      }
    }
    let taken = Set(asked.map { wide.columns[$0.1].field })
    var rest = wide
    rest.columns.removeAll { taken.contains($0.field) }
    var out = rest.gathered(rows)
    out.columns.append(
      Table.Named(header: "题目", field: "surveys.question", column: .texts(questions), stood: []))
    out.columns.append(
      Table.Named(
        header: "答案", field: "surveys.answer",
        column: Column(.text(codes: answers, pool: pool), lineage: FieldSet(.free)), stood: []))
    return out
  }
}
