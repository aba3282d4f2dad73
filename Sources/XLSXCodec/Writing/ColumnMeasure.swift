import ByteScanning
import Tabular

/// How wide a column should be, from its header and a sample of its cells spread over the table.
struct ColumnMeasure {
  private(set) var width: Double
  /// Long text in a sheet that people read: break the lines rather than run on for ever.
  private(set) var wraps = false

  private static let (narrowest, widest) = (8, 60)
  /// Past this many rows nobody reads on paper, and breaking lines makes programs measure every row.
  private static let longestRead = 5000

  init(_ plan: ColumnPlan, rows: Int, wanted: String?) {
    let format = WrittenFormat.checked(wanted ?? plan.column.format)
    var content = 0
    var hasLines = false
    let step = max(1, rows / 1000)
    for row in stride(from: 0, to: rows, by: step) {
      let cell = plan.column.cell(row)
      content = max(content, ColumnMeasure.width(of: cell, format))
      if case .text(let text) = cell, text.utf8.contains(UInt8(ascii: "\n")) { hasLines = true }
    }
    if plan.kind == .day { content = max(content, 10) }
    // The filter button takes the room of about three characters.
    let header = TextWidth.of(plan.header) + 4
    let wide = max(content, header > 26 ? max(14, (header + 1) / 2) : header)
    width = Double(min(max(wide, ColumnMeasure.narrowest), ColumnMeasure.widest)) + 1.7109375
    if case .text = plan.column.lane {
      wraps = rows <= ColumnMeasure.longestRead && (hasLines || content > ColumnMeasure.widest)
      if wraps { width = min(width, 50.7109375) }
    }
  }

  private static func width(of cell: Cell, _ format: String?) -> Int {
    switch cell {
    case .empty: return 0
    case .text(let text): return TextWidth.of(text)
    case .boolean: return 5
    case .day: return format.map { max(10, TextWidth.of($0)) } ?? 10
    case .dateTime: return format.map { max(16, TextWidth.of($0)) } ?? 19
    case .time: return 8
    case .duration: return 10
    case .error(let text): return text.utf8.count
    case .number(let value):
      guard let format, value.magnitude < 1e15 else { return min(value.description.utf8.count, 16) }
      let digits = ByteTape.digits(UInt64(value.magnitude))
      let decimals = format.drop { $0 != "." }.prefix { ".0#".contains($0) }.count
      let separators = format.contains(",") ? (digits - 1) / 3 : 0
      let literals = format.unicodeScalars.contains { "¥￥$€元".unicodeScalars.contains($0) } ? 2 : 0
      return digits + decimals + separators + literals + (value < 0 ? 1 : 0) + (format.contains("%") ? 3 : 0)
    }
  }
}
