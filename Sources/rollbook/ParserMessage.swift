import ArgumentParser
import Localisation
import Tabular

/// What the parser has to say about a command line, in the reader's language.
///
/// The parser keeps its errors to itself and tells them as English sentences, so the sentence is what is read here; one
/// that is not known is shown as it is.
struct ParserMessage {
  let language: Language
  let arguments: [String]

  /// `english` = the parser's message: `Error: …`, help of the argument, usage, where to read more.
  func text(_ english: String) -> String {
    let lines = english.split(separator: "\n").map(String.init)
    let error = lines.first { $0.hasPrefix("Error: ") }.map { String($0.dropFirst(7)) } ?? english
    let usage = lines.first { $0.hasPrefix("Usage: ") }.map { String($0.dropFirst(7)) }
    var out = [Phrasebook.text("cli.error", language, [unknownOption(usage) ?? sentence(error)])]
    if let help = lines.first(where: { $0.hasPrefix("Help:  ") }) { out += helpLine(String(help.dropFirst(7))) }
    if let usage { out.append(Phrasebook.text("cli.usage", language, [usage])) }
    let command = usage.map { $0.split(separator: " ").prefix { $0.allSatisfy { $0.isLetter } } } ?? []
    if !command.isEmpty {
      out.append(Phrasebook.text("cli.more", language, [command.joined(separator: " ") + " --help"]))
    }
    return out.joined(separator: "\n")
  }

  /// An option nobody knows is the first thing to tell: what seems to be missing is often only misspelt.
  private func unknownOption(_ usage: String?) -> String? {
    guard let usage else { return nil }
    let path = usage.split(separator: " ").dropFirst().prefix { $0.allSatisfy { $0.isLetter } }.map(String.init)
    let known = ParserMessage.options(of: path)
    guard !known.isEmpty else { return nil }
    for argument in arguments where argument.hasPrefix("--") && argument.count > 2 {
      let name = String(argument.dropFirst(2).prefix { $0 != "=" })
      guard !known.contains(name) else { continue }
      let told = Phrasebook.text("cli.unknown_option", language, ["--" + name])
      guard let near = NearestWord.of(name, among: known) else { return told }
      return told + Phrasebook.text("cli.near_option", language, ["--" + near])
    }
    return nil
  }

  /// The long options of the command at `path`; none where there is no such command.
  private static func options(of path: [String]) -> [String] {
    var command: any ParsableCommand.Type = Rollbook.self
    for name in path {
      guard let next = command.configuration.subcommands.first(where: { $0._commandName == name }) else { return [] }
      command = next
    }
    let help = Rollbook.helpMessage(for: command, columns: HelpPage.unwrapped)
    return help.split(separator: "\n").filter { $0.hasPrefix("  -") }.flatMap { line in
      line.split(separator: " ").prefix { $0.hasPrefix("-") }.filter { $0.hasPrefix("--") }
        .map { $0.drop { $0 == "-" }.filter { $0 != "," } }
    }
  }

  private func helpLine(_ help: String) -> [String] {
    guard let gap = help.firstRange(of: "  ") else { return [] }
    let sentence = String(help[gap.upperBound...])
    let text = Phrasebook.has(sentence) ? Phrasebook.text(sentence, language) : sentence
    return ["  " + help[..<gap.lowerBound] + "  " + text]
  }

  private func sentence(_ error: String) -> String {
    for (pattern, key) in ParserMessage.patterns {
      if let found = match(error, pattern) { return Phrasebook.text(key, language, found) }
    }
    return error
  }

  /// `*` in a pattern stands for what is to be handed on.
  private func match(_ text: String, _ pattern: String) -> [String]? {
    var rest = text[...]
    var found: [String] = []
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    for (i, part) in parts.enumerated() {
      if i == 0 {
        guard rest.hasPrefix(part) else { return nil }
        rest = rest.dropFirst(part.count)
      } else if part.isEmpty {
        found.append(String(rest))
        rest = ""
      } else {
        guard let place = rest.firstRange(of: part) else { return nil }
        found.append(String(rest[..<place.lowerBound]))
        rest = rest[place.upperBound...]
      }
    }
    return rest.isEmpty ? found : nil
  }

  private static let patterns: [(String, String)] = [
    ("Unknown option '*'. Did you mean '*'?", "cli.unknown_option_near"),
    ("Unknown option '*'", "cli.unknown_option"),
    ("Missing value for '*'", "cli.missing_value"),
    ("Missing expected argument '*'", "cli.missing_argument"),
    ("Unexpected argument '*'", "cli.unexpected_argument"),
    ("* unexpected arguments: *", "cli.unexpected_arguments"),
    ("The value '*' is invalid for '*'. Please provide one of *.", "cli.invalid_choice"),
    ("The value '*' is invalid for '*'*", "cli.invalid_value"),
    ("Value to be set with flag '*' had already been set with flag '*'", "cli.flag_twice"),
    ("Missing required subcommand.", "cli.missing_subcommand"),
  ]
}
