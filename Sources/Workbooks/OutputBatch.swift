import ByteScanning
import Dispatch
import Foundation

/// Files that one run makes: whether each may be written is asked before the work begins, each goes to the disk beside
/// its target as soon as it is there, while others are still made, and none appears before the last one stands.
package final class OutputBatch: @unchecked Sendable {
  private let paths: [String]
  private let custody: Bool
  private let disk = DispatchQueue(label: "output", attributes: .concurrent)
  /// Files whose bytes are still to be handed over, so that their digests are not known.
  private let unwritten = DispatchGroup()
  /// Everything that is on its way to the disk.
  private let pending = DispatchGroup()
  /// Guards `staged`: each place is written by the piece of work that stages that file alone.
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
    unwritten.enter()
    disk.async(group: pending) { [self] in
      let written = Result { try writing(paths[place], bytes) }
      lock.withLock { staged[place] = written }
      unwritten.leave()
      guard case .success(let one) = written else { return }
      do { try one.file.seal() } catch { lock.withLock { staged[place] = .failure(error) } }
    }
  }

  private func writing(_ path: String, _ bytes: [UInt8]) throws -> Staged {
    if let reason = FileSystem.makeFolder(Path.folder(of: path)) { throw Failure("E607", file: path, [reason]) }
    let file = try AtomicFile(replacing: path, permissions: custody ? .custody : .shared)
    let sink = try DigestingSink(file)
    try bytes.withUnsafeBytes { try sink.write($0) }
    return Staged(file: file, digest: sink.finish(file: Path.name(of: path)))
  }

  /// Takes away what was staged: where the files are not to appear after all.
  package func abandon() {
    pending.wait()
    staged = Array(repeating: nil, count: paths.count)
  }

  /// The files that were staged. Throws what kept one of them from the disk.
  private func stagedFiles() throws -> [(path: String, staged: Staged)] {
    try lock.withLock { try zip(paths, staged).compactMap { path, one in try one.map { (path, try $0.get()) } } }
  }

  /// Waits for every file, lets all of them appear and notes them in the manifests of their folders. Throws `E607`, and
  /// nothing appears, where one could not be written to its end. Only files that were staged count.
  ///
  /// - Parameter read: what the run read, for the manifest.
  @discardableResult
  package func commit(purpose: String, read: [FileDigest]) throws -> [FileDigest] {
    do { return try appear(purpose, read) } catch {
      abandon()
      throw error
    }
  }

  private func appear(_ purpose: String, _ read: [FileDigest]) throws -> [FileDigest] {
    // The manifests are on their way to the disk beside the last of the files they tell of, and appear after them.
    unwritten.wait()
    let told = try stagedFiles()
    let folders = Set(told.map { Path.folder(of: $0.path) }).sorted()
    func record(_ folder: String, _ written: [(path: String, staged: Staged)], in manifest: inout Manifest) {
      for (path, one) in written where Path.folder(of: path) == folder {
        manifest.record(Manifest.Output(written: one.digest, custody: custody, purpose: purpose, set: nil, read: read))
      }
    }
    var manifests = try folders.map { folder in
      try Manifest.Update(folder: folder) { record(folder, told, in: &$0) }
    }
    pending.wait()
    let ready = try stagedFiles()
    staged = []
    var appeared: [(path: String, staged: Staged)] = []
    var failure: (any Error)?
    for (path, one) in ready {
      do {
        try one.file.appear()
        try? FileManager.default.removeItem(atPath: SheetTypes.path(for: path))
        appeared.append((path, one))
      } catch { failure = failure ?? error }
    }
    if failure != nil {
      // Where a name cannot be given after all, the others are ours none the less.
      manifests = []
      for folder in folders { try Manifest.update(folder: folder) { record(folder, appeared, in: &$0) } }
    }
    for manifest in manifests { try manifest.appear() }
    for folder in folders {
      for renamed in [folder, Path.joined(folder, Manifest.folderName)] {
        disk.async(group: pending) { AtomicFile.sync(folder: renamed) }
      }
    }
    pending.wait()
    if let failure { throw failure }
    return ready.map { FileDigest(file: $0.path, bytes: $0.staged.digest.bytes, sha256: $0.staged.digest.sha256) }
  }
}
