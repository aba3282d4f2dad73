/// One entry of an index of texts: the upper half of a hash, and the text's code.
struct TextSlot: BitwiseCopyable {
  var tag: UInt32
  var code: UInt32
}

/// What a `TextLane` is made of, taken out of it while a batch is added. Where the room that was made is used up,
/// adding stops before that row and says how many bytes its text may need.
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
  /// Bytes that the text may need which found no room.
  var wanted = 0

  private static let none = UInt32.max

  /// How many texts an index of so many slots may hold: a small one few, so that the first look mostly tells.
  static func room(_ slots: Int) -> Int { slots <= 1 << 8 ? slots / 8 : slots <= 1 << 12 ? slots / 4 : slots / 2 }

  /// Adds a column's texts as they stand in the file; those without room stay in `rows`. A lane that is not complete
  /// has one entry a place in its index.
  mutating func add(
    _ batch: RecordBatch, _ buffer: Span<UInt8>, column: Int, rows: inout Range<Int>, at firstRow: Int, isComplete: Bool
  ) {
    add(batch, buffer, column, &rows, firstRow, nil, isComplete: isComplete, decodes: false)
  }

  /// Adds a column's texts as UTF-8 to a lane that is not complete; those without room stay in `rows`. Texts that are
  /// said to be UTF-8 are checked afterwards, all at once.
  ///
  /// Each is decoded behind the last one and dropped again where the index knows its like.
  mutating func addDecoded(
    _ batch: RecordBatch, _ buffer: Span<UInt8>, column: Int, rows: inout Range<Int>, at firstRow: Int,
    _ decoder: TextDecoder
  ) {
    add(
      batch, buffer, column, &rows, firstRow, decoder.table == nil ? nil : decoder, isComplete: false, decodes: true)
  }

  /// Both of the above; which of them is known where it is called, so neither pays for the other.
  @inline(__always)
  private mutating func add(
    _ batch: RecordBatch, _ buffer: Span<UInt8>, _ column: Int, _ rows: inout Range<Int>, _ firstRow: Int,
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
    // Past these, room has to be made; bytes of a text as it is decoded for each of its own.
    let growth = decoder?.growth ?? 1
    let roomBytes = byteSpan.count - TextDecoder.slack
    let roomTexts = isComplete ? min(endSpan.count, TextFilling.room(slotSpan.count)) : endSpan.count
    var next = rows.upperBound
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
        if used &+ count &* growth > roomBytes {
          (next, wanted) = (row, count * growth)
          break
        }
        var target = byteSpan.mutableBytes
        if let decoder {
          length = decoder.decode(buffer, start..<start + count, into: &target, at: used, &brokenPlaces)
        } else {
          TextHash.copy(raw, start, count, &target, used)
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
        if texts >= roomTexts || !decodes && used &+ count > roomBytes {
          (next, wanted) = (row, count)
          break
        }
        if !decodes {
          var target = byteSpan.mutableBytes
          TextHash.copy(raw, start, count, &target, used)
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
    rows = next..<rows.upperBound
  }
}
