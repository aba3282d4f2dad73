import ByteScanning
import TestSupport
import Testing

@testable import ZipContainer

@Suite("Reading archives") struct ReaderTests {
  private func code(_ bytes: [UInt8], limits: ZipLimits = ZipLimits()) -> String? {
    do {
      let archive = try ZipArchive(bytes: bytes, limits: limits)
      for entry in archive.entries { _ = try archive.bytes(of: entry) }
      return nil
    } catch {
      return error.code.rawValue
    }
  }

  private static let hello = Array("hello, archive".utf8)

  private func forged(_ change: (inout ForgedZip.Entry) -> Void = { _ in }) -> ForgedZip {
    var entry = ForgedZip.Entry("xl/a.xml", ReaderTests.hello)
    change(&entry)
    return ForgedZip(entries: [entry, ForgedZip.Entry("b.xml", [1, 2, 3])])
  }

  @Test("what our writer packs comes out again, in pieces of any size", arguments: [1, 7, 4096, 1 << 20])
  func roundTrip(piece: Int) throws {
    let big = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    let sink = MemorySink()
    let writer = ZipWriter(to: sink)
    try writer.add("empty", [])
    try writer.add("登记/big.bin", big)
    try writer.finish()
    let archive = try ZipArchive(bytes: sink.bytes)
    #expect(archive.entries.map(\.name) == ["empty", "登记/big.bin"])
    var reader = try ZipEntryReader(archive, #require(archive.entry(named: "登记/BIG.bin")))
    var out: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: piece)
    while true {
      let n = try buffer.withUnsafeMutableBytes { try reader.read(into: $0) }
      if n == 0 { break }
      out += buffer[..<n]
    }
    #expect(out == big)
  }

  @Test("an honest archive is read") func honest() { #expect(code(forged().bytes) == nil) }

  @Test("bytes before the archive, a long comment and a fake end record in it do no harm")
  func surroundings() {
    var zip = forged()
    zip.prefix = Array(repeating: 0x20, count: 300)
    #expect(code(zip.bytes) == nil)
    zip.prefix = []
    zip.comment = Array(repeating: 0x41, count: 65_535)
    #expect(code(zip.bytes) == nil)
    zip.comment = [0x50, 0x4B, 5, 6] + Array(repeating: 0, count: 30)
    #expect(code(zip.bytes) == nil)
  }

  @Test(
    "names that lead out of the archive, or that two readers see differently, are refused",
    arguments: ["../a", "xl/../../a", "/etc/passwd", "xl\\a.xml", "a\0b", "C:a", "..", ""])
  func names(name: String) { #expect(code(forged { $0.name = name }.bytes) == "E207") }

  @Test("one name twice is refused, also but for case")
  func duplicates() {
    #expect(code(forged { $0.name = "b.xml" }.bytes) == "E206")
    #expect(code(forged { $0.name = "B.XML" }.bytes) == "E206")
  }

  @Test("headers that contradict each other are refused")
  func contradictions() {
    #expect(code(forged { $0.localName = "xl/b.xml" }.bytes) == "E203")
    #expect(code(forged { $0.localSize = 13 }.bytes) == "E203")
    #expect(code(forged { $0.localCRC = 1 }.bytes) == "E203")
    #expect(code(forged { $0.localMethod = 8 }.bytes) == "E203")
    #expect(
      code(
        forged {
          $0.size = 4; $0.localSize = 4
        }.bytes) == "E203")
  }

  @Test("encrypted entries and methods that packages may not use are refused")
  func methods() {
    #expect(code(forged { $0.flags = 1 }.bytes) == "E205")
    for method in [1, 9, 12, 14, 93, 99] { #expect(code(forged { $0.method = method }.bytes) == "E208") }
  }

  @Test("sizes and offsets beyond the file, and a directory that does not add up, are refused")
  func bounds() {
    #expect(
      code(
        forged {
          $0.compressedSize = 1 << 20; $0.size = 1 << 20
        }.bytes) == "E202")
    #expect(code(forged { $0.offset = 1 << 24 }.bytes) == "E202")
    #expect(code(forged { $0.size = 0xFFFF_FFFF }.bytes) == "E202")
    #expect(
      code(
        forged {
          $0.size = 0xFFFF_FFFF; $0.centralExtra = [1, 0, 4, 0, 9, 9, 9, 9]
        }.bytes) == "E202")
    var zip = forged()
    zip.count = 60_000
    #expect(code(zip.bytes) == "E202")
    zip = forged()
    zip.directorySize = 20
    #expect(code(zip.bytes) == "E202")
    zip.cutsEnd = true
    #expect(code(zip.bytes) == "E201")
    #expect(code([0x50]) == "E200")
    #expect(code([]) == "E200")
  }

