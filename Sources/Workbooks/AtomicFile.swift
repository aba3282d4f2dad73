import ByteScanning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that appears whole or not at all: written beside its target and renamed when it is complete and synced.
///
/// Killed at any moment, the old file stands; a left-over temporary file of a dead process is removed by the next
/// write to the same target. A symbolic link is never written through (`E606`).
package final class AtomicFile: ByteSink {
  package let target: String
  /// Where the bytes go until `commit`; writers that want a path of their own may open this one.
  package let temporary: String
  private var descriptor: Int32
  private var isSealed = false
  private let permissions: Permissions

  package enum Permissions: Sendable {
    /// 0600: raw data inside the house.
    case custody
    /// 0644 as far as the umask allows.
    case shared
  }

  /// Starts a file for `target`. Throws `Failure`: `E606` a link or a folder stands there, `E607` cannot be made.
  package init(replacing target: String, permissions: Permissions = .shared) throws {
    switch FileSystem.kind(ofEntry: target) {
    case .missing, .file: break
    default: throw Failure("E606", file: target)
    }
    let folder = Path.folder(of: target)
    let prefix = "." + Path.name(of: target) + ".rollbook-"
    AtomicFile.removeLeftovers(in: folder, prefix)
    self.target = target
    self.permissions = permissions
    var attempt = 0
    while true {
      let candidate = Path.joined(folder, "\(prefix)\(getpid())-\(attempt).tmp")
      let opened = open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
      if opened >= 0 {
        descriptor = opened
        temporary = candidate
        return
      }
      attempt += 1
      guard errno == EEXIST, attempt < 100 else { throw Failure("E607", file: target, [FileSystem.errorText]) }
    }
  }

  deinit { abandon() }

  package func write(_ bytes: UnsafeRawBufferPointer) throws {
    var done = 0
    while done < bytes.count {
      #if canImport(Darwin)
        let sent = Darwin.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      #elseif canImport(Musl)
        let sent = Musl.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      #else
        let sent = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      #endif
      if sent < 0 {
        if errno == EINTR { continue }
        throw Failure("E607", file: target, [FileSystem.errorText])
      }
      done += sent
    }
  }

  /// The process's umask. It can only be read by setting it, so that is done once: two threads at it would each take
  /// the other's for the real one.
  private static let mask: mode_t = {
    let mask = umask(0o077)
    umask(mask)
    return mask
  }()

  /// Makes the file appear under its name. After this, nothing more can be written.
  package func commit() throws {
    guard descriptor >= 0 else { return }
    try seal()
    try appear()
    AtomicFile.sync(folder: Path.folder(of: target))
  }

  /// Brings every byte to the disk: only the name is missing. After this, nothing more can be written.
  func seal() throws {
    guard descriptor >= 0 else { return }
    if permissions == .shared { fchmod(descriptor, 0o644 & ~AtomicFile.mask) }
    let synced = fsync(descriptor) == 0
    let reason = FileSystem.errorText
    close(descriptor)
    descriptor = -1
    guard synced else {
      unlink(temporary)
      throw Failure("E607", file: target, [reason])
    }
    isSealed = true
  }

  /// Gives a sealed file its name; the folder is still to be synced.
  func appear() throws {
    guard isSealed else { return }
    isSealed = false
    guard rename(temporary, target) == 0 else {
      let reason = FileSystem.errorText
      unlink(temporary)
      throw Failure("E607", file: target, [reason])
    }
  }

  /// Forgets what was written. Does nothing once the file has appeared.
  package func abandon() {
    guard descriptor >= 0 || isSealed else { return }
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    isSealed = false
    unlink(temporary)
  }

  /// Writes a whole file at once.
  package static func write(_ bytes: [UInt8], to target: String, permissions: Permissions = .shared) throws {
    let file = try AtomicFile(replacing: target, permissions: permissions)
    try bytes.withUnsafeBytes { try file.write($0) }
    try file.commit()
  }

  static func sync(folder: String) {
    let handle = open(folder, O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { return }
    fsync(handle)
    close(handle)
  }

  /// Removes temporary files of the same target whose process is gone.
  private static func removeLeftovers(in folder: String, _ prefix: String) {
    for name in FileSystem.names(in: folder) ?? [] where name.hasPrefix(prefix) && name.hasSuffix(".tmp") {
      guard let process = Int32(name.dropFirst(prefix.count).prefix { $0 != "-" }), process != getpid(),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unlink(Path.joined(folder, name))
    }
  }
}
