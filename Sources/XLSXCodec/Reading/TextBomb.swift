import Tabular

/// Few long texts that very many cells share: kilobytes in the file and in memory, gigabytes as soon as anybody writes
/// the cells down one by one.
enum TextBomb {
  /// Texts written out may come to this many bytes before anybody asks.
  private static let freeBytes = 1 << 30
  /// And to so many times the bytes of the table.
  private static let ratio = 100

  static func isOne(_ scan: SheetScan, _ pool: TextPool) -> Bool {
    var longest = 0
    var start: UInt32 = 0
    for end in pool.ends {
      longest = max(longest, Int(end - start))
      start = end
    }
    if longest * scan.rowCount * scan.columns.count <= freeBytes { return false }
    var total = 0
    for scanned in scan.columns {
      // Texts that a column brought itself each stood in the file.
      guard case .text(let codes, let other) = scanned.column.lane, other.count == pool.count else { continue }
      for code in codes where code != TextPool.none { total += pool.range(code).count }
    }
    return total > freeBytes && total / ratio > pool.bytes.count
  }
}
