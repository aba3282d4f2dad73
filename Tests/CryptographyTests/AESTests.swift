import Cryptography
import Testing

@Suite struct AESTests {
  private static let plain =
    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"

  // NIST SP 800-38A appendix F.1.1, F.2.1, F.2.3, F.2.5.
  @Test(arguments: [
    (
      AES.Mode.ecb, "2b7e151628aed2a6abf7158809cf4f3c",
      "3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4"
    ),
    (
      .cbc, "2b7e151628aed2a6abf7158809cf4f3c",
      "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b273bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7"
    ),
    (
      .cbc, "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
      "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd"
    ),
    (
      .cbc, "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
      "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b"
    ),
  ])
  func publishedVectors(_ mode: AES.Mode, _ key: String, _ expected: String) throws {
    let key = try #require(Hex.bytes(key))
    let plain = try #require(Hex.bytes(AESTests.plain))
    let iv = mode == .cbc ? (0..<16).map { UInt8($0) } : []
    let encrypt = try AES(key: key, mode, .encrypt)
    let sealed = try encrypt.process(plain, iv: iv)
    #expect(Hex.string(sealed) == expected)
    #expect(try encrypt.process(plain, iv: iv) == sealed, "an object starts afresh for every run")
    #expect(try AES(key: key, mode, .decrypt).process(sealed, iv: iv) == plain)
  }

  @Test func partialBlocksAndOddKeysAreRefused() throws {
    #expect(throws: CryptographyError.keyLength(15)) { try AES(key: Array(repeating: 0, count: 15), .cbc, .encrypt) }
    let aes = try AES(key: Array(repeating: 0, count: 16), .cbc, .encrypt)
    #expect(throws: CryptographyError.partialBlock(17)) {
      try aes.process(Array(repeating: 0, count: 17), iv: Array(repeating: 0, count: 16))
    }
    #expect(throws: CryptographyError.keyLength(0)) { try aes.process(Array(repeating: 0, count: 16)) }
  }
}
