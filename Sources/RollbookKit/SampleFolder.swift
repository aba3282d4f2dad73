import ByteScanning
import CSVCodec
import Foundation
import Localisation
import ReleaseGate
package import SampleData
import Tabular
package import Workbooks

/// `sample`: a synthetic institution written as people keep theirs.
package enum SampleFolder {
  package enum Format: String, Sendable, CaseIterable {
    /// One workbook with all sheets.
    case xlsx
    /// A folder of CSV files, UTF-8.
    case csv
    /// A folder of CSV files as older programs in China write them: GB18030, no byte order mark, semicolons nowhere.
    case gbk
  }

  /// Writes the institution to `path`: a workbook where the name ends in `.xlsx`, else into that folder.
  /// Returns the files written. Throws what `Workbooks.write` throws.
  package static func write(
    _ options: SampleOptions, to path: String, format: Format, _ writeOptions: WriteOptions
  ) throws -> [String] {
    let sheets = Sample.make(options).filter { $0.table.rowCount > 0 || $0.table.columns.count > 0 }
    let released = sheets.map { sheet in
      var presentation = SheetPresentation()
      presentation.title = sheet.title
      presentation.bands = sheet.bands.map { SheetPresentation.Band(title: $0.title, columns: $0.columns) }
      guard format == .xlsx else {
        return Released(sheet.table, through: .custody(reason: "sample"), presentation: presentation)
      }
      presentation.spans = sheet.spans.map { SheetPresentation.Span(column: $0.column, rows: $0.rows) }
      return Released(sheet.merged, through: .custody(reason: "sample"), presentation: presentation)
    }
    switch format {
    case .xlsx:
      let name = options.language == .zh ? "客户登记与回访.xlsx" : "register.xlsx"
      let target = path.hasSuffix(".xlsx") ? path : path + "/" + name
      let folder = URL(fileURLWithPath: target).deletingLastPathComponent().path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      return try Workbooks.write(released, to: target, writeOptions).files.map(\.file)
    case .csv: return try Workbooks.write(released, to: path, writeOptions).files.map(\.file)
    case .gbk:
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      return try released.map { sheet in
        var options = CSVWriter.Options()
        options.mark = false
        let sink = MemorySink()
        try CSVWriter(options).write(sheet, to: sink)
        var bytes = sink.bytes
        bytes = Array(above(sheet).utf8) + bytes
        let file = path + "/" + sheet.table.name + ".csv"
        let text = String(decoding: bytes, as: UTF8.self)
        try OutputTarget.write(
          try TextEncoding.gb18030.encoded(text), to: file, purpose: "sample", custody: true, writeOptions)
        return file
      }
    }
  }

  /// The lines over the header as a workbook's export leaves them: a merged cell keeps its first column only.
  private static func above(_ sheet: Released<Custody>) -> String {
    let presentation = sheet.presentation
    var lines = presentation.title.map { $0 + "\r\n" } ?? ""
    if !presentation.bands.isEmpty {
      var cells = Array(repeating: "", count: sheet.table.columns.count)
      for band in presentation.bands { cells[band.columns.lowerBound] = band.title }
      lines += cells.joined(separator: ",") + "\r\n"
    }
    return lines
  }
}

extension TextEncoding {
  /// `text` in an encoding of old, by Foundation; for sample files only, nothing is written this way for people.
  func encoded(_ text: String) throws -> [UInt8] {
    guard let data = text.data(using: String.Encoding(rawValue: 0x8000_0632)) else {
      throw Failure("E990", kind: .internalFault, ["GB18030"])
    }
    return Array(data)
  }
}
