package import ByteScanning

/// What a workbook holds, cell by cell: one JSON line each, in order of sheet, row and column, empty cells left out.
///
/// ```
/// {"sheet":"登记表","ref":"B2","type":"d","value":"2024-03-05T00:00:00"}
/// ```
/// Types: `n` number, `s` text, `b` boolean, `d` date or date-time and `t` time of day (both to the millisecond), `u`
/// duration in seconds, `e` error.
package struct CellDump: ~Copyable {
  private let sink: any ByteSink
  private var line = ByteTape(capacity: 1 << 16)
  /// `{"sheet":"…","ref":"` of the current sheet.
  private var opening: [UInt8] = []

  private init(_ sink: any ByteSink) { self.sink = sink }

  /// Writes all cells of a workbook. Throws what reading and the sink throw.
  package static func write(_ workbook: any WorkbookReading, to sink: any ByteSink) throws {
    var dump = CellDump(sink)
    for (i, info) in workbook.sheets.enumerated() {
      try dump.write(workbook.scan(sheet: i, ScanRequest(otherwise: .text)), sheet: info.name)
    }
  }

  private mutating func write(_ scan: SheetScan, sheet: String) throws {
    line.append("{\"sheet\":")
    appendQuoted(sheet)
    line.append(",\"ref\":\"")
    opening = Array(line.bytes)
    line.removeAll()

    // Columns with few cells have no lane of their own; walking them row by row would cost the whole grid.
    var dense: [(column: Column, letters: [UInt8], index: Int, stray: Int)] = []
    var loose: [(row: UInt32, index: Int, cell: Cell)] = []
    for scanned in scan.columns {
      if case .text(_, let pool) = scanned.column.lane, pool.count == 0 {
        loose += scanned.column.strays.map { ($0.row, scanned.index, $0.cell) }
      } else {
        dense.append((scanned.column, Array(CellName.letters(scanned.index).utf8), scanned.index, 0))
      }
    }
    loose.sort { ($0.row, $0.index) < ($1.row, $1.index) }

    var next = 0
    for row in 0..<scan.rowCount {
      let number = Int(scan.origin.place(row).row)
      func isNext(before index: Int) -> Bool {
        next < loose.count && loose[next].row == row && loose[next].index < index
      }
      for i in dense.indices {
        while isNext(before: dense[i].index) {
          write(loose[next].cell, Array(CellName.letters(loose[next].index).utf8), number)
          next += 1
        }
        writeLane(dense[i].column, row, dense[i].letters, number)
        while dense[i].stray < dense[i].column.strays.count, dense[i].column.strays[dense[i].stray].row <= row {
          let stray = dense[i].column.strays[dense[i].stray]
          if stray.row == row { write(stray.cell, dense[i].letters, number) }
          dense[i].stray += 1
        }
      }
      while isNext(before: .max) {
        write(loose[next].cell, Array(CellName.letters(loose[next].index).utf8), number)
        next += 1
      }
      if line.count > 1 << 15 { try flush() }
    }
    try flush()
  }

  private mutating func flush() throws {
    if line.count > 0 { try sink.write(UnsafeRawBufferPointer(line.bytes)) }
    line.removeAll()
  }

  private mutating func writeLane(_ column: Column, _ row: Int, _ letters: [UInt8], _ number: Int) {
    switch column.lane {
    case .text(let codes, let pool):
      if codes[row] == TextPool.none { return }
      let range = pool.range(codes[row])
      if range.isEmpty { return }
      open(letters, number, "s")
      pool.withBytes(codes[row]) { appendQuoted($0) }
      line.append("}\n")
    case .number(let values, let kind):
      if values[row].isNaN { return }
      switch kind {
      case .plain: write(.number(values[row]), letters, number)
      case .boolean: write(.boolean(values[row] != 0), letters, number)
      case .dateTime: write(.dateTime(values[row]), letters, number)
      case .time: write(.time(values[row]), letters, number)
      case .duration: write(.duration(values[row]), letters, number)
      }
    case .day(let days):
      if days[row] != Day.missing { write(.day(Day(rawValue: days[row])), letters, number) }
    }
  }

  private mutating func write(_ cell: Cell, _ letters: [UInt8], _ number: Int) {
    if cell.isEmpty { return }
    switch cell {
    case .empty: return
    case .text(let text):
      open(letters, number, "s")
      appendQuoted(text)
    case .error(let text):
      open(letters, number, "e")
      appendQuoted(text)
    case .number(let value):
      open(letters, number, "n")
      line.append(number: value)
    case .boolean(let value):
      open(letters, number, "b")
      line.append(value ? "true" : "false")
    case .day(let day):
      open(letters, number, "d")
      appendDate(Double(day.rawValue))
    case .dateTime(let days):
      open(letters, number, "d")
      appendDate(days)
    case .time(let fraction):
      open(letters, number, "t")
      line.append(UInt8(ascii: "\""))
      appendTime(min(Int((fraction * 86_400_000).rounded()), 86_399_999))
      line.append(UInt8(ascii: "\""))
    case .duration(let days):
      open(letters, number, "u")
      line.append(number: (days * 86_400_000).rounded() / 1000)
    }
    line.append("}\n")
  }

  private mutating func open(_ letters: [UInt8], _ number: Int, _ type: StaticString) {
    opening.withUnsafeBufferPointer { line.append(contentsOf: $0) }
    letters.withUnsafeBufferPointer { line.append(contentsOf: $0) }
    line.append(decimal: number)
    line.append("\",\"type\":\"")
    line.append(type)
    line.append("\",\"value\":")
  }

  private mutating func appendDate(_ days: Double) {
    let milliseconds = Int((days * 86_400_000).rounded())
    let day = milliseconds >= 0 ? milliseconds / 86_400_000 : -((86_399_999 - milliseconds) / 86_400_000)
    line.append(UInt8(ascii: "\""))
    line.append(Day(rawValue: Int32(day)).description)
    line.append(UInt8(ascii: "T"))
    appendTime(milliseconds - day * 86_400_000)
    line.append(UInt8(ascii: "\""))
  }

  private mutating func appendTime(_ milliseconds: Int) {
    appendPadded(milliseconds / 3_600_000, 2)
    line.append(UInt8(ascii: ":"))
    appendPadded(milliseconds / 60_000 % 60, 2)
    line.append(UInt8(ascii: ":"))
    appendPadded(milliseconds / 1000 % 60, 2)
    if milliseconds % 1000 != 0 {
      line.append(UInt8(ascii: "."))
      appendPadded(milliseconds % 1000, 3)
    }
  }

  private mutating func appendPadded(_ value: Int, _ digits: Int) {
    var unit = digits == 3 ? 100 : 10
    while unit > 0 {
      line.append(UInt8(48 + value / unit % 10))
      unit /= 10
    }
  }

  private mutating func appendQuoted(_ text: String) {
    var text = text
    text.withUTF8 { appendQuoted($0) }
  }

  /// A JSON string (RFC 8259 §7): only quotes, backslashes and controls need escaping.
  private mutating func appendQuoted(_ text: UnsafeBufferPointer<UInt8>) {
    line.append(UInt8(ascii: "\""))
    var start = 0
    for i in 0..<text.count where CellDump.isSpecial(text[i]) {
      line.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<i]))
      appendEscaped(text[i])
      start = i + 1
    }
    line.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    line.append(UInt8(ascii: "\""))
  }

  @inline(__always)
  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    switch byte {
    case 0x0A: line.append("\\n")
    case 0x0D: line.append("\\r")
    case 0x09: line.append("\\t")
    case 0..<0x20:
      let digits: StaticString = "0123456789abcdef"
      line.append("\\u00")
      line.append(digits.utf8Start[Int(byte >> 4)])
      line.append(digits.utf8Start[Int(byte & 15)])
    default:
      line.append(UInt8(ascii: "\\"))
      line.append(byte)
    }
  }
}
