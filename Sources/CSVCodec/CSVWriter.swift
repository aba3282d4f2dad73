package import ByteScanning
package import ReleaseGate
import Tabular

/// Writes a released table as CSV: UTF-8, RFC 4180 quoting, formulas kept asleep (`FormulaGuard`).
///
/// Numbers are the shortest digits that give the number back, dates ISO, yes and no `TRUE` and `FALSE`.
package struct CSVWriter {
  package struct Options: Sendable {
    /// A byte order mark, without which Excel takes UTF-8 for the system's code page.
    package var mark = true
    package var separator = UInt8(ascii: ",")
    package var lineEnd: StaticString = "\r\n"
    package init() {}
  }

  private let options: Options

  package init(_ options: Options = Options()) { self.options = options }

  /// Writes all of `released` to `sink`. Throws what the sink throws.
  package func write<S: Scope>(_ released: Released<S>, to sink: any ByteSink) throws {
    var tape = ByteTape(capacity: 1 << 20)
    let table = released.table
    let presentation = released.presentation
    let columns = CSVWriter.placed(table, keepsPositions: presentation.keepsPositions)
    if options.mark { tape.append("\u{FEFF}") }
    var line = 1
    var isFirst = true
    func blank(upTo row: Int) throws {
      while line < row {
        tape.append(options.lineEnd)
        line += 1
        if tape.count > 1 << 20 { try flush(&tape, sink) }
      }
    }
    let headerRow = presentation.keepsPositions ? presentation.headerRow : 1
    func header() throws {
      if let headerRow { try blank(upTo: headerRow) }
      for (i, column) in columns.enumerated() {
        if i > 0 { tape.append(options.separator) }
        guard let column else { continue }
        let text = table.columns[column].header
        put(Array(text.utf8).span, &tape, isFirst: isFirst)
        isFirst = false
      }
      tape.append(options.lineEnd)
      line += 1
    }
    var pending = headerRow != nil
    var strays = [Int](repeating: 0, count: table.columns.count)
    for row in 0..<table.rowCount {
      let sheetRow = presentation.keepsPositions ? Int(table.origin.place(row).row) : 0
      if pending, !presentation.keepsPositions || headerRow! <= sheetRow {
        try header()
        pending = false
      }
      if presentation.keepsPositions { try blank(upTo: sheetRow) }
      for (i, column) in columns.enumerated() {
        if i > 0 { tape.append(options.separator) }
        guard let column else { continue }
        put(table.columns[column].column, row, &strays[column], &tape, isFirst: isFirst)
        isFirst = false
      }
      tape.append(options.lineEnd)
      line += 1
      if tape.count > 1 << 20 { try flush(&tape, sink) }
    }
    if pending { try header() }
    try flush(&tape, sink)
  }

  private func flush(_ tape: inout ByteTape, _ sink: any ByteSink) throws {
    try sink.write(UnsafeRawBufferPointer(tape.bytes))
    tape.removeAll()
  }

  /// Table columns by file column; nil where a kept position has no column.
  private static func placed(_ table: Table, keepsPositions: Bool) -> [Int?] {
    guard keepsPositions else { return Array(table.columns.indices) }
    var out: [Int?] = []
    for (i, named) in table.columns.enumerated() {
      let at = named.stood.first?.column ?? out.count
      while out.count <= at { out.append(nil) }
      out[at] = i
    }
    return out
  }

  private func put(_ column: Column, _ row: Int, _ nextStray: inout Int, _ tape: inout ByteTape, isFirst: Bool) {
    switch column.lane {
    case .text(let codes, let pool):
      if codes[row] != TextPool.none {
        put(pool.bytes.span.extracting(pool.range(codes[row])), &tape, isFirst: isFirst)
        return
      }
    case .number(let values, let kind):
      if !values[row].isNaN {
        put(values[row], kind, &tape)
        return
      }
    case .day(let days):
      if days[row] != Day.missing {
        put(Day(rawValue: days[row]), &tape)
        return
      }
    }
    while nextStray < column.strays.count, Int(column.strays[nextStray].row) < row { nextStray += 1 }
    guard nextStray < column.strays.count, Int(column.strays[nextStray].row) == row else { return }
    switch column.strays[nextStray].cell {
    case .empty: break
    case .text(let text): put(Array(text.utf8).span, &tape, isFirst: isFirst)
    case .number(let value): put(value, .plain, &tape)
    case .boolean(let value): put(value ? 1 : 0, .boolean, &tape)
    case .day(let day): put(day, &tape)
    case .dateTime(let value): put(value, .dateTime, &tape)
    case .time(let value): put(value, .time, &tape)
    case .duration(let value): put(value, .duration, &tape)
    case .error(let text): put(Array(text.utf8).span, &tape, isFirst: isFirst)
    }
  }

  private func put(_ value: Double, _ kind: NumberKind, _ tape: inout ByteTape) {
    switch kind {
    case .plain: tape.append(number: value)
    case .boolean: tape.append(value != 0 ? "TRUE" : "FALSE")
    case .dateTime: tape.append(MomentText.dateTime(value))
    case .time, .duration: tape.append(MomentText.duration(value))
    }
  }

  private func put(_ day: Day, _ tape: inout ByteTape) {
    let (year, month, dayOfMonth) = day.civil
    guard (1000...9999).contains(year) else {
      tape.append(day.description)
      return
    }
    tape.append(decimal: year)
    for part in [month, dayOfMonth] {
      tape.append(UInt8(ascii: "-"))
      tape.append(UInt8(ascii: "0") + UInt8(part / 10))
      tape.append(UInt8(ascii: "0") + UInt8(part % 10))
    }
  }

  /// A text cell: guarded, and quoted where RFC 4180 §2.6 asks for it.
  private func put(_ text: Span<UInt8>, _ tape: inout ByteTape, isFirst: Bool) {
    let guarded = FormulaGuard.needsGuard(text)
    var special = guarded || isFirst && CSVWriter.looksLikeDirective(text)
    if !special {
      for i in text.indices {
        let byte = text[i]
        if byte == options.separator || byte == 0x22 || byte == 0x0D || byte == 0x0A {
          special = true
          break
        }
      }
    }
    if !special {
      text.withUnsafeBufferPointer { tape.append(contentsOf: $0) }
      return
    }
    tape.append(UInt8(ascii: "\""))
    if guarded { tape.append(UInt8(ascii: "'")) }
    for i in text.indices {
      if text[i] == 0x22 { tape.append(UInt8(ascii: "\"")) }
      tape.append(text[i])
    }
    tape.append(UInt8(ascii: "\""))
  }

  /// `sep=;` in the first cell would be taken for Excel's directive.
  private static func looksLikeDirective(_ text: Span<UInt8>) -> Bool {
    text.count >= 5 && text[0] | 0x20 == 0x73 && text[1] | 0x20 == 0x65 && text[2] | 0x20 == 0x70 && text[3] == 0x3D
  }
}
