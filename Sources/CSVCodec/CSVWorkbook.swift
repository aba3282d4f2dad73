import ByteScanning
package import Tabular

/// CSV files as a workbook: one sheet a file.
package struct CSVWorkbook: WorkbookReading {
  package struct Part: Sendable {
    /// The sheet's name: the file's without its ending.
    package var name: String
    /// The file as messages name it.
    package var file: String
    package var source: ByteSource
    package var options: CSVOptions

    package init(name: String, file: String, source: ByteSource, options: CSVOptions = CSVOptions()) {
      self.name = name
      self.file = file
      self.source = source
      self.options = options
    }
  }

  private let parts: [Part]
  private let texts: [PreparedText]

  /// Looks at the start of every file. Throws `Failure`: `E310` too large, `E312` unreadable.
  package init(_ parts: [Part]) throws {
    self.parts = parts
    texts = try parts.map { try PreparedText($0.source, $0.options, file: $0.file) }
  }

  /// One CSV text as a workbook of one sheet.
  package init(
    _ source: ByteSource, name: String, file: String, options: CSVOptions = CSVOptions()
  ) throws {
    try self.init([Part(name: name, file: file, source: source, options: options)])
  }

  package var sheets: [SheetInfo] { parts.map { SheetInfo(name: $0.name) } }

  /// How each file was understood.
  package var dialects: [CSVDialect] { texts.map(\.dialect) }

  package func preview(sheet: Int, rows: Int) throws -> SheetPreview {
    let text = texts[sheet]
    let options = parts[sheet].options
    let scanner = RecordScanner(delimiter: text.delimiter)
    let decoder = TextDecoder(text.encoding)
    var size = ChunkReader.chunk
    while true {
      var buffer = try text.source.bytes(text.start..<min(text.source.count, text.start + size))
      let count = buffer.count
      let isWhole = text.start + count >= text.source.count || count < size && count < text.source.count - text.start
      buffer.append(contentsOf: repeatElement(0, count: RecordScanner.padding))
      var batch = RecordBatch()
      _ = scanner.scan(&buffer, count: count, isLast: isWhole, into: &batch)
      if batch.rowCount < rows + 1, !isWhole {
        size *= 4
        continue
      }
      var out: [SheetPreview.Row] = []
      let first = options.showsDirective ? 0 : text.dialect.directiveRows
      for row in 0..<batch.rowCount where out.count < rows && Int(batch.rowRecord[row]) >= first {
        var cells: [Cell] = []
        for field in Int(batch.rowFirst[row])..<Int(batch.rowFirst[row + 1]) {
          let raw = buffer.span.extracting(Int(batch.starts[field])..<Int(batch.ends[field]))
          var bytes: [UInt8] = []
          _ = decoder.decode(raw, into: &bytes)
          if options.dropsGuard, FormulaGuard.isGuarded(bytes.span) { bytes.removeFirst() }
          cells.append(bytes.isEmpty ? .empty : .text(String(decoding: bytes, as: UTF8.self)))
        }
        while cells.last == .empty { cells.removeLast() }
        out.append(SheetPreview.Row(number: Int(batch.rowRecord[row]) + 1, cells: cells))
      }
      return SheetPreview(rows: out)
    }
  }

  /// Columns are numbers or dates only where every value is spelt so that nothing is lost (`ScalarText`), else text;
  /// hint `.text` keeps a column's exact characters.
  package func scan(sheet: Int, _ request: ScanRequest) throws -> SheetScan {
    var text = texts[sheet]
    let part = parts[sheet]
    if part.options.showsDirective { text.dialect.directiveRows = 0 }
    return try CSVScan(text: text, request: request, file: part.file, options: part.options).run()
  }
}
