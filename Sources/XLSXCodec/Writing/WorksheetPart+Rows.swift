import ByteScanning
import ReleaseGate
import Tabular

/// A column as the inner loop sees it: the fixed bytes around each value.
struct RowColumn: Sendable {
  /// `<c r="AB`
  var head: SIMD16<UInt8> = .zero
  /// `" s="12" t="s"><v>`
  var tail: SIMD32<UInt8> = .zero
  var headCount = 0
  var tailCount = 0
  var kind = CellKind.text
  var paintsBlanks = false

  init(_ plan: ColumnPlan) {
    kind = plan.kind
    paintsBlanks = plan.paintsBlanks
    for byte in "<c r=\"\(plan.letters)".utf8 {
      head[headCount] = byte
      headCount += 1
    }
    var text = "\""
    if plan.style != 0 { text += " s=\"\(plan.style)\"" }
    if plan.kind == .text { text += " t=\"s\"" }
    if plan.kind == .boolean { text += " t=\"b\"" }
    for byte in (text + "><v>").utf8 {
      tail[tailCount] = byte
      tailCount += 1
    }
  }

  static func make(_ plan: TablePlan) -> [RowColumn] { plan.columns.map { RowColumn($0) } }
}

extension WorksheetPart {
  /// In the tile: nothing there; a cell that needs looking up (stray, tint).
  private static let empty = UInt64.max
  private static let special = UInt64.max - 1
  /// `</v></c>`, low byte first.
  private static let close: UInt64 = 0x3E63_2F3C_3E76_2F3C
  /// The most a plain cell can take, with what the fixed-size stores write beyond it.
  private static let cellRoom = 112

  /// Rows of this sheet counted from its first data row; spare ones behind the table's.
  ///
  /// The lanes' values are first laid out row by row in a tile of 64-bit words (a NaN nobody can mean stands for
  /// "nothing" and "look it up"), so that the inner loop neither branches on lanes nor touches an array of arrays.
  func appendRows(_ wanted: Range<Int>, _ columns: [RowColumn], to tape: inout ByteTape) {
    let width = columns.count
    guard width > 0 else { return }
    var tile = [UInt64](repeating: WorksheetPart.empty, count: wanted.count * width)
    let filled = wanted.lowerBound..<max(wanted.lowerBound, min(wanted.upperBound, rows.count))
    for i in columns.indices {
      fill(&tile, column: i, width: width, rows.lowerBound + filled.lowerBound..<rows.lowerBound + filled.upperBound)
    }
    tile.withUnsafeBufferPointer { tile in
      columns.withUnsafeBufferPointer { columns in
        for row in wanted {
          let words = UnsafeBufferPointer(
            rebasing: tile[(row - wanted.lowerBound) * width..<(row - wanted.lowerBound + 1) * width])
          append(row, words, columns, to: &tape)
        }
      }
    }
  }

  private func fill(_ tile: inout [UInt64], column index: Int, width: Int, _ range: Range<Int>) {
    let plan = plan.columns[index]
    let first = range.lowerBound
    tile.withUnsafeMutableBufferPointer { tile in
      switch plan.column.lane {
      case .text(let codes, _):
        codes.withUnsafeBufferPointer { codes in
          for row in range where codes[row] != TextPool.none {
            tile[(row - first) * width + index] = UInt64(plan.numbering.number(codes[row]))
          }
        }
      case .day(let days):
        days.withUnsafeBufferPointer { days in
          for row in range where days[row] != Day.missing {
            tile[(row - first) * width + index] =
              SerialDay.serial(days[row]).map { UInt64($0) } ?? WorksheetPart.special
          }
        }
      case .number(let values, let kind):
        values.withUnsafeBufferPointer { values in
          for row in range where !values[row].isNaN {
            let word: UInt64
            switch kind {
            case .boolean: word = values[row] != 0 ? 1 : 0
            case .dateTime: word = SerialDay.serial(values[row])?.bitPattern ?? WorksheetPart.special
            case .plain, .time, .duration:
              word = values[row].isInfinite ? WorksheetPart.special : values[row].bitPattern
            }
            tile[(row - first) * width + index] = word
          }
        }
      }
      mark(plan.column.strays, range, \.row) { tile[($0 - first) * width + index] = WorksheetPart.special }
      mark(plan.tints, range, \.row) { tile[($0 - first) * width + index] = WorksheetPart.special }
      var next = plan.formatted.isEmpty ? 0 : plan.formatted.firstPosition { $0.rows.upperBound > range.lowerBound }
      while next < plan.formatted.count, plan.formatted[next].rows.lowerBound < range.upperBound {
        for row in plan.formatted[next].rows.clamped(to: range)
        where tile[(row - first) * width + index] != WorksheetPart.empty {
          tile[(row - first) * width + index] = WorksheetPart.special
        }
        next += 1
      }
    }
  }

  /// Calls `body` for the rows of `range` that stand in a list sorted by row.
  private func mark<E>(_ sorted: [E], _ range: Range<Int>, _ row: KeyPath<E, UInt32>, _ body: (Int) -> Void) {
    guard !sorted.isEmpty else { return }
    var i = sorted.firstPosition { Int($0[keyPath: row]) >= range.lowerBound }
    while i < sorted.count, Int(sorted[i][keyPath: row]) < range.upperBound {
      body(Int(sorted[i][keyPath: row]))
      i += 1
    }
  }

