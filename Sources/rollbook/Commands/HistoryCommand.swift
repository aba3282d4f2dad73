import ArgumentParser
import ReleaseGate
import RollbookKit
import Tabular

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Every contact with one customer, oldest first, as your view shows it.")

  @Argument(help: "The customer's id, phone, or a name only one person bears.")
  var customer: String

  @OptionGroup var input: InputArguments

  @Flag(help: "The whole family.")
  var family = false

  @Option(help: "The role whose view rules.")
  var view: String = "head"

  @Option(help: "Who asks, for views that show own rows or a team's.")
  var staff: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let institution = try Institution.open(try input.options())
    let row = try CustomerSearch.find(customer, in: institution)
    let released = try ContactHistory.table(
      of: row, family: family, in: institution, role: view, staff: staff, language: common.language)
    let table = released.table
    if table.rowCount == 0 { return common.console.say("history.none") }
    common.console.data(Inert.line(table.columns.map(\.header).joined(separator: "\t")))
    for row in 0..<table.rowCount {
      common.console.data(Inert.line(table.columns.map { PlainCell.text($0.column.cell(row)) }.joined(separator: "\t")))
    }
  }
}

/// A cell on one line of a terminal.
enum PlainCell {
  static func text(_ cell: Cell) -> String {
    switch cell {
    case .empty: return ""
    case .text(let text), .error(let text): return text.replacing("\t", with: " ").replacing("\n", with: " ")
    case .number(let value): return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    case .boolean(let flag): return flag ? "TRUE" : "FALSE"
    case .day(let day): return day.description
    case .dateTime(let value):
      return Day(rawValue: Int32(value.rounded(.down))).description + " " + clock(value - value.rounded(.down))
    case .time(let value), .duration(let value): return clock(value)
    }
  }

  private static func clock(_ days: Double) -> String {
    let minutes = Int((days * 1440).rounded())
    return "\(minutes / 60):" + (minutes % 60 < 10 ? "0" : "") + "\(minutes % 60)"
  }
}
