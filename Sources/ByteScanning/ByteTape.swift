/// A reused run of bytes for the inner loops of writers: room is asked for once a row or text, then the bytes go in
/// without a check each.
///
/// `reserve(n)` promises room for `n` more bytes; the `put` calls that follow write at most that many (debug builds
/// hold them to it). Everything else checks for itself.
package struct ByteTape: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  @usableFromInline var used = 0

  package init(capacity: Int = 1 << 16) {
    self.capacity = max(64, capacity)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  @inlinable package var count: Int { used }

  @inlinable package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: used) }

  @inlinable package mutating func removeAll() { used = 0 }

  /// Room for `more` bytes beyond what is there.
  @inlinable @inline(__always)
  package mutating func reserve(_ more: Int) {
    if capacity - used < more { grow(more) }
  }

  @usableFromInline @inline(never)
  mutating func grow(_ more: Int) {
    let wanted = max(capacity * 2, used + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
    larger.update(from: base, count: used)
    base.deallocate()
    base = larger
    capacity = wanted
  }

  /// One byte into reserved room.
  @inlinable @inline(__always)
  package mutating func put(_ byte: UInt8) {
    assert(used < capacity, "room was not reserved")
    base[used] = byte
    used += 1
  }

  /// The first `count` bytes of `word` into reserved room; the room must hold the whole word.
  @inlinable @inline(__always)
  package mutating func put<W: BitwiseCopyable>(_ word: W, count: Int) {
    assert(used + MemoryLayout<W>.size <= capacity, "room was not reserved")
    UnsafeMutableRawPointer(base + used).storeBytes(of: word, as: W.self)
    used += count
  }

  /// Decimal digits into reserved room of 20 bytes.
  @inlinable @inline(__always)
  package mutating func put(decimal value: UInt64) {
    assert(used + 20 <= capacity, "room was not reserved")
    var rest = value
    let size = ByteTape.digits(value)
    var at = used + size
    while rest >= 100 {
      let pair = Int(truncatingIfNeeded: rest % 100)
      rest /= 100
      at -= 2
      base[at] = UInt8(truncatingIfNeeded: pair / 10) + 48
      base[at + 1] = UInt8(truncatingIfNeeded: pair % 10) + 48
    }
    if rest >= 10 {
      base[at - 2] = UInt8(truncatingIfNeeded: rest / 10) + 48
      base[at - 1] = UInt8(truncatingIfNeeded: rest % 10) + 48
    } else {
      base[at - 1] = UInt8(truncatingIfNeeded: rest) + 48
    }
    used += size
  }

  /// How many decimal digits `value` has.
  @inlinable @inline(__always)
  package static func digits(_ value: UInt64) -> Int {
    if value < 10 { return 1 }
    if value < 100 { return 2 }
    if value < 1000 { return 3 }
    if value < 10_000 { return 4 }
    var (count, limit) = (5, UInt64(100_000))
    while count < 20, value >= limit {
      count += 1
      let (next, over) = limit.multipliedReportingOverflow(by: 10)
      if over { break }
      limit = next
    }
    return count
  }

  /// A run of bytes into reserved room.
  @inlinable @inline(__always)
  package mutating func put(_ run: UnsafeBufferPointer<UInt8>) {
    assert(used + run.count <= capacity, "room was not reserved")
    if let start = run.baseAddress { (base + used).update(from: start, count: run.count) }
    used += run.count
  }

  package mutating func append(_ byte: UInt8) {
    reserve(1)
    put(byte)
  }

  package mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { run in
      reserve(run.count)
      put(run)
    }
  }

  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { run in
      reserve(run.count)
      put(run)
    }
  }

  package mutating func append(contentsOf run: UnsafeBufferPointer<UInt8>) {
    reserve(run.count)
    put(run)
  }

  package mutating func append(decimal value: Int) {
    reserve(21)
    if value < 0 { put(UInt8(ascii: "-")) }
    put(decimal: UInt64(value.magnitude))
  }
}
