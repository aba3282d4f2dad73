/// `A1` … `XFD1048576` (ECMA-376 Part 1 §18.18.7 ST_CellRef) as column from 0 and row from 1.
enum CellReference {
  static func parse(_ text: UnsafeBufferPointer<UInt8>) -> (column: Int, row: Int)? {
    var i = 0
    var column = 0
    while i < text.count, i < 4, text[i] & 0xDF &- 65 < 26 {
      column = column * 26 + Int(text[i] & 0xDF - 64)
      i += 1
    }
    let letters = i
    var row = 0
    while i < text.count, i < letters + 8, text[i] &- 48 < 10 {
      row = row * 10 + Int(text[i] - 48)
      i += 1
    }
    guard letters > 0, i > letters, i == text.count, column - 1 <= CellSink.lastColumn, row >= 1,
      row <= CellSink.lastRow
    else { return nil }
    return (column - 1, row)
  }

  /// `A1:C3`, in any order of its corners; one cell alone is a range of itself.
  static func parseRange(
    _ text: UnsafeBufferPointer<UInt8>
  ) -> (columns: ClosedRange<Int>, rows: ClosedRange<Int>)? {
    let colon = text.firstIndex(of: UInt8(ascii: ":")) ?? text.count
    let second = colon == text.count ? text[...] : text[(colon + 1)...]
    guard let a = parse(UnsafeBufferPointer(rebasing: text[..<colon])),
      let b = parse(UnsafeBufferPointer(rebasing: second))
    else { return nil }
    return (
      min(a.column, b.column)...max(a.column, b.column), min(a.row, b.row)...max(a.row, b.row)
    )
  }
}
