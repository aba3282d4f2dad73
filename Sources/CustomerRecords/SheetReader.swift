import ByteScanning
import Localisation
import Tabular

/// The records of one sheet before sheets of one kind are put together.
struct SheetRecords {
  var source: Int
  var plan: SheetPlan
  var table: Table
}

/// Reads one planned sheet: scans the wanted columns and reads each by meaning.
struct SheetReader {
  let options: ReadOptions
  let source: Int
  var findings: [Finding] = []

  init(options: ReadOptions, source: Int) {
    self.options = options
    self.source = source
  }

  mutating func read(
    _ reading: any WorkbookReading, sheet: Int, plan: SheetPlan, report: inout SourceReport
  ) throws -> SheetRecords {
    let planned = plan.columns + plan.questions
    var request = ScanRequest(firstRow: plan.firstDataRow)
    // Columns without a header come along too, as far as the first rows fill them.
    let last = max(planned.map(\.column).max() ?? 0, plan.width - 1)
    request.columns = (0...last).filter { !plan.ignored.contains($0) }
    for column in request.columns ?? [] {
      let definition = planned.first { $0.column == column }?.definition
      if SheetReader.wantsText(definition), !plan.serials.contains(column) { request.hints[column] = .text }
    }
    let scan = try reading.scan(sheet: sheet, request)
    for finding in scan.findings {
      var at = finding.at
      at.source = UInt16(source)
      findings.append(Finding(finding.code, finding.severity, at: at, field: finding.field, hint: finding.hint))
    }
    let skip = RowFilter.skipped(scan, plan: plan)
    let keep = (0..<UInt32(scan.rowCount)).filter { !skip[Int($0)] }
    let all = keep.count == scan.rowCount
    let origin = all ? scan.origin : scan.origin.gathered(keep)
    var moved = Origin()
    for (i, run) in origin.runs.enumerated() {
      let end = i + 1 < origin.runs.count ? Int(origin.runs[i + 1].tableRow) : origin.rowCount
      moved.append(source: source, sheetRow: Int(run.sheetRow), count: end - Int(run.tableRow))
    }
    var table = Table(name: plan.kind.rawValue, origin: moved, rowCount: keep.count)
    var merged = MergedCells(plan.merges, origin: moved)
    let definitions = Dictionary(planned.map { ($0.column, $0.definition) }, uniquingKeysWith: { a, _ in a })
    let read = { (index: Int) -> Column? in
      guard let found = scan.columns.first(where: { $0.index == index })?.column else { return nil }
      let kept = all ? found : found.gathered(keep)
      return merged.spread(kept, at: index, definition: definitions[index] ?? nil)
    }
    readColumns(plan, read, &table)
    if merged.spread { findings.append(Finding("E149", .note, at: Place(source: source))) }
    for column in request.columns ?? []
    where !plan.serials.contains(column) && !planned.contains(where: { $0.column == column }) {
      // A column without a header, but with cells.
      guard let found = read(column), SheetReader.isFilled(found) else { continue }
      let letters = CellName.letters(column)
      append(
        to: &table, header: letters, field: FieldID(plan.kind.rawValue, "?" + letters), column: column, found, nil)
    }
    tellUnknown(table, plan)
    report.rows = keep.count
    let lastSeen = scan.rowCount > 0 ? Int(scan.origin.place(scan.rowCount - 1).row) : plan.headerRows.upperBound
    let blanks = scan.rowCount > 0 ? lastSeen - plan.firstDataRow + 1 - scan.rowCount : 0
    report.skipped = plan.titleRows + max(0, blanks) + (scan.rowCount - keep.count)
    return SheetRecords(source: source, plan: plan, table: table)
  }

