import ByteScanning
import Tabular

/// The `t` of a cell (ECMA-376 Part 1 §18.18.11 ST_CellType).
enum CellType: UInt8 {
  case number, shared, boolean, error, string, inline, date

  /// Types nobody has heard of are read as numbers, and as text where they are none.
  static func of(_ text: UnsafeBufferPointer<UInt8>) -> CellType {
    switch String(decoding: text, as: UTF8.self) {
    case "s": return .shared
    case "b": return .boolean
    case "e": return .error
    case "d": return .date
    case "str": return .string
    case "inlineStr": return .inline
    default: return .number
    }
  }
}

/// Where both ways of reading a sheet put their cells: rows and places checked, values typed, wanted ones kept.
struct CellSink: ~Copyable {
  static let lastRow = 1_048_576
  static let lastColumn = 16_383

  var builder: ColumnBuilder
  let formats: [FormatMeaning]
  let is1904: Bool
  /// Entries of the shared string table.
  let sharedCount: Int
  /// Rows before are passed over.
  let firstRow: Int
  /// Filled rows to stop after.
  let rowLimit: Int
  /// Where somebody asks for number formats.
  private(set) var log: FormatLog?
  /// Formulas of the rows read so far.
  var formulas = 0
  /// The row the next cell belongs to, from 1; 0 before the first.
  private(set) var row = 0
  /// The column of the last cell; -1 at the start of a row.
  var column = -1
  private(set) var failure: Failure?
  private var scratch: [UInt8] = []

  init(
    columns: [Int]?, formats: [FormatMeaning], is1904: Bool, sharedCount: Int, firstRow: Int = 1, rowLimit: Int = .max,
    log: FormatLog? = nil
  ) {
    self.log = log
    builder = ColumnBuilder(columns: columns)
    self.formats = formats
    self.is1904 = is1904
    self.sharedCount = sharedCount
    self.firstRow = firstRow
    self.rowLimit = rowLimit
  }

  /// Whether all rows that were asked for are there.
  var rowCount: Int { builder.rowCount }
  var isFull: Bool { builder.rowCount >= rowLimit }

  /// Whether the current row is one too many.
  var isPast: Bool { isFull && builder.isBeforeRow }

  /// Whether a cell of the current row is kept at all.
  func keeps(_ column: Int) -> Bool { row >= firstRow && builder.wants(column) }

  /// Goes to a row, counted from 1.
  mutating func beginRow(_ number: Int) {
    row = number
    column = -1
    builder.beginRow(number)
  }

  /// The row begun last will be begun again.
  mutating func goBack(to number: Int) { row = number }

  /// Puts a failure aside: C callbacks cannot throw. The first one counts.
  mutating func fail(_ code: Failure.Code, _ arguments: [String] = []) {
    if failure == nil { failure = Failure(code, cell: cellName, arguments) }
  }

  private var cellName: String? {
    row > 0 && column >= 0 ? CellName.name(column: column, row: row) : nil
  }

  /// The index of a shared string; one past the table is no workbook that can be trusted.
  @inline(__always)
  mutating func setShared(_ column: Int, _ index: Int) {
    if index < 0 || index >= sharedCount {
      fail("E224", [String(sharedCount)])
    } else if keeps(column) {
      builder.setText(column, shared: UInt32(truncatingIfNeeded: index))
    }
  }

  @inline(__always)
  mutating func setNumber(_ column: Int, style: Int, _ value: Double) {
    guard keeps(column) else { return }
    if log != nil { log?.note(column, row: row, style: style) }
    if style < formats.count, formats[style] != .number {
      setFormatted(column, formats[style], value)
    } else {
      builder.setNumber(column, value)
    }
  }

  private mutating func setFormatted(_ column: Int, _ format: FormatMeaning, _ value: Double) {
    switch format {
    case .date: setDate(column, SerialDate.of(value, is1904: is1904), value)
    // Like dates, negative durations show as #### and stay numbers.
    case .duration where value >= 0: builder.setNumber(column, value, .duration)
    default: builder.setNumber(column, value)
    }
  }

  private mutating func setDate(_ column: Int, _ date: SerialDate.Value, _ value: Double) {
    switch date {
    case .day(let day): builder.setDay(column, day)
    case .dateTime(let days): builder.setNumber(column, days, .dateTime)
    case .time(let fraction): builder.setNumber(column, fraction, .time)
    case .number: builder.setNumber(column, value)
    }
  }

  /// The text of a cell, already trimmed where it has to be; escapes not decoded yet.
  mutating func setText(_ column: Int, _ text: UnsafeBufferPointer<UInt8>) {
    guard keeps(column), !text.isEmpty else { return }
    if SheetText.mayHoldEscape(text) {
      scratch.removeAll(keepingCapacity: true)
      SheetText.appendDecoded(text, to: &scratch)
      scratch.withUnsafeBufferPointer { builder.setText(column, $0) }
    } else {
      builder.setText(column, text)
    }
  }

  /// A cell whose value (`v`) is `text`, entities resolved.
  mutating func setValue(_ column: Int, _ type: CellType, style: Int, _ text: UnsafeBufferPointer<UInt8>) {
    // Of an inline string only `is` is the text (§18.3.1.53); readers agree to see nothing in its `v`.
    if type == .inline { return }
    // A value of blanks only is no number; as a formula's text result it stands.
    if type == .string {
      setText(column, text)
      return
    }
    let value = SheetText.trimmed(text)
    if value.isEmpty { return }
    switch type {
    case .shared:
      guard value.count <= 10, value.allSatisfy({ $0 &- 48 < 10 }) else {
        fail("E224", [String(sharedCount)])
        return
      }
      setShared(column, value.reduce(0) { $0 * 10 + Int($1 - 48) })
    case .boolean:
      guard keeps(column) else { return }
      switch String(decoding: value, as: UTF8.self).lowercased() {
      case "1", "true": builder.setBoolean(column, true)
      case "0", "false": builder.setBoolean(column, false)
      default: setText(column, value)
      }
    case .error:
      if keeps(column) { builder.setError(column, String(decoding: value, as: UTF8.self)) }
    case .date:
      guard keeps(column) else { return }
      if let date = SerialDate.of(iso: value) {
        log?.note(column, row: row, style: style)
        setDate(column, date, 0)
      } else if let number = DecimalNumber.parse(value) {
        setNumber(column, style: style, number)
      } else {
        setText(column, value)
      }
    case .number, .string, .inline:
      if let number = DecimalNumber.parse(value) {
        setNumber(column, style: style, number)
      } else {
        // What is no number is kept as the text it is rather than lost.
        setText(column, value)
      }
    }
  }
}
