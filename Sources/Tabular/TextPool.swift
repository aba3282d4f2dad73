import ByteScanning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The distinct (or nearly distinct) texts of a workbook or a column, as UTF-8 in one run of bytes.
///
/// A text column holds codes into a pool. Equal codes mean equal text; different codes may still be equal text
/// (shared string tables of real workbooks repeat themselves, and builders stop interning where it does not pay).
package struct TextPool: Sendable {
  /// In text lanes: no value.
  package static let none = UInt32.max

  package private(set) var bytes: [UInt8]
  /// `ends[i]` is where text `i` stops; it starts where text `i - 1` stopped.
  package private(set) var ends: [UInt32]

  package init() {
    bytes = []
    ends = []
  }

  package init(_ texts: some Sequence<String>) {
    self.init()
    for text in texts { _ = append(text.utf8) }
  }

  package var count: Int { ends.count }

  package mutating func reserve(texts: Int, bytes count: Int) {
    ends.reserveLarge(texts)
    bytes.reserveLarge(count)
  }

  /// Room for one more text; grows by halves, in large pages once there is much.
  @inline(__always)
  mutating func makeRoom(bytes more: Int) {
    if bytes.count &+ more > bytes.capacity { bytes.reserveLarge(bytes.count &+ max(more, bytes.count / 2)) }
    if ends.count == ends.capacity { ends.reserveLarge(ends.count &+ max(16, ends.count / 2)) }
  }

  /// Whether text `code` is `text`.
  @inline(__always)
  func holds(_ text: UnsafeBufferPointer<UInt8>, at code: UInt32) -> Bool {
    let range = range(code)
    guard range.count == text.count, let other = text.baseAddress else { return range.isEmpty && text.isEmpty }
    return bytes.withUnsafeBufferPointer { memcmp($0.baseAddress! + range.lowerBound, other, text.count) == 0 }
  }

  @inline(__always)
  package func range(_ code: UInt32) -> Range<Int> {
    let i = Int(code)
    return (i == 0 ? 0 : Int(ends[i - 1]))..<Int(ends[i])
  }

  /// Adds a text and gives its code. At most 4 GiB of text in a pool; past that it traps rather than lose a cell.
  package mutating func append(_ text: some Sequence<UInt8>) -> UInt32 {
    bytes.append(contentsOf: text)
    ends.append(UInt32(bytes.count))
    return UInt32(ends.count - 1)
  }

  package mutating func append(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    bytes.append(contentsOf: text)
    ends.append(UInt32(bytes.count))
    return UInt32(ends.count - 1)
  }

  package func string(_ code: UInt32) -> String {
    let range = range(code)
    return bytes.withUnsafeBufferPointer {
      String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self)
    }
  }

  package func withBytes<R>(_ code: UInt32, _ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R {
    let range = range(code)
    return try bytes.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range])) }
  }
}

extension TextPool {
  /// Adds all texts of another pool, in order.
  package mutating func append(contentsOf other: TextPool) {
    let shift = UInt32(bytes.count)
    reserve(texts: ends.count + other.ends.count, bytes: bytes.count + other.bytes.count)
    bytes.append(contentsOf: other.bytes)
    for end in other.ends { ends.append(end + shift) }
  }
}

extension TextPool {
  /// A pool over texts that lie ready one behind the other: text `i` ends before `ends[i]`. Traps where the ends do not
  /// ascend within `bytes`.
  package init(bytes: [UInt8], ends: [UInt32]) {
    var last: UInt32 = 0
    for end in ends {
      precondition(end >= last)
      last = end
    }
    precondition(Int(last) == bytes.count)
    self.bytes = bytes
    self.ends = ends
  }
}
