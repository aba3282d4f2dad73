import ByteScanning
import CISAL

/// A chunk as it goes into the archive.
struct PackedChunk {
  /// Room of which the first `used` bytes are the chunk; kept whole so that it can be used again.
  var buffer: [UInt8]
  var used: Int
  var crc: UInt32
  /// Bytes before deflation.
  var size: Int
}

/// Deflates one chunk after another at ISA-L's level 1, each without looking back at the one before.
final class ChunkDeflater {
  private let stream: UnsafeMutablePointer<isal_zstream>
  private let work: UnsafeMutablePointer<UInt8>
  /// ISAL_DEF_LVL1_LARGE is a macro the importer cannot read: 4 Ki + 2 · 8 Ki (hash table) + 4 · 64 Ki (tokens).
  private static let workSize = (4 + 16 + 256) << 10

  init() {
    stream = .allocate(capacity: 1)
    work = .allocate(capacity: ChunkDeflater.workSize)
    work.initialize(repeating: 0, count: ChunkDeflater.workSize)
    isal_deflate_init(stream)
  }

  deinit {
    stream.deallocate()
    work.deallocate()
  }

  /// - Parameters:
  ///   - isLast: closes the deflate stream; otherwise the chunk ends byte-aligned with a full flush.
  ///   - spare: an array whose room may be used again.
  func pack(_ input: UnsafeBufferPointer<UInt8>, isLast: Bool, reusing spare: [UInt8]) throws -> PackedChunk {
    // What an earlier chunk left in the hash table would let the same bytes come out differently: which chunks a
    // deflater has seen before depends on timing.
    work.update(repeating: 0, count: ChunkDeflater.workSize)
    isal_deflate_init(stream)
    stream.pointee.level = 1
    stream.pointee.level_buf = work
    stream.pointee.level_buf_size = UInt32(ChunkDeflater.workSize)
    stream.pointee.end_of_stream = isLast ? 1 : 0
    stream.pointee.flush = UInt16(isLast ? NO_FLUSH : FULL_FLUSH)
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
    stream.pointee.avail_in = UInt32(input.count)
    var bytes = spare
    // What does not shrink is stored: a few bytes a block more than came in.
    let room = input.count + input.count >> 10 + 1024
    if bytes.count < room { bytes = [UInt8](repeating: 0, count: room) }
    var used = 0
    while true {
      let status = bytes.withUnsafeMutableBufferPointer { out in
        stream.pointee.next_out = out.baseAddress! + used
        stream.pointee.avail_out = UInt32(out.count - used)
        let status = isal_deflate(stream)
        used = out.count - Int(stream.pointee.avail_out)
        return status
      }
      guard status == COMP_OK else { throw Failure("E242", kind: .internalFault, ["\(status)"]) }
      if stream.pointee.avail_out > 0 { break }
      bytes.append(contentsOf: repeatElement(0, count: bytes.count))
    }
    return PackedChunk(buffer: bytes, used: used, crc: CRC32.of(input), size: input.count)
  }
}
