import ArgumentParser
import Foundation
import Localisation

/// The language of this run before the options are understood: `--lang` wherever it stands, else the environment's.
enum Spoken {
  static let language: Language = language(of: Array(CommandLine.arguments.dropFirst()))

  static func language(of arguments: [String]) -> Language {
    for (i, argument) in arguments.enumerated() {
      let word = argument == "--lang" && i + 1 < arguments.count ? arguments[i + 1][...] : argument.dropFirst(7)
      if argument == "--lang" || argument.hasPrefix("--lang="), let language = Language(rawValue: String(word)) {
        return language
      }
    }
    return Language(environment: ProcessInfo.processInfo.environment)
  }

  /// Whether this run is to write nothing at all, not even what it would remember.
  static var isDryRun: Bool {
    CommandLine.arguments.dropFirst().contains {
      $0 == "--dry-run" || $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("n") && $0.count <= 3
    }
  }

  /// A usage error (exit 2) about the value of an option.
  static func invalid(_ key: String, _ arguments: String...) -> ValidationError {
    ValidationError(Phrasebook.text(key, language, arguments))
  }
}
