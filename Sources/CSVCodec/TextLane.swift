import ByteScanning
import Tabular

/// A text column while it is read: codes, and the distinct (or nearly distinct) texts behind them.
///
/// Interning pays for a column of a few thousand names, not for one of a million ids. A lane starts with a complete
/// index of its texts; when most of what came was new, it keeps only a small cache of texts seen lately, which still
/// catches the frequent ones.
///
/// Memory is made ready once a batch, so that the loop over cells neither grows nor counts references:
///
///     bytes  [text 0][text 1] … [text textCount - 1][slack, at least eight bytes]
///     ends   where each text stops
///     slots  hash → code, open addressing (complete) or one entry a place (cache)
struct TextLane: Sendable {
  private(set) var codes: [UInt32] = []
  private var bytes: [UInt8] = []
  private var byteCount = 0
  private var ends: [UInt32] = []
  private(set) var textCount = 0
  private var slots: [Slot]
  private(set) var isComplete = true
  private var nextCheck = 4096
  /// The texts are UTF-8 by now.
  private(set) var isDecoded = false
  /// What is odd about texts, by code; known once they are decoded.
  private(set) var marks: [UInt32: TextMarks] = [:]

  private struct Slot: BitwiseCopyable {
    var tag: UInt32
    var code: UInt32
  }
  private static let cacheSize = 4096
  /// Words of eight bytes are read and written past the end of texts.
  private static let slack = 16
  /// The precomputed constant of `TextPool`, here where the optimiser sees it.
  private static let none = UInt32.max

  init() { slots = Array(repeating: Slot(tag: 0, code: TextLane.none), count: 64) }

  var count: Int { codes.count }
  var textBytes: Int { byteCount }

  mutating func reserve(rows: Int) { codes.reserveLarge(rows) }

  mutating func reserveTexts(_ texts: Int, bytes count: Int) {
    ends.reserveLarge(texts)
    bytes.reserveLarge(count + TextLane.slack)
  }

  /// Makes every row up to `count` missing.
  mutating func pad(to count: Int) {
    if codes.count < count { codes.append(contentsOf: repeatElement(TextLane.none, count: count - codes.count)) }
  }

  /// Puts missing rows before all others.
  mutating func shift(by count: Int) { codes.insert(contentsOf: repeatElement(TextLane.none, count: count), at: 0) }

  /// Adds column `column` of some rows of a batch. `buffer` is padded as `RecordScanner` wants it.
  mutating func append(_ batch: RecordBatch, _ buffer: Span<UInt8>, column: Int, rows: Range<Int>) {
    let (starts, ends, firsts) = (batch.starts.span, batch.ends.span, batch.rowFirst.span)
    var incoming = 0
    var filled = 0
    for row in rows {
      let field = Int(firsts[row]) + column
      if field < Int(firsts[row + 1]), starts[field] < ends[field] {
        incoming += Int(ends[field] &- starts[field])
        filled += 1
      }
    }
    let firstRow = codes.count
    pad(to: firstRow + rows.count)
    if filled == 0 { return }
    makeReady(texts: filled, bytes: incoming)
    let raw = buffer.bytes
    let isComplete = isComplete
    var state = (texts: textCount, bytes: byteCount)
    // Taken out and put back, so that each can be written without looking after the others.
    var (codeStore, byteStore, endStore, slotStore) = (codes, bytes, self.ends, slots)
    (codes, bytes, self.ends, slots) = ([], [], [], [])
    var codeSpan = codeStore.mutableSpan
    var byteSpan = byteStore.mutableSpan
    var endSpan = endStore.mutableSpan
    var slotSpan = slotStore.mutableSpan
    for row in rows {
      let field = Int(firsts[row]) + column
      guard field < Int(firsts[row + 1]), starts[field] < ends[field] else { continue }
      let start = Int(starts[field])
      codeSpan[firstRow + row - rows.lowerBound] = TextLane.code(
        of: raw, start, Int(ends[field]) - start, isComplete, &state, &byteSpan, &endSpan, &slotSpan)
    }
    (codes, bytes, self.ends, slots) = (codeStore, byteStore, endStore, slotStore)
    (textCount, byteCount) = state
    if isComplete, textCount >= nextCheck { reconsider() }
  }

