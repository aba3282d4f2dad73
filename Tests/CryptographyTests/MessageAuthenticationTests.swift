import Cryptography
import Testing

@Suite struct MessageAuthenticationTests {
  // RFC 4231 §4.2, §4.3, §4.4, §4.7, §4.8.
  @Test(arguments: [
    (
      String(repeating: "0b", count: 20), "4869205468657265",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      String(repeating: "aa", count: 20), String(repeating: "dd", count: 50),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    ),
    (
      String(repeating: "aa", count: 131),
      "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ])
  func rfc4231WithSHA256(_ key: String, _ message: String, _ expected: String) throws {
    let key = try #require(Hex.bytes(key))
    let message = try #require(Hex.bytes(message))
    #expect(Hex.string(try MessageAuthentication.code(of: message, key: key)) == expected)
  }

  @Test func rfc4231WithSHA512() throws {
    let key = [UInt8](repeating: 0x0b, count: 20)
    #expect(
      Hex.string(try MessageAuthentication.code(of: "Hi There".utf8, key: key, .sha512))
        == "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"
    )
  }

  @Test func oneKeyServesManyMessages() throws {
    let mac = try MessageAuthentication(key: "Jefe".utf8)
    let first = mac.code(of: "what do ya want for nothing?".utf8)
    _ = mac.code(of: "another".utf8)
    mac.update("what do ya want ".utf8)
    mac.update("for nothing?".utf8)
    #expect(mac.finish() == first)
  }

  @Test func anEmptyKeyIsAKey() throws {
    #expect(
      Hex.string(try MessageAuthentication.code(of: [], key: []))
        == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
  }

  // RFC 5869 appendix A.1, A.2, A.3.
  @Test(arguments: [
    (
      String(repeating: "0b", count: 22), "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9", 42,
      "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    ),
    (
      (0..<0x50).map { Hex.string([UInt8($0)]) }.joined(), (0x60..<0xb0).map { Hex.string([UInt8($0)]) }.joined(),
      (0xb0...0xff).map { Hex.string([UInt8($0)]) }.joined(), 82,
      "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
    ),
    (
      String(repeating: "0b", count: 22), "", "", 42,
      "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    ),
  ])
  func rfc5869(_ master: String, _ salt: String, _ info: String, _ length: Int, _ expected: String) throws {
    let derived = try KeyDerivation.hkdf(
      master: #require(Hex.bytes(master)), salt: #require(Hex.bytes(salt)), info: #require(Hex.bytes(info)),
      length: length)
    #expect(Hex.string(derived) == expected)
  }

  @Test(arguments: [0, -1, 255 * 32 + 1]) func lengthsBeyondTheStandardAreRefused(_ length: Int) {
    #expect(throws: CryptographyError.self) { try KeyDerivation.hkdf(master: [1], info: [], length: length) }
  }
}
