import ByteScanning
import Dispatch
import Synchronization
import ZipContainer

/// Unpacks an entry on a thread of its own, a few chunks ahead of whoever takes them: unpacking then costs no time of
/// the reader's.
///
/// Two semaphores count full and empty chunks, so each chunk belongs to one side at a time and no more than `depth`
/// wait in memory.
final class ReadAhead: @unchecked Sendable {
  static let depth = 4

  /// A chunk with room in front for what the reader has left over, and zero bytes behind.
  struct Chunk {
    var base: UnsafeMutablePointer<UInt8>
    /// Bytes behind the room in front; 0 = the entry has ended.
    var count = 0
    var failure: Failure?
  }

  private var chunks: [Chunk] = []
  private let room: Int
  private let size: Int
  private let full = DispatchSemaphore(value: 0)
  private let empty = DispatchSemaphore(value: ReadAhead.depth)
  private let done = DispatchSemaphore(value: 0)
  private let isCancelled = Atomic(false)
  private var taken = 0

  /// Starts unpacking. `room` bytes stay free in front of each chunk of `size` bytes.
  init(_ archive: ZipArchive, _ entry: ZipArchive.Entry, room: Int, size: Int) {
    self.room = room
    self.size = size
    for _ in 0..<ReadAhead.depth {
      chunks.append(Chunk(base: .allocate(capacity: room + size + MarkupScanner.padding)))
    }
    DispatchQueue.global(qos: .userInitiated).async { [self] in
      unpack(archive, entry)
      done.signal()
    }
  }

  deinit { for chunk in chunks { chunk.base.deallocate() } }

  /// The next chunk, which stays the reader's until the next call gives it back.
  func next() -> Chunk {
    if taken > 0 { empty.signal() }
    full.wait()
    taken += 1
    return chunks[(taken - 1) % ReadAhead.depth]
  }

  /// Stops unpacking and waits until the thread has let go.
  func cancel() {
    isCancelled.store(true, ordering: .relaxed)
    empty.signal()
    done.wait()
    // A semaphore must not go away below the count it was made with.
    for _ in 0..<ReadAhead.depth { empty.signal() }
  }

  private func unpack(_ archive: ZipArchive, _ entry: ZipArchive.Entry) {
    var at = 0
    do throws(Failure) {
      var reader = try ZipEntryReader(archive, entry)
      while true {
        empty.wait()
        if isCancelled.load(ordering: .relaxed) { return }
        let base = chunks[at].base + room
        let count = try reader.read(into: UnsafeMutableRawBufferPointer(start: base, count: size))
        chunks[at].count = count
        (base + count).initialize(repeating: 0, count: MarkupScanner.padding)
        full.signal()
        at = (at + 1) % ReadAhead.depth
        if count == 0 { return }
      }
    } catch {
      chunks[at].count = 0
      chunks[at].failure = error
      full.signal()
    }
  }
}
