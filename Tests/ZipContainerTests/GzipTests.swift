import ByteScanning
import Foundation
import TestSupport
import Testing

@testable import ZipContainer

@Suite struct GzipTests {
  private static func run(_ seed: Int) -> OutputBuffer {
    var out = OutputBuffer()
    for i in 0..<(seed * seed * 40) { out.append("<td>\(i % (seed + 3))</td>") }
    return out
  }

  @Test func aRunComesOutTheSameWhateverWasPackedBeforeIt() throws {
    let runs = (0..<12).map(Self.run)
    let together = try Gzip.Packer().parts(runs)
    for (run, part) in zip(runs, together) {
      let alone = try Gzip.Packer().parts([run])[0]
      #expect(alone.bytes == part.bytes && alone.crc == part.crc && alone.size == part.size)
    }
  }

  /// Browsers take one member and nothing behind it.
  @Test(.enabled(if: Peer.available(for: "gzip read by another program")))
  func partsInAnyOrderMakeOneMember() throws {
    let parts = try Gzip.Packer().parts((0..<12).map(Self.run))
    for order in [Array(0..<12), [5, 2, 9], [0], []] {
      let packed = Gzip.joined(order.map { parts[$0] })
      #expect(packed.count == Gzip.length(order.reduce(0) { $0 + parts[$1].bytes.count }))
      let said = try Peer.python(
        """
        import base64, sys, zlib
        member = zlib.decompressobj(31)
        text = member.decompress(base64.b64decode(sys.argv[1]))
        assert member.eof and not member.unused_data
        print(base64.b64encode(text).decode())
        """, [Data(packed).base64EncodedString()])
      let wanted = Data(order.flatMap { Self.run($0).bytes })
      #expect(said.trimmingCharacters(in: .whitespacesAndNewlines) == wanted.base64EncodedString())
    }
  }
}
