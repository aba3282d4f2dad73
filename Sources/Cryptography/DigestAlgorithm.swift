import COpenSSL

/// The Secure Hash Standard's functions (FIPS 180-4) that the house uses.
package enum DigestAlgorithm: String, Sendable, CaseIterable {
  /// Only for reading files protected with it.
  case sha1 = "SHA1"
  case sha256 = "SHA256"
  case sha384 = "SHA384"
  case sha512 = "SHA512"

  /// Bytes of a digest.
  package var size: Int {
    switch self {
    case .sha1: return 20
    case .sha256: return 32
    case .sha384: return 48
    case .sha512: return 64
    }
  }

  var method: OpaquePointer? {
    switch self {
    case .sha1: return EVP_sha1()
    case .sha256: return EVP_sha256()
    case .sha384: return EVP_sha384()
    case .sha512: return EVP_sha512()
    }
  }
}
