import ByteScanning
import Cryptography
import XMLStreaming

/// What the EncryptionInfo stream of an Agile-encrypted file says ([MS-OFFCRYPTO] §2.3.4.10).
struct AgileDescriptor {
  /// Parameters of one use of the cipher.
  struct Cipher {
    var algorithm = DigestAlgorithm.sha512
    var keyBytes = 32
    var salt: [UInt8] = []
  }

  var data = Cipher()
  var key = Cipher()
  var spinCount = 100_000
  var verifierInput: [UInt8] = []
  var verifierHash: [UInt8] = []
  var keyValue: [UInt8] = []
  var integrityKey: [UInt8] = []
  var integrityValue: [UInt8] = []

  /// More rounds than this are refused: a file may ask for any number, and each costs the reader time.
  /// Office writes 100,000.
  static let mostRounds = 1_000_000

  init() {}

  /// Reads the XML behind the stream's first 8 bytes. Throws `E252` where it is broken, `E253` for methods that are
  /// not read: ciphers other than AES in CBC mode, unknown hashes, certificates only, too many rounds.
  init(xml: ArraySlice<UInt8>) throws {
    let sink = Sink()
    let parser = try XMLPushParser(part: "EncryptionInfo", sink: sink)
    do {
      try xml.withUnsafeBufferPointer { try parser.feed($0) }
      try parser.finish()
    } catch {
      throw Failure("E252", underlying: error)
    }
    guard let data = sink.data, let key = sink.key else {
      throw Failure("E253", ["keyEncryptor"])
    }
    self.data = try AgileDescriptor.cipher(data)
    self.key = try AgileDescriptor.cipher(key)
    guard let spins = key["spinCount"].flatMap({ Int($0) }), (0...AgileDescriptor.mostRounds).contains(spins) else {
      throw Failure("E253", ["spinCount"])
    }
    spinCount = spins
    func bytes(_ element: [String: String], _ name: String) throws -> [UInt8] {
      guard let bytes = element[name].flatMap({ Base64.bytes($0) }), !bytes.isEmpty, bytes.count % 16 == 0 else {
        throw Failure("E252")
      }
      return bytes
    }
    verifierInput = try bytes(key, "encryptedVerifierHashInput")
    verifierHash = try bytes(key, "encryptedVerifierHashValue")
    keyValue = try bytes(key, "encryptedKeyValue")
    // Without its integrity code a file could have been changed by anybody.
    guard let integrity = sink.integrity else { throw Failure("E252") }
    integrityKey = try bytes(integrity, "encryptedHmacKey")
    integrityValue = try bytes(integrity, "encryptedHmacValue")
  }

  private static func cipher(_ element: [String: String]) throws -> Cipher {
    func unsupported(_ what: String) -> Failure { Failure("E253", [what]) }
    guard element["cipherAlgorithm"] == "AES", element["blockSize"] == "16" else {
      throw unsupported("cipherAlgorithm")
    }
    guard element["cipherChaining"] == "ChainingModeCBC" else { throw unsupported("cipherChaining") }
    guard let bits = element["keyBits"].flatMap({ Int($0) }), [128, 192, 256].contains(bits) else {
      throw unsupported("keyBits")
    }
    let names: [String: DigestAlgorithm] = [
      "SHA1": .sha1, "SHA-1": .sha1, "SHA256": .sha256, "SHA-256": .sha256, "SHA384": .sha384, "SHA-384": .sha384,
      "SHA512": .sha512, "SHA-512": .sha512,
    ]
    guard let algorithm = element["hashAlgorithm"].flatMap({ names[$0] }), element["hashSize"] == "\(algorithm.size)"
    else { throw unsupported("hashAlgorithm") }
    guard let salt = element["saltValue"].flatMap({ Base64.bytes($0) }), (1...65_536).contains(salt.count),
      element["saltSize"] == "\(salt.count)"
    else { throw Failure("E252") }
    return Cipher(algorithm: algorithm, keyBytes: bits / 8, salt: salt)
  }

  /// Keeps the attributes of the three elements that matter; the first password key counts.
  private final class Sink: XMLSink {
    var data: [String: String]?
    var key: [String: String]?
    var integrity: [String: String]?

    private static let names: [StaticString] = [
      "saltSize", "blockSize", "keyBits", "hashSize", "cipherAlgorithm", "cipherChaining", "hashAlgorithm",
      "saltValue", "spinCount", "encryptedVerifierHashInput", "encryptedVerifierHashValue", "encryptedKeyValue",
      "encryptedHmacKey", "encryptedHmacValue",
    ]

    func startElement(_ element: borrowing XMLElement) {
      var found: [String: String] = [:]
      for name in Sink.names {
        if let text = element.text(name) { found["\(name)"] = text }
      }
      let name = element.name
      if name.isLocal("keyData"), name.isIn("http://schemas.microsoft.com/office/2006/encryption") {
        data = data ?? found
      } else if name.isLocal("dataIntegrity"), name.isIn("http://schemas.microsoft.com/office/2006/encryption") {
        integrity = integrity ?? found
      } else if name.isLocal("encryptedKey"),
        name.isIn("http://schemas.microsoft.com/office/2006/keyEncryptor/password")
      {
        key = key ?? found
      }
    }

    func endElement(_ name: XMLName) {}
    func characters(_ text: UnsafeBufferPointer<UInt8>) {}
  }
}
