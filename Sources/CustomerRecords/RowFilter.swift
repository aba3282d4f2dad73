import Tabular

/// Finds the rows of a scan that are no records: subtotals and headers printed again on every page.
struct RowFilter {
  /// 合计, 小计: … as the first filled cell of a row.
  static func isTotal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count >= 3, bytes.count <= 48, couldBeTotal(bytes) else { return false }
    var word: [UInt8] = []
    for byte in bytes where byte != 0x20 { word.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) }
    var text = String(decoding: word, as: UTF8.self)
    text.removeAll { $0 == "\u{3000}" || $0 == "\u{A0}" }
    if let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }) { text = String(text[..<colon]) }
    if words.contains(text) { return true }
    // 3月小计, 本页合计, 一年级小计
    return text.count <= 8 && ["合计", "小计", "总计", "累计"].contains { text.hasSuffix($0) }
  }

  /// Which texts of a pool are totals or headers. The columns of a workbook often share one pool: it is looked through
  /// once.
  private struct Marks {
    /// Headers by their number of bytes.
    private let byLength: [[[UInt8]]]
    private var seen: (address: UnsafePointer<UInt32>?, count: Int)?
    private(set) var found: [UInt32: (total: Bool, header: [UInt8]?)] = [:]

    init(headers: [[UInt8]]) {
      var byLength: [[[UInt8]]] = Array(repeating: [], count: (headers.map(\.count).max() ?? -1) + 1)
      for header in headers { byLength[header.count].append(header) }
      self.byLength = byLength
    }

    mutating func look(at pool: TextPool) {
      let same = (pool.ends.withUnsafeBufferPointer { $0.baseAddress }, pool.count)
      if let seen, seen.address == same.0, seen.count == same.1 { return }
      seen = same
      found = [:]
      for code in 0..<UInt32(pool.count) {
        pool.withBytes(code) { bytes in
          let total = isTotal(bytes)
          let header = bytes.count < byLength.count ? byLength[bytes.count].first { $0.elementsEqual(bytes) } : nil
          if total || header != nil { found[code] = (total, header) }
        }
      }
    }
  }

  /// Cheap and often no: 计, 計 or 总数 in it, or an English word at its beginning.
  private static func couldBeTotal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch bytes[0] | 0x20 {
    case UInt8(ascii: "t"), UInt8(ascii: "s"), UInt8(ascii: "g"): return true
    default: break
    }
    var i = 0
    while i + 2 < bytes.count {
      if bytes[i] == 0xE8, bytes[i + 1] == 0xAE && bytes[i + 2] == 0xA1 || bytes[i + 1] == 0xA8 && bytes[i + 2] == 0x88
      {
        return true
      }
      if bytes[i] == 0xE6, bytes[i + 1] == 0x80, bytes[i + 2] == 0xBB { return true }
      i += 1
    }
    return false
  }

  private static let words: Set<String> = [
    "合计", "小计", "总计", "累计", "共计", "总数", "合計", "小計", "總計", "total", "totals", "subtotal", "subtotals", "grandtotal",
    "sum", "sub-total",
  ]

  /// For each row whether it is to be skipped.
  static func skipped(_ scan: SheetScan, plan: SheetPlan) -> [Bool] {
    var skip = Array(repeating: false, count: scan.rowCount)
    let headers = Dictionary(
      (plan.columns + plan.questions).map { ($0.column, $0.header) }, uniquingKeysWith: { a, _ in a })
    var repeats: [Int: Int] = [:]
    var totals: [Int] = []
    var marks = Marks(headers: headers.values.map { Array($0.utf8) })
    for (position, scanned) in scan.columns.enumerated() {
      func look(_ row: Int, isTotal: Bool, isHeader: Bool) {
        if isHeader { repeats[row, default: 0] += 1 }
        if isTotal, isFirst(row, position, scan) { totals.append(row) }
      }
      if case .text(let codes, let pool) = scanned.column.lane {
        marks.look(at: pool)
        let own = headers[scanned.index].map { Array($0.utf8) }
        if !marks.found.isEmpty {
          for row in codes.indices {
            if codes[row] != TextPool.none, let mark = marks.found[codes[row]] {
              look(row, isTotal: mark.total, isHeader: mark.header != nil && mark.header == own)
            }
          }
        }
      }
      for stray in scanned.column.strays {
        if case .text(var text) = stray.cell {
          let total = text.withUTF8 { isTotal($0) }
          look(Int(stray.row), isTotal: total, isHeader: headers[scanned.index] == text)
        }
      }
    }
    if !plan.serials.isEmpty {
      // Rows numbered ahead with nothing in them.
      for row in skip.indices {
        if scan.columns.allSatisfy({ plan.serials.contains($0.index) || !$0.column.isFilled(row) }) {
          skip[row] = true
        }
      }
    }
    for row in totals { skip[row] = true }
    for (row, count) in repeats where count >= 2 && count * 2 >= headers.count { skip[row] = true }
    return skip
  }

  private static func isFirst(_ row: Int, _ position: Int, _ scan: SheetScan) -> Bool {
    scan.columns[..<position].allSatisfy { !$0.column.isFilled(row) }
  }
}
