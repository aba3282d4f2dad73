/// A primitive that could not be carried out.
package enum CryptographyError: Error, Sendable, Equatable {
  /// A key that is not 16, 24 or 32 bytes, or an initialisation vector that is not 16.
  case keyLength(Int)
  /// Ciphers without padding take whole blocks of 16 bytes.
  case partialBlock(Int)
  /// libcrypto does not offer this algorithm here (a provider switched off), or failed inside.
  case unavailable(String)
}
