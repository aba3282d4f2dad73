import ByteScanning
import Tabular

/// Why a cell is not used, or used with a remark. `hint` are phrase keys (`@date.no_month|13`) or plain words.
struct CellProblem: Hashable {
  var code: String
  var severity: Finding.Severity = .warning
  var hint: [String] = []

  static func date(_ reason: DateReading.Reason) -> CellProblem {
    let hint: String
    switch reason {
    case .notADate: hint = "@date.none"
    case .noMonth(let month): hint = "@date.month|\(month)"
    case .noDay(let month, let day): hint = "@date.day|\(month)|\(day)"
    case .yearOnly: hint = "@date.year_only"
    case .noYear: hint = "@date.no_year"
    case .yearOutside: hint = "@date.year_outside"
    case .badTime: hint = "@date.time"
    }
    return CellProblem(code: "E104", hint: [hint])
  }

  static let ambiguousDate = CellProblem(code: "E115")
  static let monthOnly = CellProblem(code: "E116", severity: .note)
  static let money = CellProblem(code: "E105", hint: ["@form.money"])
  static let number = CellProblem(code: "E105", hint: ["@form.number"])
  static let integer = CellProblem(code: "E105", hint: ["@form.integer"])
  static let minutes = CellProblem(code: "E105", hint: ["@form.minutes"])
  static let share = CellProblem(code: "E105", hint: ["@form.share"])
  static let negative = CellProblem(code: "E105", hint: ["@form.not_negative"])
  static let age = CellProblem(code: "E145")
  static let phone = CellProblem(code: "E106")
  static let secondPhone = CellProblem(code: "E136", severity: .note)
  static let damaged = CellProblem(code: "E107")
  static let nps = CellProblem(code: "E108", hint: ["0", "10"])
  static let csat = CellProblem(code: "E108", hint: ["1", "5"])
  static let yesNo = CellProblem(code: "E109")
  static let email = CellProblem(code: "E110")
  static let checkDigit = CellProblem(code: "E111")
  static let cellError = CellProblem(code: "E139")
}

/// The problems of a column: each kind once, and which rows have it.
struct ProblemLog {
  private(set) var kinds: [CellProblem] = []
  private var index: [CellProblem: UInt8] = [:]
  private(set) var rows: [(row: UInt32, kind: UInt8)] = []

  /// A number for the problem, from 1; 0 is "no problem".
  mutating func number(_ problem: CellProblem) -> UInt8 {
    if let known = index[problem] { return known }
    // More kinds than a byte holds (31 days × 12 months): the rest are told without their detail.
    if kinds.count == 250 { return number(of: CellProblem(code: problem.code, severity: problem.severity)) }
    return number(of: problem)
  }

  private mutating func number(of problem: CellProblem) -> UInt8 {
    if let known = index[problem] { return known }
    if kinds.count >= 255 { return 255 }
    kinds.append(problem)
    index[problem] = UInt8(kinds.count)
    return UInt8(kinds.count)
  }

  mutating func add(row: Int, _ kind: UInt8) { rows.append((UInt32(row), kind)) }
  func problem(_ kind: UInt8) -> CellProblem { kinds[Int(kind) - 1] }
}
