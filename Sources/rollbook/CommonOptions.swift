import ArgumentParser
import Foundation
import Localisation
import RollbookKit

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Flag(name: [.customShort("n"), .long], help: "Say what would be written, and write nothing.")
  var dryRun = false

  @Flag(name: [.short, .long], help: "Only errors on the terminal.")
  var quiet = false

  @Flag(name: .long, help: "Machine-readable output on stdout.")
  var json = false

  @Flag(name: .customLong("no-color"), help: "Plain messages, no colours (also NO_COLOR).")
  var noColor = false

  @Option(name: .long, help: "Language of messages and pages: zh or en (default: from LANG).")
  var lang: String?

  @Flag(name: .long, help: "Exit with 1 when problems were found in the data.")
  var strict = false

  @Flag(name: .long, help: "Replace an output even where it was not written by rollbook.")
  var force = false

  var language: Language {
    lang.flatMap(Language.init(rawValue:)) ?? Language(environment: ProcessInfo.processInfo.environment)
  }

  func validate() throws {
    if let lang, Language(rawValue: lang) == nil {
      throw Spoken.invalid("cli.words", "--lang", "zh, en")
    }
  }

  /// For commands that take no options at all.
  static var plain: Console {
    let environment = ProcessInfo.processInfo.environment
    return Console(language: Language(environment: environment), quiet: false, colour: environment["NO_COLOR"] == nil)
  }

  var console: Console {
    Console(
      language: language, quiet: quiet, colour: !noColor && ProcessInfo.processInfo.environment["NO_COLOR"] == nil)
  }
}
