import Tabular

/// A text column while it is read: codes, and the distinct (or nearly distinct) texts behind them.
///
/// Interning pays for a column of a few thousand names, not for one of a million ids. A lane starts with a complete
/// index of its texts; when most of what came was new, it keeps only a small cache of texts seen lately, which still
/// catches the frequent ones.
struct TextLane: Sendable {
  private(set) var codes: [UInt32] = []
  private(set) var pool = TextPool()
  private var slots: [Slot]
  private var isComplete = true
  private var nextCheck = 4096

  private struct Slot {
    var tag: UInt32
    var code: UInt32
  }
  private static let cacheSize = 4096

  init() { slots = Array(repeating: Slot(tag: 0, code: TextPool.none), count: 512) }

  var count: Int { codes.count }

  mutating func reserve(rows: Int) { codes.reserveCapacity(rows) }

  mutating func reserveTexts(_ texts: Int, bytes: Int) { pool.reserve(texts: texts, bytes: bytes) }

  /// Makes every row up to `count` missing.
  mutating func pad(to count: Int) {
    if codes.count < count { codes.append(contentsOf: repeatElement(TextPool.none, count: count - codes.count)) }
  }

  mutating func append(_ text: Span<UInt8>) {
    if text.isEmpty {
      codes.append(TextPool.none)
    } else {
      codes.append(code(of: text))
    }
  }

  mutating func appendMissing() { codes.append(TextPool.none) }

  private mutating func code(of text: Span<UInt8>) -> UInt32 {
    let hash = TextLane.hash(text)
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    if isComplete {
      while slots[at].code != TextPool.none {
        if slots[at].tag == tag, holds(slots[at].code, text) { return slots[at].code }
        at = (at + 1) & mask
      }
      let code = add(text)
      slots[at] = Slot(tag: tag, code: code)
      if pool.count * 2 > slots.count { grow() }
      if pool.count >= nextCheck { reconsider() }
      return code
    }
    if slots[at].tag == tag, slots[at].code != TextPool.none, holds(slots[at].code, text) { return slots[at].code }
    let code = add(text)
    slots[at] = Slot(tag: tag, code: code)
    return code
  }

  @inline(__always)
  private func holds(_ code: UInt32, _ text: Span<UInt8>) -> Bool {
    let range = pool.range(code)
    guard range.count == text.count else { return false }
    let known = pool.bytes.span.extracting(range)
    return TextLane.equal(known, text)
  }

  private mutating func add(_ text: Span<UInt8>) -> UInt32 { text.withUnsafeBufferPointer { pool.append($0) } }

  /// Keeps the complete index only while at least half of the values were known already.
  private mutating func reconsider() {
    nextCheck *= 2
    guard pool.count * 2 > codes.count else { return }
    isComplete = false
    slots = Array(repeating: Slot(tag: 0, code: TextPool.none), count: TextLane.cacheSize)
  }

  private mutating func grow() {
    slots = Array(repeating: Slot(tag: 0, code: TextPool.none), count: slots.count * 4)
    let mask = slots.count - 1
    for code in 0..<UInt32(pool.count) {
      let hash = TextLane.hash(pool.bytes.span.extracting(pool.range(code)))
      var at = Int(truncatingIfNeeded: hash) & mask
      while slots[at].code != TextPool.none { at = (at + 1) & mask }
      slots[at] = Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), code: code)
    }
  }

  /// Adds the rows of a lane that was read beside this one.
  mutating func join(_ other: TextLane) {
    codes.reserveCapacity(codes.count + other.codes.count)
    if isComplete, other.isComplete {
      var moved: [UInt32] = []
      moved.reserveCapacity(other.pool.count)
      for code in 0..<UInt32(other.pool.count) {
        moved.append(self.code(of: other.pool.bytes.span.extracting(other.pool.range(code))))
      }
      for code in other.codes { codes.append(code == TextPool.none ? code : moved[Int(code)]) }
    } else {
      isComplete = false
      let shift = UInt32(pool.count)
      pool.append(contentsOf: other.pool)
      for code in other.codes { codes.append(code == TextPool.none ? code : code + shift) }
    }
  }

  /// Replaces the texts, code by code.
  mutating func replacePool(_ pool: TextPool) { self.pool = pool }

  var lane: Lane { .text(codes: codes, pool: pool) }

  /// Multiply and fold, eight bytes a step, the last ones read overlapping.
  @inline(__always)
  static func hash(_ text: Span<UInt8>) -> UInt64 {
    let raw = text.bytes
    let count = text.count
    var h: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
    var last: UInt64
    if count >= 8 {
      var i = 0
      while i + 8 < count {
        h = fold(h ^ raw.unsafeLoadUnaligned(fromByteOffset: i, as: UInt64.self), 0xD6E8_FEB8_6659_FD93)
        i += 8
      }
      last = raw.unsafeLoadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    } else if count >= 4 {
      last = UInt64(raw.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self))
      last |= UInt64(raw.unsafeLoadUnaligned(fromByteOffset: count - 4, as: UInt32.self)) << 32
    } else {
      last = UInt64(text[0]) | UInt64(text[count / 2]) << 8 | UInt64(text[count - 1]) << 16
    }
    return fold(h ^ last, 0xE703_7ED1_A0B4_28DB)
  }

  @inline(__always)
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  @inline(__always)
  private static func equal(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    let (x, y) = (a.bytes, b.bytes)
    var i = 0
    while i + 8 <= a.count {
      if x.unsafeLoadUnaligned(fromByteOffset: i, as: UInt64.self)
        != y.unsafeLoadUnaligned(fromByteOffset: i, as: UInt64.self)
      {
        return false
      }
      i += 8
    }
    while i < a.count {
      if a[i] != b[i] { return false }
      i += 1
    }
    return true
  }
}
