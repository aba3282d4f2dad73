import ByteScanning
import CSVCodec
import Tabular
import XLSXCodec

/// A workbook is a path: an XLSX file, a CSV file and a folder of CSV files are the same thing to everything above.
package enum Workbooks {
  /// Opens what stands at `path`, by content and not by name.
  ///
  /// Throws `Failure`: `E601` nothing there, `E602` a folder without sheets, `E604` no sheet at
  /// all (PDF, picture, web page …), `E605` an empty .xlsx, and what the codecs throw.
  package static func open(_ path: String, _ options: OpenOptions = OpenOptions()) throws -> OpenedWorkbook {
    switch FileSystem.kind(of: path) {
    case .missing: throw Failure("E601", file: path)
    case .folder: return try openFolder(path, options)
    case .file: return try openFile(path, options)
    default: throw Failure("E604", file: path, ["—"])
    }
  }

  /// Opens every workbook that a list of paths stands for: a folder's CSV files are one workbook, each XLSX file in it
  /// another.
  package static func openAll(_ paths: [String], _ options: OpenOptions = OpenOptions()) throws -> [OpenedWorkbook] {
    var out: [OpenedWorkbook] = []
    for path in paths {
      guard FileSystem.kind(of: path) == .folder else {
        out.append(try open(path, options))
        continue
      }
      let books = sheetFiles(in: path, endings: ["xlsx", "xlsm"])
      if books.isEmpty || !sheetFiles(in: path, endings: textEndings).isEmpty {
        out.append(try openFolder(path, options))
      }
      for book in books { out.append(try open(book, options)) }
    }
    return out
  }

  static let textEndings: Set<String> = ["csv", "tsv", "tab", "txt"]

  /// The sheet files of a folder, sorted by name; hidden files, Excel's lock files and `.rollbook` left out.
  static func sheetFiles(in folder: String, endings: Set<String>) -> [String] {
    (FileSystem.names(in: folder) ?? []).filter {
      !$0.hasPrefix(".") && !$0.hasPrefix("~$") && endings.contains(Path.ending(of: $0))
    }.map { Path.joined(folder, $0) }.filter { FileSystem.kind(of: $0) == .file }
  }

  private static func openFile(_ path: String, _ options: OpenOptions) throws -> OpenedWorkbook {
    let source = try ByteSource(path: path)
    switch try FileKind(source, path: path) {
    // The reader of workbooks says which kind of compound file it is: encrypted, or from before 2007.
    case .zip, .compound, .binary: return try openXLSX(path, options)
    case .other(let word): throw Failure("E604", file: path, [word])
    case .misnamed: throw Failure("E614", file: path)
    case .empty where FileKind.bookEndings.contains(Path.ending(of: path)): throw Failure("E605", file: path)
    case .empty, .text: return try openCSV([path], path: path, kind: .csv, options)
    }
  }

  private static func openXLSX(_ path: String, _ options: OpenOptions) throws -> OpenedWorkbook {
    let workbook = try XLSXWorkbook.open(path: path, options: XLSXReadOptions(password: options.password))
    return OpenedWorkbook(
      path: path, kind: .xlsx, reading: workbook, files: [path], dialects: [], findings: [],
      types: workbook.sheets.map { _ in nil })
  }

  private static func openFolder(_ path: String, _ options: OpenOptions) throws -> OpenedWorkbook {
    let files = sheetFiles(in: path, endings: textEndings)
    guard !files.isEmpty else { throw Failure("E602", file: path) }
    return try openCSV(files, path: path, kind: .folder, options)
  }

  private static func openCSV(
    _ files: [String], path: String, kind: OpenedWorkbook.Kind, _ options: OpenOptions
  ) throws -> OpenedWorkbook {
    // Sheets of a folder that we wrote come back in the order they had; others by name.
    let entries = files.enumerated().map { (index: $0, file: $1, memory: SheetMemory(of: $1)) }.sorted {
      ($0.memory.types?.position ?? .max, $0.index) < ($1.memory.types?.position ?? .max, $1.index)
    }
    var parts: [CSVWorkbook.Part] = []
    var findings: [Finding] = []
    for (index, entry) in entries.enumerated() {
      let source = try ByteSource(path: entry.file)
      if source.count == 0 { findings.append(Finding("E605", .warning, at: Place(source: index))) }
      if case .other(let word) = try FileKind(source, path: entry.file) {
        throw Failure("E604", file: entry.file, [word])
      }
      var csv = CSVOptions(encoding: options.encoding, separator: options.separator)
      csv.showsDirective = options.exactly
      csv.dropsGuard = entry.memory.isOurs && !options.exactly
      if entry.memory.isUnchanged {
        // What we wrote ourselves needs no guessing; a sample of old programs' sheets is not in our encoding, though.
        if entry.memory.types != nil { csv.encoding = csv.encoding ?? .utf8 }
        csv.separator = csv.separator ?? CSVWriter.separator(for: entry.file)
      }
      parts.append(
        CSVWorkbook.Part(
          name: entry.memory.types?.sheet ?? Path.stem(of: entry.file), file: entry.file, source: source,
          options: csv))
    }
    let workbook = try CSVWorkbook(parts)
    let remembers = !options.exactly && entries.contains { $0.memory.types != nil }
    let reading: any WorkbookReading =
      remembers ? TypedCSVWorkbook(workbook, memories: entries.map(\.memory)) : workbook
    return OpenedWorkbook(
      path: path, kind: kind, reading: reading, files: entries.map(\.file), dialects: workbook.dialects,
      findings: findings, types: remembers ? entries.map(\.memory.types) : entries.map { _ in nil })
  }
}
