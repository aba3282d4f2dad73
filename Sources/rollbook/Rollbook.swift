import ArgumentParser
import ByteScanning
import Foundation
import Localisation
import RollbookKit
import Tabular

/// The command line: parses, calls `RollbookKit`, prints. Exit codes as in the README.
@main
struct Rollbook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollbook",
    abstract: "Runs a small school's customer sheets: check, grade, plan, mask, report.",
    discussion: "PATH… takes workbooks (.xlsx), CSV files and folders of CSV files in any mixture.",
    version: rollbookVersion,
    subcommands: [
      InitCommand.self, CheckCommand.self, ReportCommand.self, ConvertCommand.self, MetricsCommand.self,
      GradeCommand.self, ExplainCommand.self, ExportCommand.self, PlanCommand.self, ViewsCommand.self,
      AuditCommand.self, CellsCommand.self, RulesCommand.self, HistoryCommand.self, LogCommand.self,
      FeedbackCommand.self, HandbookCommand.self, PersonCommand.self, SurveyCommand.self, DoctorCommand.self,
      CompletionsCommand.self, MaskCommand.self, SampleCommand.self,
    ])

  static func main() {
    // A reader that goes away must not look like a crash.
    signal(SIGPIPE, SIG_DFL)
    Heap.growInLargeSteps()
    var arguments = Array(CommandLine.arguments.dropFirst())
    // `help` takes commands only; the language of the page may be told all the same.
    if arguments.first == "help", let i = arguments.firstIndex(of: "--lang") {
      arguments.removeSubrange(i..<min(i + 2, arguments.count))
    }
    if arguments.count > 1 { HouseRules.prepare() }
    do {
      var command = try parseAsRoot(arguments)
      ProgressLine.start(Spoken.language, arguments: arguments)
      defer { ProgressLine.stop() }
      try command.run()
    } catch let failure as Failure {
      Console(language: Spoken.language, quiet: false, colour: true).report(failure)
      Foundation.exit(failure.kind.rawValue)
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      leave(error, arguments)
    }
  }

  /// Help and version go to stdout with 0; anything else the parser says is a usage error (2).
  private static func leave(_ error: any Error, _ arguments: [String]) -> Never {
    let code = exitCode(for: error)
    if code == .success {
      let english = fullMessage(for: error, columns: HelpPage.unwrapped)
      let page = english.hasPrefix("OVERVIEW") || english.hasPrefix("USAGE")
      Console(language: Spoken.language, quiet: false, colour: false)
        .data(page ? HelpPage.text(english, Spoken.language) : english)
      Foundation.exit(0)
    }
    guard code == .validationFailure else {
      let failure = Failure("E990", kind: .internalFault, [String(describing: type(of: error))])
      Console(language: Spoken.language, quiet: false, colour: true).report(failure)
      Foundation.exit(70)
    }
    FileHandle.standardError.write(Data((message(for: error, arguments) + "\n").utf8))
    Foundation.exit(2)
  }

  private static func message(for error: any Error, _ arguments: [String]) -> String {
    let language = Spoken.language
    let names = configuration.subcommands.map { $0._commandName }
    guard let first = arguments.first, !first.hasPrefix("-"), !names.contains(first), first != "help" else {
      return Inert.line(ParserMessage(language: language, arguments: arguments).text(fullMessage(for: error)))
    }
    var message = Phrasebook.text("cli.unknown_command", language, [Inert.line(first)])
    if let near = NearestWord.of(first, among: names) {
      message += "\n" + Phrasebook.text("cli.did_you_mean", language, [near])
    }
    return message + "\n" + Phrasebook.text("cli.see_help", language)
  }
}
