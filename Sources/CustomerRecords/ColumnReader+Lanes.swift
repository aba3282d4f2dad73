import Tabular

/// A column read by meaning, its companions, and what was wrong with its cells.
struct ReadColumn {
  var column: Column
  /// Times of day of a date column.
  var times: [Double]?
  /// Second numbers of a phone column.
  var seconds: Column?
  var log: ProblemLog
}

extension ColumnReader {
  /// Reads all cells of a scanned column.
  mutating func read(column source: Column, lineage: FieldSet) -> ReadColumn {
    look(at: source)
    let rows = source.count
    var out = Assembly(rows: rows, shape: shape)
    switch source.lane {
    case .text(let codes, let pool): texts(codes, pool, &out)
    case .number(let values, let kind): numbers(values, kind, &out)
    case .day(let days): self.days(days, &out)
    }
    for stray in source.strays { take(read(cell: stray.cell), row: Int(stray.row), original: { stray.cell }, &out) }
    out.strays.sort { $0.row < $1.row }
    let lane: Lane
    switch shape {
    case .text: lane = .text(codes: out.codes, pool: pool)
    case .number(let kind): lane = .number(out.numbers, kind)
    case .day: lane = .day(out.days)
    }
    let seconds = out.seconds.map { Column(.text(codes: $0, pool: secondPool), lineage: lineage) }
    return ReadColumn(
      column: Column(lane, strays: out.strays, lineage: lineage, format: format), times: out.times, seconds: seconds,
      log: log)
  }

  private var format: String? {
    switch definition?.type {
    case .money: return "#,##0.00"
    case .percent: return "0%"
    default: return nil
    }
  }

  struct Assembly {
    var codes: [UInt32] = []
    var numbers: [Double] = []
    var days: [Int32] = []
    var times: [Double]?
    var seconds: [UInt32]?
    var strays: [Column.Stray] = []
    let rows: Int

    init(rows: Int, shape: LaneShape) {
      self.rows = rows
      switch shape {
      case .text: codes = Array(repeating: TextPool.none, count: rows)
      case .number: numbers = Array(repeating: .nan, count: rows)
      case .day: days = Array(repeating: Day.missing, count: rows)
      }
    }
  }

  /// Puts a reading into its row.
  @inline(__always)
  private mutating func take(_ reading: CellReading, row: Int, original: () -> Cell, _ out: inout Assembly) {
    switch reading.state {
    case .unseen, .blank: return
    case .stray: out.strays.append(Column.Stray(row: UInt32(row), cell: original()))
    case .value:
      switch shape {
      case .text:
        out.codes[row] = reading.code
        if reading.second != TextPool.none {
          if out.seconds == nil { out.seconds = Array(repeating: TextPool.none, count: out.rows) }
          out.seconds?[row] = reading.second
        }
      case .number: out.numbers[row] = reading.number
      case .day:
        out.days[row] = Int32(bitPattern: reading.code)
        if !reading.number.isNaN {
          if out.times == nil { out.times = Array(repeating: .nan, count: out.rows) }
          out.times?[row] = reading.number
        }
      }
    }
    if reading.problem != 0 { log.add(row: row, reading.problem) }
  }

  private mutating func texts(_ codes: [UInt32], _ pool: TextPool, _ out: inout Assembly) {
    // A sheet with few rows in a workbook with many texts would pay for all of them in a dense memo.
    if pool.count > 4 * codes.count + 1024 {
      var memo: [UInt32: CellReading] = [:]
      for row in codes.indices where codes[row] != TextPool.none {
        let code = codes[row]
        let reading: CellReading
        if let known = memo[code] {
          reading = known
        } else {
          reading = pool.withBytes(code) { read($0) }
          memo[code] = reading
        }
        take(reading, row: row, original: { .text(pool.string(code)) }, &out)
      }
      return
    }
    isProse =
      (definition == nil || definition?.type == .freeText) && codes.count > 4096 && pool.count * 2 > codes.count
    var memo = Array(repeating: CellReading(), count: pool.count)
    for row in codes.indices where codes[row] != TextPool.none {
      let code = codes[row]
      if memo[Int(code)].state == .unseen { memo[Int(code)] = pool.withBytes(code) { read($0) } }
      take(memo[Int(code)], row: row, original: { .text(pool.string(code)) }, &out)
    }
  }

  private mutating func numbers(_ values: [Double], _ kind: NumberKind, _ out: inout Assembly) {
    switch shape {
    case .number(.plain) where kind == .plain && isPlainNumber:
      // The common case by far, without a reading per row.
      for row in values.indices { out.numbers[row] = values[row] * factor }
    case .text:
      var memo: [UInt64: CellReading] = [:]
      for row in values.indices where !values[row].isNaN {
        let bits = values[row].bitPattern
        let reading: CellReading
        if let known = memo[bits] {
          reading = known
        } else {
          reading = read(cell: kind.cell(values[row]))
          memo[bits] = reading
        }
        take(reading, row: row, original: { kind.cell(values[row]) }, &out)
      }
    default:
      for row in values.indices where !values[row].isNaN {
        let cell = kind.cell(values[row])
        take(read(cell: cell), row: row, original: { cell }, &out)
      }
    }
  }

  private var isPlainNumber: Bool {
    switch definition?.type {
    case .money: return true
    case .number: return true
    default: return false
    }
  }

