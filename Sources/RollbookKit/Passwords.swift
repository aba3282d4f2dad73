import ByteScanning
import Foundation

/// Passwords come from files, never from the command line, where every other process could read them.
enum Passwords {
  /// The first line of a file as UTF-8. Throws `E906` where it cannot be read or is empty.
  static func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else { throw Failure("E906", file: path) }
    let line = Array(data.prefix { $0 != 0x0A && $0 != 0x0D })
    guard !line.isEmpty else { throw Failure("E906", file: path) }
    return line
  }
}

extension InputOptions {
  /// The password on the first line of a file.
  package static func password(_ path: String) throws -> [UInt8]? { try Passwords.read(path) }
}
