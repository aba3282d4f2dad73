import ByteScanning
import CSVCodec
import Cryptography

/// What a file held when it was read or written: its size and SHA-256.
package struct FileDigest: Sendable, Hashable, Codable {
  /// The path as the user named it; in a manifest, the name within the folder.
  package var file: String
  package var bytes: Int
  /// 64 hexadecimal digits.
  package var sha256: String

  package init(file: String, bytes: Int, sha256: String) {
    self.file = file
    self.bytes = bytes
    self.sha256 = sha256
  }

  /// The digest of a file on disk. Throws `E312` where it cannot be read.
  package init(of path: String) throws {
    let source = try ByteSource(path: path)
    let digest = try Digest(.sha256)
    var offset = 0
    while offset < source.count {
      let piece = try source.bytes(offset..<min(source.count, offset + 1 << 20))
      if piece.isEmpty { break }
      piece.withUnsafeBytes { digest.update($0) }
      offset += piece.count
    }
    self.init(file: path, bytes: offset, sha256: Hex.string(digest.finish()))
  }
}

/// Passes bytes on and digests them on the way.
final class DigestingSink: ByteSink {
  private let target: any ByteSink
  private let digest: Digest
  private(set) var count = 0

  init(_ target: any ByteSink) throws {
    self.target = target
    digest = try Digest(.sha256)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    digest.update(bytes)
    count += bytes.count
    try target.write(bytes)
  }

  func finish(file: String) -> FileDigest {
    FileDigest(file: file, bytes: count, sha256: Hex.string(digest.finish()))
  }
}
