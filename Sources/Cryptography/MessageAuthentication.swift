import COpenSSL

/// HMAC (RFC 2104) under one key, for one message after another or a message in pieces.
///
/// The key is prepared once; `finish` and `code(of:)` leave it ready for the next message. One object belongs to
/// one task at a time.
package final class MessageAuthentication {
  package let algorithm: DigestAlgorithm
  private let context: OpaquePointer

  /// Throws `CryptographyError.unavailable` where libcrypto offers no HMAC.
  package init(key: some Sequence<UInt8>, _ algorithm: DigestAlgorithm = .sha256) throws {
    self.algorithm = algorithm
    guard let method = EVP_MAC_fetch(nil, "HMAC", nil) else { throw CryptographyError.unavailable("HMAC") }
    defer { EVP_MAC_free(method) }
    guard let context = EVP_MAC_CTX_new(method) else { throw CryptographyError.unavailable("HMAC") }
    self.context = context
    // An empty key is legal, but a null pointer would mean "keep the former key": lend one byte of which none is read.
    let key = Array(key)
    let started = (key.isEmpty ? [0] : key).withUnsafeBufferPointer { bytes in
      withParameters(digest: algorithm.rawValue) { EVP_MAC_init(context, bytes.baseAddress, key.count, $0) }
    }
    guard started == 1 else { throw CryptographyError.unavailable("HMAC-\(algorithm.rawValue)") }
  }

  deinit { EVP_MAC_CTX_free(context) }

  package func update(_ bytes: some Sequence<UInt8>) {
    withRun(of: bytes) { _ = EVP_MAC_update(context, $0.baseAddress, $0.count) }
  }

  package func update(_ bytes: UnsafeRawBufferPointer) {
    _ = EVP_MAC_update(context, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
  }

  /// The code of everything fed since the last one.
  package func finish() -> [UInt8] {
    let code = [UInt8](unsafeUninitializedCapacity: algorithm.size) { buffer, count in
      EVP_MAC_final(context, buffer.baseAddress, &count, algorithm.size)
    }
    _ = EVP_MAC_init(context, nil, 0, nil)
    return code
  }

  /// The code of one message.
  package func code(of message: some Sequence<UInt8>) -> [UInt8] {
    update(message)
    return finish()
  }

  /// The code of one message under a key used once.
  package static func code(
    of message: some Sequence<UInt8>, key: some Sequence<UInt8>, _ algorithm: DigestAlgorithm = .sha256
  ) throws -> [UInt8] {
    try MessageAuthentication(key: key, algorithm).code(of: message)
  }
}

/// The parameter list `{digest: NAME}` that libcrypto's MAC and KDF calls take, for as long as `body` runs.
func withParameters<R>(digest: String, _ body: (UnsafePointer<OSSL_PARAM>) -> R) -> R {
  var name = Array(digest.utf8CString)
  return name.withUnsafeMutableBufferPointer { name in
    "digest".withCString { key in
      let list = [OSSL_PARAM_construct_utf8_string(key, name.baseAddress, 0), OSSL_PARAM_construct_end()]
      return list.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
  }
}
