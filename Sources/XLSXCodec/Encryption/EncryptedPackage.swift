package import ByteScanning

/// Password-protected workbooks ([MS-OFFCRYPTO] §2.3): a package enciphered inside a compound file.
package enum EncryptedPackage {
  /// The largest stream a version 3 compound file can hold ([MS-CFB] §2.6.3).
  private static let largest = 1 << 31

  /// True where `file` is a compound file: a protected workbook, or one of Excel 97–2003.
  package static func isCompound(_ file: [UInt8]) -> Bool {
    file.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
  }

  /// The zip package inside a protected workbook, its integrity verified where the method has any.
  ///
  /// - Parameter password: UTF-8, as the user gave it; empty = none given.
  /// - Throws: `E226` a password is needed, `E227` a workbook of Excel 97–2003, `E228` no workbook, `E251` wrong
  ///   password, `E252` damaged or changed, `E253` a method that is not read.
  package static func decrypt(_ file: [UInt8], password: [UInt8]) throws(Failure) -> [UInt8] {
    try failing { try opened(file, password: password) }
  }

  private static func opened(_ file: [UInt8], password: [UInt8]) throws -> [UInt8] {
    // A container that does not open is not known to be a protected one.
    guard let container = try? CompoundFile(file) else { throw Failure("E228") }
    guard let info = try container.stream("EncryptionInfo"), let stream = try container.stream("EncryptedPackage")
    else {
      for name in ["Workbook", "Book"] where try container.stream(name) != nil { throw Failure("E227") }
      throw Failure("E228")
    }
    guard let major = info.low16(0), let minor = info.low16(2) else { throw CompoundFile.damaged }
    guard !password.isEmpty else { throw Failure("E226") }
    guard let secret = PasswordBytes.utf16(password) else { throw Failure("E251") }
    switch (major, minor) {
    case (4, 4):
      guard info.count > 8 else { throw CompoundFile.damaged }
      return try AgileEncryption.decrypt(stream, AgileDescriptor(xml: info[8...]), password: secret)
    case (2...4, 2): return try StandardEncryption.decrypt(stream, info: info, password: secret)
    default: throw Failure("E253", ["\(major).\(minor)"])
    }
  }

  /// A compound file that holds `package`, to be opened with `password` (UTF-8, not empty): Agile, AES-256-CBC,
  /// SHA-512, 100,000 rounds, a fresh key, a keyed hash over the whole stream.
  ///
  /// Throws `E255` for an empty password, one that is no text or longer than Excel's 255 characters; `E254` for a
  /// package over 2 GiB.
  package static func encrypt(_ package: [UInt8], password: [UInt8]) throws(Failure) -> [UInt8] {
    var file = [UInt8](repeating: 0, count: room)
    file += package
    try encrypt(inPlace: &file, password: password)
    return file
  }

  /// Bytes that `encrypt(inPlace:)` wants in front of the package.
  static let room = CompoundFileWriter.headerSize + 8

  /// The same where the package stands behind `room` bytes: no copy of a large file is made.
  static func encrypt(inPlace file: inout [UInt8], password: [UInt8]) throws(Failure) {
    guard !password.isEmpty, let secret = PasswordBytes.utf16(password), secret.count <= 510 else {
      throw Failure("E255", kind: .usage)
    }
    guard file.count < largest - 4096 else { throw Failure("E254") }
    try failing { try AgileEncryption.encrypt(&file, password: secret) }
  }

  /// What libcrypto refuses to do here becomes `E256`.
  private static func failing<R>(_ body: () throws -> R) throws(Failure) -> R {
    do {
      return try body()
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure("E256", kind: .internalFault, underlying: error)
    }
  }
}
