import ByteScanning
import ZipContainer

/// The unpacked bytes of a part as they pass by: what has not been taken yet, and the next chunk behind it. 64 zero
/// bytes always stand behind the end.
struct PartWindow: ~Copyable {
  /// The most that may be left over when the next chunk comes: the longest row the byte scanner can see whole.
  private static let room = 128 << 10
  private static let size = 256 << 10
  /// Below this, a thread costs more than it gains.
  private static let worthAThread = 4 << 20

  private var reader: ZipEntryReader?
  private let ahead: ReadAhead?
  private let own: UnsafeMutablePointer<UInt8>?
  private let size: Int
  /// Where the chunk at hand begins, its room in front included.
  private var base: UnsafeMutablePointer<UInt8>
  private var from: Int
  private var to: Int
  private(set) var isAtEnd = false

  init(_ archive: ZipArchive, _ entry: ZipArchive.Entry, threads: Int) throws(Failure) {
    WorkMeter.expect(bytes: entry.size)
    if threads > 1, entry.compressedSize > PartWindow.worthAThread / 8, entry.size > PartWindow.worthAThread {
      ahead = ReadAhead(archive, entry, room: PartWindow.room, size: PartWindow.size)
      reader = nil
      size = PartWindow.size
      // A place to stand before the first chunk comes.
      base = .allocate(capacity: MarkupScanner.padding)
      own = base
      from = 0
      to = 0
    } else {
      ahead = nil
      reader = try ZipEntryReader(archive, entry)
      // Small parts get a small buffer: opening a little workbook costs little.
      size = min(PartWindow.size, max(entry.size, 1 << 10))
      base = .allocate(capacity: PartWindow.room + size + MarkupScanner.padding)
      own = base
      from = PartWindow.room
      to = PartWindow.room
    }
    (base + to).initialize(repeating: 0, count: MarkupScanner.padding)
  }

  deinit {
    ahead?.cancel()
    own?.deallocate()
  }

  var start: UnsafePointer<UInt8> { UnsafePointer(base + from) }
  var end: UnsafePointer<UInt8> { UnsafePointer(base + to) }
  var isEmpty: Bool { from == to }
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: to - from) }

  /// Everything before `p` is done with.
  mutating func take(to p: UnsafePointer<UInt8>) { from = p - UnsafePointer(base) }

  mutating func takeAll() { from = to }

  /// Gets the next chunk behind what is left; false when there is none, or too much is left for it.
  mutating func fill() throws(Failure) -> Bool {
    let left = to - from
    if isAtEnd || left > PartWindow.room { return false }
    let count: Int
    if let ahead {
      // The chunk before stays ours until the next is asked for: what is left of it must be out by then.
      let kept = [UInt8](UnsafeBufferPointer(start: base + from, count: left))
      let chunk = ahead.next()
      base = chunk.base
      if let failure = chunk.failure {
        (from, to, isAtEnd) = (PartWindow.room, PartWindow.room, true)
        throw failure
      }
      count = chunk.count
      kept.withUnsafeBufferPointer {
        if let bytes = $0.baseAddress { (base + PartWindow.room - left).update(from: bytes, count: left) }
      }
    } else {
      (base + PartWindow.room - left).update(from: base + from, count: left)
      let chunk = UnsafeMutableRawBufferPointer(start: base + PartWindow.room, count: size)
      count = try reader?.read(into: chunk) ?? 0
      (base + PartWindow.room + count).initialize(repeating: 0, count: MarkupScanner.padding)
    }
    from = PartWindow.room - left
    to = PartWindow.room + count
    if count == 0 { isAtEnd = true }
    WorkMeter.advance(bytes: count)
    return count > 0
  }
}
