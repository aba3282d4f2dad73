import ArgumentParser
import RollbookKit

@main
struct Rollbook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollbook", abstract: "The program institutions run over the spreadsheets they already keep.",
    version: rollbookVersion)
}
