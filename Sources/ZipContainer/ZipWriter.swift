package import ByteScanning

/// Writes a zip archive to a sink as the data comes (APPNOTE 6.3.10): deflated, dated 1980-01-01, nothing of the
/// machine in it, so the same data gives the same bytes with any number of threads.
///
/// An entry is a row of chunks. Each chunk is deflated by itself and ends on a byte (full flush), so chunks are made
/// and deflated side by side and strung together in order; at most a few of them are in memory at once.
/// An entry of one chunk knows its sizes before it is written; a longer one tells them in a data descriptor behind
/// it (§4.3.9) and in the directory.
package final class ZipWriter {
  struct Entry {
    var name: [UInt8]
    var crc: UInt32
    var packedSize: UInt64
    var size: UInt64
    var offset: UInt64
    var hasDescriptor: Bool
    /// The local header announced 64-bit sizes.
    var isLarge: Bool
  }

  let sink: any ByteSink
  let threads: Int
  var entries: [Entry] = []
  var offset: UInt64 = 0
  private var names: Set<[UInt8]> = []

  /// - Parameter threads: how many chunks are made and deflated side by side; the bytes do not depend on it.
  package init(to sink: any ByteSink, threads: Int = 2) {
    self.sink = sink
    self.threads = max(1, threads)
  }

  /// Adds an entry of which all bytes are at hand. `name` is a relative path with `/`, given once.
  package func add(_ name: String, _ bytes: UnsafeBufferPointer<UInt8>) throws {
    let size = ZipWriter.chunkSize
    let count = max(1, (bytes.count + size - 1) / size)
    nonisolated(unsafe) let bytes = bytes
    try add(name, chunks: count, upTo: UInt64(bytes.count)) { chunk, tape in
      let range = chunk * size..<min((chunk + 1) * size, bytes.count)
      tape.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range]))
    }
  }

  package func add(_ name: String, _ bytes: [UInt8]) throws { try bytes.withUnsafeBufferPointer { try add(name, $0) } }

  package func add(_ name: String, _ text: String) throws { try add(name, Array(text.utf8)) }

  /// How much of an entry at hand goes into a chunk.
  static let chunkSize = 1 << 20

  /// Adds an entry made in chunks, each called for once, by its number, from any thread; the entry is their row.
  ///
  /// - Parameters:
  ///   - upTo: no more bytes than this will come; from 4 GiB on the entry is announced as a 64-bit one (§4.5.3).
  ///     More than announced throws `E241`.
  ///   - make: writes a chunk to the empty tape it is lent.
  package func add(
    _ name: String, chunks: Int, upTo limit: UInt64 = 0xFFFF_FFFE,
    make: @escaping @Sendable (_ chunk: Int, _ tape: inout ByteTape) throws -> Void
  ) throws {
    let path = Array(name.utf8)
    precondition(!path.isEmpty && path.count < 0xFFFF && names.insert(path).inserted, "entry names are given once")
    let isLarge = limit >= 0xFFFF_FFFF
    let start = offset
    var entry = Entry(
      name: path, crc: 0, packedSize: 0, size: 0, offset: start, hasDescriptor: chunks > 1, isLarge: isLarge)
    if chunks > 1 { try emit(localHeader(entry)) }
    try ParallelDeflation.run(chunks: chunks, threads: threads, make: make) { packed in
      entry.crc = CRC32.joined(entry.crc, packed.crc, length: packed.size)
      entry.size += UInt64(packed.size)
      entry.packedSize += UInt64(packed.used)
      if !entry.hasDescriptor { try self.emit(self.localHeader(entry)) }
      try packed.buffer.withUnsafeBytes { try self.emit(UnsafeRawBufferPointer(rebasing: $0[..<packed.used])) }
    }
    guard isLarge || max(entry.size, entry.packedSize) < 0xFFFF_FFFF else {
      throw Failure("E241", [name])
    }
    if entry.hasDescriptor { try emit(descriptor(entry)) }
    entries.append(entry)
  }

  /// Writes the directory. Nothing can be added afterwards.
  package func finish() throws {
    let start = offset
    for entry in entries { try emit(centralHeader(entry)) }
    try emit(directoryEnd(start: start, size: offset - start))
  }

  private func emit(_ bytes: UnsafeRawBufferPointer) throws {
    try sink.write(bytes)
    offset += UInt64(bytes.count)
  }

  private func emit(_ record: ZipRecord) throws { try record.bytes.withUnsafeBytes { try emit($0) } }
}
