import ByteScanning
package import CSVCodec
import ReleaseGate
package import Tabular

/// Carries a workbook from one form into another: XLSX, CSV, a folder of CSVs, in any direction, every value and type
/// kept. Raw data in custody: the result is 0600 and never a partner file.
package enum Conversion {
  package struct Report: Sendable {
    package struct Sheet: Sendable, Equatable {
      package var name: String
      package var rows: Int
      package var columns: Int
      package var cells: Int
      package init(name: String, rows: Int, columns: Int, cells: Int) {
        self.name = name
        self.rows = rows
        self.columns = columns
        self.cells = cells
      }
    }
    package var sheets: [Sheet] = []
    /// What the readers noticed; the source of a place is the sheet's index.
    package var findings: [Finding] = []
    package var sources: [SourceSheet] = []
    /// How CSV sources were understood, one a sheet.
    package var dialects: [CSVDialect] = []
    /// What could not go along, as codes of `templates/strings` with their arguments.
    package var losses: [Loss] = []
    package var written: WrittenWorkbook
  }

  package struct Loss: Sendable, Equatable {
    package var code: String
    package var arguments: [String]
  }

  /// Converts `source` to `target`. Throws what opening, reading and writing throw; nothing is written then.
  @discardableResult
  package static func run(
    from source: String, to target: String, _ open: OpenOptions = OpenOptions(),
    _ write: WriteOptions = WriteOptions()
  ) throws -> Report {
    let book = try Workbooks.open(source, open)
    var options = write
    options.inputs.append(source)
    options.read = try book.digests().map {
      FileDigest(file: Path.name(of: $0.file), bytes: $0.bytes, sha256: $0.sha256)
    }
    let sheets = try book.sheets.indices.map { try SheetCopy(of: book, sheet: $0) }
    let released = sheets.map { sheet in
      Released(sheet.table, through: CompiledView<Custody>.custody(reason: "convert"), presentation: sheet.presentation)
    }
    let written = try Workbooks.write(released, to: target, options)
    var report = Report(written: written)
    for (index, sheet) in sheets.enumerated() {
      report.sheets.append(
        .init(
          name: sheet.table.name, rows: sheet.table.rowCount + (sheet.presentation.headerRow == nil ? 0 : 1),
          columns: sheet.table.columns.count, cells: sheet.cells))
      report.sources.append(book.source(sheet: index))
      report.findings += sheet.findings.map { finding in
        var place = finding.at
        place.source = UInt16(index)
        return Finding(finding.code, finding.severity, at: place, field: finding.field, hint: finding.hint)
      }
    }
    report.findings += book.findings
    report.dialects = book.dialects
    report.losses = losses(of: book, sheets, isWorkbook: try Workbooks.targetKind(target) == .xlsx)
    return report
  }

}
