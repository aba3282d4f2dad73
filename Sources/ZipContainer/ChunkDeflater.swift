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

/// Deflates one chunk after another at ISA-L's level 1, each without looking back at the one before: a chunk's bytes
/// depend on the chunk alone, not on what was packed before it or where in memory anything lies.
final class ChunkDeflater {
  private let stream: UnsafeMutablePointer<isal_zstream>
  private let work: UnsafeMutablePointer<UInt8>
  /// ISAL_DEF_LVL1_LARGE is a macro the importer cannot read: 4 Ki + 2 · 8 Ki (hash table) + 4 · 64 Ki (tokens).
  private static let workSize = (4 + 16 + 256) << 10

  /// How many bytes of a chunk go in by themselves, see `pack`.
  private static let lead = 8

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
  ///   - spare: an array whose room is used again, held by nobody else; empty afterwards.
  func pack(_ input: UnsafeBufferPointer<UInt8>, isLast: Bool, reusing spare: inout [UInt8]) throws(Failure)
    -> PackedChunk
  {
    isal_deflate_init(stream)
    stream.pointee.level = 1
    stream.pointee.level_buf = work
    stream.pointee.level_buf_size = UInt32(ChunkDeflater.workSize)
    stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
    var packed = PackedChunk(buffer: [], used: 0, crc: CRC32.of(input), size: input.count)
    swap(&packed.buffer, &spare)
    // What does not shrink is stored: a few bytes a block more than came in.
    let room = input.count + input.count >> 10 + 1024
    // Only what is written is ever read: a large room stays memory that nobody touches.
    if packed.buffer.count < room { packed.buffer = [UInt8](unsafeUninitializedCapacity: room) { $1 = room } }
    // Where ISA-L's fast loop (igzip_icf_body, seen in 2.30) begins a history, it takes the hash of the third byte
    // from a register that holds the stream's address: about one chunk in a hundred then comes out differently from
    // one run to the next. The loop for short inputs begins it rightly, and a flushed start of up to 16 bytes goes
    // there; it costs about eight bytes a chunk.
    var rest = input.count
    if rest > ChunkDeflater.lead {
      try deflate(ChunkDeflater.lead, SYNC_FLUSH, into: &packed)
      rest -= ChunkDeflater.lead
    }
    stream.pointee.end_of_stream = isLast ? 1 : 0
    try deflate(rest, isLast ? NO_FLUSH : FULL_FLUSH, into: &packed)
    return packed
  }

  /// Takes in the next `count` bytes and gives out all that comes of them.
  private func deflate(_ count: Int, _ flush: Int32, into packed: inout PackedChunk) throws(Failure) {
    stream.pointee.flush = UInt16(flush)
    stream.pointee.avail_in = UInt32(count)
    while true {
      let used = packed.used
      let status = packed.buffer.withUnsafeMutableBufferPointer { out in
        stream.pointee.next_out = out.baseAddress! + used
        stream.pointee.avail_out = UInt32(out.count - used)
        return isal_deflate(stream)
      }
      packed.used = packed.buffer.count - Int(stream.pointee.avail_out)
      guard status == COMP_OK else { throw Failure("E242", kind: .internalFault, ["\(status)"]) }
      if stream.pointee.avail_out > 0 { break }
      packed.buffer.append(contentsOf: repeatElement(0, count: packed.buffer.count))
    }
  }
}
