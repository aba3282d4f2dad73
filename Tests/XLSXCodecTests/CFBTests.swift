import ByteScanning
import Testing

@testable import XLSXCodec

@Suite struct CFBTests {
  /// A container with one large stream and small ones of every awkward size.
  private func container(large: Int = 9000) -> [UInt8] {
    var file = [UInt8](repeating: 0, count: CompoundFileWriter.headerSize)
    file += (0..<large).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    CompoundFileWriter.complete(
      &file, large: "EncryptedPackage",
      small: [
        EncryptionDataSpaces.node, .init(name: "empty"), .init(name: "one", bytes: [1]),
        .init(name: "Sixty-four", bytes: Array(repeating: 64, count: 64)),
        .init(name: "most", bytes: Array(repeating: 9, count: 4095)),
      ])
    return file
  }

  @Test(arguments: [4096, 9000, 7_200_000, 7_300_000, 9_000_000]) func everyStreamComesBack(_ large: Int) throws {
    let file = try CompoundFile(container(large: large))
    #expect(try file.stream("EncryptedPackage") == (0..<large).map { UInt8(truncatingIfNeeded: $0 &* 7) })
    #expect(try file.stream("empty") == [])
    #expect(try file.stream("ONE") == [1])
    #expect(try file.stream("sixty-four")?.count == 64)
    #expect(try file.stream("most") == Array(repeating: 9, count: 4095))
    #expect(try file.stream("Workbook") == nil)
  }

  /// Whatever single byte is wrong, the file is read or refused, and reading ends.
  @Test func noSingleByteMakesItRunWild() {
    let good = container()
    // Header, directory and tables: everything but the large stream's own data.
    let metadata = Array(0..<512) + Array((512 + 9216)..<good.count)
    var refused = 0
    for at in metadata where at % 3 == 0 || at < 512 {
      for value: UInt8 in [0x00, 0xFF, good[at] ^ 0x01] {
        var bad = good
        bad[at] = value
        do {
          let file = try CompoundFile(bad)
          for name in ["EncryptedPackage", "EncryptionInfo", "most", "one"] { _ = try file.stream(name) }
        } catch {
          #expect((error as? Failure)?.code == "E252")
          refused += 1
        }
      }
    }
    #expect(refused > 100)
  }

  @Test func circlesAreNoticed() throws {
    let good = container()
    // The first sector of the allocation table stands where the header says.
    let table = 512 + Int(good.low32(76) ?? 0) * 512
    var chain = good
    chain.replaceSubrange(table + 4..<table + 8, with: [0, 0, 0, 0])
    let file = try CompoundFile(chain)
    #expect(throws: Failure.self) { try file.stream("EncryptedPackage") }

    var directory = good
    let start = 512 + Int(good.low32(48) ?? 0) * 512
    // The root's first child names itself as its sibling.
    let child = Int(good.low32(start + 76) ?? 0)
    directory.replaceSubrange(start + child * 128 + 68..<start + child * 128 + 72, with: good[start + 76..<start + 80])
    #expect(throws: Failure.self) { try CompoundFile(directory).stream("anything") }
  }

  @Test func bytesThatAreNoContainerAreRefused() {
    for bytes in [[], [0xD0], [UInt8](repeating: 0xD0, count: 600), Array("PK".utf8)] {
      #expect(throws: Failure.self) { try CompoundFile(bytes) }
    }
    #expect(Base64.bytes("QUI=") == Array("AB".utf8))
    #expect(Base64.bytes("") == [])
    for text in ["QUI", "QU=I", "QUI*", "A===", "===="] { #expect(Base64.bytes(text) == nil) }
    for count in 0..<20 {
      let bytes = (0..<count).map { UInt8($0 * 37 & 255) }
      #expect(Base64.bytes(Base64.text(bytes)) == bytes)
    }
  }
}
