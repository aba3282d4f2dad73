import ByteScanning

/// Password-protected workbooks ([MS-OFFCRYPTO] §2.3).
package enum EncryptedPackage {
  package static func encrypt(_ package: [UInt8], password: [UInt8]) throws -> [UInt8] {
    throw Failure(Failure.Code("E255"), ["encrypt"])
  }
}
