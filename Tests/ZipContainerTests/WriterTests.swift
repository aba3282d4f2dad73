import ByteScanning
import Foundation
import TestSupport
import Testing

@testable import ZipContainer

@Suite struct WriterTests {
  struct Broken: Error, Equatable {}

  /// Data that deflates like sheets do, and data that does not at all.
  private func data(_ count: Int, random: Bool) -> [UInt8] {
    var state: UInt64 = 7
    return (0..<count).map { i in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return random ? UInt8(truncatingIfNeeded: state >> 40) : UInt8(ascii: "a") + UInt8(i % 7 + Int(state >> 62))
    }
  }

  private func archive(threads: Int, _ parts: [(String, [UInt8])]) throws -> [UInt8] {
    let sink = MemorySink()
    let zip = ZipWriter(to: sink, threads: threads)
    for (name, bytes) in parts { try zip.add(name, bytes) }
    try zip.finish()
    return sink.bytes
  }

  @Test func theBytesDoNotDependOnTheThreads() throws {
    let parts = [
      ("empty", []), ("a/small.txt", Array("小".utf8)), ("big.xml", data(5_000_000, random: false)),
      ("登记/noise.bin", data(3_000_000, random: true)),
    ]
    let one = try archive(threads: 1, parts)
    for threads in [2, 3, 8] { #expect(try archive(threads: threads, parts) == one) }
  }

  /// Python's zipfile reads every entry, checks its checksum, sizes and date.
  /// Short pieces of markup, where one hash taken wrongly shows: packed by deflaters all over memory, each with
  /// another past.
  @Test func theBytesDoNotDependOnWhereTheDeflaterLiesNorOnItsPast() throws {
    let chunks = (0..<120).map { i -> [UInt8] in
      Array((0...i % 30).map { "<si><t>\(["甲", "乙班", "red", "blue-"][($0 + i) % 4])\($0 * i)</t></si>" }.joined().utf8)
    }
    let deflaters = (0..<64).map { _ in ChunkDeflater() }
    func pack(_ chunk: [UInt8], _ deflater: ChunkDeflater) throws -> [UInt8] {
      var room: [UInt8] = []
      let packed = try chunk.withUnsafeBufferPointer { try deflater.pack($0, isLast: false, reusing: &room) }
      return Array(packed.buffer[..<packed.used])
    }
    let expected = try chunks.map { try pack($0, ChunkDeflater()) }
    for (i, deflater) in deflaters.enumerated() {
      for at in chunks.indices {
        let turn = (at * 7 + i) % chunks.count
        #expect(try pack(chunks[turn], deflater) == expected[turn])
      }
    }
  }

  @Test(.enabled(if: Peer.available(for: "zip archives read by another program")))
  func anotherProgramReadsTheSameData() throws {
    let parts = [
      ("empty", []), ("a/small.txt", Array("小".utf8)), ("big.xml", data(5_000_000, random: false)),
      ("登记/noise.bin", data(3_000_000, random: true)),
    ]
    let file = FileManager.default.temporaryDirectory.appending(path: "writer-\(UUID().uuidString).zip")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(try archive(threads: 2, parts)).write(to: file)
    let said = try Peer.python(
      """
      import sys, zipfile, zlib
      z = zipfile.ZipFile(sys.argv[1])
      assert z.testzip() is None
      for i in z.infolist():
          assert i.date_time == (1980, 1, 1, 0, 0, 0), i.date_time
          print(i.filename, i.file_size, zlib.crc32(z.read(i)))
      """, [file.path])
    let expected = parts.map { "\($0.0) \($0.1.count) \($0.1.withUnsafeBufferPointer { CRC32.of($0) })" }
    #expect(said.split(separator: "\n").map(String.init) == expected)
  }

  @Test func joiningChecksumsIsTheChecksumOfTheWhole() {
    let all = data(70_000, random: true)
    let whole = all.withUnsafeBufferPointer { CRC32.of($0) }
    #expect(Array("123456789".utf8).withUnsafeBufferPointer { CRC32.of($0) } == 0xCBF4_3926)
    for cut in [0, 1, 2, 63, 64, 4096, 69_999, 70_000] {
      let first = all[..<cut].withUnsafeBufferPointer { CRC32.of($0) }
      let second = all[cut...].withUnsafeBufferPointer { CRC32.of($0) }
      #expect(CRC32.joined(first, second, length: all.count - cut) == whole)
    }
  }

  @Test(arguments: [1, 2, 4]) func aChunkThatFailsStopsTheArchive(_ threads: Int) {
    let zip = ZipWriter(to: MemorySink(), threads: threads)
    #expect(throws: Broken.self) {
      try zip.add("part", chunks: 200) { chunk, tape in
        if chunk == 50 { throw Broken() }
        tape.append("some text")
      }
    }
  }

  final class FullDisk: ByteSink {
    var left = 100_000
    func write(_ bytes: UnsafeRawBufferPointer) throws {
      left -= bytes.count
      if left < 0 { throw Broken() }
    }
  }

  @Test(arguments: [1, 2]) func aSinkThatFailsStopsTheArchive(_ threads: Int) {
    let noise = data(1 << 16, random: true)
    #expect(throws: Broken.self) {
      try ZipWriter(to: FullDisk(), threads: threads).add("part", chunks: 100) { _, tape in
        noise.withUnsafeBufferPointer { tape.append(contentsOf: $0) }
      }
    }
  }

  @Test func anEntryAnnouncedAsLargeUses64BitSizes() throws {
    let sink = MemorySink()
    let zip = ZipWriter(to: sink)
    try zip.add("large", chunks: 2, upTo: 1 << 40) { _, tape in tape.append("x") }
    try zip.finish()
    // Version needed 4.5, sizes told in the extra field, 24-byte descriptor behind the data.
    #expect(sink.bytes[4] == 45)
    #expect(sink.bytes[18..<26].allSatisfy { $0 == 0xFF })
    let signature: [UInt8] = [0x50, 0x4B, 7, 8]
    let at = try #require(
      sink.bytes.indices.dropLast(4).first { Array(sink.bytes[$0..<$0 + 4]) == signature })
    #expect(sink.bytes[at + 24..<at + 28] == [0x50, 0x4B, 1, 2])
  }
}
