import COpenSSL

/// Bytes nobody can foresee, from libcrypto's generator seeded by the system: for keys and salts only.
package enum RandomBytes {
  package static func make(_ count: Int) throws -> [UInt8] {
    guard count > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: count)
    guard RAND_bytes(&bytes, Int32(count)) == 1 else { throw CryptographyError.unavailable("random") }
    return bytes
  }
}

/// Equality that takes the same time wherever the difference lies.
package enum ConstantTime {
  package static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && (a.isEmpty || CRYPTO_memcmp(a, b, a.count) == 0)
  }
}
