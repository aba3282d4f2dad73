import ByteScanning
import Tabular

/// Reads the wanted columns of a prepared text.
struct CSVScan {
  let text: PreparedText
  let request: ScanRequest
  let file: String
  let options: CSVOptions

  /// Shorter texts are not worth a second thread.
  static let splitSize = 4 << 20

  func run() throws -> SheetScan {
    var request = request
    var (lanes, layout) = try pass(request)
    var refused: [Int] = []
    for column in lanes.indices { if case .refused = lanes[column] { refused.append(column) } }
    if !refused.isEmpty {
      // Columns that began as numbers or dates and did not stay so: their texts are read now.
      request.columns = refused
      for column in refused { request.hints[column] = .text }
      let again = try pass(request)
      for column in refused where column < again.lanes.count { lanes[column] = again.lanes[column] }
    }
    return finish(&lanes, layout)
  }

  private func pass(_ request: ScanRequest) throws -> (lanes: [ScanLane], layout: RowLayout) {
    let size = text.source.count - text.start
    WorkMeter.expect(bytes: size)
    let decoder = TextDecoder(text.encoding)
    let crew = LaneCrew(
      ChunkReader(text: text, request: request, file: file),
      decoder: options.dropsGuard || !decoder.decodesAtOnce ? nil : decoder,
      threads: size < CSVScan.splitSize ? 1 : max(1, options.threads))
    return try crew.run()
  }

  /// Decodes the texts and turns lanes into columns. Each lane is taken out before it is changed: two owners would mean
  /// a copy of it.
  private func finish(_ lanes: inout [ScanLane], _ layout: RowLayout) -> SheetScan {
    var notes = layout.notes
    if text.replaced > 0 { notes.add("E315", .warning, record: -1, column: -1, hint: [String(text.replaced)]) }
    var columns: [SheetScan.ScannedColumn] = []
    let wanted = request.columns ?? Array(0..<lanes.count)
    let decoder = TextDecoder(text.encoding)
    // Columns without any value share one lane, made where there is one.
    var missing: Column?
    for index in wanted {
      var column: Column?
      if index >= 0, index < lanes.count {
        var taken = ScanLane.undecided
        swap(&taken, &lanes[index])
        taken.pad(to: layout.rowCount)
        switch consume taken {
        case .number(let lane): column = Column(.number(lane.values, .plain), format: lane.format)
        case .day(let days): column = Column(.day(days))
        case .text(var lane):
          lane.decode(decoder, dropsGuard: options.dropsGuard)
          if !lane.marks.isEmpty { note(lane, index, layout.origin, &notes) }
          column = Column((consume lane).lane())
        case .undecided, .refused: break
        }
      }
      if column == nil {
        missing = missing ?? Column.missing(rows: layout.rowCount)
        column = missing
      }
      if let column { columns.append(.init(index: index, column: column)) }
    }
    return SheetScan(
      columns: columns, origin: layout.origin, rowCount: layout.rowCount, findings: notes.findings())
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
