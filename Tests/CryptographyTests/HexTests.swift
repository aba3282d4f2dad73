import Cryptography
import Testing

@Suite struct HexTests {
  @Test func everyByteComesBack() {
    let all = (0...255).map { UInt8($0) }
    #expect(Hex.bytes(Hex.string(all)) == all)
    #expect(Hex.bytes("0AfF") == [0x0a, 0xff])
  }

  @Test(arguments: ["0", "0g", "é0", " 0"]) func anythingElseIsRefused(_ text: String) {
    #expect(Hex.bytes(text) == nil)
  }

  @Test func comparisonSeesEveryDifference() {
    let bytes = (0..<40).map { UInt8($0) }
    #expect(ConstantTime.equal(bytes, bytes))
    #expect(ConstantTime.equal([], []))
    for i in bytes.indices {
      var other = bytes
      other[i] ^= 0x80
      #expect(!ConstantTime.equal(bytes, other))
    }
    #expect(!ConstantTime.equal(bytes, Array(bytes.dropLast())))
  }

  @Test func randomBytesHaveTheLengthAskedForAndDiffer() throws {
    #expect(try RandomBytes.make(0).isEmpty)
    let (a, b) = (try RandomBytes.make(32), try RandomBytes.make(32))
    #expect(a.count == 32 && a != b)
  }
}
