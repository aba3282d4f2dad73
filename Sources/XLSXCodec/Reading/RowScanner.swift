import ByteScanning

/// Reads the rows of a worksheet straight from bytes: the fast way beside `WorksheetReader`.
///
/// ```
/// <row r="17" spans="1:3"><c r="A17" t="s"><v>4</v></c><c r="B17" s="2"><f>…</f><v>45356</v></c></row>
/// ^ a row is taken whole, or left to libxml2 whole
/// ```
/// A cell is put into the sink when its end tag is there, so a row that turns out unusual half way is simply read
/// again by libxml2: the same cells once more, and the rest.
struct RowScanner: ~Copyable {
  typealias Pointer = UnsafePointer<UInt8>

  var markup = MarkupScanner()
  /// The digits of the current row and the quote behind them, as they stand in its cells' references.
  private(set) var rowWord: UInt64 = 0
  private(set) var rowMask: UInt64 = 0
  private(set) var rowDigits = 0
  /// Formulas of the current row.
  var formulas = 0

  /// Reads whole rows from `start` on; gives where it stopped and why. Behind `end` stand 64 zero bytes.
  mutating func scan(_ start: Pointer, _ end: Pointer, into cells: inout CellSink) -> (Pointer, ScanStop) {
    var p = start
    while true {
      MarkupScanner.skipSpace(&p)
      let rowStart = p
      if cells.isFull { return (rowStart, .full) }
      if p[0] == UInt8(ascii: "<"), p[1] == UInt8(ascii: "r"), p[2] == UInt8(ascii: "o"), p[3] == UInt8(ascii: "w") {
        p += 4
        let before = cells.row
        if row(&p, &cells) { continue }
        cells.goBack(to: before)
        if cells.failure != nil { return (rowStart, .failed) }
        return (rowStart, ByteSearch.find("</row>", rowStart, end) == nil ? .needsMore : .unusual)
      }
      if ByteSearch.starts("</sheetData", p) { return (p, .end) }
      return (p, end - p < 16 ? .needsMore : .unusual)
    }
  }

  /// One row, from behind `<row` to behind its end tag; false = not read to the end.
  private mutating func row(_ p: inout Pointer, _ cells: inout CellSink) -> Bool {
    var number = cells.row + 1
    var seen: UInt64 = 0
    var attribute = MarkupScanner.Attribute(name: p, value: p)
    var isEmpty = false
    tag: while true {
      switch MarkupScanner.step(&p, &seen, &attribute) {
      case .attribute where attribute.isNamed("r"):
        guard attribute.valueCount <= 7, let digits = digits(attribute) else { return false }
        number = digits
      case .attribute: break
      case .end: break tag
      case .emptyEnd:
        isEmpty = true
        break tag
      case .unusual: return false
      }
    }
    guard number >= 1, number <= CellSink.lastRow else { return false }
    if isEmpty {
      cells.beginRow(number)
      return true
    }
    setRow(number)
    formulas = 0
    cells.beginRow(number)
    while true {
      if p[0] == UInt8(ascii: "<"), p[1] == UInt8(ascii: "c") {
        p += 2
        guard cell(&p, &cells) else { return false }
      } else if ByteSearch.starts("</row>", p) {
        p += 6
        cells.formulas += formulas
        return true
      } else if MarkupScanner.isSpace(p[0]) {
        MarkupScanner.skipSpace(&p)
      } else {
        return false
      }
    }
  }

  private func digits(_ attribute: MarkupScanner.Attribute) -> Int? {
    var value = 0
    for i in 0..<attribute.valueCount {
      guard attribute.value[i] &- 48 < 10 else { return nil }
      value = value * 10 + Int(attribute.value[i] - 48)
    }
    return attribute.valueCount > 0 ? value : nil
  }

  private mutating func setRow(_ number: Int) {
    var rest = number
    rowDigits = 0
    rowWord = UInt64(UInt8(ascii: "\""))
    repeat {
      rowWord = rowWord << 8 | UInt64(48 + rest % 10)
      rest /= 10
      rowDigits += 1
    } while rest > 0
    rowMask = rowDigits == 7 ? ~0 : (1 << UInt64((rowDigits + 1) * 8)) - 1
  }
}
