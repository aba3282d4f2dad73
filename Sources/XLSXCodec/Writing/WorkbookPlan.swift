import ByteScanning
import ReleaseGate
import Tabular

/// Everything settled before the first byte: names, looks, shared strings, which rows stand on which sheet.
struct WorkbookPlan {
  struct Sheet {
    var name: String
    var part: WorksheetPart
  }

  private(set) var sheets: [Sheet] = []
  private(set) var strings = SharedStringPlan()
  private(set) var styles = StyleRegistry()
  private(set) var summary = XLSXWriteSummary()
  private(set) var isChinese = false

  init<S: Scope>(_ released: [Released<S>], options: XLSXWriteOptions) throws {
    guard !released.isEmpty else { throw Failure("E246") }
    var tables: [TablePlan] = []
    for table in released {
      tables.append(
        try TablePlan(
          table.table, table.presentation, rowLimit: options.rowLimit, strings: &strings, styles: &styles))
    }
    var naming = SheetNaming()
    var names = tables.map { plan in plan.parts.map { _ in naming.name(for: plan.table.name) } }
    if !options.forPartner { try addChoices(&tables, &names, naming.name(for: options.listSheetName)) }
    // A header counts once for every sheet it stands on; the strings are complete now.
    try strings.seal()
    isChinese = tables.contains { $0.columns.contains { TextWidth.hasWide($0.header) } }
    for (i, plan) in tables.enumerated() {
      var plan = plan
      for c in plan.columns.indices where plan.columns[c].source >= 0 {
        plan.columns[c].numbering = strings.sources[plan.columns[c].source].numbering
      }
      for (rows, name) in zip(plan.parts, names[i]) {
        let part = WorksheetPart(plan, rows: rows, isFirst: sheets.isEmpty, options: options)
        sheets.append(Sheet(name: name, part: part))
        if i < released.count { summary.sheets.append(.init(name: name, table: i, rows: rows)) }
      }
      summary.datesAsText += plan.datesAsText
    }
  }

  /// Drop-downs, and the sheet for those lists that do not fit into a rule.
  private mutating func addChoices(_ tables: inout [TablePlan], _ names: inout [[String]], _ listName: String) throws {
    var lists = ChoiceSheet(name: listName)
    for t in tables.indices {
      for (c, column) in tables[t].columns.enumerated() {
        guard let values = tables[t].presentation.choices[column.field], !values.isEmpty else { continue }
        var rule = ChoiceRule(column: c, values: values)
        if !ChoiceRule.fitsInline(values) { rule.reference = lists.reference(to: values, header: column.header) }
        tables[t].choices.append(rule)
      }
    }
    guard !lists.lists.isEmpty else { return }
    tables.append(
      try TablePlan(lists.table, SheetPresentation(), rowLimit: XLSXLimits.rows, strings: &strings, styles: &styles))
    names.append([listName])
  }
}
