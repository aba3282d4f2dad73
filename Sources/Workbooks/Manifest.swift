import ByteScanning
import Foundation

/// What the program wrote into a folder, kept in `.rollbook/manifest.json` beside it: the digests of what was read
/// and of what was written. It never holds values.
package struct Manifest: Codable, Sendable, Equatable {
  package struct Output: Codable, Sendable, Equatable {
    package var written: FileDigest
    /// Raw data inside the house: never a partner file.
    package var custody: Bool
    /// The role, or the reason for custody.
    package var purpose: String
    /// The output folder it belongs to, for outputs of several files.
    package var set: String?
    package var read: [FileDigest]
  }

  package var version = 1
  package private(set) var outputs: [Output] = []

  package init() {}

  package static let folderName = ".rollbook"

  /// The manifest of a folder; an empty one where there is none or it cannot be understood.
  package init(folder: String) {
    let path = Path.joined(Path.joined(folder, Manifest.folderName), "manifest.json")
    guard let data = FileManager.default.contents(atPath: path),
      let read = try? JSONDecoder().decode(Manifest.self, from: data)
    else { return }
    self = read
  }

  package func output(named name: String) -> Output? { outputs.first { $0.written.file == name } }

  mutating func record(_ output: Output) {
    remove(output.written.file)
    outputs.append(output)
    outputs.sort { $0.written.file.utf8.lexicographicallyPrecedes($1.written.file.utf8) }
  }

  mutating func remove(_ name: String) { outputs.removeAll { $0.written.file == name } }

  /// Changes the manifest of a folder, one process at a time. Throws `E607`.
  static func update(folder: String, _ change: (inout Manifest) -> Void) throws {
    let update = try Update(folder: folder, change)
    try update.appear()
    update.sync()
  }

  /// A manifest that was changed and waits, written and synced, for what it tells of; others wait for it as long as it
  /// is not gone.
  final class Update {
    private let folder: String
    private let lock: FolderLock
    private let file: AtomicFile

    /// Throws `E607`.
    init(folder: String, _ change: (inout Manifest) -> Void) throws {
      let own = Path.joined(folder, folderName)
      if let reason = FileSystem.makeFolder(own, mode: 0o700) { throw Failure("E607", file: own, [reason]) }
      self.folder = own
      lock = FolderLock(Path.joined(own, "lock"))
      do {
        var manifest = Manifest(folder: folder)
        change(&manifest)
        file = try AtomicFile(replacing: Path.joined(own, "manifest.json"))
        try Manifest.json(manifest).withUnsafeBytes { try file.write($0) }
        try file.seal()
      } catch {
        lock.release()
        throw error
      }
    }

    deinit { lock.release() }

    func appear() throws { try file.appear() }
    func sync() { AtomicFile.sync(folder: folder) }
  }

  static func json(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [0x0A]
  }
}
