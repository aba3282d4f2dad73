/// One entry of an index of texts: the upper half of a hash, and the text's code.
struct TextSlot: BitwiseCopyable {
  var tag: UInt32
  var code: UInt32
}

/// What a `TextLane` is made of, taken out of it while a batch is added. Room was made before.
///
/// Within a batch each part stands in a variable of its own, so that it can be written without looking after the
/// others.
struct TextFilling {
  var codes: [UInt32]
  var bytes: [UInt8]
  var ends: [UInt32]
  var slots: [TextSlot]
  var textCount: Int
  var byteCount: Int
  /// Codes of texts with broken places.
  var broken: [UInt32] = []

  private static let none = UInt32.max

  /// Adds a column's texts as they stand in the file. A lane that is not complete has one entry a place in its index.
  mutating func add(
    _ batch: RecordBatch, _ buffer: Span<UInt8>, column: Int, rows: Range<Int>, at firstRow: Int, isComplete: Bool
  ) {
    add(batch, buffer, column, rows, firstRow, nil, isComplete: isComplete, decodes: false)
  }

  /// Adds a column's texts as UTF-8 to a lane that is not complete; texts that are said to be UTF-8 are checked
  /// afterwards, all at once.
  ///
  /// Each is decoded behind the last one and dropped again where the index knows its like.
  mutating func addDecoded(
    _ batch: RecordBatch, _ buffer: Span<UInt8>, column: Int, rows: Range<Int>, at firstRow: Int,
    _ decoder: TextDecoder
  ) {
    add(
      batch, buffer, column, rows, firstRow, decoder.table == nil ? nil : decoder, isComplete: false, decodes: true)
  }

  /// Both of the above; which of them is known where it is called, so neither pays for the other.
  @inline(__always)
  private mutating func add(
    _ batch: RecordBatch, _ buffer: Span<UInt8>, _ column: Int, _ rows: Range<Int>, _ firstRow: Int,
    _ decoder: TextDecoder?, isComplete: Bool, decodes: Bool
  ) {
    let (starts, fieldEnds, firsts) = (batch.starts.span, batch.ends.span, batch.rowFirst.span)
    let raw = buffer.bytes
    var (texts, used) = (textCount, byteCount)
    var (codeStore, byteStore, endStore, slotStore) = (codes, bytes, ends, slots)
    (codes, bytes, ends, slots) = ([], [], [], [])
    var codeSpan = codeStore.mutableSpan
    var byteSpan = byteStore.mutableSpan
    var endSpan = endStore.mutableSpan
    var slotSpan = slotStore.mutableSpan
    let mask = slotSpan.count - 1
    for row in rows {
      let field = Int(firsts[row]) + column
      guard field < Int(firsts[row + 1]), starts[field] < fieldEnds[field] else { continue }
      let start = Int(starts[field])
      let count = Int(fieldEnds[field]) - start
      let hash = TextHash.hash(raw, start, count)
      let tag = UInt32(truncatingIfNeeded: hash >> 32)
      var brokenPlaces = 0
      var length = count
      if decodes {
        var target = byteSpan.mutableBytes
        if let decoder {
          length = decoder.decode(buffer, start..<start + count, into: &target, at: used, &brokenPlaces)
        } else {
          TextFilling.copy(raw, start, count, &target, used)
        }
      }
      var at = Int(truncatingIfNeeded: hash) & mask
      var code = TextFilling.none
      while true {
        let slot = slotSpan[at]
        if slot.code == TextFilling.none { break }
        // The hash first: it stands in the cache, the text mostly does not.
        if slot.tag == tag {
          let end = Int(endSpan[Int(slot.code)])
          let first = slot.code == 0 ? 0 : Int(endSpan[Int(slot.code) - 1])
          let known = byteSpan.bytes
          if end - first == length,
            decodes
              ? TextHash.equal(known, first, known, used, length) : TextHash.equal(known, first, raw, start, length)
          {
            code = slot.code
            break
          }
        }
        if !isComplete { break }
        at = (at + 1) & mask
      }
      if code == TextFilling.none {
        if !decodes {
          var target = byteSpan.mutableBytes
          TextFilling.copy(raw, start, count, &target, used)
        }
        code = UInt32(truncatingIfNeeded: texts)
        used += length
        endSpan[texts] = UInt32(truncatingIfNeeded: used)
        texts += 1
        // A whole text may look like a mended one: those are not found again.
        if brokenPlaces > 0 { broken.append(code) } else { slotSpan[at] = TextSlot(tag: tag, code: code) }
      }
      codeSpan[firstRow + row - rows.lowerBound] = code
    }
    (codes, bytes, ends, slots) = (codeStore, byteStore, endStore, slotStore)
    (textCount, byteCount) = (texts, used)
  }

  /// Copies `count` bytes in words of eight: what lies behind them on both sides is touched too.
  @inline(__always)
  private static func copy(
    _ raw: RawSpan, _ start: Int, _ count: Int, _ target: inout MutableRawSpan, _ at: Int
  ) {
    var i = 0
    while i < count {
      let word = raw.unsafeLoadUnaligned(fromByteOffset: start + i, as: UInt64.self)
      target.storeBytes(of: word, toByteOffset: at + i, as: UInt64.self)
      i += 8
    }
  }
}