  /// Columns nobody knows: carried along, hidden by every view, and said once each.
  private mutating func tellUnknown(_ table: Table, _ plan: SheetPlan) {
    let asked = Set(plan.questions.map(\.column))
    var told = 0
    for named in table.columns where named.field.isUnknown {
      guard let stood = named.stood.first, !asked.contains(stood.column) else { continue }
      // Of a CRM export with dozens of columns of its own only the first few are compared with every header we know.
      told += 1
      let near = told <= 8 ? options.catalogue.nearest(named.header, in: plan.kind) : nil
      findings.append(
        Finding(
          "E143", .note, at: Place(source: source, row: plan.headerRows.upperBound, column: stood.column),
          hint: [near.map { "@near|" + $0.id.rawValue } ?? "@near.none"]))
    }
  }

  /// Codes and phones must keep their zeros; free text and unknown columns stay as they stand.
  private static func wantsText(_ definition: FieldDefinition?) -> Bool {
    guard let definition else { return true }
    switch definition.type {
    case .text, .freeText, .phone, .email, .choice: return true
    case .date, .number, .integer, .money, .percent, .csat, .nps, .yesNo: return false
    }
  }

  static func isFilled(_ column: Column) -> Bool {
    if !column.strays.isEmpty { return true }
    switch column.lane {
    case .text(let codes, _): return codes.contains { $0 != TextPool.none }
    case .number(let values, _): return values.contains { !$0.isNaN }
    case .day(let days): return days.contains { $0 != Day.missing }
    }
  }

  private mutating func readColumns(_ plan: SheetPlan, _ read: (Int) -> Column?, _ table: inout Table) {
    var groups: [FieldID: [SheetPlan.PlannedColumn]] = [:]
    for column in plan.columns where column.definition != nil { groups[column.field, default: []].append(column) }
    var done: Set<FieldID> = []
    for planned in plan.columns + plan.questions {
      guard let definition = planned.definition else {
        guard let found = read(planned.column) else { continue }
        append(to: &table, header: planned.header, field: planned.field, column: planned.column, found, planned.unit)
        continue
      }
      guard done.insert(planned.field).inserted, let group = groups[planned.field] else { continue }
      let ranked = group.sorted { ($0.rank, $0.column) < ($1.rank, $1.column) }
      merge(ranked, definition, plan, read, &table)
    }
  }

  /// One field from one column, or from several: the first filled cell in the order of the field's headers.
  private mutating func merge(
    _ group: [SheetPlan.PlannedColumn], _ definition: FieldDefinition, _ plan: SheetPlan, _ read: (Int) -> Column?,
    _ table: inout Table
  ) {
    var parts: [(planned: SheetPlan.PlannedColumn, read: ReadColumn)] = []
    for planned in group {
      guard let found = read(planned.column) else { continue }
      var reader = ColumnReader(definition: definition, unit: planned.unit ?? plan.titleUnit, options: options)
      let column = reader.read(column: found, lineage: FieldSet(definition.fieldClass))
      note(column.log, planned, definition, table)
      parts.append((planned, column))
    }
    guard var first = parts.first else { return }
    if parts.count > 1 {
      findings.append(
        Finding(
          "E113", .note,
          at: Place(source: source, row: plan.headerRows.upperBound, column: parts[1].planned.column),
          field: definition.id, hint: [CellName.letters(first.planned.column)]))
    }
    for other in parts.dropFirst() { fill(&first, from: other, definition, table) }
    var named = Table.Named(header: first.planned.header, field: definition.id, column: first.read.column)
    named.stood = [(source, first.planned.column)]
    table.columns.append(named)
    if let seconds = first.read.seconds {
      table.columns.append(
        Table.Named(
          header: first.planned.header + "2", field: FieldID(rawValue: definition.id.rawValue + "_2"), column: seconds,
          stood: [(source, first.planned.column)]))
    }
    if let times = first.read.times {
      table.columns.append(
        Table.Named(
          header: first.planned.header + "·时间", field: FieldID(rawValue: definition.id.rawValue + "_time"),
          column: Column(.number(times, .time), lineage: FieldSet(definition.fieldClass), format: "hh:mm"),
          stood: [(source, first.planned.column)]))
    }
  }

