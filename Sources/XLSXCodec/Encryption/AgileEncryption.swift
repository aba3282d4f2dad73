import ByteScanning
import Cryptography

/// ECMA-376 Agile encryption ([MS-OFFCRYPTO] §2.3.4.11–2.3.4.15): a fresh key enciphers the package in segments, the
/// password enciphers the key, and a keyed hash over the whole stream shows any change.
enum AgileEncryption {
  /// Block keys, one a purpose.
  private static let verifierInput: [UInt8] = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79]
  private static let verifierHash: [UInt8] = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E]
  private static let keyValue: [UInt8] = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6]
  private static let integrityKey: [UInt8] = [0x5F, 0xB2, 0xAD, 0x01, 0x0C, 0xB9, 0xE1, 0xF6]
  private static let integrityValue: [UInt8] = [0xA0, 0x67, 0x7F, 0x02, 0xB2, 0x2C, 0x84, 0x33]
  private static let segment = 4096

  /// The package in `stream` (EncryptedPackage). Throws `E251` for a wrong password, `E252` where anything was changed.
  static func decrypt(_ stream: [UInt8], _ info: AgileDescriptor, password: [UInt8]) throws -> [UInt8] {
    guard let size = stream.low64(0), let length = Int(exactly: size), length <= (stream.count - 8) / 16 * 16
    else { throw CompoundFile.damaged }
    let key = try unlock(info, password: password)
    try verify(stream, info, key)
    var data = Array(stream[8...])
    data.removeLast(data.count % 16)
    try process(&data, from: 0, info, key, .decrypt)
    data.removeSubrange(length...)
    return data
  }

  /// Makes of `file` — room for the container's header and the stream's size, then the package — a compound file
  /// that opens with `password`.
  static func encrypt(_ file: inout [UInt8], password: [UInt8]) throws {
    var info = AgileDescriptor()
    info.data.salt = try RandomBytes.make(16)
    info.key.salt = try RandomBytes.make(16)
    let key = try RandomBytes.make(32)
    let hash = try Digest.spun(salt: info.key.salt, password: password, count: info.spinCount, info.key.algorithm)
    let proof = try RandomBytes.make(16)
    info.verifierInput = try seal(proof, info, hash, verifierInput)
    info.verifierHash = try seal(Digest.of(proof, info.key.algorithm), info, hash, verifierHash)
    info.keyValue = try seal(key, info, hash, keyValue)

    let header = CompoundFileWriter.headerSize
    let size = file.count - header - 8
    for i in 0..<8 { file[header + i] = UInt8(truncatingIfNeeded: size >> (8 * i)) }
    // Whole blocks, and never so few that the stream would belong into the mini stream.
    let padded = max((size + 15) / 16 * 16, segment)
    file += repeatElement(0, count: padded - size)
    try process(&file, from: header + 8, info, key, .encrypt)

    let secret = try RandomBytes.make(info.data.algorithm.size)
    let mac = try MessageAuthentication(key: secret, info.data.algorithm)
    mac.update(file[header...])
    let cipher = try AES(key: key, .cbc, .encrypt)
    info.integrityKey = try cipher.process(secret, iv: vector(info.data, integrityKey))
    info.integrityValue = try cipher.process(mac.finish(), iv: vector(info.data, integrityValue))
    CompoundFileWriter.complete(
      &file, large: "EncryptedPackage",
      small: [EncryptionDataSpaces.node, .init(name: "EncryptionInfo", bytes: info.stream)])
  }

  /// The key of the package, if the password is right.
  private static func unlock(_ info: AgileDescriptor, password: [UInt8]) throws -> [UInt8] {
    let hash = try Digest.spun(salt: info.key.salt, password: password, count: info.spinCount, info.key.algorithm)
    let proof = try open(info.verifierInput, info, hash, verifierInput)
    let expected = try open(info.verifierHash, info, hash, verifierHash).prefix(info.key.algorithm.size)
    // The input was padded to whole blocks; its length is that of the salt.
    let shown = try Digest.of(proof.prefix(info.key.salt.count), info.key.algorithm)
    guard ConstantTime.equal(shown, Array(expected)) else { throw Failure("E251") }
    let key = try open(info.keyValue, info, hash, keyValue)
    guard key.count >= info.data.keyBytes else { throw CompoundFile.damaged }
    return Array(key.prefix(info.data.keyBytes))
  }

  private static func verify(_ stream: [UInt8], _ info: AgileDescriptor, _ key: [UInt8]) throws {
    let cipher = try AES(key: key, .cbc, .decrypt)
    let size = info.data.algorithm.size
    let secret = try cipher.process(info.integrityKey, iv: vector(info.data, integrityKey)).prefix(size)
    let expected = try cipher.process(info.integrityValue, iv: vector(info.data, integrityValue)).prefix(size)
    let shown = try MessageAuthentication.code(of: stream, key: secret, info.data.algorithm)
    guard ConstantTime.equal(shown, Array(expected)) else { throw CompoundFile.damaged }
  }

  /// Each segment with a vector of its own (§2.3.4.15).
  private static func process(
    _ bytes: inout [UInt8], from start: Int, _ info: AgileDescriptor, _ key: [UInt8], _ direction: AES.Direction
  ) throws {
    let cipher = try AES(key: key, .cbc, direction)
    let digest = try Digest(info.data.algorithm)
    try bytes.withUnsafeMutableBufferPointer { bytes in
      var at = start
      var number: UInt32 = 0
      while at < bytes.count {
        let end = min(at + segment, bytes.count)
        digest.restart()
        digest.update(info.data.salt)
        withUnsafeBytes(of: number.littleEndian) { digest.update($0) }
        try cipher.process(
          UnsafeMutableBufferPointer(rebasing: bytes[at..<end]), iv: fitted(digest.finish(), 16))
        at = end
        number += 1
      }
    }
  }

  private static func open(
    _ bytes: [UInt8], _ info: AgileDescriptor, _ hash: [UInt8], _ block: [UInt8]
  ) throws -> [UInt8] {
    try AES(key: derived(info, hash, block), .cbc, .decrypt).process(bytes, iv: fitted(info.key.salt, 16))
  }

  private static func seal(
    _ bytes: [UInt8], _ info: AgileDescriptor, _ hash: [UInt8], _ block: [UInt8]
  ) throws -> [UInt8] {
    try AES(key: derived(info, hash, block), .cbc, .encrypt).process(bytes, iv: fitted(info.key.salt, 16))
  }

  /// §2.3.4.11.
  private static func derived(_ info: AgileDescriptor, _ hash: [UInt8], _ block: [UInt8]) throws -> [UInt8] {
    fitted(try Digest.of(hash + block, info.key.algorithm), info.key.keyBytes)
  }

  /// §2.3.4.12.
  private static func vector(_ cipher: AgileDescriptor.Cipher, _ block: [UInt8]) throws -> [UInt8] {
    fitted(try Digest.of(cipher.salt + block, cipher.algorithm), 16)
  }

  /// Cut, or filled up with 0x36.
  private static func fitted(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
    Array(bytes.prefix(count)) + Array(repeating: 0x36, count: max(0, count - bytes.count))
  }
}
