import ByteScanning
import ZipContainer

/// The unpacked bytes of a part as they pass by: a buffer that keeps what has not been taken yet and is filled up
/// behind it. 64 zero bytes always stand behind the end.
struct PartWindow: ~Copyable {
  private var reader: ZipEntryReader
  private let buffer: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private var from = 0
  private var to = 0
  private(set) var isAtEnd = false

  /// `capacity`: the longest row that the byte scanner can see whole.
  init(_ archive: ZipArchive, _ entry: ZipArchive.Entry, capacity: Int = 512 << 10) throws(Failure) {
    reader = try ZipEntryReader(archive, entry)
    // Small parts get a small buffer: opening a little workbook costs little.
    self.capacity = min(capacity, max(entry.size, 4 << 10) + 1)
    buffer = .allocate(capacity: self.capacity + MarkupScanner.padding)
    (buffer).initialize(repeating: 0, count: MarkupScanner.padding)
  }

  deinit { buffer.deallocate() }

  var start: UnsafePointer<UInt8> { UnsafePointer(buffer + from) }
  var end: UnsafePointer<UInt8> { UnsafePointer(buffer + to) }
  var isEmpty: Bool { from == to }
  /// Nothing more fits before something is taken.
  var isFull: Bool { from == 0 && to == capacity }
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: to - from) }

  /// Everything before `p` is done with.
  mutating func take(to p: UnsafePointer<UInt8>) { from = p - UnsafePointer(buffer) }

  mutating func takeAll() { from = to }

  /// Moves what is left to the front and reads on behind it; false when there was nothing more, or no room.
  mutating func fill() throws(Failure) -> Bool {
    if isAtEnd || isFull { return false }
    if from > 0 {
      (buffer).update(from: buffer + from, count: to - from)
      to -= from
      from = 0
    }
    let n = try reader.read(into: UnsafeMutableRawBufferPointer(start: buffer + to, count: capacity - to))
    to += n
    (buffer + to).initialize(repeating: 0, count: MarkupScanner.padding)
    if n == 0 { isAtEnd = true }
    return n > 0
  }
}
