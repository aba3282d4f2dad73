import ByteScanning
package import Localisation
package import Tabular

/// The annotated copy of the sheets that were read (`check --fix-report`): original order and columns, a column of
/// reasons, marks on the bad cells, and a summary. Corrected by hand it is read again as input: the column of reasons
/// and the summary are passed over.
package struct FixReport: Sendable {
  /// One sheet with its marks.
  package struct Sheet: Sendable {
    package var table: Table
    /// What stood above the header.
    package var title: String?
    package var marks: [Mark]
    package var file: String
  }

  /// A remark on a cell: its colour goes by the severity.
  package struct Mark: Sendable {
    /// Table row from 0; nil = the header.
    package let row: Int?
    package let field: FieldID
    package let severity: Finding.Severity
    package let comment: String
  }

  package let sheets: [Sheet]
  /// Code, severity, what is wrong, how many, where, what to do; then a line a sheet with the sum of its rows.
  package let summary: Table

  static func isReasonsHeader(_ text: String) -> Bool {
    text == Phrasebook.text("fix.reasons", .zh) || text == Phrasebook.text("fix.reasons", .en)
  }

  static func isSummaryHeader(_ text: String) -> Bool {
    text == Phrasebook.text("fix.code", .zh) || text == Phrasebook.text("fix.code", .en)
  }

  /// Reads the sheets again as they stand. Throws what the codecs throw.
  package init(_ inputs: [InputWorkbook], records: Records, options: ReadOptions, language: Language) throws {
    let text = FindingText(language, sources: records.sources, catalogue: options.catalogue)
    var bySource: [Int: [Finding]] = [:]
    for finding in records.findings { bySource[Int(finding.at.source), default: []].append(finding) }
    let recogniser = SheetRecogniser(options: options)
    var sheets: [Sheet] = []
    var names: Set<String> = []
    for input in inputs {
      for (position, info) in input.reading.sheets.enumerated() {
        guard
          let source = records.sources.firstIndex(where: {
            $0.sheet == SourceSheet(file: input.file, sheet: info.name) && $0.kind != nil
          })
        else { continue }
        let preview = try input.reading.preview(sheet: position, rows: 50)
        guard case .table(let plan) = recogniser.recognise(preview, file: input.file, sheet: info.name) else {
          continue
        }
        var sheet = try FixReport.copy(
          input, position, plan, preview, findings: bySource[source] ?? [], text: text, catalogue: options.catalogue)
        sheet.table.name = FixReport.unique(info.name, input.file, &names)
        sheets.append(sheet)
      }
    }
    self.sheets = sheets
    summary = FixReport.summarise(records, text)
  }

  private static func unique(_ name: String, _ file: String, _ names: inout Set<String>) -> String {
    var candidate = name
    if names.contains(candidate) { candidate = ColumnMap.stem(file) + " " + name }
    var n = 2
    while names.contains(candidate) {
      candidate = name + " \(n)"
      n += 1
    }
    names.insert(candidate)
    return candidate
  }

  private static func copy(
    _ input: InputWorkbook, _ position: Int, _ plan: SheetPlan, _ preview: SheetPreview, findings: [Finding],
    text: FindingText, catalogue: FieldCatalogue
  ) throws -> Sheet {
    let scan = try input.reading.scan(sheet: position, ScanRequest(firstRow: plan.firstDataRow))
    var table = Table(name: "", origin: scan.origin, rowCount: scan.rowCount)
    let planned = plan.columns + plan.questions
    let rows = preview.rows.filter { plan.headerRows.contains($0.number) }
    for scanned in scan.columns {
      let known = planned.first { $0.column == scanned.index }
      let written = rows.reversed().lazy.compactMap { row in
        row.cells.indices.contains(scanned.index) ? HeaderSearch.text(row.cells[scanned.index]) : nil
      }.first
      // Of a two-line header one line must say it all.
      let header: String
      if plan.headerRows.count > 1, let definition = known?.definition {
        header = catalogue.title(definition.id, text.language)
      } else if plan.headerRows.count > 1, let known {
        header = known.header
      } else {
        header = written ?? ""
      }
      if isReasonsHeader(header) { continue }
      var field =
        known?.field ?? FieldID(plan.kind.rawValue, "?" + (header.isEmpty ? CellName.letters(scanned.index) : header))
      var n = 2
      while table.index(of: field) != nil {
        field = FieldID(plan.kind.rawValue, "?\(header) (\(n))")
        n += 1
      }
      table.columns.append(
        Table.Named(header: header, field: field, column: scanned.column, stood: [(0, scanned.index)]))
    }
    var sheet = Sheet(table: table, title: title(preview, plan), marks: [], file: input.file)
    annotate(&sheet, plan, findings, text)
    return sheet
  }

  private static func title(_ preview: SheetPreview, _ plan: SheetPlan) -> String? {
    let lines = preview.rows.filter { $0.number < plan.headerRows.lowerBound }.map { row in
      row.cells.map(\.plainText).filter { !$0.isEmpty }.joined(separator: " ")
    }
    return lines.isEmpty ? nil : lines.joined(separator: "  ")
  }

  private static func annotate(_ sheet: inout Sheet, _ plan: SheetPlan, _ findings: [Finding], _ text: FindingText) {
    var rowOf: [Int: Int] = [:]
    for row in 0..<sheet.table.rowCount { rowOf[Int(sheet.table.origin.place(row).row)] = row }
    var columnOf: [Int: FieldID] = [:]
    for column in sheet.table.columns { if let stood = column.stood.first { columnOf[stood.column] = column.field } }
    let reasonsField = FieldID(plan.kind.rawValue, "?" + Phrasebook.text("fix.reasons", text.language))
    var reasons = [String?](repeating: nil, count: sheet.table.rowCount)
    var marks: [Int: [FieldID: Mark]] = [:]
    for finding in findings where finding.at.row > 0 {
      let inHeader = plan.headerRows.contains(Int(finding.at.row))
      let row = rowOf[Int(finding.at.row)]
      guard inHeader || row != nil else { continue }
      let sentence = text.sentence(finding)
      let field = columnOf[Int(finding.at.column)] ?? reasonsField
      if let row {
        let column = finding.at.column >= 0 ? CellName.letters(Int(finding.at.column)) + " " : ""
        reasons[row] = (reasons[row].map { $0 + "\n" } ?? "") + column + sentence
      }
      let comment = [sentence, text.help(finding) ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")
      let key = row ?? -1
      let old = marks[key]?[field]
      marks[key, default: [:]][field] = Mark(
        row: row, field: field, severity: max(old?.severity ?? .note, finding.severity),
        comment: (old.map { $0.comment + "\n" } ?? "") + comment)
    }
    sheet.table.columns.append(
      Table.Named(header: Phrasebook.text("fix.reasons", text.language), field: reasonsField, column: .texts(reasons)))
    for key in marks.keys.sorted() { sheet.marks += (marks[key] ?? [:]).values.sorted { $0.field < $1.field } }
  }

  private static func summarise(_ records: Records, _ text: FindingText) -> Table {
    let report = CheckReport(records)
    let say = { (key: String, arguments: [String]) in Phrasebook.text(key, text.language, arguments) }
    var lines: [[String?]] = report.groups.map { group in
      let first = group.findings[0]
      var places: [String] = []
      var last: UInt16?
      for finding in group.findings.prefix(200) {
        places.append(finding.at.source == last ? finding.at.address : text.place(finding.at))
        last = finding.at.source
      }
      return [
        group.code.rawValue, say("severity.\(group.severity)", []), text.sentence(first),
        String(group.findings.count), places.joined(separator: " ") + (group.findings.count > 200 ? " …" : ""),
        text.help(first),
      ]
    }
    for (i, source) in records.sources.enumerated() where source.kind != nil {
      let total = say("fix.totals", [source.rows, source.used, source.setAside].map(String.init))
      lines.append([nil, nil, total, nil, text.place(Place(source: i)), nil])
    }
    let headers = ["fix.code", "fix.severity", "fix.what", "fix.count", "fix.where", "fix.help"]
    var table = Table(name: say("fix.summary", []), rowCount: lines.count)
    for (i, header) in headers.enumerated() {
      let cells = lines.map { $0[i] }
      let column = header == "fix.count" ? Column.numbers(cells.map { $0.flatMap(Double.init) }) : .texts(cells)
      table.columns.append(Table.Named(header: say(header, []), field: FieldID("fix", header), column: column))
    }
    return table
  }
}
