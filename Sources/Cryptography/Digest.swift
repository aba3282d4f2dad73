import COpenSSL

/// A hash fed in pieces: `Digest(.sha256)`, `update` as often as needed, `finish` once; `restart` begins again.
///
/// One digest belongs to one task at a time.
package final class Digest {
  package let algorithm: DigestAlgorithm
  private let context: OpaquePointer

  /// Throws `CryptographyError.unavailable` where libcrypto refuses the function.
  package init(_ algorithm: DigestAlgorithm) throws {
    guard let context = EVP_MD_CTX_new() else { throw CryptographyError.unavailable(algorithm.rawValue) }
    self.algorithm = algorithm
    self.context = context
    guard EVP_DigestInit_ex(context, algorithm.method, nil) == 1 else {
      throw CryptographyError.unavailable(algorithm.rawValue)
    }
  }

  deinit { EVP_MD_CTX_free(context) }

  package func update(_ bytes: some Sequence<UInt8>) {
    withRun(of: bytes) { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
  }

  package func update(_ bytes: UnsafeRawBufferPointer) { _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) }

  /// The digest of everything fed since the start.
  package func finish() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: algorithm.size) { buffer, count in
      EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
      count = algorithm.size
    }
  }

  /// Writes the digest to `target`, which holds at least `algorithm.size` bytes.
  package func finish(into target: UnsafeMutableBufferPointer<UInt8>) {
    precondition(target.count >= algorithm.size, "room for the digest")
    EVP_DigestFinal_ex(context, target.baseAddress, nil)
  }

  package func restart() { _ = EVP_DigestInit_ex(context, nil, nil) }

  /// The digest of one message.
  package static func of(_ message: some Sequence<UInt8>, _ algorithm: DigestAlgorithm = .sha256) throws -> [UInt8] {
    let digest = try Digest(algorithm)
    digest.update(message)
    return digest.finish()
  }
}
