import Tabular

/// A workbook whose masked cells read as empty: what somebody was not shown, they did not say.
struct UnmaskedReading: WorkbookReading {
  let inner: any WorkbookReading
  var sheets: [SheetInfo] { inner.sheets }

  func preview(sheet: Int, rows: Int) throws -> SheetPreview {
    var preview = try inner.preview(sheet: sheet, rows: rows)
    for i in preview.rows.indices {
      preview.rows[i].cells = preview.rows[i].cells.map { cell in
        if case .text(let text) = cell, UnmaskedReading.isMasked(text) { return .empty }
        return cell
      }
    }
    return preview
  }

  func scan(sheet: Int, _ request: ScanRequest) throws -> SheetScan {
    var scan = try inner.scan(sheet: sheet, request)
    for i in scan.columns.indices {
      if case .text(var codes, let pool) = scan.columns[i].column.lane {
        let masked = (0..<UInt32(pool.count)).map { UnmaskedReading.isMasked(pool.string($0)) }
        if masked.contains(true) {
          for row in codes.indices where codes[row] != TextPool.none && masked[Int(codes[row])] {
            codes[row] = TextPool.none
          }
          scan.columns[i].column.lane = .text(codes: codes, pool: pool)
        }
      }
      scan.columns[i].column.strays.removeAll { stray in
        if case .text(let text) = stray.cell { return UnmaskedReading.isMasked(text) }
        return false
      }
    }
    return scan
  }

  /// How many cells of the sheets are masked.
  static func count(_ reading: any WorkbookReading, sheet: Int, from row: Int) throws -> Int {
    let scan = try reading.scan(sheet: sheet, ScanRequest(firstRow: row))
    var count = 0
    for scanned in scan.columns {
      if case .text(let codes, let pool) = scanned.column.lane {
        let masked = (0..<UInt32(pool.count)).map { isMasked(pool.string($0)) }
        for code in codes where code != TextPool.none && masked[Int(code)] { count += 1 }
      }
    }
    return count
  }

  /// `王**`, `138****0021`, `***`, `l****@qq.com`: one word with asterisks in it, and little else. A sentence that
  /// quotes something masked is still a sentence.
  static func isMasked(_ text: String) -> Bool {
    let text = text.trimmed
    guard text.contains("*"), !text.contains(where: { $0.isWhitespace && $0 != " " }) else { return false }
    let rest = text.filter { $0 != "*" && $0 != " " }
    if rest.isEmpty { return true }
    guard text.contains("**") || rest.count <= 3 else { return false }
    let han = rest.unicodeScalars.count { (0x4E00...0x9FFF).contains($0.value) }
    let isSentence = rest.contains { "，。,；;！!？?：".contains($0) }
    return !isSentence && han <= 4 && rest.count <= 24
  }
}
