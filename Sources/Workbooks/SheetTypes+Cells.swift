import CSVCodec
import Tabular

extension SheetTypes {
  /// How `CSVWriter` spells a moment; other cells are spelt so that they read back exactly anyway.
  static func spelling(_ cell: Cell) -> String {
    switch cell {
    case .dateTime(let value): return MomentText.dateTime(value)
    case .time(let value), .duration(let value): return MomentText.duration(value)
    case .number(let value): return "\(value)"
    default: return ""
    }
  }

  /// The cell a text stands for under a type; nil where it does not fit.
  static func parse(_ text: String, as type: CellType) -> Cell? {
    switch type {
    case .text: return .text(text)
    case .number: return Double(text).map { .number($0) }
    case .boolean: return text == "TRUE" ? .boolean(true) : text == "FALSE" ? .boolean(false) : nil
    case .day: return Day(iso: text).map { .day($0) }
    case .dateTime: return (MomentText.dateTime(parsing: text) ?? Double(text)).map { .dateTime($0) }
    case .time: return (MomentText.duration(parsing: text) ?? Double(text)).map { .time($0) }
    case .duration: return (MomentText.duration(parsing: text) ?? Double(text)).map { .duration($0) }
    case .error: return .error(text)
    }
  }

  static func number(_ cell: Cell?) -> Double? {
    switch cell {
    case .number(let value), .dateTime(let value), .time(let value), .duration(let value): return value
    default: return nil
    }
  }

  static func replacing(_ cell: Cell, with value: Double) -> Cell {
    switch cell {
    case .dateTime: return .dateTime(value)
    case .time: return .time(value)
    case .duration: return .duration(value)
    default: return .number(value)
    }
  }
}
