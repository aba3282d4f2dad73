import ByteScanning
import Synchronization
package import Tabular
import ZipContainer

/// An open XLSX workbook (ECMA-376; transitional and strict, with or without macros).
///
/// Opening reads the small parts; the string table is read when the first sheet is, and then kept; sheets are read anew
/// each time they are asked for and never kept. Sheets of charts, dialogs and macros hold no table and are not listed.
package final class XLSXWorkbook: WorkbookReading {
  package let sheets: [SheetInfo]
  private let parts: [String]
  private let package: XLSXPackage
  private let formats: [FormatMeaning]
  private let formatCodes: [String]
  private let is1904: Bool
  private let stringsPart: ZipArchive.Entry?
  private let strings = Mutex<TextPool?>(nil)

  /// Opens a file read-only. Throws `Failure` E200–E231, and what decryption throws.
  package static func open(path: String, options: XLSXReadOptions = XLSXReadOptions()) throws -> XLSXWorkbook {
    do {
      return try XLSXWorkbook(XLSXPackage(path: path, options: options))
    } catch {
      throw error.located(file: path)
    }
  }

  /// Opens a workbook in memory.
  package convenience init(bytes: [UInt8], options: XLSXReadOptions = XLSXReadOptions()) throws {
    try self.init(XLSXPackage(bytes: bytes, options: options))
  }

  private init(_ package: XLSXPackage) throws(Failure) {
    self.package = package
    let name = try package.workbookPart()
    let workbook = WorkbookPartReader()
    try package.read(package.part(name), into: workbook)
    guard workbook.isWorkbook else { throw Failure("E223", [name]) }
    if workbook.sheets.isEmpty { throw Failure("E222") }
    is1904 = workbook.is1904
    let relationships = try package.relationships(of: name)
    (sheets, parts) = try XLSXWorkbook.match(workbook.sheets, relationships, name, package)

    func related(_ kind: Relationship.Kind, else fallback: String) throws(Failure) -> ZipArchive.Entry? {
      guard let found = relationships.first(where: { $0.kind == kind }) else {
        return package.archive.entry(named: fallback)
      }
      if found.isExternal { throw Failure("E221", [name]) }
      return try package.archive.entry(named: package.resolve(found.target, from: name))
    }
    stringsPart = try related(.sharedStrings, else: "xl/sharedStrings.xml")
    let styles = StylesReader()
    if let part = try related(.styles, else: "xl/styles.xml") { try package.read(part, into: styles) }
    formats = styles.kinds
    formatCodes = styles.codes
  }

  /// Finds the part of each sheet. A sheet without a relationship id takes the next worksheet that no other names.
  private static func match(
    _ sheets: [WorkbookPartReader.Sheet], _ relationships: [Relationship], _ workbook: String, _ package: XLSXPackage
  ) throws(Failure) -> ([SheetInfo], [String]) {
    var byID: [String: Relationship] = [:]
    for relationship in relationships { byID[relationship.id] = relationship }
    let named = Set(sheets.compactMap(\.relationship))
    // Those nobody names, in the order of their part names: sheet2 before sheet10.
    var unnamed = relationships.filter { $0.kind == .worksheet && !named.contains($0.id) }
      .sorted { ($0.target.utf8.count, $0.target) < ($1.target.utf8.count, $1.target) }[...]
    var infos: [SheetInfo] = []
    var parts: [String] = []
    var seen: Set<String> = []
    for sheet in sheets {
      let found = sheet.relationship.map { byID[$0] } ?? unnamed.popFirst()
      guard let found else { throw Failure("E220", sheet: sheet.name, [workbook]) }
      switch found.kind {
      case .chartsheet, .dialogsheet, .macrosheet: continue
      default: break
      }
      if found.isExternal { throw Failure("E221", sheet: sheet.name, [workbook]) }
      let part = try package.resolve(found.target, from: workbook)
      // Ten thousand sheets that are one part would be read ten thousand times.
      if !seen.insert(part.lowercased()).inserted { throw Failure("E231", sheet: sheet.name, [part]) }
      infos.append(SheetInfo(name: sheet.name, visibility: sheet.visibility))
      parts.append(part)
    }
    return (infos, parts)
  }

  /// The workbook carries macros. They are never read, let alone run.
  package var hasMacros: Bool { package.archive.entry(named: "xl/vbaProject.bin") != nil }

  package func preview(sheet: Int, rows: Int) throws -> SheetPreview {
    let forced = package.options.forceLibXML2
    do {
      return try preview(sheet, rows, forceLibXML2: forced)
    } catch let failure {
      // Rows behind the preview are passed over unread, by the letters of an end tag that may stand in a comment:
      // libxml2 knows better.
      if forced || failure.code != "E215" { throw failure }
      return try preview(sheet, rows, forceLibXML2: true)
    }
  }

  private func preview(_ sheet: Int, _ rows: Int, forceLibXML2: Bool) throws(Failure) -> SheetPreview {
    let pool = try sharedStrings()
    let sink = CellSink(
      columns: nil, formats: formats, is1904: is1904, sharedCount: pool.count, rowLimit: rows)
    let reader = WorksheetReader(cells: sink)
    try read(sheet, reader, forceLibXML2: forceLibXML2)
    let scan = reader.cells.builder.finish(shared: pool)
    let found = (0..<scan.rowCount).map { row in
      var cells: [Cell] = []
      for scanned in scan.columns {
        let cell = scanned.column.cell(row)
        if cell == .empty { continue }
        while cells.count < scanned.index { cells.append(.empty) }
        cells.append(cell)
      }
      return SheetPreview.Row(number: Int(scan.origin.place(row).row), cells: cells)
    }
    return SheetPreview(rows: found, merges: reader.merges)
  }

  package func scan(sheet: Int, _ request: ScanRequest) throws -> SheetScan {
    let pool = try sharedStrings()
    let sink = CellSink(
      columns: request.columns, formats: formats, is1904: is1904, sharedCount: pool.count,
      firstRow: request.firstRow, log: request.formats ? FormatLog() : nil)
    let reader = WorksheetReader(cells: sink)
    try read(sheet, reader, forceLibXML2: package.options.forceLibXML2)
    var scan = reader.cells.builder.finish(shared: pool)
    reader.cells.log?.settle(&scan, codes: formatCodes)
    scan.extras = reader.extras
    if TextBomb.isOne(scan, pool) { throw Failure("E232", sheet: sheets[sheet].name) }
    return scan
  }

  private func read(_ sheet: Int, _ reader: WorksheetReader, forceLibXML2: Bool) throws(Failure) {
    do throws(Failure) {
      let entry = try package.part(parts[sheet])
      try PartDriver.read(reader, package.archive, entry, forceLibXML2: forceLibXML2, threads: package.options.threads)
      if reader.isOther { throw Failure("E223", [entry.name]) }
    } catch {
      throw error.located(sheet: sheets[sheet].name)
    }
  }

  /// The string table; an empty one where the workbook has none.
  private func sharedStrings() throws(Failure) -> TextPool {
    try strings.withLock { kept throws(Failure) in
      if let kept { return kept }
      var pool = TextPool()
      if let part = stringsPart {
        let reader = SharedStringsReader()
        // Never more than the archive's limits let through; untouched memory costs nothing.
        reader.pool.reserve(texts: 0, bytes: min(part.size, part.compressedSize * 20))
        try PartDriver.read(
          reader, package.archive, part, forceLibXML2: package.options.forceLibXML2,
          threads: package.options.threads)
        if reader.isOther { throw Failure("E223", [part.name]) }
        pool = reader.pool
      }
      kept = pool
      return pool
    }
  }
}
