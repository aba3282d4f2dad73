package import CSVCodec
package import Tabular

/// A workbook that was opened: an XLSX file, a CSV file, or a folder of CSV files.
package struct OpenedWorkbook: Sendable {
  package enum Kind: Sendable { case xlsx, csv, folder }

  /// The path as the user named it.
  package let path: String
  package let kind: Kind
  package let reading: any WorkbookReading
  /// The files that are read, as paths; for a folder one a sheet.
  package let files: [String]
  /// How each CSV sheet was understood; empty for XLSX.
  package let dialects: [CSVDialect]
  /// What opening alone showed; the source of a place is the sheet's index.
  package let findings: [Finding]

  /// By sheet: the remembered types of a CSV file of ours.
  let types: [SheetTypes?]

  /// The path without its folder, for messages.
  package var name: String { Path.name(of: path) }

  package var sheets: [SheetInfo] { reading.sheets }

  /// The file a sheet is read from, and its name.
  package func source(sheet: Int) -> SourceSheet {
    SourceSheet(file: kind == .folder ? files[sheet] : path, sheet: sheets[sheet].name)
  }

  /// The digests of the files, in order, computed now.
  package func digests() throws -> [FileDigest] { try files.map { try FileDigest(of: $0) } }
}

/// How to open a workbook; nil = find out.
package struct OpenOptions: Sendable {
  package var encoding: TextEncoding?
  package var separator: Character?
  /// UTF-8 bytes of the password of an encrypted workbook.
  package var password: [UInt8]?
  /// Shows exactly what a file holds (`cells`): no remembered types, Excel's `sep=` line as a row.
  package var exactly = false
  package init(
    encoding: TextEncoding? = nil, separator: Character? = nil, password: [UInt8]? = nil, exactly: Bool = false
  ) {
    self.encoding = encoding
    self.separator = separator
    self.password = password
    self.exactly = exactly
  }
}
