import DecisionTables
import Tabular
import TestSupport
import Testing

@Suite("DMN technology compatibility kit", .enabled(if: Corpus.available(for: "DMN TCK")))
struct DMNTests {
  @Test("DMN: the corpus holds models that are one decision table")
  func corpusIsThere() { #expect(DMNModel.tableOnly.count >= 11) }

  @Test("DMN: every case of a table-only model gives the expected result", arguments: DMNModel.tableOnly)
  func casesPass(model: DMNModel) throws {
    let checked = DecisionTable.check(model.sheet)
    #expect(checked.findings.filter { $0.severity == .error }.isEmpty)
    let table = try #require(checked.table)
    for one in model.cases {
      let names = table.inputs.map(\.name)
      let inputs = Grid(
        source: SourceSheet(file: "in.csv", sheet: "in"),
        rows: [
          SheetPreview.Row(number: 1, cells: names.map { .text($0) }),
          SheetPreview.Row(number: 2, cells: names.map { one.inputs[$0].map { .text($0) } ?? .empty }),
        ])
      let run = RulesRun(table, inputs: inputs)
      switch one.expected {
      case .value(let value):
        #expect(run.outcome.value(0).description == value ?? "", "case \(one.id)")
        #expect(run.result.text(1, names.count) == value ?? "", "case \(one.id)")
      case .columns(let columns, let isList):
        for (name, values) in columns {
          let output = try #require(name.isEmpty ? 0 : table.outputs.firstIndex { $0.name == name })
          let found = run.outcome.value(0, output: output)
          let wanted = values.map { $0.map { RuleValue.text($0) } ?? .null }
          #expect(found == (isList ? .list(wanted) : wanted[0]), "case \(one.id) \(name)")
        }
      }
    }
  }
}
