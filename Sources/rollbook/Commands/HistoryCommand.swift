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
    let sharing = family ? ContactHistory.sharingPhone(with: row, in: institution) : 0
    if sharing > 0 { common.console.say("history.sharing", String(sharing)) }
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
    cell.plainText.replacing("\t", with: " ").replacing("\n", with: " ")
  }
}
