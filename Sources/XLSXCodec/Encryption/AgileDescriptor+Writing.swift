import Cryptography
import XMLStreaming

extension AgileDescriptor {
  /// The EncryptionInfo stream: version 4.4, the flag for Agile, the XML.
  var stream: [UInt8] {
    var out: [UInt8] = []
    out.append16(4)
    out.append16(4)
    out.append32(0x40)
    var xml = XMLWriter()
    xml.element(
      "encryption",
      [
        "xmlns": "http://schemas.microsoft.com/office/2006/encryption",
        "xmlns:p": "http://schemas.microsoft.com/office/2006/keyEncryptor/password",
      ]
    ) { xml in
      xml.element("keyData", AgileDescriptor.attributes(data))
      xml.element(
        "dataIntegrity",
        ["encryptedHmacKey": Base64.text(integrityKey), "encryptedHmacValue": Base64.text(integrityValue)])
      xml.element("keyEncryptors") { xml in
        xml.element("keyEncryptor", ["uri": "http://schemas.microsoft.com/office/2006/keyEncryptor/password"]) { xml in
          xml.element(
            "p:encryptedKey",
            [
              "spinCount": "\(spinCount)", "saltSize": "\(key.salt.count)", "blockSize": "16",
              "keyBits": "\(key.keyBytes * 8)", "hashSize": "\(key.algorithm.size)", "cipherAlgorithm": "AES",
              "cipherChaining": "ChainingModeCBC", "hashAlgorithm": key.algorithm.rawValue,
              "saltValue": Base64.text(key.salt), "encryptedVerifierHashInput": Base64.text(verifierInput),
              "encryptedVerifierHashValue": Base64.text(verifierHash), "encryptedKeyValue": Base64.text(keyValue),
            ])
        }
      }
    }
    return out + xml.bytes
  }

  private static func attributes(_ cipher: Cipher) -> KeyValuePairs<StaticString, String?> {
    [
      "saltSize": "\(cipher.salt.count)", "blockSize": "16", "keyBits": "\(cipher.keyBytes * 8)",
      "hashSize": "\(cipher.algorithm.size)", "cipherAlgorithm": "AES", "cipherChaining": "ChainingModeCBC",
      "hashAlgorithm": cipher.algorithm.rawValue, "saltValue": Base64.text(cipher.salt),
    ]
  }
}