  @Test("entries that share bytes are refused")
  func overlaps() {
    let sameName = (0..<3).map { _ in ForgedZip.Entry("one", ReaderTests.hello) }
    var zip = ForgedZip(entries: sameName)
    for i in zip.entries.indices { zip.entries[i].offset = 0 }
    #expect(["E203", "E204", "E206"].contains(code(zip.bytes)))
    // A local file inside the data of another.
    let inner = ForgedZip(entries: [ForgedZip.Entry("inner", [7])]).bytes
    var outer = ForgedZip(entries: [ForgedZip.Entry("outer", inner), ForgedZip.Entry("inner", [7])])
    outer.entries[1].offset = 30 + 5
    #expect(code(outer.bytes) == "E204")
  }

  @Test("a wrong checksum and a wrong size are told, after the bytes")
  func integrity() {
    #expect(code(forged { $0.crc = 5 }.bytes) == "E210")
    // Stored blocks of deflate: 5 bytes of head.
    let packed: [UInt8] = [1, 3, 0, 0xFC, 0xFF, 1, 2, 3]
    let crc = ForgedZip.crc32([1, 2, 3])
    func deflated(_ size: Int, _ data: [UInt8]) -> [UInt8] {
      forged {
        $0.data = data; $0.method = 8; $0.size = size; $0.crc = crc
      }.bytes
    }
    #expect(code(deflated(3, packed)) == nil)
    #expect(code(deflated(2, packed)) == "E211")
    #expect(code(deflated(4, packed)) == "E211")
    #expect(code(deflated(3, Array(packed.dropLast()))) == "E209")
    #expect(code(deflated(3, [7, 7, 7])) == "E209")
  }

  @Test("what unpacks to far more than it is, or to more than the limit, is stopped on the way")
  func bombs() throws {
    let sink = MemorySink()
    let writer = ZipWriter(to: sink)
    try writer.add("zeros", [UInt8](repeating: 0, count: 3 << 20))
    try writer.finish()
    #expect(code(sink.bytes) == "E212")
    var limits = ZipLimits()
    limits.ratioFreeBytes = 4 << 20
    #expect(code(sink.bytes, limits: limits) == nil)
    limits.entryBytes = 1 << 20
    #expect(code(sink.bytes, limits: limits) == "E213")
    limits = ZipLimits()
    limits.entries = 1
    #expect(code(forged().bytes, limits: limits) == "E213")
  }

  @Test("cut anywhere, or with any byte changed, an archive gives its data or a reason")
  func damage() throws {
    let sink = MemorySink()
    let writer = ZipWriter(to: sink)
    try writer.add("a.xml", Array("<a>some text, some text</a>".utf8))
    try writer.add("b/c.xml", Array(repeating: 0x42, count: 500))
    try writer.finish()
    let whole = sink.bytes
    for length in 0..<whole.count { #expect(code(Array(whole[..<length])) != nil, "cut at \(length)") }
    let data = try ZipArchive(bytes: whole).entries.map { try ZipArchive(bytes: whole).bytes(of: $0) }
    for i in whole.indices {
      for bit in [0x01, 0x80, 0xFF] as [UInt8] {
        var changed = whole
        changed[i] ^= bit
        guard let archive = try? ZipArchive(bytes: changed) else { continue }
        for (entry, expected) in zip(archive.entries, data) {
          // Whatever opens is what was packed: the checksum saw to it.
          if let found = try? archive.bytes(of: entry) { #expect(found == expected) }
        }
      }
    }
  }

  @Test("what is no file says so")
  func noFile() {
    #expect(throws: Failure.self) { try ZipArchive(path: "/nonexistent/x.xlsx") }
    #expect(throws: Failure.self) { try ZipArchive(path: "/tmp") }
  }
}
