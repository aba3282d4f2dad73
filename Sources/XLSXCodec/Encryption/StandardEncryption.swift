import ByteScanning
import Cryptography

/// ECMA-376 Standard encryption of Office 2007 ([MS-OFFCRYPTO] §2.3.4.5–2.3.4.9), for reading: AES block by block,
/// SHA-1, 50,000 rounds, and nothing that would show a change.
enum StandardEncryption {
  private static let rounds = 50_000

  /// The package in `stream`; `info` is the whole EncryptionInfo stream. Throws `E251`, `E252`, `E253`.
  static func decrypt(_ stream: [UInt8], info: [UInt8], password: [UInt8]) throws -> [UInt8] {
    guard let headerSize = info.low32(8).flatMap({ Int(exactly: $0) }), (32...4096).contains(headerSize),
      let algorithm = info.low32(20), let keyBits = info.low32(28)
    else { throw CompoundFile.damaged }
    let bits: [UInt32: UInt32] = [0x660E: 128, 0x660F: 192, 0x6610: 256]
    guard let wanted = bits[algorithm], keyBits == wanted else { throw Failure("E253", ["RC4"]) }
    // Behind the header the verifier: salt size, salt, verifier, hash size, hash.
    let at = 12 + headerSize
    guard info.low32(at) == 16, info.count >= at + 4 + 16 + 16 + 4 + 32, info.low32(at + 36) == 20 else {
      throw CompoundFile.damaged
    }
    let salt = Array(info[at + 4..<at + 20])
    let key = try derive(salt, password, bytes: Int(wanted) / 8)
    let cipher = try AES(key: key, .ecb, .decrypt)
    let proof = try cipher.process(info[at + 20..<at + 36])
    let expected = try cipher.process(info[at + 40..<at + 72]).prefix(20)
    guard ConstantTime.equal(try Digest.of(proof, .sha1), Array(expected)) else { throw Failure("E251") }
    guard let size = stream.low64(0), let length = Int(exactly: size), length <= (stream.count - 8) / 16 * 16 else {
      throw CompoundFile.damaged
    }
    var data = Array(stream[8...])
    data.removeLast(data.count % 16)
    data = try cipher.process(data)
    data.removeSubrange(length...)
    // A zip archive begins with its first local header; anything else is not what was put in.
    guard data.starts(with: [0x50, 0x4B]) else { throw CompoundFile.damaged }
    return data
  }

  /// §2.3.4.7.
  private static func derive(_ salt: [UInt8], _ password: [UInt8], bytes count: Int) throws -> [UInt8] {
    let hash = try Digest.spun(salt: salt, password: password, count: rounds, .sha1)
    let last = try Digest.of(hash + [0, 0, 0, 0], .sha1)
    func half(_ pad: UInt8) throws -> [UInt8] {
      try Digest.of((0..<64).map { $0 < last.count ? last[$0] ^ pad : pad }, .sha1)
    }
    return Array((try half(0x36) + half(0x5C)).prefix(count))
  }
}
