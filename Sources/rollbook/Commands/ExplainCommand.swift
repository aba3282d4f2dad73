import ArgumentParser
import Foundation
import Localisation
import RollbookKit

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "One customer's story from source cells to grade, tier, points and visits, as your view shows it.")

  @Argument(help: "The customer's id, phone, or a name only one person bears.")
  var customer: String

  @OptionGroup var input: InputArguments

  @Option(help: "The role whose view rules.")
  var view: String = "head"

  @Option(help: "Who asks, for views that show own rows or a team's.")
  var staff: String?

  @OptionGroup var common: CommonOptions

  /// Cells told under one sentence; a ledger can rest on dozens.
  private static let most = 8

  func run() throws {
    let institution = try Institution.open(try input.options())
    let story = try ExplainRun(customer, institution, role: view, staff: staff, language: common.language)
    let console = common.console
    if common.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
      return console.data(Array(try encoder.encode(story.lines)) + [0x0A])
    }
    var topic = ""
    for line in story.lines {
      if line.topic != topic {
        topic = line.topic
        console.data(console.bold(Phrasebook.text("story.topic.\(topic)", common.language)))
      }
      console.data(Inert.line("  " + line.text))
      for cell in line.cells.prefix(ExplainCommand.most) {
        let value = cell.value.map { $0.replacing("\n", with: " ") } ?? Phrasebook.text("story.hidden", common.language)
        console.data(Inert.line("    \(cell.at)  \(cell.field)  \(value)"))
      }
      let more = line.cells.count - ExplainCommand.most
      if more > 0 { console.data("    " + Phrasebook.text("story.more", common.language, [String(more)])) }
    }
  }
}
