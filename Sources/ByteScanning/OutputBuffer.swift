/// A growing run of bytes that writers append to; numbers and text go in without a `String` in between.
///
/// Room is made ahead and what is written is copied there: an array asks more questions at every append than a small
/// piece is worth.
package struct OutputBuffer: Sendable {
  /// The first `count` bytes are written.
  private var room: [UInt8]
  private var written: Int

  package var count: Int { written }

  package init(capacity: Int = 0) {
    room = capacity > 0 ? OutputBuffer.room(capacity) : []
    written = 0
  }

  /// Takes over what is written already.
  package init(_ bytes: [UInt8]) {
    room = bytes
    written = bytes.count
  }

  package var bytes: [UInt8] { count == room.count ? room : Array(room[..<count]) }

  /// Gives the bytes away without a copy; the buffer is empty afterwards.
  package mutating func take() -> [UInt8] {
    room.removeLast(room.count - written)
    defer { self = OutputBuffer() }
    return room
  }

  package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    room.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[..<count])) }
  }

  package var last: UInt8? { count == 0 ? nil : room[count - 1] }

  /// Makes room for that many bytes more.
  package mutating func reserve(_ more: Int) { if room.count - written < more { grow(more) } }

  /// Room for `most` bytes, filled by `put`, which tells how many it wrote.
  @inline(__always)
  package mutating func write(_ most: Int, _ put: (UnsafeMutablePointer<UInt8>) -> Int) {
    reserve(most)
    let start = written
    written = start + room.withUnsafeMutableBufferPointer { put($0.baseAddress.unsafelyUnwrapped + start) }
  }

  package mutating func append(_ byte: UInt8) {
    write(1) { to in
      to.pointee = byte
      return 1
    }
  }

  package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
    write(bytes.count) { to in
      to.update(from: start, count: bytes.count)
      return bytes.count
    }
  }

  /// Appends the bytes where a table of 256 has 0 for each of them, and nothing where not.
  package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, ifNoneIn table: [UInt8]) -> Bool {
    reserve(bytes.count)
    let start = written
    let found = room.withUnsafeMutableBufferPointer { room in
      table.withUnsafeBufferPointer { table in
        var found: UInt8 = 0
        for i in 0..<bytes.count {
          let byte = bytes[i]
          room[start + i] = byte
          found |= table[Int(byte)]
        }
        return found
      }
    }
    if found == 0 { written = start + bytes.count }
    return found == 0
  }

  package mutating func append(_ text: StaticString) { text.withUTF8Buffer { append($0) } }

  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  package mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

  package mutating func append(_ other: OutputBuffer) { other.withBytes { append($0) } }

  /// The decimal digits of `value`.
  package mutating func append(decimal value: Int) {
    write(20) { to in
      if value < 0 { to[0] = UInt8(ascii: "-") }
      return OutputBuffer.put(value.magnitude, to, value < 0 ? 1 : 0)
    }
  }

  /// A number with at most two decimals, no exponent, no negative zero; what is not finite becomes 0.
  package mutating func append(hundredths value: Double) {
    write(OutputBuffer.mostOfHundredths) { OutputBuffer.put(hundredths: value, $0) }
  }

  /// How many bytes a number with two decimals takes at most.
  package static let mostOfHundredths = 20

  /// Writes what `append(hundredths:)` does.
  /// - Returns: how many bytes it wrote.
  package static func put(hundredths value: Double, _ to: UnsafeMutablePointer<UInt8>) -> Int {
    let size = abs(value) * 100
    guard size < 1e14 else {
      to[0] = UInt8(ascii: "0")
      return 1
    }
    // Halves go away from zero.
    let below = UInt(size)
    let hundredths = size - Double(below) >= 0.5 ? below + 1 : below
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    var at = 0
    if value < 0, hundredths > 0 {
      to[0] = UInt8(ascii: "-")
      at = 1
    }
    if whole < 1000 {
      // Most are coordinates.
      if whole >= 100 {
        to[at] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: whole / 100)
        at += 1
      }
      if whole >= 10 {
        to[at] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: whole / 10 % 10)
        at += 1
      }
      to[at] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: whole % 10)
      at += 1
    } else {
      at = put(whole, to, at)
    }
    if rest == 0 { return at }
    let (tenths, last) = rest.quotientAndRemainder(dividingBy: 10)
    to[at] = UInt8(ascii: ".")
    to[at + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: tenths)
    to[at + 2] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: last)
    return last == 0 ? at + 2 : at + 3
  }

  /// The digits of `magnitude` from `start` on.
  /// - Returns: where they end.
  @inline(__always)
  private static func put(_ magnitude: UInt, _ to: UnsafeMutablePointer<UInt8>, _ start: Int) -> Int {
    var end = start + 1
    var rest = magnitude
    while rest >= 10 {
      rest /= 10
      end += 1
    }
    var at = end
    rest = magnitude
    repeat {
      at -= 1
      to[at] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    return end
  }

  /// Forgets what was written after `length` bytes.
  package mutating func truncate(to length: Int) { written = min(written, length) }

  private mutating func grow(_ more: Int) {
    var larger = OutputBuffer.room(max(written + more, 2 * room.count, 64))
    larger.withUnsafeMutableBufferPointer { to in
      room.withUnsafeBufferPointer { from in
        if let start = from.baseAddress { to.baseAddress.unsafelyUnwrapped.update(from: start, count: written) }
      }
    }
    room = larger
  }

  /// Nobody reads a byte of it before it is written, so nobody clears it.
  private static func room(_ capacity: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: capacity) { $1 = capacity }
  }
}

extension OutputBuffer: Hashable {
  package static func == (a: OutputBuffer, b: OutputBuffer) -> Bool {
    a.count == b.count && a.room[..<a.count] == b.room[..<b.count]
  }
  package func hash(into hasher: inout Hasher) { withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) } }
}
