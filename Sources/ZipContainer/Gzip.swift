package import ByteScanning
import Synchronization

/// Runs of bytes as gzip members (RFC 1952): no name, no time, so the same bytes come out every time.
package enum Gzip {
  /// A run of bytes, deflated so that it can stand before and behind others: whole blocks that end on a byte, none of
  /// them the last; the checksum and the size are those of the run.
  package typealias Part = (bytes: [UInt8], crc: UInt32, size: Int)

  /// Packs runs, on any thread; compressors are used again.
  package final class Packer: Sendable {
    /// A compressor and room for what it gives out, with one thread at a time.
    private struct Tools: @unchecked Sendable {
      let deflater = ChunkDeflater()
      var room: [UInt8] = []
    }
    private let idle = Mutex<[Tools]>([])

    package init() {}

    /// Each run by itself. Throws `Failure` E242 where the compressor fails.
    package func parts(_ runs: [OutputBuffer]) throws(Failure) -> [Part] {
      if runs.isEmpty { return [] }
      var tools = idle.withLock { $0.popLast() } ?? Tools()
      var parts: [Part] = []
      for run in runs {
        let chunk = try run.withBytes { bytes in
          Result { () throws(Failure) in try tools.deflater.pack(bytes, isLast: false, reusing: &tools.room) }
        }.get()
        parts.append((Array(chunk.buffer[..<chunk.used]), chunk.crc, chunk.size))
        tools.room = chunk.buffer
      }
      idle.withLock { [tools] in $0.append(tools) }
      return parts
    }
  }

  /// One member that holds the runs one behind the other.
  package static func joined(_ parts: [Part]) -> [UInt8] {
    // Deflate, no flags, no time, no extra, system unknown.
    var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    out.reserveCapacity(length(parts.reduce(0) { $0 + $1.bytes.count }))
    var (crc, size): (UInt32, Int) = (0, 0)
    for part in parts {
      out += part.bytes
      crc = CRC32.joined(crc, part.crc, length: part.size)
      size += part.size
    }
    // The last block, which is empty (RFC 1951 §3.2.6).
    out += [3, 0]
    for value in [crc, UInt32(truncatingIfNeeded: size)] {
      for shift in [0, 8, 16, 24] as [UInt32] { out.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
    return out
  }

  /// Bytes of a member whose parts have so many.
  package static func length(_ parts: Int) -> Int { parts + 20 }
}
