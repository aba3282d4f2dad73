package import ByteScanning
import CISAL

/// Unpacks one entry in pieces: memory stays at one input chunk and the inflater's window, whatever the entry holds.
///
/// Size, ratio and checksum are watched as the bytes come. A caller has the whole entry, unharmed, only when `read` has
/// given 0; before that every byte is provisional.
package struct ZipEntryReader: ~Copyable, @unchecked Sendable {
  private let archive: ZipArchive
  private let entry: ZipArchive.Entry
  private let state: UnsafeMutablePointer<inflate_state>?
  private let input: UnsafeMutableRawBufferPointer
  private var position: Int
  private var left: Int
  private var produced = 0
  private var crc: UInt32 = 0
  private var finished = false

  package init(_ archive: ZipArchive, _ entry: ZipArchive.Entry) throws(Failure) {
    self.archive = archive
    self.entry = entry
    position = entry.data
    left = entry.compressedSize
    input = .allocate(byteCount: max(1, min(256 << 10, entry.compressedSize)), alignment: 16)
    if entry.method == 8 {
      let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
      isal_inflate_init(state)
      state.pointee.avail_in = 0
      self.state = state
    } else {
      state = nil
    }
  }

  deinit {
    state?.deallocate()
    input.deallocate()
  }

  /// Fills `buffer` with the next bytes and gives how many; 0 = the entry has ended and its checksum is right.
  /// Throws E209–E213.
  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    if finished || buffer.isEmpty { return 0 }
    let n = state == nil ? try readStored(buffer) : try inflate(buffer)
    produced += n
    if produced > entry.size { throw Failure("E211", [entry.name]) }
    if produced > archive.limits.ratioFreeBytes, produced / archive.limits.ratio > entry.compressedSize {
      throw Failure("E212", [entry.name, String(archive.limits.ratio)])
    }
    if produced > archive.limits.entryBytes { throw Failure("E213", [String(archive.limits.entryBytes)]) }
    crc = CRC32.of(UnsafeBufferPointer(rebasing: buffer.assumingMemoryBound(to: UInt8.self)[..<n]), after: crc)
    if n == 0 {
      finished = true
      if produced != entry.size { throw Failure("E211", [entry.name]) }
      if crc != entry.crc { throw Failure("E210", [entry.name]) }
    }
    return n
  }

  private mutating func readStored(_ buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    let n = try archive.source.read(
      at: position, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(left, buffer.count)]))
    position += n
    left -= n
    return n
  }

  private mutating func inflate(_ buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    guard let state else { return 0 }
    let room = UInt32(min(buffer.count, 1 << 30))
    state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_out = room
    while state.pointee.avail_out > 0, state.pointee.block_state != ISAL_BLOCK_FINISH {
      if state.pointee.avail_in == 0, left > 0 {
        let n = try archive.source.read(
          at: position, into: UnsafeMutableRawBufferPointer(rebasing: input[..<min(left, input.count)]))
        if n == 0 { throw Failure("E209", [entry.name]) }
        position += n
        left -= n
        state.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        state.pointee.avail_in = UInt32(n)
      }
      let before = (state.pointee.avail_in, state.pointee.avail_out)
      let result = isal_inflate(state)
      if result != ISAL_DECOMP_OK && result != ISAL_END_INPUT && result != ISAL_OUT_OVERFLOW {
        throw Failure("E209", [entry.name])
      }
      // Nothing in, nothing out, nothing left: the stream stops before it says so.
      if state.pointee.block_state != ISAL_BLOCK_FINISH, left == 0,
        before == (state.pointee.avail_in, state.pointee.avail_out)
      {
        throw Failure("E209", [entry.name])
      }
    }
    return Int(room - state.pointee.avail_out)
  }
}
