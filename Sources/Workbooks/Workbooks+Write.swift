import ByteScanning
import CSVCodec
package import ReleaseGate
import Tabular
import XLSXCodec

/// How to write a workbook.
package struct WriteOptions: Sendable {
  /// Replaces a target even where it is not known to be ours.
  package var force = false
  /// Paths that were read and must never be written to.
  package var inputs: [String] = []
  /// Digests of what was read, for the manifest.
  package var read: [FileDigest] = []
  /// UTF-8 bytes of a password (XLSX only).
  package var password: [UInt8]?
  /// The file goes to a partner: drop-downs and names that tell of the house are left out.
  package var forPartner = false
  /// XLSX: what the sheet that holds long lists of choices is called.
  package var listSheetName = "选项"
  /// XLSX: the document's title.
  package var title: String?
  /// Keeps the types of CSV columns in `.rollbook/types`.
  package var keepsTypes = true
  package init() {}
}

/// What was written.
package struct WrittenWorkbook: Sendable {
  package var path: String
  /// One for a file, one a sheet for a folder.
  package var files: [FileDigest]
}

extension Workbooks {
  /// What a path asks for, by its name.
  package enum TargetKind: Sendable { case xlsx, csv, folder }

  /// `.xlsx` and `.xlsm` an XLSX file; `.csv`, `.tsv`, `.txt` a CSV file; a folder, or a name without an ending, a folder of
  /// CSV files. Throws `E610` for another ending.
  package static func targetKind(_ path: String) throws -> TargetKind {
    if path.hasSuffix("/") || FileSystem.kind(of: path) == .folder { return .folder }
    switch Path.ending(of: path) {
    case "xlsx": return .xlsx
    case let ending where textEndings.contains(ending): return .csv
    case "": return .folder
    case let ending: throw Failure("E610", kind: .usage, file: path, [ending])
    }
  }

  /// Writes sheets to `path`, each file whole or not at all, and notes them in the manifest beside it.
  ///
  /// Custody stays 0600. Throws `Failure` before anything is written: `E606` a link stands there, `E608` several sheets
  /// for one CSV file, `E611` a file stands there that is not ours or was changed since, `E612` the target is an input,
  /// `E613` a password for CSV.
  @discardableResult
  package static func write<S: Scope>(
    _ sheets: [Released<S>], to path: String, _ options: WriteOptions = WriteOptions()
  ) throws -> WrittenWorkbook {
    WorkMeter.begin(.writing)
    defer { WorkMeter.begin(.working) }
    let kind = try targetKind(path)
    if kind != .xlsx, options.password != nil { throw Failure("E613", kind: .usage, file: path) }
    if kind == .csv, sheets.count != 1 { throw Failure("E608", kind: .usage, file: path, [String(sheets.count)]) }
    let isCustody = S.self == Custody.self
    if kind != .folder, let reason = FileSystem.makeFolder(Path.folder(of: path)) {
      throw Failure("E607", file: path, [reason])
    }
    switch kind {
    case .xlsx:
      let target = try OutputTarget(path, options)
      let file = try AtomicFile(replacing: path, permissions: isCustody ? .custody : .shared)
      let sink = try DigestingSink(file)
      try writeXLSX(sheets, to: sink, options)
      return try target.finish(
        file, sink, custody: isCustody, purpose: sheets.first?.purpose ?? "", set: nil, options)
    case .csv:
      let target = try OutputTarget(path, options)
      return try writeCSV(sheets[0], at: target, position: 0, set: nil, options)
    case .folder: return try writeFolder(sheets, to: path, options)
    }
  }

  private static func writeCSV<S: Scope>(
    _ sheet: Released<S>, at target: OutputTarget, position: Int, set: String?, _ options: WriteOptions
  ) throws -> WrittenWorkbook {
    let isCustody = S.self == Custody.self
    let permissions: AtomicFile.Permissions = isCustody ? .custody : .shared
    let file = try AtomicFile(replacing: target.path, permissions: permissions)
    let sink = try DigestingSink(file)
    var csv = CSVWriter.Options()
    csv.separator = CSVWriter.separator(for: target.path).asciiValue ?? csv.separator
    try CSVWriter(csv).write(sheet, to: sink)
    if options.keepsTypes {
      let types = SheetTypes(of: sheet, position: position)
      return try target.finish(
        file, sink, custody: isCustody, purpose: sheet.purpose, set: set, options, types: types)
    }
    return try target.finish(file, sink, custody: isCustody, purpose: sheet.purpose, set: set, options)
  }

  private static func writeFolder<S: Scope>(
    _ sheets: [Released<S>], to path: String, _ options: WriteOptions
  ) throws -> WrittenWorkbook {
    switch FileSystem.kind(ofEntry: path.hasSuffix("/") ? String(path.dropLast()) : path) {
    case .missing, .folder: break
    default: throw Failure("E606", file: path)
    }
    let names = FileNaming.names(for: sheets.map(\.table.name))
    let targets = try names.map { try OutputTarget(Path.joined(path, $0 + ".csv"), options) }
    if let reason = FileSystem.makeFolder(path) { throw Failure("E607", file: path, [reason]) }
    let former = Manifest(folder: path).outputs.filter { $0.set == "." }
    var files: [FileDigest] = []
    for (position, sheet) in sheets.enumerated() {
      files += try writeCSV(sheet, at: targets[position], position: position, set: ".", options).files
    }
    // Sheets that were there last time, are ours and are no longer part of the workbook would come back as ghosts.
    let kept = Set(names.map { $0 + ".csv" })
    for output in former where !kept.contains(output.written.file) {
      try OutputTarget.removeFormer(output, in: path)
    }
    return WrittenWorkbook(path: path, files: files)
  }

  private static func writeXLSX<S: Scope>(
    _ sheets: [Released<S>], to sink: any ByteSink, _ options: WriteOptions
  ) throws {
    var xlsx = XLSXWriteOptions()
    xlsx.forPartner = options.forPartner
    xlsx.listSheetName = options.listSheetName
    xlsx.title = options.title
    xlsx.password = options.password
    try XLSXWriter.write(sheets, to: sink, options: xlsx)
  }
}

extension CSVWriter {
  /// The separator of a file by its name.
  static func separator(for path: String) -> Character { ["tsv", "tab"].contains(Path.ending(of: path)) ? "\t" : "," }
}