  private mutating func days(_ days: [Int32], _ out: inout Assembly) {
    if case .day = shape {
      for row in days.indices where days[row] != Day.missing {
        if (-25_567...84_005).contains(days[row]) {
          out.days[row] = days[row]
        } else {
          take(stray(.date(.yearOutside)), row: row, original: { .day(Day(rawValue: days[row])) }, &out)
        }
      }
      return
    }
    for row in days.indices where days[row] != Day.missing {
      let cell = Cell.day(Day(rawValue: days[row]))
      take(read(cell: cell), row: row, original: { cell }, &out)
    }
  }

  /// Reads one cell of any type.
  mutating func read(cell: Cell) -> CellReading {
    switch cell {
    case .empty: return .blank
    case .text(var text): return text.withUTF8 { read($0) }
    case .error(let text):
      if definition == nil { return value(code: intern(Array(text.utf8))) }
      return text == "#N/A" ? .blank : stray(.cellError)
    case .number(let number): return read(number: number)
    case .boolean(let flag):
      switch shape {
      case .number(.boolean): return value(number: flag ? 1 : 0)
      case .text: return value(code: intern(Array((flag ? "是" : "否").utf8)))
      default: return stray(definition?.type == .date ? .date(.notADate) : .number)
      }
    case .day(let day):
      switch shape {
      case .day: return self.day(day.rawValue, time: nil)
      case .text: return value(code: intern(Array(day.description.utf8)))
      case .number: return stray(definition?.type == .yesNo ? .yesNo : .number)
      }
    case .dateTime(let value):
      let day = value.rounded(.down)
      switch shape {
      case .day:
        guard abs(day) < 1e6 else { return stray(.date(.yearOutside)) }
        return self.day(Int32(day), time: value > day ? value - day : nil)
      case .text: return self.value(code: intern(Array(Cell.dateTime(value).plainText.utf8)))
      case .number: return stray(definition?.type == .yesNo ? .yesNo : .number)
      }
    case .time(let value), .duration(let value):
      switch shape {
      case .number where isMinutes: return self.value(number: (value * 1440 * 60).rounded() / 60)
      case .text: return self.value(code: intern(Array(cell.plainText.utf8)))
      case .day: return stray(.date(.notADate))
      case .number: return stray(definition?.type == .yesNo ? .yesNo : .number)
      }
    }
  }

  private mutating func read(number: Double) -> CellReading {
    guard let definition else { return value(code: intern(Array(Cell.number(number).plainText.utf8))) }
    switch definition.type {
    case .date: return date(DateReading.serial(number))
    case .money, .number: return value(number: number * factor)
    case .percent: return value(number: number * bareShares)
    case .integer: return integer(number)
    case .csat: return rating(number, 1...5, .csat)
    case .nps: return rating(number, 0...10, .nps)
    case .yesNo:
      return number == 0 || number == 1 ? value(number: number) : stray(.yesNo)
    case .phone:
      guard let digits = CodeReading.id(number: number) else { return stray(.damaged) }
      return phone(PhoneReading.read(Array(digits.utf8)))
    case .text, .freeText, .email, .choice:
      guard let digits = CodeReading.id(number: number) else {
        return definition.isCode ? stray(.damaged) : value(code: intern(Array(Cell.number(number).plainText.utf8)))
      }
      if definition.name == "id_card" { return code(CodeReading.idCard(Array(digits.utf8))) }
      if definition.type == .choice {
        return value(code: intern(Array((options.choices.canonical(digits, of: definition) ?? digits).utf8)))
      }
      return value(code: intern(Array(digits.utf8)))
    }
  }

  // MARK: What only the whole column can tell

  private mutating func look(at source: Column) {
    switch definition?.type {
    case .date where order == .ymd: order = evidentOrder(source) ?? .ymd
    case .percent:
      var most = 0.0
      if case .number(let values, .plain) = source.lane { most = values.reduce(0) { $1.isNaN ? $0 : max($0, $1) } }
      eachText(source) { plain in
        if let share = NumberReading.share(plain.bytes), share.bare { most = max(most, share.value) }
      }
      bareShares = factor != 1 ? factor : most > 1 ? 0.01 : 1
    default: break
    }
  }

  /// 13/5/2024 in one cell says how 5/3/2024 in another is meant, as long as none says the contrary.
  private mutating func evidentOrder(_ source: Column) -> DateOrder? {
    var dmy = false
    var mdy = false
    eachText(source) { plain in
      // Only d/m/yyyy in either order is of interest; most cells are told apart by their second or third byte.
      let bytes = plain.bytes
      guard bytes.count >= 8, !DateTokens.isDigit(bytes[1]) || !DateTokens.isDigit(bytes[2]) else { return }
      let numbers = bytes.split { !DateTokens.isDigit($0) }
      guard numbers.count >= 3, numbers[0].count <= 2, numbers[1].count <= 2, numbers[2].count == 4 else { return }
      let (a, b) = (ColumnReader.small(numbers[0]), ColumnReader.small(numbers[1]))
      if a > 12, a <= 31, b <= 12 { dmy = true }
      if b > 12, b <= 31, a <= 12 { mdy = true }
    }
    return dmy == mdy ? nil : dmy ? .dmy : .mdy
  }

  private static func small(_ digits: ArraySlice<UInt8>) -> Int { digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } }

  private mutating func eachText(_ source: Column, _ body: (PlainText) -> Void) {
    if case .text(let codes, let pool) = source.lane {
      var seen = Array(repeating: false, count: pool.count)
      for code in codes where code != TextPool.none && !seen[Int(code)] {
        seen[Int(code)] = true
        pool.withBytes(code) { plain.load($0) }
        body(plain)
      }
    }
    for stray in source.strays {
      if case .text(let text) = stray.cell {
        plain.load(text)
        body(plain)
      }
    }
  }
}
