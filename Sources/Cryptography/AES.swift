import COpenSSL

/// AES (FIPS 197) without padding, for runs of whole 16-byte blocks; one key and direction an object.
///
/// The key schedule is made once, each `process` starts afresh with its own initialisation vector. One object
/// belongs to one task at a time.
package final class AES {
  package enum Mode: String, Sendable {
    /// Cipher block chaining (NIST SP 800-38A §6.2).
    case cbc = "CBC"
    /// Each block alone (§6.1): only for ECMA-376 Standard encryption, which asks for it.
    case ecb = "ECB"
  }
  package enum Direction: Sendable { case encrypt, decrypt }

  package static let blockSize = 16

  private let context: OpaquePointer
  private let mode: Mode

  /// Throws `CryptographyError.keyLength` unless `key` has 16, 24 or 32 bytes.
  package init(key: [UInt8], _ mode: Mode, _ direction: Direction) throws {
    guard let method = AES.method(mode, bytes: key.count) else { throw CryptographyError.keyLength(key.count) }
    guard let context = EVP_CIPHER_CTX_new() else { throw CryptographyError.unavailable("AES") }
    self.context = context
    self.mode = mode
    guard EVP_CipherInit_ex(context, method, nil, key, nil, direction == .encrypt ? 1 : 0) == 1 else {
      throw CryptographyError.unavailable("AES-\(key.count * 8)-\(mode.rawValue)")
    }
    EVP_CIPHER_CTX_set_padding(context, 0)
  }

  deinit { EVP_CIPHER_CTX_free(context) }

  private static func method(_ mode: Mode, bytes: Int) -> OpaquePointer? {
    switch (mode, bytes) {
    case (.cbc, 16): return EVP_aes_128_cbc()
    case (.cbc, 24): return EVP_aes_192_cbc()
    case (.cbc, 32): return EVP_aes_256_cbc()
    case (.ecb, 16): return EVP_aes_128_ecb()
    case (.ecb, 24): return EVP_aes_192_ecb()
    case (.ecb, 32): return EVP_aes_256_ecb()
    default: return nil
    }
  }

  /// Replaces whole blocks in place. `iv` has 16 bytes for CBC and is not used for ECB.
  package func process(_ bytes: UnsafeMutableBufferPointer<UInt8>, iv: [UInt8] = []) throws {
    guard bytes.count % AES.blockSize == 0 else { throw CryptographyError.partialBlock(bytes.count) }
    guard mode == .ecb || iv.count == AES.blockSize else { throw CryptographyError.keyLength(iv.count) }
    guard EVP_CipherInit_ex(context, nil, nil, nil, mode == .ecb ? nil : iv, -1) == 1 else {
      throw CryptographyError.unavailable("AES")
    }
    EVP_CIPHER_CTX_set_padding(context, 0)
    // libcrypto counts in Int32: long runs go in pieces, the chaining state stays in the context.
    var done = 0
    while done < bytes.count {
      let piece = min(bytes.count - done, 1 << 30)
      var written: Int32 = 0
      let at = bytes.baseAddress! + done
      guard EVP_CipherUpdate(context, at, &written, at, Int32(piece)) == 1, Int(written) == piece else {
        throw CryptographyError.unavailable("AES")
      }
      done += piece
    }
  }

  /// The whole blocks of `bytes`, enciphered or deciphered.
  package func process(_ bytes: some Sequence<UInt8>, iv: [UInt8] = []) throws -> [UInt8] {
    var copy = Array(bytes)
    try copy.withUnsafeMutableBufferPointer { try process($0, iv: iv) }
    return copy
  }
}
