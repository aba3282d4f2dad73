import ByteScanning
import Dispatch
import Tabular

/// Reads the wanted columns of a prepared text, on two cores where it is long enough.
///
/// The second half starts at a line end that looks like a record's start. The first half knows for sure when it gets
/// there: if a quoted field reaches across, it reads on to the end and the second half's work is thrown away.
struct CSVScan {
  let text: PreparedText
  let request: ScanRequest
  let file: String
  let options: CSVOptions

  /// Shorter texts are not worth a second thread.
  static let splitSize = 4 << 20

  func run() throws -> SheetScan {
    var request = request
    var segment = try pass(request)
    let refused = segment.lanes.indices.filter { if case .refused = segment.lanes[$0] { true } else { false } }
    if !refused.isEmpty {
      // Columns that began as numbers or dates and did not stay so: their texts are read now.
      request.columns = refused
      for column in refused { request.hints[column] = .text }
      let again = try pass(request)
      for column in refused { segment.lanes[column] = again.lanes[column] }
    }
    return finish(segment)
  }

  private func pass(_ request: ScanRequest) throws -> SegmentScan {
    let total = text.source.count
    WorkMeter.expect(bytes: total - text.start)
    let reader = SegmentReader(text: text, request: request, file: file)
    guard options.threads > 1, total - text.start >= CSVScan.splitSize, request.firstRow < 10_000,
      let middle = try splitPoint(), middle < total
    else { return try reader.read(from: text.start, to: total, reserveFor: total - text.start) }
    // The rows before `firstRow` all stand in the first half.
    var second = reader
    second.firstRecord = request.firstRow + text.dialect.directiveRows
    let halves = Parts<SegmentScan>(count: 2)
    let (start, later) = (text.start, second)
    let (decoder, dropsGuard) = (TextDecoder(text.encoding), options.dropsGuard)
    DispatchQueue.concurrentPerform(iterations: 2) { part in
      halves.store(
        Result {
          var segment =
            part == 0
            ? try reader.read(from: start, to: middle, reserveFor: total - start)
            : try later.read(from: middle, to: total, reserveFor: total - middle)
          segment.decodeLargeLanes(decoder, dropsGuard: dropsGuard, share: part == 0 ? 2.05 : 1)
          return segment
        }, at: part)
    }
    let first = try halves.take(0)
    if first.end > middle { return first }
    return try CSVScan.joined(first, halves.take(1), decoder, dropsGuard: dropsGuard)
  }

  /// Adds the rows of the part of the file that follows, several columns at a time.
  private static func joined(
    _ first: consuming SegmentScan, _ second: consuming SegmentScan, _ decoder: TextDecoder, dropsGuard: Bool
  ) throws -> SegmentScan {
    while first.lanes.count < second.lanes.count { first.lanes.append(.undecided) }
    let (count, otherCount) = (first.rowCount, second.rowCount)
    let pairs = first.lanes.indices.map { i -> Pair in
      let other = i < second.lanes.count ? second.lanes[i] : .undecided
      return Pair(first.lanes[i], other)
    }
    (first.lanes, second.lanes) = ([], [])
    DispatchQueue.concurrentPerform(iterations: pairs.count) { i in
      pairs[i].join(count: count, otherCount: otherCount, decoder, dropsGuard: dropsGuard)
    }
    for pair in pairs { first.lanes.append(pair.take()) }
    first.append(second)
    return first
  }

  /// The start of a line near the middle that is the start of a record as far as the next records can tell.
  private func splitPoint() throws -> Int? {
    let total = text.source.count
    let from = text.start + (total - text.start) / 2
    var window = try text.source.bytes(from..<min(total, from + 4 * SegmentReader.chunk))
    let count = window.count
    window.append(contentsOf: repeatElement(0, count: RecordScanner.padding))
    var tried = 0
    for i in 0..<count - 1 where tried < 32 {
      let isEnd = window[i] == 0x0A || window[i] == 0x0D && window[i + 1] != 0x0A
      guard isEnd else { continue }
      tried += 1
      var rest = Array(window[(i + 1)..<min(count, i + 1 + SegmentReader.chunk)])
      let length = rest.count
      rest.append(contentsOf: repeatElement(0, count: RecordScanner.padding))
      var batch = RecordBatch()
      _ = RecordScanner(delimiter: text.delimiter).scan(&rest, count: length, isLast: false, into: &batch)
      var usual = 0
      for row in 0..<batch.rowCount where Int(batch.rowFirst[row + 1] - batch.rowFirst[row]) == text.usualWidth {
        usual += 1
      }
      if batch.rowCount > 0, usual * 10 >= batch.rowCount * 9, batch.deviations.isEmpty { return from + i + 1 }
    }
    return nil
  }

  /// Decodes the texts and turns lanes into columns.
  private func finish(_ segment: consuming SegmentScan) -> SheetScan {
    var notes = segment.notes
    if text.replaced > 0 { notes.add("E315", .warning, record: -1, column: -1, hint: [String(text.replaced)]) }
    var columns: [SheetScan.ScannedColumn] = []
    let wanted = request.columns ?? Array(0..<segment.lanes.count)
    let decoder = TextDecoder(text.encoding)
    // Columns without any value share one lane.
    let missing = Column.missing(rows: segment.rowCount)
    for index in wanted {
      var column = missing
      if index >= 0, index < segment.lanes.count {
        segment.lanes[index].pad(to: segment.rowCount)
        switch segment.lanes[index] {
        case .number(let lane): column = Column(.number(lane.values, .plain), format: lane.format)
        case .day(let days): column = Column(.day(days))
        case .text(var lane):
          segment.lanes[index] = .undecided
          lane.decode(decoder, dropsGuard: options.dropsGuard)
          if !lane.marks.isEmpty { note(lane, index, segment.origin, &notes) }
          column = Column(lane.lane())
        case .undecided, .refused: break
        }
        segment.lanes[index] = .undecided
      }
      columns.append(.init(index: index, column: column))
    }
    return SheetScan(
      columns: columns, origin: segment.origin, rowCount: segment.rowCount, findings: notes.findings())
  }

  /// Findings for the rows that hold a marked text.
  private func note(_ lane: TextLane, _ column: Int, _ origin: Origin, _ notes: inout CSVNotes) {
    for (row, code) in lane.codes.enumerated() {
      guard code != TextPool.none, let mark = lane.marks[code] else { continue }
      let record = Int(origin.place(row).row) - 1
      if mark.contains(.broken) {
        notes.add("E301", .warning, record: record, column: column, hint: [text.encoding.rawValue])
      }
      if mark.contains(.null) { notes.add("E302", .warning, record: record, column: column) }
      if mark.contains(.byteOrderMark) { notes.add("E316", .note, record: record, column: column) }
    }
  }
}
