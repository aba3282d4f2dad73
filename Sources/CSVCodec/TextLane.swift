import ByteScanning
import Tabular

/// A text column while it is read: codes, and the distinct (or nearly distinct) texts behind them.
///
/// Interning pays for a column of a few thousand names, not for one of a million ids. A lane starts with a complete
/// index of its texts; when most of what came was new, it keeps only a small cache of texts seen lately, which still
/// catches the frequent ones.
///
/// Memory is made ready ahead of the loop over cells, which neither grows it nor counts references and stops where it
/// is used up:
///
///     bytes  [text 0][text 1] … [text textCount - 1][slack, at least sixteen bytes]
///     ends   where each text stops
///     slots  hash → code, open addressing (complete) or one entry a place (cache)
struct TextLane: Sendable {
  private(set) var codes: [UInt32] = []
  private var bytes: [UInt8] = []
  private var byteCount = 0
  private var ends: [UInt32] = []
  private(set) var textCount = 0
  private var slots: [TextSlot]
  private(set) var isComplete = true
  private var nextCheck = 4096
  private var expectedRows = 0
  /// The texts are UTF-8 by now.
  private(set) var isDecoded = false
  /// What is odd about texts, by code; known once they are decoded.
  private(set) var marks: [UInt32: TextMarks] = [:]

  private static let cacheSize = 4096
  /// Words of eight bytes are read and written past the end of texts.
  private static let slack = TextDecoder.slack
  /// The precomputed constant of `TextPool`, here where the optimiser sees it.
  private static let none = UInt32.max

  init() { slots = Array(repeating: TextSlot(tag: 0, code: TextLane.none), count: 64) }

  var count: Int { codes.count }
  var textBytes: Int { byteCount }

  /// Makes room for as many rows as are to be expected.
  mutating func reserve(rows: Int) {
    expectedRows = rows
    codes.reserveLarge(rows)
    if !isComplete { reserveTexts() }
  }

  /// Room for the texts of all rows to come, if they are like those that came.
  private mutating func reserveTexts() {
    let share = share
    ends.reserveLarge(Int(Double(textCount) * share))
    bytes.reserveLarge(Int(Double(byteCount) * share) + TextLane.slack)
  }

  /// How many times as much as now there will be at the end.
  private var share: Double { max(1, Double(expectedRows) / Double(max(1, codes.count)) * 1.05) }

  /// Makes every row up to `count` missing.
  mutating func pad(to count: Int) { codes.pad(to: count, with: TextLane.none) }

  /// Adds column `column` of some rows of a batch. `buffer` is padded as `RecordScanner` wants it.
  ///
  /// - Parameter decoder: given, the texts of a lane that is not interned are decoded as they come, while they are in
  ///   the cache: the file's own bytes are not kept.
  mutating func append(
    _ batch: RecordBatch, _ buffer: Span<UInt8>, column: Int, rows: Range<Int>, _ decoder: TextDecoder?
  ) {
    let firstRow = codes.count
    pad(to: firstRow + rows.count)
    let atOnce = isDecoded ? decoder : nil
    let known = textCount
    var broken: [UInt32] = []
    var rest = rows
    while true {
      let at = firstRow + rest.lowerBound - rows.lowerBound
      let wanted = fill(batch, buffer, column: column, rows: &rest, at: at, atOnce, &broken)
      if rest.isEmpty { break }
      makeReady(bytes: wanted)
    }
    if let atOnce { check(from: known, broken: broken, atOnce) }
    if isComplete, textCount >= nextCheck { reconsider(decoder) }
  }

  /// Adds rows as far as there is room, leaves the others in `rows` and gives the bytes their first may need. Nobody
  /// else holds the parts afterwards: a second owner would mean a copy of them.
  private mutating func fill(
    _ batch: RecordBatch, _ buffer: Span<UInt8>, column: Int, rows: inout Range<Int>, at firstRow: Int,
    _ decoder: TextDecoder?, _ broken: inout [UInt32]
  ) -> Int {
    var filling = TextFilling(
      codes: codes, bytes: bytes, ends: ends, slots: slots, textCount: textCount, byteCount: byteCount)
    (codes, bytes, ends, slots) = ([], [], [], [])
    if let decoder {
      filling.addDecoded(batch, buffer, column: column, rows: &rows, at: firstRow, decoder)
      broken.append(contentsOf: filling.broken)
    } else {
      filling.add(batch, buffer, column: column, rows: &rows, at: firstRow, isComplete: isComplete)
    }
    (codes, bytes, ends, slots) = (filling.codes, filling.bytes, filling.ends, filling.slots)
    (textCount, byteCount) = (filling.textCount, filling.byteCount)
    return filling.wanted
  }

