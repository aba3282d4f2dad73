import Cryptography
import Testing

@Suite struct DigestTests {
  // FIPS 180-4 example messages.
  @Test(arguments: [
    (DigestAlgorithm.sha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (.sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (.sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (
      .sha384, "abc",
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
    ),
    (
      .sha512, "abc",
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    ),
  ])
  func publishedExamples(_ algorithm: DigestAlgorithm, _ message: String, _ expected: String) throws {
    #expect(Hex.string(try Digest.of(message.utf8, algorithm)) == expected)
    #expect(try Digest.of(message.utf8, algorithm).count == algorithm.size)
  }

  @Test func piecesGiveTheDigestOfTheWhole() throws {
    let message = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let digest = try Digest(.sha256)
    for start in stride(from: 0, to: message.count, by: 777) {
      digest.update(message[start..<min(start + 777, message.count)])
    }
    #expect(digest.finish() == (try Digest.of(message)))
  }

  @Test func restartForgetsWhatCameBefore() throws {
    let digest = try Digest(.sha512)
    digest.update("something else".utf8)
    _ = digest.finish()
    digest.restart()
    digest.update("abc".utf8)
    #expect(digest.finish() == (try Digest.of("abc".utf8, .sha512)))
  }

  @Test func spinningIsTheIteratedDigestSpeltOut() throws {
    let (salt, password): ([UInt8], [UInt8]) = ([1, 2, 3, 4], [65, 0, 66, 0])
    var expected = try Digest.of(salt + password, .sha512)
    for i in 0..<300 { expected = try Digest.of([UInt8(i & 255), UInt8(i >> 8), 0, 0] + expected, .sha512) }
    #expect(try Digest.spun(salt: salt, password: password, count: 300, .sha512) == expected)
    #expect(try Digest.spun(salt: salt, password: password, count: 0, .sha1) == Digest.of(salt + password, .sha1))
  }
}
