import ByteScanning
import Tabular

/// Reads a text from its first record to its last, a chunk at a time, and finds the fields.
struct ChunkReader {
  let text: PreparedText
  let request: ScanRequest
  let file: String
  private(set) var layout = RowLayout()
  private(set) var isAtEnd = false
  private var offset: Int
  /// The start of a record that goes on in the next chunk.
  private var carried: [UInt8] = []
  private let scanner: RecordScanner

  static let chunk = 1 << 17
  /// As many columns as a sheet of Excel has.
  static let widest = 16_384

  init(text: PreparedText, request: ScanRequest, file: String) {
    (self.text, self.request, self.file) = (text, request, file)
    offset = text.start
    scanner = RecordScanner(delimiter: text.delimiter)
  }

  /// Fills `chunk` with the records that follow, one at the least unless the text has ended.
  mutating func next(into chunk: FieldChunk) throws {
    var filled = carried.count
    ChunkReader.makeRoom(&chunk.buffer, for: filled + ChunkReader.chunk)
    for i in 0..<filled { chunk.buffer[i] = carried[i] }
    let total = text.source.count
    var consumed = 0
    while true {
      let wanted = min(chunk.buffer.count - RecordScanner.padding - filled, total - offset)
      if wanted > 0 {
        let got = try chunk.buffer.withUnsafeMutableBytes {
          try text.source.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: $0[filled..<filled + wanted]))
        }
        filled += got
        offset += got
        // Somebody cut the file short meanwhile.
        if got < wanted { isAtEnd = true }
      }
      if offset >= total { isAtEnd = true }
      for i in filled..<filled + RecordScanner.padding { chunk.buffer[i] = 0 }
      consumed = scanner.scan(&chunk.buffer, count: filled, isLast: isAtEnd, into: &chunk.batch)
      if consumed > 0 || isAtEnd { break }
      // One record is longer than the buffer.
      ChunkReader.makeRoom(&chunk.buffer, for: 2 * filled)
    }
    carried.removeAll(keepingCapacity: true)
    carried.append(contentsOf: chunk.buffer[consumed..<filled])
    try place(chunk, bytes: consumed)
  }

  private static func makeRoom(_ buffer: inout [UInt8], for count: Int) {
    let missing = count + RecordScanner.padding - buffer.count
    // With some to spare: what is carried over is not always as long.
    if missing > 0 { buffer.append(contentsOf: repeatElement(0, count: missing + ChunkReader.chunk / 8)) }
  }

  /// Counts the rows of a chunk and notes what is odd about them.
  private mutating func place(_ chunk: FieldChunk, bytes: Int) throws {
    let batch = chunk.batch
    var first = 0
    while first < batch.rowCount {
      let number = layout.recordCount + Int(batch.rowRecord[first]) + 1
      if number >= request.firstRow, number > text.dialect.directiveRows { break }
      first += 1
    }
    for row in 0..<batch.rowCount {
      let width = Int(batch.rowFirst[row + 1] - batch.rowFirst[row])
      if width > layout.width {
        layout.width = width
        if width > ChunkReader.widest {
          throw Failure("E309", file: file, [String(width), String(ChunkReader.widest)])
        }
      }
      if width != text.usualWidth, row >= first {
        layout.notes.raggedRow(
          record: layout.recordCount + Int(batch.rowRecord[row]), width: width, usual: text.usualWidth)
      }
    }
    chunk.rows = first..<batch.rowCount
    chunk.done = layout.rowCount
    let isFirst = layout.rowCount == 0 && !chunk.rows.isEmpty && bytes > 0
    chunk.growth = isFirst ? Double(text.source.count - text.start) / Double(bytes) : nil
    // Rows × columns must stay near what the file holds, or a few long rows would claim memory for all.
    let cells = (layout.rowCount + chunk.rows.count) * (request.columns?.count ?? layout.width)
    if cells > 2 * text.source.count + (1 << 24) { throw Failure("E314", file: file, [String(layout.width)]) }
    for row in chunk.rows {
      layout.origin.append(source: 0, sheetRow: layout.recordCount + Int(batch.rowRecord[row]) + 1)
    }
    for deviation in batch.deviations where layout.recordCount + deviation.record + 1 > text.dialect.directiveRows {
      layout.notes.deviation(deviation, record: layout.recordCount + deviation.record)
    }
    layout.rowCount += chunk.rows.count
    layout.recordCount += batch.recordCount
    WorkMeter.advance(bytes: bytes, rows: chunk.rows.count)
  }
}
