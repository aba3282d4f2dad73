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
    abstract: "Runs a small school's customer sheets: check, grade, plan, mask, report. 小型培训机构的客户表格管家。",
    discussion: "PATH… takes workbooks (.xlsx), CSV files and folders of CSV files in any mixture.",
    version: rollbookVersion,
    subcommands: [
      InitCommand.self, CheckCommand.self, ReportCommand.self, ConvertCommand.self, MetricsCommand.self,
      GradeCommand.self, ExplainCommand.self, ExportCommand.self, PlanCommand.self, ViewsCommand.self,
      AuditCommand.self,
      CellsCommand.self, RulesCommand.self, HistoryCommand.self, HandbookCommand.self,
      PersonCommand.self, SurveyCommand.self, DoctorCommand.self, CompletionsCommand.self, MaskCommand.self,
      SampleCommand.self,
    ])

  static func main() {
    // A reader that goes away must not look like a crash.
    signal(SIGPIPE, SIG_DFL)
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch let failure as Failure {
      Console(language: spoken(arguments), quiet: false, colour: true).report(failure)
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
      Console(language: spoken(arguments), quiet: false, colour: false).data(fullMessage(for: error))
      Foundation.exit(0)
    }
    guard code == .validationFailure else {
      let failure = Failure("E990", kind: .internalFault, [String(describing: type(of: error))])
      Console(language: spoken(arguments), quiet: false, colour: true).report(failure)
      Foundation.exit(70)
    }
    var message = fullMessage(for: error)
    if let first = arguments.first, !first.hasPrefix("-"),
      !configuration.subcommands.contains(where: { $0.configuration.commandName ?? "" == first })
    {
      let names = configuration.subcommands.map { $0.configuration.commandName ?? "" }
      let language = spoken(arguments)
      message = Phrasebook.text("cli.unknown_command", language, [Inert.line(first)])
      if let near = NearestWord.of(first, among: names) {
        message += "\n" + Phrasebook.text("cli.did_you_mean", language, [near])
      }
      message += "\n" + Phrasebook.text("cli.see_help", language)
    }
    FileHandle.standardError.write(Data((message + "\n").utf8))
    Foundation.exit(2)
  }

  private static func spoken(_ arguments: [String]) -> Language {
    if let i = arguments.firstIndex(of: "--lang"), i + 1 < arguments.count,
      let language = Language(rawValue: arguments[i + 1])
    {
      return language
    }
    return Language(environment: ProcessInfo.processInfo.environment)
  }
}
