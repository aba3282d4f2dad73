/// The records of one run of bytes: where every field stands.
///
/// Positions point into the buffer that was scanned; quotes are already taken off (doubled quotes were closed up in
/// place), so `starts[i] ..< ends[i]` is the exact text of field `i`.
struct RecordBatch {
  var starts: [UInt32] = []
  var ends: [UInt32] = []
  /// For row `r`: its fields are `rowFirst[r] ..< rowFirst[r + 1]`.
  var rowFirst: [UInt32] = []
  /// For row `r`: its record number within the batch, from 0; blank records are counted, not kept.
  var rowRecord: [UInt32] = []
  var rowCount = 0
  var fieldCount = 0
  /// Records seen, blank ones too.
  var recordCount = 0
  var deviations: [Deviation] = []

  /// Room for what so many bytes can hold at most.
  mutating func makeRoom(bytes count: Int) {
    guard starts.count < count + 2 else { return }
    // Most of it is never touched, so it is not cleared; nothing is read before it was written.
    func room() -> [UInt32] { Array(unsafeUninitializedCapacity: count + 2) { $1 = count + 2 } }
    (starts, ends, rowFirst, rowRecord) = (room(), room(), room(), room())
  }

  /// Where a file leaves RFC 4180 §2, and how it was read all the same (as Excel does).
  struct Deviation: Sendable, Equatable {
    enum Kind: UInt8, Sendable {
      /// §2.5: a quote inside a field that does not start with one; kept as a character.
      case quoteInside
      /// §2.5: characters after the closing quote; joined to the field.
      case textAfterQuote
      /// §2.5: the quote is never closed; the field runs to the end of the file.
      case unclosedQuote
    }
    var kind: Kind
    var record: Int
    var column: Int
  }
}

/// Finds records and fields in raw bytes (RFC 4180), sixty-four bytes a step.
///
/// Record ends are LF, CR LF or CR, mixed as they come. Separators, quotes and line ends are found with vector
/// comparisons; only those few bytes go through the state machine. `ReferenceParser` is the slow twin that tests hold
/// it against.
struct RecordScanner {
  let delimiter: UInt8
  /// Keeps records without any character, for tests.
  var keepsBlankRecords = false
  /// At most this many deviations are noted.
  static let deviationLimit = 1000

  /// Zero bytes that must follow the scanned ones in the buffer.
  static let padding = 64

  struct Fixup {
    var field: Int
    var open: Int
    var close: Int
    var tailEnd: Int
  }

  /// Scans the first `count` bytes of `buffer` and gives how many of them belong to complete records.
  ///
  /// - Parameters:
  ///   - buffer: at least `count + padding` long; doubled quotes are closed up in it.
  ///   - isLast: no bytes follow, so the last record ends with them.
  func scan(_ buffer: inout [UInt8], count: Int, isLast: Bool, into batch: inout RecordBatch) -> Int {
    precondition(buffer.count >= count + RecordScanner.padding)
    batch.makeRoom(bytes: buffer.count)
    batch.deviations = []
    var fixups: [Fixup] = []
    let consumed = index(buffer, count: count, isLast: isLast, into: &batch, fixups: &fixups)
    for fixup in fixups where fixup.field < batch.fieldCount { RecordScanner.close(fixup, in: &buffer, &batch) }
    return consumed
  }

  private enum Mode { case plain, quoted, closed }

  /// Ends a record of `length` bytes: it becomes a row where it holds anything; a blank one gives its fields back.
  @inline(__always)
  private func endRecord(
    length: Int, hasQuotes: Bool, _ fixups: [Fixup], _ record: Int, _ fields: inout Int, _ rows: inout Int,
    _ starts: borrowing MutableSpan<UInt32>, _ ends: borrowing MutableSpan<UInt32>,
    _ rowFirst: inout MutableSpan<UInt32>, _ rowRecord: inout MutableSpan<UInt32>
  ) {
    let first = Int(rowFirst[rows])
    var filled = length > fields - first - 1 || keepsBlankRecords
    if hasQuotes, !keepsBlankRecords {
      // A field that is still to be closed up holds something.
      filled = fixups.last.map { $0.field >= first } ?? false
      for field in first..<fields where starts[field] < ends[field] { filled = true }
    }
    if filled {
      rowRecord[rows] = UInt32(truncatingIfNeeded: record)
      rows += 1
      rowFirst[rows] = UInt32(truncatingIfNeeded: fields)
    } else {
      fields = first
    }
  }

