import Testing

@testable import ByteScanning

@Suite struct OutputBufferTests {
  @Test func piecesOfAnyLengthFollowEachOther() {
    var out = OutputBuffer(capacity: 3)
    var plain: [UInt8] = []
    for length in [0, 1, 2, 3, 63, 64, 65, 0, 1_000, 7] {
      let piece = (0..<length).map { UInt8($0 % 251) }
      out.append(piece)
      plain += piece
      out.append("é{")
      plain += Array("é{".utf8)
      out.append("中文 and more than fifteen bytes" as String)
      plain += Array("中文 and more than fifteen bytes".utf8)
      out.append(UInt8(length % 256))
      plain.append(UInt8(length % 256))
      #expect(out.count == plain.count && out.last == plain.last)
    }
    #expect(out.bytes == plain)
    #expect(out.withBytes { Array($0) } == plain)
  }

  @Test(arguments: [0, 1, -1, 9, 10, 99, 100, -100, 1_234_567, Int.max, Int.min])
  func wholeNumbersHaveAllTheirDigits(value: Int) {
    var out = OutputBuffer()
    out.append(decimal: value)
    out.append(decimal: value)
    #expect(String(decoding: out.bytes, as: UTF8.self) == "\(value)\(value)")
  }

  @Test func whatIsTakenBackIsWrittenOver() {
    var out = OutputBuffer(Array("kept, gone".utf8))
    out.truncate(to: 4)
    #expect(String(decoding: out.bytes, as: UTF8.self) == "kept")
    out.append("!")
    out.truncate(to: 99)
    #expect(String(decoding: out.bytes, as: UTF8.self) == "kept!")
    #expect(out.take() == Array("kept!".utf8) && out.count == 0)
    out.append("again")
    #expect(out.take() == Array("again".utf8))
  }

  @Test func roomThatIsNotUsedMakesNoDifference() {
    var (wide, tight) = (OutputBuffer(capacity: 500), OutputBuffer())
    #expect(wide == tight && wide.bytes.isEmpty && wide.last == nil)
    for byte in Array("same".utf8) {
      wide.append(byte)
      tight.append(byte)
    }
    #expect(wide == tight && wide.hashValue == tight.hashValue)
    let before = wide
    wide.append("r")
    #expect(before == tight && wide != tight)
  }
}