  /// The code of the text at `start`, added where it is not known. Bytes behind it may be read, not used.
  @inline(__always)
  private static func code(
    of raw: RawSpan, _ start: Int, _ count: Int, _ isComplete: Bool, _ state: inout (texts: Int, bytes: Int),
    _ bytes: inout MutableSpan<UInt8>, _ ends: inout MutableSpan<UInt32>, _ slots: inout MutableSpan<Slot>
  ) -> UInt32 {
    let hash = hash(raw, start, count)
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[at]
      if slot.code == none { break }
      if slot.tag == tag {
        let end = Int(ends[Int(slot.code)])
        let first = slot.code == 0 ? 0 : Int(ends[Int(slot.code) - 1])
        if end - first == count, equal(bytes.bytes, first, raw, start, count) { return slot.code }
      }
      if !isComplete { break }
      at = (at + 1) & mask
    }
    let code = UInt32(truncatingIfNeeded: state.texts)
    var target = bytes.mutableBytes
    var i = 0
    while i < count {
      let word = raw.unsafeLoadUnaligned(fromByteOffset: start + i, as: UInt64.self)
      target.storeBytes(of: word, toByteOffset: state.bytes + i, as: UInt64.self)
      i += 8
    }
    state.bytes += count
    ends[state.texts] = UInt32(truncatingIfNeeded: state.bytes)
    state.texts += 1
    slots[at] = Slot(tag: tag, code: code)
    return code
  }

  /// Room for so many texts of so many bytes more, and an index that is not too full.
  private mutating func makeReady(texts: Int, bytes incoming: Int) {
    let wanted = byteCount + incoming + TextLane.slack
    // Not far ahead: what is made ready now is still in the cache when it is filled.
    if bytes.count < wanted { bytes.append(contentsOf: repeatElement(0, count: wanted - bytes.count + 1 << 12)) }
    if ends.count < textCount + texts {
      ends.append(contentsOf: repeatElement(0, count: textCount + texts - ends.count + 1 << 10))
    }
    if isComplete, (textCount + texts) * 2 > slots.count { reindex((textCount + texts) * 4) }
  }

  /// Keeps the complete index only while at least half of the values were known already.
  private mutating func reconsider() {
    while nextCheck <= textCount { nextCheck *= 2 }
    guard textCount * 2 > codes.count else { return }
    isComplete = false
    slots = Array(repeating: Slot(tag: 0, code: TextLane.none), count: TextLane.cacheSize)
  }

  private mutating func reindex(_ wanted: Int) {
    let table = indexed(wanted)
    slots = table
  }

  private func indexed(_ wanted: Int) -> [Slot] {
    var size = slots.count
    while size < wanted { size *= 2 }
    var table = Array(repeating: Slot(tag: 0, code: TextLane.none), count: size)
    let raw = bytes.span.bytes
    var start = 0
    for code in 0..<textCount {
      let end = Int(ends[code])
      let hash = TextLane.hash(raw, start, end - start)
      var at = Int(truncatingIfNeeded: hash) & (size - 1)
      while table[at].code != TextLane.none { at = (at + 1) & (size - 1) }
      table[at] = Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), code: UInt32(code))
      start = end
    }
    return table
  }

  /// Adds the rows of a lane that was read beside this one. Both are decoded, or neither is.
  mutating func join(_ other: TextLane) {
    precondition(isDecoded == other.isDecoded)
    if isComplete, other.isComplete {
      let raw = other.bytes.span.bytes
      makeReady(texts: other.textCount, bytes: other.byteCount)
      var moved = [UInt32](repeating: TextLane.none, count: other.textCount)
      var state = (texts: textCount, bytes: byteCount)
      var (byteStore, endStore, slotStore) = (bytes, ends, slots)
      (bytes, ends, slots) = ([], [], [])
      var byteSpan = byteStore.mutableSpan
      var endSpan = endStore.mutableSpan
      var slotSpan = slotStore.mutableSpan
      var start = 0
      for code in 0..<other.textCount {
        let end = Int(other.ends[code])
        moved[code] = TextLane.code(of: raw, start, end - start, true, &state, &byteSpan, &endSpan, &slotSpan)
        start = end
      }
      (bytes, ends, slots) = (byteStore, endStore, slotStore)
      (textCount, byteCount) = state
      codes.reserveLarge(codes.count + other.codes.count)
      for code in other.codes { codes.append(code == TextLane.none ? code : moved[Int(code)]) }
    } else {
      isComplete = false
      let shift = UInt32(textCount)
      let byteShift = UInt32(byteCount)
      trim()
      reserveTexts(textCount + other.textCount, bytes: byteCount + other.byteCount)
      bytes.append(contentsOf: other.bytes[..<other.byteCount])
      for end in other.ends[..<other.textCount] { ends.append(end &+ byteShift) }
      for (code, mark) in other.marks { marks[code &+ shift] = mark }
      textCount += other.textCount
      byteCount += other.byteCount
      codes.reserveLarge(codes.count + other.codes.count)
      for code in other.codes { codes.append(code == TextLane.none ? code : code &+ shift) }
    }
  }

  private mutating func trim() {
    bytes.removeLast(bytes.count - byteCount)
    ends.removeLast(ends.count - textCount)
  }

  /// The texts as they stand in the file, to be read by whoever decodes them.
  func withTexts<R>(_ body: (Span<UInt8>, Span<UInt32>) -> R) -> R {
    body(bytes.span.extracting(0..<byteCount), ends.span.extracting(0..<textCount))
  }

  /// The texts have been found to be UTF-8 as they are.
  mutating func setDecoded() {
    isDecoded = true
    isComplete = false
    slots = []
  }

  /// Replaces the texts, code by code, by their UTF-8.
  mutating func setDecoded(bytes: [UInt8], ends: [UInt32], marks: [UInt32: TextMarks]) {
    (self.bytes, self.ends, self.marks) = (bytes, ends, marks)
    (byteCount, textCount) = (bytes.count, ends.count)
    setDecoded()
  }

  /// The finished column; the lane is spent.
  consuming func lane() -> Lane {
    trim()
    return .text(codes: codes, pool: TextPool(bytes: bytes, ends: ends))
  }

  /// Multiply and fold, eight bytes a step; the last step is masked.
  @inline(__always)
  private static func hash(_ raw: RawSpan, _ start: Int, _ count: Int) -> UInt64 {
    var h: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
    var i = 0
    while i + 8 <= count {
      h = fold(h ^ raw.unsafeLoadUnaligned(fromByteOffset: start + i, as: UInt64.self), 0xD6E8_FEB8_6659_FD93)
      i += 8
    }
    let last = raw.unsafeLoadUnaligned(fromByteOffset: start + i, as: UInt64.self) & mask(count - i)
    return fold(h ^ last, 0xE703_7ED1_A0B4_28DB)
  }

  /// The low `count` bytes, of eight.
  @inline(__always)
  private static func mask(_ count: Int) -> UInt64 { (1 as UInt64) &<< UInt64(truncatingIfNeeded: count &* 8) &- 1 }

  @inline(__always)
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }

  @inline(__always)
  private static func equal(_ a: RawSpan, _ i: Int, _ b: RawSpan, _ j: Int, _ count: Int) -> Bool {
    var k = 0
    while k + 8 <= count {
      let x = a.unsafeLoadUnaligned(fromByteOffset: i + k, as: UInt64.self)
      if x != b.unsafeLoadUnaligned(fromByteOffset: j + k, as: UInt64.self) { return false }
      k += 8
    }
    let x = a.unsafeLoadUnaligned(fromByteOffset: i + k, as: UInt64.self)
    return (x ^ b.unsafeLoadUnaligned(fromByteOffset: j + k, as: UInt64.self)) & mask(count - k) == 0
  }
}