  private func index(
    _ buffer: [UInt8], count: Int, isLast: Bool, into batch: inout RecordBatch, fixups: inout [Fixup]
  ) -> Int {
    let span = buffer.span
    let raw = span.bytes
    // Taken out and put back, so that each can be written without looking after the others.
    var (startStore, endStore) = (batch.starts, batch.ends)
    var (firstStore, recordStore) = (batch.rowFirst, batch.rowRecord)
    (batch.starts, batch.ends, batch.rowFirst, batch.rowRecord) = ([], [], [], [])
    var starts = startStore.mutableSpan
    var ends = endStore.mutableSpan
    var rowFirst = firstStore.mutableSpan
    var rowRecord = recordStore.mutableSpan
    var mode = Mode.plain
    var fields = 0
    var rows = 0
    var records = 0
    var fieldStart = 0
    var recordStart = 0
    var skip = 0
    var open = 0
    var close = 0
    var doubled = false
    var quotedInRecord = false
    var consumed = 0
    var notes: [RecordBatch.Deviation] = []
    var stop = false
    rowFirst[0] = 0

    func note(_ kind: RecordBatch.Deviation.Kind, _ column: Int) {
      let deviation = RecordBatch.Deviation(kind: kind, record: records, column: column)
      if notes.count < RecordScanner.deviationLimit, notes.last != deviation { notes.append(deviation) }
    }

    var base = 0
    while base < count, !stop {
      let (all, isSimple) = marks(raw, at: base)
      var bits = all
      if count - base < 64 { bits &= 1 &<< UInt64(truncatingIfNeeded: count - base) &- 1 }
      if isSimple, mode == .plain {
        // Nothing but separators and line feeds, a feed that belongs to a return before it aside.
        if skip > base { bits &= bits - 1 }
        while bits != 0 {
          let at = base &+ bits.trailingZeroBitCount
          bits &= bits &- 1
          starts[fields] = UInt32(truncatingIfNeeded: fieldStart)
          ends[fields] = UInt32(truncatingIfNeeded: at)
          fields &+= 1
          fieldStart = at &+ 1
          if span[at] == delimiter { continue }
          endRecord(
            length: at &- recordStart, hasQuotes: quotedInRecord, fixups, records, &fields, &rows, starts, ends,
            &rowFirst, &rowRecord)
          quotedInRecord = false
          records &+= 1
          recordStart = fieldStart
          consumed = fieldStart
        }
      }
      while bits != 0 {
        let at = base + bits.trailingZeroBitCount
        bits &= bits - 1
        if at < skip { continue }
        let byte = span[at]
        if mode == .plain {
          if byte == delimiter {
            starts[fields] = UInt32(truncatingIfNeeded: fieldStart)
            ends[fields] = UInt32(truncatingIfNeeded: at)
            fields += 1
            fieldStart = at + 1
            continue
          }
          if byte == 0x22 {
            if at == fieldStart {
              mode = .quoted
              open = at
              doubled = false
              quotedInRecord = true
            } else {
              note(.quoteInside, fields - Int(rowFirst[rows]))
            }
            continue
          }
          starts[fields] = UInt32(truncatingIfNeeded: fieldStart)
          ends[fields] = UInt32(truncatingIfNeeded: at)
          fields += 1
        } else if mode == .quoted {
          if byte != 0x22 { continue }
          if at + 1 == count, !isLast {
            stop = true
            break
          }
          if at + 1 < count, span[at + 1] == 0x22 {
            doubled = true
            skip = at + 2
          } else {
            close = at
            mode = .closed
          }
          continue
        } else {
          if byte == 0x22 { continue }
          starts[fields] = UInt32(truncatingIfNeeded: open + 1)
          ends[fields] = UInt32(truncatingIfNeeded: close)
          if at != close + 1 { note(.textAfterQuote, fields - Int(rowFirst[rows])) }
          if doubled || at != close + 1 {
            fixups.append(Fixup(field: fields, open: open, close: close, tailEnd: at))
          }
          fields += 1
          mode = .plain
          if byte == delimiter {
            fieldStart = at + 1
            continue
          }
        }
        // A line end, outside quotes.
        var next = at + 1
        if byte == 0x0D {
          if next == count, !isLast {
            stop = true
            break
          }
          if next < count, span[next] == 0x0A {
            next += 1
            skip = next
          }
        }
        endRecord(
          length: at - recordStart, hasQuotes: quotedInRecord, fixups, records, &fields, &rows, starts, ends, &rowFirst,
          &rowRecord)
        quotedInRecord = false
        records += 1
        fieldStart = next
        recordStart = next
        consumed = next
      }
      base += 64
    }

    if isLast, !stop, recordStart < count {
      switch mode {
      case .plain:
        starts[fields] = UInt32(truncatingIfNeeded: fieldStart)
        ends[fields] = UInt32(truncatingIfNeeded: count)
      case .quoted:
        note(.unclosedQuote, fields - Int(rowFirst[rows]))
        starts[fields] = UInt32(truncatingIfNeeded: open + 1)
        ends[fields] = UInt32(truncatingIfNeeded: count)
        if doubled { fixups.append(Fixup(field: fields, open: open, close: count, tailEnd: count)) }
      case .closed:
        starts[fields] = UInt32(truncatingIfNeeded: open + 1)
        ends[fields] = UInt32(truncatingIfNeeded: close)
        if close + 1 != count { note(.textAfterQuote, fields - Int(rowFirst[rows])) }
        if doubled || close + 1 != count {
          fixups.append(Fixup(field: fields, open: open, close: close, tailEnd: count))
        }
      }
      fields += 1
      endRecord(
        length: count - recordStart, hasQuotes: quotedInRecord, fixups, records, &fields, &rows, starts, ends,
        &rowFirst,
        &rowRecord)
      records += 1
      consumed = count
    }
    batch.rowCount = rows
    batch.recordCount = records
    batch.fieldCount = Int(rowFirst[rows])
    (batch.starts, batch.ends, batch.rowFirst, batch.rowRecord) = (startStore, endStore, firstStore, recordStore)
    // What was noted in a record that is not complete yet comes again with the next scan.
    batch.deviations = notes.filter { $0.record < records }
    return consumed
  }
}