  private mutating func fill(
    _ first: inout (planned: SheetPlan.PlannedColumn, read: ReadColumn),
    from other: (planned: SheetPlan.PlannedColumn, read: ReadColumn), _ definition: FieldDefinition, _ table: Table
  ) {
    var pool = TextPool()
    var index = TextIndex()
    if case .text(_, let own) = first.read.column.lane {
      for code in 0..<UInt32(own.count) { _ = own.withBytes(code) { index.intern($0, in: &pool) } }
    }
    var seconds: [UInt32]?
    var secondPool = TextPool()
    var secondIndex = TextIndex()
    if case .text(let codes, let own)? = first.read.seconds?.lane {
      seconds = codes
      for code in 0..<UInt32(own.count) { _ = own.withBytes(code) { secondIndex.intern($0, in: &secondPool) } }
    }
    func differs(_ row: Int) {
      findings.append(
        Finding(
          "E114", .warning, at: at(table, row, other.planned.column), field: definition.id,
          hint: [CellName.letters(first.planned.column)]))
    }
    switch (first.read.column.lane, other.read.column.lane) {
    case (.text(var codes, _), .text(let more, let otherPool)):
      for row in codes.indices where more[row] != TextPool.none {
        let code = otherPool.withBytes(more[row]) { index.intern($0, in: &pool) }
        if codes[row] == TextPool.none {
          codes[row] = code
        } else if codes[row] != code {
          if definition.type == .phone, seconds?[row] ?? TextPool.none == TextPool.none {
            // Two phone columns are two phones, not a contradiction.
            if seconds == nil { seconds = Array(repeating: TextPool.none, count: codes.count) }
            seconds?[row] = otherPool.withBytes(more[row]) { secondIndex.intern($0, in: &secondPool) }
          } else {
            differs(row)
          }
        }
      }
      first.read.column.lane = .text(codes: codes, pool: pool)
      if let seconds {
        first.read.seconds = Column(.text(codes: seconds, pool: secondPool), lineage: first.read.column.lineage)
      }
    case (.number(var values, let kind), .number(let more, _)):
      for row in values.indices where !more[row].isNaN {
        if definition.name == "do_not_contact" {
          // Neither mail nor calls: whoever refuses one way is left in peace.
          values[row] = values[row].isNaN ? more[row] : max(values[row], more[row])
        } else if values[row].isNaN {
          values[row] = more[row]
        } else if values[row] != more[row] {
          differs(row)
        }
      }
      first.read.column.lane = .number(values, kind)
    case (.day(var days), .day(let more)):
      for row in days.indices where more[row] != Day.missing {
        if days[row] == Day.missing { days[row] = more[row] } else if days[row] != more[row] { differs(row) }
      }
      first.read.column.lane = .day(days)
    default: break
    }
  }

  private mutating func append(
    to table: inout Table, header: String, field: FieldID, column: Int, _ found: Column, _ unit: HeaderUnit?
  ) {
    var reader = ColumnReader(definition: nil, unit: unit, options: options)
    let read = reader.read(column: found, lineage: FieldSet(.direct))
    var unique = field
    var n = 2
    while table.index(of: unique) != nil {
      unique = FieldID(rawValue: field.rawValue + " (\(n))")
      n += 1
    }
    table.columns.append(
      Table.Named(header: header, field: unique, column: read.column, stood: [(source, column)]))
  }

  private func at(_ table: Table, _ row: Int, _ column: Int) -> Place { table.origin.place(row, column: column) }

  private mutating func note(
    _ log: ProblemLog, _ planned: SheetPlan.PlannedColumn, _ definition: FieldDefinition, _ table: Table
  ) {
    for (row, kind) in log.rows {
      let problem = log.problem(kind)
      findings.append(
        Finding(
          .init(problem.code), problem.severity, at: at(table, Int(row), planned.column), field: definition.id,
          hint: problem.hint))
    }
  }
}
