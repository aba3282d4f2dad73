/// One cell as a value: for previews, strays and printing, never for bulk data.
package enum Cell: Hashable, Sendable {
  case empty
  case text(String)
  case number(Double)
  case boolean(Bool)
  case day(Day)
  /// A date with a time of day: days since 1970-01-01 with a fraction.
  case dateTime(Double)
  /// A time of day without a date, in days (0 ..< 1).
  case time(Double)
  /// An elapsed time, in days.
  case duration(Double)
  /// A spreadsheet error such as `#N/A`.
  case error(String)

  package var isEmpty: Bool {
    switch self {
    case .empty: return true
    case .text(let text): return text.isEmpty
    default: return false
    }
  }
}

/// The name of a column or cell as spreadsheets write it.
package enum CellName {
  /// `A`, `Z`, `AA` … of a column counted from 0.
  package static func letters(_ column: Int) -> String {
    var n = column
    var out: [UInt8] = []
    while n >= 0 {
      out.append(UInt8(ascii: "A") + UInt8(n % 26))
      n = n / 26 - 1
    }
    return String(decoding: out.reversed(), as: UTF8.self)
  }

  /// `D17` of a column counted from 0 and a row counted from 1.
  package static func name(column: Int, row: Int) -> String { letters(column) + String(row) }
}
