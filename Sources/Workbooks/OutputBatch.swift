import ByteScanning
import Dispatch
import Foundation

/// Files that one run makes: whether each may be written is asked before the work begins, each goes to the disk beside
/// its target as soon as it is there, while others are still made, and none appears before the last one stands.
package final class OutputBatch: @unchecked Sendable {
  private let paths: [String]
  private let custody: Bool
  private let disk = DispatchQueue(label: "output", attributes: .concurrent)
  private let pending = DispatchGroup()
  /// Guards `staged`: each place is written once, by the piece of work that stages that file.
  private let lock = NSLock()
  private var staged: [Result<Staged, any Error>?]

  private struct Staged {
    var file: AtomicFile
    var digest: FileDigest
  }

  /// Throws `E606` `E611` `E612` where one of them may not be written.
  package init(_ paths: [String], custody: Bool = false, _ options: WriteOptions) throws {
    self.paths = paths
    self.custody = custody
    staged = Array(repeating: nil, count: paths.count)
    var manifests: [String: Manifest] = [:]
    for path in paths {
      let folder = Path.folder(of: path)
      let manifest = manifests[folder] ?? Manifest(folder: folder)
      manifests[folder] = manifest
      _ = try OutputTarget(path, options, manifest)
    }
  }

  /// Begins to write the file of a place in the list, and returns at once.
  package func stage(_ place: Int, _ bytes: [UInt8]) {
    disk.async(group: pending) { [self] in
      let outcome = Result { try staging(paths[place], bytes) }
      lock.withLock { staged[place] = outcome }
    }
  }

  private func staging(_ path: String, _ bytes: [UInt8]) throws -> Staged {
    if let reason = FileSystem.makeFolder(Path.folder(of: path)) { throw Failure("E607", file: path, [reason]) }
    let file = try AtomicFile(replacing: path, permissions: custody ? .custody : .shared)
    let sink = try DigestingSink(file)
    try bytes.withUnsafeBytes { try sink.write($0) }
    try file.seal()
    return Staged(file: file, digest: sink.finish(file: Path.name(of: path)))
  }

  /// Takes away what was staged: where the files are not to appear after all.
  package func abandon() {
    pending.wait()
    staged = Array(repeating: nil, count: paths.count)
  }

  /// Waits for every file, lets all of them appear and notes them in the manifests of their folders. Throws `E607`, and
  /// nothing appears, where one could not be written to its end. Only files that were staged count.
  ///
  /// - Parameter read: what the run read, for the manifest.
  @discardableResult
  package func commit(purpose: String, read: [FileDigest]) throws -> [FileDigest] {
    pending.wait()
    var ready: [(path: String, staged: Staged)] = []
    for (path, outcome) in zip(paths, staged) {
      if let outcome { ready.append((path, try outcome.get())) }
    }
    staged = []
    var folders: [String] = []
    // Where a name cannot be given after all, the others are ours none the less.
    var failure: (any Error)?
    ready = ready.filter { path, one in
      do { try one.file.appear() } catch {
        failure = failure ?? error
        return false
      }
      try? FileManager.default.removeItem(atPath: SheetTypes.path(for: path))
      let folder = Path.folder(of: path)
      if !folders.contains(folder) { folders.append(folder) }
      return true
    }
    for folder in folders {
      disk.async(group: pending) { AtomicFile.sync(folder: folder) }
      try Manifest.update(folder: folder) { manifest in
        for (path, one) in ready where Path.folder(of: path) == folder {
          manifest.record(
            Manifest.Output(written: one.digest, custody: custody, purpose: purpose, set: nil, read: read))
        }
      }
    }
    pending.wait()
    if let failure { throw failure }
    return ready.map { FileDigest(file: $0.path, bytes: $0.staged.digest.bytes, sha256: $0.staged.digest.sha256) }
  }
}
