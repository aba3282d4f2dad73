import ArgumentParser
import RollbookKit
import Workbooks

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Start a folder: sheets with drop-downs, the rules workbook, a guide for staff.")

  @Argument(help: "The folder to start.")
  var folder: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    if common.dryRun { return common.console.say("cli.would_write", folder) }
    var options = WriteOptions()
    options.force = common.force
    for file in try StarterFolder.write(to: folder, language: common.language, options) {
      common.console.say("cli.wrote", file)
    }
  }
}
