import ByteScanning
import Cryptography

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The key all tokens, row orders and date shifts are derived from: 32 random bytes as hexadecimal in a file of its
/// own, readable by its owner alone, outside the data and outside what is exported.
package struct MasterKey: Sendable {
  package let bytes: [UInt8]
  package let path: String

  /// Names the key in logs: the first 16 hexadecimal digits of a digest nobody can turn back.
  package var id: String {
    let digest = try? Digest.of(Array("rollbook master key\0".utf8) + bytes)
    return String(Hex.string(digest ?? []).prefix(16))
  }

  /// `$XDG_CONFIG_HOME/rollbook/master.key`, else `~/.config/rollbook/master.key`.
  package static func defaultPath(environment: [String: String]) -> String {
    let base =
      environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? (environment["HOME"] ?? "") + "/.config"
    return base + "/rollbook/master.key"
  }

  /// Reads a key file.
  ///
  /// Throws `Failure`: E510 there is none, E511 others may read it or it is not ours, E512 it is no key, E513 it is a
  /// link or no plain file.
  package static func load(_ path: String) throws -> MasterKey {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    if descriptor < 0 {
      throw Failure(errno == ELOOP ? "E513" : "E510", kind: .refused, file: path, [path])
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Failure("E513", kind: .refused, file: path, [path])
    }
    guard status.st_mode & 0o077 == 0, status.st_uid == geteuid() else {
      throw Failure("E511", kind: .refused, file: path, [path])
    }
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &buffer, buffer.count)
    let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).filter { !$0.isWhitespace }
    guard let bytes = Hex.bytes(text), bytes.count >= 32 else {
      throw Failure("E512", kind: .refused, file: path, [path])
    }
    return MasterKey(bytes: bytes, path: path)
  }

  /// Makes a key file (0600, in a folder made 0700); an existing one is never replaced.
  ///
  /// Throws `Failure` E514 where it cannot be made.
  package static func create(_ path: String) throws -> MasterKey {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false).dropLast() {
      made += part + "/"
      if made != "/" { _ = mkdir(made, 0o700) }
    }
    let bytes = try RandomBytes.make(32)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure("E514", kind: .unreadable, file: path, [path]) }
    defer { close(descriptor) }
    let text = Array((Hex.string(bytes) + "\n").utf8)
    guard write(descriptor, text, text.count) == text.count, fsync(descriptor) == 0 else {
      throw Failure("E514", kind: .unreadable, file: path, [path])
    }
    return MasterKey(bytes: bytes, path: path)
  }

  /// The key to use: the one at `path`; where there is none yet and the log names none either, a new one.
  ///
  /// Throws `Failure` E515 where the log names a key and this is another one or none: with a new key every token
  /// would change and former exports could not be compared any more. With `makes` false a missing key stands in memory
  /// only.
  package static func forExport(
    _ path: String, loggedKey: String?, makes: Bool = true
  ) throws -> (key: MasterKey, isNew: Bool) {
    do {
      let key = try load(path)
      if let loggedKey, key.id != loggedKey { throw Failure("E515", kind: .refused, file: path, [path]) }
      return (key, false)
    } catch let failure as Failure where failure.code == "E510" {
      if loggedKey != nil { throw Failure("E515", kind: .refused, file: path, [path]) }
      return (makes ? try create(path) : MasterKey(bytes: try RandomBytes.make(32), path: path), true)
    }
  }

  /// Throws `Failure` E516 where the key lies inside the folder that is exported to.
  package func check(outside folder: String) throws {
    func real(_ path: String) -> String {
      guard let resolved = realpath(path, nil) else { return path }
      defer { free(resolved) }
      return String(cString: resolved)
    }
    let inside = real(folder)
    if real(path).hasPrefix(inside.hasSuffix("/") ? inside : inside + "/") {
      throw Failure("E516", kind: .refused, file: path, [path])
    }
  }
}