  @inline(__always)
  private func append(
    _ row: Int, _ words: UnsafeBufferPointer<UInt64>, _ columns: UnsafeBufferPointer<RowColumn>,
    to tape: inout ByteTape
  ) {
    let room = columns.count * WorksheetPart.cellRoom + 128
    tape.reserve(room)
    let number =
      plan.presentation.keepsPositions
      ? plan.sheetRow(rows.lowerBound + row, in: rows) : firstDataRow + row
    // The row number once as bytes, stored whole behind every column's letters.
    var digits = SIMD8<UInt8>.zero
    let digitCount = ByteTape.digits(UInt64(number))
    var rest = number
    for i in stride(from: digitCount - 1, through: 0, by: -1) {
      digits[i] = UInt8(truncatingIfNeeded: rest % 10) + 48
      rest /= 10
    }
    tape.append("<row r=\"")
    tape.put(digits, count: digitCount)
    tape.put(UInt8(ascii: "\""))
    if !wrapping.isEmpty, row < rows.count { appendHeight(rows.lowerBound + row, room, to: &tape) }
    tape.put(UInt8(ascii: ">"))
    for i in columns.indices {
      let word = words[i]
      if word == WorksheetPart.empty {
        if columns[i].paintsBlanks { appendSpecial(row, i, number, room, to: &tape) }
        continue
      }
      if word == WorksheetPart.special {
        appendSpecial(row, i, number, room, to: &tape)
        continue
      }
      tape.put(columns[i].head, count: columns[i].headCount)
      tape.put(digits, count: digitCount)
      tape.put(columns[i].tail, count: columns[i].tailCount)
      switch columns[i].kind {
      case .text, .day, .boolean: tape.put(decimal: word)
      case .number, .moment: tape.put(number: Double(bitPattern: word))
      }
      tape.put(WorksheetPart.close, count: 8)
    }
    tape.append("</row>")
  }

  /// A cell that is no plain value of its lane: stray, tinted, or blank and painted.
  @inline(never)
  private func appendSpecial(_ row: Int, _ index: Int, _ number: Int, _ room: Int, to tape: inout ByteTape) {
    let column = plan.columns[index]
    let tableRow = rows.lowerBound + row
    let isSpare = row >= rows.count
    let at = column.column.strays.firstPosition { Int($0.row) >= tableRow }
    let isStray = !isSpare && at < column.column.strays.count && Int(column.column.strays[at].row) == tableRow
    let cell = isSpare ? Cell.empty : isStray ? column.column.strays[at].cell : column.column.cell(tableRow)
    let tintAt = column.tints.firstPosition { Int($0.row) >= tableRow }
    let tint =
      !isSpare && tintAt < column.tints.count && Int(column.tints[tintAt].row) == tableRow
      ? column.tints[tintAt].tint : nil
    let style = (tint == nil && !isSpare ? column.ownStyle(cell, row: tableRow) : nil) ?? column.style(cell, tint)
    // Style 0 is said too: LibreOffice gives a cell that names none the look of its column.
    tape.append("<c r=\"\(column.letters)\(number)\" s=\"\(style)\"")
    switch cell {
    case .empty: tape.append("/>")
    case .text(let text) where text.isEmpty: tape.append("/>")
    case .text:
      var number = isStray ? column.strayNumbers[at] : 0
      if !isStray, case .text(let codes, _) = column.column.lane { number = column.numbering.number(codes[tableRow]) }
      tape.append(" t=\"s\"><v>\(number)</v></c>")
    case .boolean(let flag): tape.append(" t=\"b\"><v>\(flag ? 1 : 0)</v></c>")
    case .error(let name): tape.append(" t=\"e\"><v>\(ErrorName.checked(name))</v></c>")
    case .number(let value), .time(let value), .duration(let value), .dateTime(let value):
      // A number that is none means "missing"; one beyond all numbers is an error a spreadsheet has a name for.
      let moment = if case .dateTime = cell { SerialDay.serial(value) ?? value } else { value }
      if value.isNaN {
        tape.append("/>")
      } else if value.isInfinite {
        tape.append(" t=\"e\"><v>#NUM!</v></c>")
      } else {
        appendNumber(moment, to: &tape)
      }
    case .day(let day): appendNumber(Double(SerialDay.serial(day.rawValue) ?? 0), to: &tape)
    }
    tape.reserve(room)
  }

  /// The height of a row in which text breaks into lines; programs that do not measure rows on opening need it.
  @inline(never)
  private func appendHeight(_ row: Int, _ room: Int, to tape: inout ByteTape) {
    var lines = 1
    for i in wrapping {
      guard case .text(let text) = plan.columns[i].column.cell(row) else { continue }
      lines = max(lines, TextWidth.lines(text, width: max(1, Int(plan.columns[i].width))))
    }
    // Excel's rows end at 409 points.
    if lines > 1 { tape.append(" ht=\"\(min(409, 4 + 15 * lines))\"") }
    tape.reserve(room)
  }

  private func appendNumber(_ value: Double, to tape: inout ByteTape) {
    tape.append("><v>")
    tape.append(number: value)
    tape.append("</v></c>")
  }
}

extension Array {
  /// The first index whose element satisfies `isAtOrAfter`, in an array sorted so that all such come last.
  func firstPosition(where isAtOrAfter: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAtOrAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// The errors a cell may hold (ECMA-376 §18.17.3); others are written as `#VALUE!`.
enum ErrorName {
  private static let known: Set<String> = [
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA",
  ]
  static func checked(_ name: String) -> String { known.contains(name) ? name : "#VALUE!" }
}
