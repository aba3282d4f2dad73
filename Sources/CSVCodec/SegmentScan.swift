import ByteScanning
import Tabular

/// What one part of a file gave: lanes of the wanted columns, and where the rows stood.
struct SegmentScan: Sendable {
  /// By sheet column.
  var lanes: [ScanLane] = []
  var rowCount = 0
  /// Sheet rows as runs, counted from the segment's own first record.
  var origin = Origin()
  var recordCount = 0
  var notes = CSVNotes()
  /// Where the last complete record ended; behind the segment's end where a record reaches across it.
  var end = 0
  /// The most fields a record had.
  var width = 0
}

/// Reads a stretch of a file, a chunk at a time, into lanes.
struct SegmentReader {
  let text: PreparedText
  let request: ScanRequest
  let file: String
  /// Records before the segment.
  var firstRecord = 0

  static let chunk = 1 << 17
  /// As many columns as a sheet of Excel has.
  static let widest = 16_384

  /// Reads from `start` (a record's start) to `end`, or, where the last record crosses `end`, to the end of the file.
  ///
  /// - Parameter size: bytes that will be in these lanes at last, for reserving memory.
  func read(from start: Int, to end: Int, reserveFor size: Int) throws -> SegmentScan {
    var out = SegmentScan()
    let scanner = RecordScanner(delimiter: text.delimiter)
    var batch = RecordBatch()
    var capacity = SegmentReader.chunk
    var buffer = [UInt8](repeating: 0, count: capacity + RecordScanner.padding)
    var filled = 0
    var offset = start
    var limit = end
    let total = text.source.count
    // Set where somebody cut the file short meanwhile.
    var isCut = false
    while true {
      let wanted = min(capacity - filled, limit - offset)
      if wanted > 0 {
        let got = try buffer.withUnsafeMutableBytes {
          try text.source.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: $0[filled..<filled + wanted]))
        }
        filled += got
        offset += got
        isCut = got < wanted
      }
      for i in filled..<filled + RecordScanner.padding { buffer[i] = 0 }
      let atEnd = isCut || offset >= limit
      let isLast = isCut || atEnd && limit >= total
      let consumed = scanner.scan(&buffer, count: filled, isLast: isLast, into: &batch)
      let before = out.rowCount
      try take(batch, buffer, into: &out)
      WorkMeter.advance(bytes: consumed, rows: out.rowCount - before)
      if before == 0, out.rowCount > 0, consumed > 0 { reserve(&out, factor: Double(size) / Double(consumed)) }
      out.end = offset - (filled - consumed)
      if isLast || atEnd && consumed == filled { return out }
      // The last record reaches across the segment's end: go on, the part behind is read again.
      if atEnd { limit = total }
      if consumed > 0 {
        buffer.withUnsafeMutableBytes { bytes in
          let base = bytes.baseAddress!
          base.copyMemory(from: base + consumed, byteCount: filled - consumed)
        }
        filled -= consumed
      } else if filled == capacity {
        capacity *= 2
        buffer.append(contentsOf: repeatElement(0, count: capacity + RecordScanner.padding - buffer.count))
      }
    }
  }

  /// Moves the fields of a batch into the lanes.
  private func take(_ batch: RecordBatch, _ buffer: [UInt8], into out: inout SegmentScan) throws {
    let base = firstRecord + out.recordCount
    var first = 0
    while first < batch.rowCount {
      let number = base + Int(batch.rowRecord[first]) + 1
      if number >= request.firstRow, number > text.dialect.directiveRows { break }
      first += 1
    }
    let rows = first..<batch.rowCount
    if batch.rowCount > 0 {
      for row in 0..<batch.rowCount {
        let width = Int(batch.rowFirst[row + 1] - batch.rowFirst[row])
        if width > out.width {
          out.width = width
          if width > SegmentReader.widest {
            throw Failure("E309", file: file, [String(width), String(SegmentReader.widest)])
          }
        }
        if width != text.usualWidth, row >= first {
          out.notes.raggedRow(
            record: out.recordCount + Int(batch.rowRecord[row]), width: width, usual: text.usualWidth)
        }
      }
    }
    while out.lanes.count < out.width {
      let column = out.lanes.count
      let isText = request.hint(for: column) == .text
      out.lanes.append(isText ? .text(TextLane()) : .undecided)
    }
    // Rows × columns must stay near what the file holds, or a few long rows would claim memory for all.
    let cells = (out.rowCount + rows.count) * (request.columns?.count ?? out.width)
    if cells > 2 * text.source.count + (1 << 24) { throw Failure("E314", file: file, [String(out.width)]) }
    let span = buffer.span
    if let columns = request.columns {
      for column in columns where column < out.lanes.count && column >= 0 {
        out.lanes[column].append(batch, span, column: column, rows: rows, done: out.rowCount)
      }
    } else {
      for column in 0..<out.lanes.count {
        out.lanes[column].append(batch, span, column: column, rows: rows, done: out.rowCount)
      }
    }
    for row in rows { out.origin.append(source: 0, sheetRow: out.recordCount + Int(batch.rowRecord[row]) + 1) }
    for deviation in batch.deviations where base + deviation.record + 1 > text.dialect.directiveRows {
      out.notes.deviation(deviation, record: out.recordCount + deviation.record)
    }
    out.rowCount += rows.count
    out.recordCount += batch.recordCount
  }

  private func reserve(_ out: inout SegmentScan, factor: Double) {
    let rows = Int(Double(out.rowCount) * factor * 1.02)
    for i in out.lanes.indices { out.lanes[i].reserve(rows: rows, factor: factor) }
  }
}

extension ScanLane {
  mutating func reserve(rows: Int, factor: Double) {
    switch self {
    case .number(var lane):
      self = .undecided
      lane.values.reserveLarge(rows)
      self = .number(lane)
    case .day(var days):
      self = .undecided
      days.reserveLarge(rows)
      self = .day(days)
    case .text(var lane):
      self = .undecided
      lane.reserve(rows: rows)
      if lane.textCount * 2 > lane.count {
        lane.reserveTexts(
          Int(Double(lane.textCount) * factor * 1.05), bytes: Int(Double(lane.textBytes) * factor * 1.05))
      }
      self = .text(lane)
    case .undecided, .refused: break
    }
  }
}
