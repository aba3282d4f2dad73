import COpenSSL

/// HKDF with SHA-256 (RFC 5869): a key of any length up to 8,160 bytes from a master key.
package enum KeyDerivation {
  /// `length` bytes from `master` with `salt` (empty = none, §2.2) and `info` (§2.3).
  /// Throws `CryptographyError.unavailable` for lengths outside 1…8160.
  package static func hkdf(
    master: [UInt8], salt: [UInt8] = [], info: [UInt8], length: Int = 32
  ) throws -> [UInt8] {
    guard (1...255 * 32).contains(length), let method = EVP_KDF_fetch(nil, "HKDF", nil) else {
      throw CryptographyError.unavailable("HKDF")
    }
    defer { EVP_KDF_free(method) }
    guard let context = EVP_KDF_CTX_new(method) else { throw CryptographyError.unavailable("HKDF") }
    defer { EVP_KDF_CTX_free(context) }
    var derived = [UInt8](repeating: 0, count: length)
    let done = derive(context, master, salt, info, &derived)
    guard done == 1 else { throw CryptographyError.unavailable("HKDF") }
    return derived
  }

  private static func derive(
    _ context: OpaquePointer, _ master: [UInt8], _ salt: [UInt8], _ info: [UInt8], _ out: inout [UInt8]
  ) -> Int32 {
    var (master, salt, info) = (master, salt, info)
    var name = Array("SHA256".utf8CString)
    return name.withUnsafeMutableBufferPointer { name in
      master.withUnsafeMutableBytes { master in
        salt.withUnsafeMutableBytes { salt in
          info.withUnsafeMutableBytes { info in
            "digest".withCString { digestKey in
              "key".withCString { masterKey in
                "salt".withCString { saltKey in
                  "info".withCString { infoKey in
                    var list = [
                      OSSL_PARAM_construct_utf8_string(digestKey, name.baseAddress, 0),
                      OSSL_PARAM_construct_octet_string(masterKey, master.baseAddress, master.count),
                    ]
                    if !salt.isEmpty {
                      list.append(OSSL_PARAM_construct_octet_string(saltKey, salt.baseAddress, salt.count))
                    }
                    if !info.isEmpty {
                      list.append(OSSL_PARAM_construct_octet_string(infoKey, info.baseAddress, info.count))
                    }
                    list.append(OSSL_PARAM_construct_end())
                    return EVP_KDF_derive(context, &out, out.count, list)
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
