import ByteScanning
import Foundation
import Tabular

/// A file that is about to be written: checked before the first byte, noted in the manifest after the last.
package struct OutputTarget: Sendable {
  package let path: String

  /// Checks that `path` may be written. Throws `E606` `E611` `E612`.
  package init(_ path: String, _ options: WriteOptions) throws {
    try self.init(path, options, Manifest(folder: Path.folder(of: path)))
  }

  /// - Parameter manifest: of the folder of `path`.
  init(_ path: String, _ options: WriteOptions, _ manifest: @autoclosure () -> Manifest) throws {
    self.path = path
    for input in options.inputs where OutputTarget.isInside(path, input) {
      throw Failure("E612", kind: .usage, file: path)
    }
    switch FileSystem.kind(ofEntry: path) {
    case .missing: return
    case .file: break
    default: throw Failure("E606", file: path)
    }
    if options.force { return }
    let known = manifest().output(named: Path.name(of: path))
    guard let known, try FileDigest(of: path).sha256 == known.written.sha256 else {
      throw Failure("E611", file: path)
    }
  }

  /// Whether a target is an input file, or a sheet of an input folder.
  private static func isInside(_ path: String, _ input: String) -> Bool {
    if FileSystem.areSame(path, input) { return true }
    guard FileSystem.kind(of: input) == .folder else { return false }
    return FileSystem.areSame(Path.folder(of: path), input) && FileSystem.kind(of: path) == .file
      && Workbooks.textEndings.contains(Path.ending(of: path))
  }

  /// Makes a finished file appear, with its types and its line in the manifest.
  func finish(
    _ file: AtomicFile, _ sink: DigestingSink, custody: Bool, purpose: String, set: String?, _ options: WriteOptions,
    types: SheetTypes? = nil
  ) throws -> WrittenWorkbook {
    let folder = Path.folder(of: path)
    let name = Path.name(of: path)
    let digest = sink.finish(file: name)
    // The manifest first: between the two steps the old file is at worst no longer known as ours.
    let typesPath = SheetTypes.path(for: path)
    if var types {
      types.sha256 = digest.sha256
      if let reason = FileSystem.makeFolder(Path.folder(of: typesPath), mode: 0o700) {
        throw Failure("E607", file: typesPath, [reason])
      }
      try AtomicFile.write(Manifest.json(types), to: typesPath, permissions: custody ? .custody : .shared)
    }
    try file.commit()
    if types == nil { try? FileManager.default.removeItem(atPath: typesPath) }
    try Manifest.update(folder: folder) { manifest in
      manifest.record(
        Manifest.Output(written: digest, custody: custody, purpose: purpose, set: set, read: options.read))
    }
    return WrittenWorkbook(
      path: path, files: [FileDigest(file: path, bytes: digest.bytes, sha256: digest.sha256)])
  }

  /// Writes any other output (page, calendar, JSON) by the same rules: never an input, never a file that is not ours,
  /// whole or not at all, noted in the manifest.
  @discardableResult
  package static func write(
    _ bytes: [UInt8], to path: String, purpose: String, custody: Bool = false, _ options: WriteOptions
  ) throws -> WrittenWorkbook {
    let files = try write([(path, bytes)], purpose: purpose, custody: custody, options)
    return WrittenWorkbook(path: path, files: files)
  }

  /// Writes several such files side by side: all of them appear, or none. Throws before the first byte where one of
  /// them may not be written.
  @discardableResult
  package static func write(
    _ files: [(path: String, bytes: [UInt8])], purpose: String, custody: Bool = false, _ options: WriteOptions
  ) throws -> [FileDigest] {
    let batch = try OutputBatch(files.map(\.path), custody: custody, options)
    for (i, file) in files.enumerated() { batch.stage(i, file.bytes) }
    return try batch.commit(purpose: purpose, read: options.read)
  }

  /// Takes away a file of an earlier run that is still ours and unchanged.
  static func removeFormer(_ output: Manifest.Output, in folder: String) throws {
    let path = Path.joined(folder, output.written.file)
    guard FileSystem.kind(ofEntry: path) == .file, try FileDigest(of: path).sha256 == output.written.sha256 else {
      return
    }
    try? FileManager.default.removeItem(atPath: path)
    try? FileManager.default.removeItem(atPath: SheetTypes.path(for: path))
    try Manifest.update(folder: folder) { $0.remove(output.written.file) }
  }
}
