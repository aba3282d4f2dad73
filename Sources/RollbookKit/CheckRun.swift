import ByteScanning
package import CustomerRecords
package import Localisation
import Privacy
package import ReleaseGate
import Tabular
import Workbooks

/// `check`: every problem of the sheets, printed with the cells around it, masked.
package struct CheckRun: Sendable {
  package let institution: Institution
  package let report: CheckReport

  package init(_ institution: Institution) {
    var institution = institution
    institution.checkLoyalty()
    self.institution = institution
    report = CheckReport(institution.records)
  }

  /// The lines of each kind of problem: its first finding with the cells around, the places of the others.
  ///
  /// - Parameter all: print every finding in full.
  package func lines(_ language: Language, all: Bool) throws -> [[String]] {
    let records = institution.records
    let text = FindingText(language, sources: records.sources, catalogue: institution.rules.catalogue)
    let catalogue = institution.rules.catalogue
    let renderer = FindingRenderer(text, records: records) { value, field in
      CellMask.shown(value, field: field, catalogue: catalogue)
    }
    let windows = try windows(all: all)
    var out: [[String]] = []
    for group in report.groups {
      let shown = all ? group.findings : Array(group.findings.prefix(1))
      for (i, finding) in shown.enumerated() {
        let others = !all && i == 0 ? Array(group.findings.dropFirst()) : []
        out.append(renderer.lines(finding, window: windows[Int(finding.at.source)], others: others))
      }
    }
    return out
  }

  /// The cells around what is printed, a scan for each sheet that has something to show.
  private func windows(all: Bool) throws -> [Int: SheetWindow] {
    var wanted: [Int: Set<Int>] = [:]
    for group in report.groups {
      for finding in all ? group.findings[...] : group.findings.prefix(1) where finding.at.row > 0 {
        wanted[Int(finding.at.source), default: []].insert(Int(finding.at.row))
      }
    }
    var windows: [Int: SheetWindow] = [:]
    for (source, rows) in wanted {
      let sheet = institution.records.sources[source].sheet
      for book in institution.books where book.path == sheet.file || book.files.contains(sheet.file) {
        guard let position = book.sheets.firstIndex(where: { $0.name == sheet.sheet }) else { continue }
        windows[source] = try SheetWindow(book.reading, sheet: position, rows: rows)
        break
      }
    }
    return windows
  }

  /// The annotated copy, for custody: sheets in their order with marks and reasons, then the summary.
  package func fixReport(_ language: Language) throws -> [Released<Custody>] {
    let rules = institution.rules
    let fix = try FixReport(
      institution.inputs(), records: institution.records, options: try institution.options.readOptions(rules),
      language: language)
    var sheets = fix.sheets.map { sheet in
      var presentation = SheetPresentation()
      presentation.title = sheet.title
      presentation.annotations = sheet.marks.map { mark in
        let tint: SheetPresentation.Tint =
          mark.severity == .error ? .error : mark.severity == .warning ? .warning : .note
        return SheetPresentation.Annotation(row: mark.row, field: mark.field, tint: tint, comment: mark.comment)
      }
      return Released(sheet.table, through: .custody(reason: "fix report"), presentation: presentation)
    }
    sheets.append(Released(fix.summary, through: .custody(reason: "fix report")))
    return sheets
  }

  /// The merged, cleaned sheets, for custody.
  package func clean(_ language: Language) -> [Released<Custody>] {
    institution.records.cleanTables(language, catalogue: institution.rules.catalogue).map {
      Released($0, through: .custody(reason: "clean"))
    }
  }

  /// A map to fill in for headers nobody could guess.
  package static func suggestedMap(_ options: InputOptions) throws -> Released<Custody> {
    let rules = try HouseRules.load(options.rules)
    let books = try options.open()
    let inputs = Institution.inputs(books)
    let table = try ColumnMap.suggest(inputs, options: try options.readOptions(rules))
    return Released(table, through: .custody(reason: "map"))
  }
}
