import ByteScanning
import CSVCodec
import CustomerRecords
import Foundation
package import Privacy
import ReleaseGate
import Tabular
package import Workbooks
import XLSXCodec
import ZipContainer

/// `export`: plan, write, prove, log. The file appears only after the proof passed.
package struct ExportDelivery: Sendable {
  package let plan: ExportPlan
  package let log: ExportLog
  package let keyPath: String
  package let keyIsNew: Bool
  private let institution: Institution

  /// - Parameters:
  ///   - logPath: nil = `.rollbook/exports.jsonl` beside the input.
  ///   - keyPath: nil = the user's own (`MasterKey.defaultPath`).
  ///   - isPreview: nothing is written, not even a key or a folder.
  /// Throws what `ExportPlan` throws, `E510`–`E516` for keys, `E517` where the output folder is a link.
  package init(
    _ institution: Institution, _ options: ExportOptions, logPath: String?, keyPath: String?, output: String,
    isPreview: Bool = false
  ) throws {
    self.institution = institution
    log = ExportLog(path: try logPath ?? ExportDelivery.defaultLog(institution, makes: !isPreview))
    let path = keyPath ?? MasterKey.defaultPath(environment: ProcessInfo.processInfo.environment)
    let (key, isNew) = try MasterKey.forExport(path, loggedKey: try log.loggedKey(), makes: !isPreview)
    let folder = (output as NSString).deletingLastPathComponent
    try ExportDelivery.checkNoLink(folder, output)
    try key.check(outside: folder.isEmpty ? "." : folder)
    self.keyPath = path
    keyIsNew = isNew && !isPreview
    let views = try ViewSheet(try institution.rules.sheet("views"), catalogue: institution.rules.catalogue)
    plan = try ExportPlan(
      records: institution.records, views: views, settings: institution.rules.settings, options: options, master: key,
      log: log)
  }

  /// A folder that is a link leads somewhere nobody looked at: the file would lie there.
  private static func checkNoLink(_ folder: String, _ output: String) throws {
    if folder.isEmpty { return }
    let kind = try? FileManager.default.attributesOfItem(atPath: folder)[.type] as? FileAttributeType
    if kind == .typeSymbolicLink { throw Failure("E517", kind: .refused, file: output, [folder]) }
  }

  private static func defaultLog(_ institution: Institution, makes: Bool) throws -> String {
    let first = institution.books[0].path
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: first, isDirectory: &isFolder)
    let parent = (first as NSString).deletingLastPathComponent
    let folder = (isFolder.boolValue ? first : parent.isEmpty ? "." : parent) + "/.rollbook"
    if makes {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    return folder + "/exports.jsonl"
  }

  /// Writes, proves and logs. Throws the plan's refusal, `E550` where the proof fails; nothing appears then.
  package func deliver(to output: String, password: [UInt8]?, _ write: WriteOptions) throws -> LogRecord {
    let name = (output as NSString).lastPathComponent
    let sources = institution.digests.map(\.sha256)
    // Whatever cannot be written is told before an intent stands in the log.
    _ = try OutputTarget(output, write)
    if try Workbooks.targetKind(output) == .folder { throw Failure("E912", kind: .usage, file: output) }
    if plan.names(somebodyIn: (name as NSString).deletingPathExtension) {
      throw Failure("E518", kind: .refused, file: nil, [])
    }
    var run = try plan.start(
      log: log, output: name, sources: sources,
      rules: institution.rules.digest.isEmpty ? "built-in" : institution.rules.digest, version: rollbookVersion,
      time: now())
    do {
      var bytes: [UInt8]
      repeat {
        bytes = try finished(run.released, output, password)
      } while try run.prove(try parts(of: bytes, name, password), time: now()) == .writeAgain
      var options = write
      options.read = institution.digests
      options.forPartner = true
      let written = try OutputTarget.write(bytes, to: output, purpose: run.released.purpose, options)
      do {
        return try run.complete(output: name, digest: written.files.first?.sha256 ?? "", time: now())
      } catch {
        // What the log does not know to be finished does not stay.
        try? FileManager.default.removeItem(atPath: output)
        throw error
      }
    } catch let failure as Failure where failure.code == "E550" {
      // The proof has put its failure into the log already.
      throw failure
    } catch {
      try? run.fail((error as? Failure)?.code.rawValue ?? "E990", time: now())
      throw error
    }
  }

  private func finished(_ released: Released<Outside>, _ output: String, _ password: [UInt8]?) throws -> [UInt8] {
    let sink = MemorySink()
    switch try Workbooks.targetKind(output) {
    case .csv:
      if password != nil { throw Failure("E613", kind: .usage, file: output) }
      try CSVWriter().write(released, to: sink)
    case .xlsx, .folder:
      var options = XLSXWriteOptions()
      options.forPartner = true
      options.password = password
      try XLSXWriter.write([released], to: sink, options: options)
    }
    return sink.bytes
  }

  /// The finished file as the proof reads it: every part of a workbook, of a protected one what it decrypts to.
  private func parts(of bytes: [UInt8], _ name: String, _ password: [UInt8]?) throws -> FinishedFile {
    guard try Workbooks.targetKind(name) == .xlsx else { return FinishedFile(parts: [.init(name: name, bytes: bytes)]) }
    let package = try password.map { try EncryptedPackage.decrypt(bytes, password: $0) } ?? bytes
    let archive = try ZipArchive(bytes: package)
    return FinishedFile(
      parts: try archive.entries.map { entry in
        FinishedFile.Part(name: entry.name, bytes: try archive.bytes(of: entry))
      })
  }

  private func now() -> String { Date().formatted(.iso8601) }
}
