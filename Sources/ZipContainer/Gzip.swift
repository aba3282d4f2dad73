import ByteScanning

/// One run of bytes as a gzip member (RFC 1952): no name, no time, so the same bytes come out every time.
package enum Gzip {
  /// Throws `Failure` E242 where the compressor fails.
  package static func packed(_ bytes: [UInt8]) throws -> [UInt8] {
    let chunk = try bytes.withUnsafeBufferPointer { try ChunkDeflater().pack($0, isLast: true, reusing: []) }
    // Deflate, no flags, no time, no extra, system unknown.
    var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    out.reserveCapacity(chunk.used + 18)
    out += chunk.buffer[..<chunk.used]
    for value in [chunk.crc, UInt32(truncatingIfNeeded: chunk.size)] {
      for shift in [0, 8, 16, 24] as [UInt32] { out.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
    return out
  }
}
