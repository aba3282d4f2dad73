import ByteScanning

/// A text file made ready for scanning: where its records start, and which byte separates fields.
///
/// Most files are scanned as they lie on disk, in their own encoding; only the distinct texts are decoded later.
/// UTF-16, separators of several bytes, and separators that may be half of a character are rewritten in memory first.
struct PreparedText: Sendable {
  var source: ByteSource
  /// Where the records start.
  var start: Int
  /// The encoding of the bytes in `source`.
  var encoding: TextEncoding
  var delimiter: UInt8
  var dialect: CSVDialect
  /// Broken places already replaced while the text was rewritten.
  var replaced = 0
  /// The number of fields most of the first records have.
  var usualWidth = 0

  /// Text beyond this is not read: codes of texts count in 32 bits.
  static let sizeLimit = 4 << 30

  /// Looks at the start of the file and decides. Throws `E310` for a file that is too large.
  init(_ source: ByteSource, _ options: CSVOptions, file: String) throws {
    guard source.count < PreparedText.sizeLimit else { throw Failure("E310", file: file, ["4 GiB"]) }
    let head = try source.bytes(0..<min(source.count, EncodingSample.size))
    let guess = try PreparedText.guess(source, head, told: options.encoding)
    let encoding = guess.encoding
    var text: [UInt8] = []
    let body = head[guess.mark...]
    _ = TextDecoder(encoding).decode(body.span, into: &text)
    let isWhole = head.count == source.count

    var separator = options.separator
    var directive: (separator: Character, length: Int)?
    if let found = CSVDialect.directive(text) {
      directive = found
      separator = separator ?? found.separator
    }
    let chosen =
      separator
      ?? CSVDialect.separator(of: directive.map { Array(text[$0.length...]) } ?? text, isWhole: isWhole)
    dialect = CSVDialect(
      encoding: encoding, hasMark: guess.mark > 0, separator: chosen,
      lineEnd: CSVDialect.lineEnd(of: text), directiveRows: directive == nil ? 0 : 1)

    if let ascii = chosen.asciiValue, encoding.isTransparent(to: ascii) {
      self.source = source
      self.encoding = encoding
      start = guess.mark
      delimiter = ascii
    } else {
      let all = try source.bytes(guess.mark..<max(guess.mark, source.count))
      var decoded: [UInt8] = []
      decoded.reserveCapacity(all.count + all.count / 2)
      replaced = TextDecoder(encoding).decode(all.span, into: &decoded)
      let narrow = WideSeparator.narrowed(decoded, chosen)
      self.source = ByteSource(narrow.bytes)
      self.encoding = .utf8
      start = 0
      delimiter = narrow.delimiter
    }
    usualWidth = try findUsualWidth()
  }

  /// The encoding: told, or found from the first stretch that is not plain ASCII.
  private static func guess(_ source: ByteSource, _ head: [UInt8], told: TextEncoding?) throws -> EncodingGuess {
    if let told {
      let mark = TextEncoding.mark(of: head.span)
      // A byte order mark settles which UTF-16 it is.
      if told.isUTF16, let mark, mark.encoding.isUTF16 { return mark }
      return EncodingGuess(encoding: told, mark: mark?.encoding == told ? mark?.mark ?? 0 : 0)
    }
    if let firstHigh = head.firstIndex(where: { $0 >= 0x80 || $0 == 0 }) {
      if firstHigh < head.count - 4 || head.count == source.count { return TextEncoding.detect(head.span) }
    }
    if head.count == source.count { return EncodingGuess(encoding: .utf8, mark: 0) }
    // ASCII so far: the first stretch with anything else decides.
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var offset = max(0, head.count - 4)
    while offset < source.count {
      let got = try buffer.withUnsafeMutableBytes { try source.read(at: offset, into: $0) }
      if got == 0 { break }
      if let high = firstHigh(buffer.span.extracting(0..<got)) {
        let from = offset + high
        let stretch = try source.bytes(from..<min(source.count, from + EncodingSample.size))
        return EncodingGuess(encoding: TextEncoding.detect(stretch.span).encoding, mark: 0)
      }
      offset += got
    }
    return EncodingGuess(encoding: .utf8, mark: 0)
  }

  private static func firstHigh(_ bytes: Span<UInt8>) -> Int? {
    let raw = bytes.bytes
    var i = 0
    while i + 8 <= bytes.count,
      raw.unsafeLoadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    {
      i += 8
    }
    while i < bytes.count {
      if bytes[i] >= 0x80 { return i }
      i += 1
    }
    return nil
  }

  private func findUsualWidth() throws -> Int {
    var buffer = try source.bytes(start..<min(source.count, start + EncodingSample.size))
    let count = buffer.count
    let isWhole = start + count >= source.count
    buffer.append(contentsOf: repeatElement(0, count: RecordScanner.padding))
    var batch = RecordBatch()
    _ = RecordScanner(delimiter: delimiter).scan(&buffer, count: count, isLast: isWhole, into: &batch)
    var counts: [Int: Int] = [:]
    for row in 0..<min(batch.rowCount, 500) where Int(batch.rowRecord[row]) >= dialect.directiveRows {
      counts[Int(batch.rowFirst[row + 1] - batch.rowFirst[row]), default: 0] += 1
    }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
  }
}