  /// Room for one more text of so many bytes and some others, and an index that is not too full.
  private mutating func makeReady(bytes incoming: Int) {
    let wanted = byteCount + incoming + TextLane.slack
    // Not far ahead: what is made ready now is still in the cache when it is filled.
    // Nor much where there is little: a sheet may have thousands of columns.
    if bytes.count < wanted {
      let ahead = max(1 << 8, min(byteCount, 1 << 14))
      bytes.append(contentsOf: repeatElement(0, count: wanted - bytes.count + ahead))
    }
    if ends.count == textCount {
      ends.append(contentsOf: repeatElement(0, count: max(1 << 5, min(textCount, 1 << 11))))
    }
    if isComplete, textCount >= TextFilling.room(slots.count) { reindex(slots.count * 2) }
  }

  /// Keeps the complete index only while at least half of the values were known already.
  private mutating func reconsider(_ decoder: TextDecoder?) {
    while nextCheck <= textCount { nextCheck *= 2 }
    guard textCount * 2 > codes.count else { return }
    isComplete = false
    if let decoder { decode(decoder, dropsGuard: false, share: share) }
    emptyCache()
    reserveTexts()
  }

  private mutating func emptyCache() {
    slots = Array(repeating: TextSlot(tag: 0, code: TextLane.none), count: TextLane.cacheSize)
  }

  /// Looks at the texts from code `first` on, just decoded: what is odd about them is marked, and texts taken over as
  /// UTF-8 are mended where they are not.
  private mutating func check(from first: Int, broken: [UInt32], _ decoder: TextDecoder) {
    guard first < textCount else { return }
    for code in broken { marks[code] = .broken }
    let start = first == 0 ? 0 : Int(ends[first - 1])
    if decoder.encoding == .utf8, !isUTF8(from: first, start) {
      var made: [UInt8] = []
      var from = start
      for code in first..<textCount {
        let end = Int(ends[code])
        if decoder.decode(bytes.span.extracting(from..<end), into: &made) > 0 { marks[UInt32(code)] = .broken }
        ends[code] = UInt32(truncatingIfNeeded: start + made.count)
        from = end
      }
      bytes.removeLast(bytes.count - start)
      bytes.append(contentsOf: made)
      byteCount = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: TextLane.slack))
      // A whole text may look like a mended one.
      emptyCache()
    }
    markOdd(from: first, start)
  }

  private mutating func reindex(_ wanted: Int) {
    let table = indexed(wanted)
    slots = table
  }

  private func indexed(_ wanted: Int) -> [TextSlot] {
    var size = slots.count
    while size < wanted { size *= 2 }
    var table = Array(repeating: TextSlot(tag: 0, code: TextLane.none), count: size)
    let raw = bytes.span.bytes
    var start = 0
    for code in 0..<textCount {
      let end = Int(ends[code])
      let hash = TextHash.hash(raw, start, end - start)
      var at = Int(truncatingIfNeeded: hash) & (size - 1)
      while table[at].code != TextLane.none { at = (at + 1) & (size - 1) }
      table[at] = TextSlot(tag: UInt32(truncatingIfNeeded: hash >> 32), code: UInt32(code))
      start = end
    }
    return table
  }

  private mutating func trim() {
    bytes.removeLast(bytes.count - byteCount)
    ends.removeLast(ends.count - textCount)
  }

  /// The texts as they stand in the file, to be read by whoever decodes them.
  func withTexts<R>(_ body: (Span<UInt8>, Span<UInt32>) -> R) -> R {
    body(bytes.span.extracting(0..<byteCount), ends.span.extracting(0..<textCount))
  }

  func isUTF8(from first: Int, _ start: Int) -> Bool {
    let text = bytes.span.extracting(start..<byteCount)
    guard UTF8Text.validPrefix(text) == text.count else { return false }
    // A character must not be cut in two by the end of a text.
    for code in first..<textCount - 1 where bytes[Int(ends[code])] & 0xC0 == 0x80 { return false }
    return true
  }

  mutating func markOdd(from first: Int, _ start: Int) {
    guard TextLane.isOdd(bytes.span.extracting(start..<byteCount)) else { return }
    var found = marks
    TextLane.mark(bytes.span, ends.span, first...textCount - 1, &found)
    marks = found
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
}
