import Foundation
import Localisation

/// The parser's help page in the reader's language: every sentence is looked up in `templates/strings/help.tsv` and
/// the page set again, because the parser neither translates nor knows how wide Chinese is.
struct HelpPage {
  /// What the parser is asked for, so that each option stands on one line or on a line and the one below it.
  static let unwrapped = 1 << 20
  private static let labelWidth = 26

  private let language: Language
  private let width: Int
  private var lines: [String] = []

  /// `english` = the page as the parser renders it `unwrapped` columns wide.
  static func text(_ english: String, _ language: Language, width: Int = terminalWidth) -> String {
    var page = HelpPage(language: language, width: max(50, width))
    var label: String?
    for line in english.split(separator: "\n", omittingEmptySubsequences: false) {
      page.add(line, &label)
    }
    while page.lines.last?.isEmpty == true { page.lines.removeLast() }
    return page.lines.joined(separator: "\n")
  }

  private init(language: Language, width: Int) {
    self.language = language
    self.width = width
  }

  /// The columns of the terminal, else 80.
  static var terminalWidth: Int {
    if let told = ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init), told > 0 { return told }
    var size = winsize()
    return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// One line of the page; `label` is an option whose sentence stands on the next line.
  private mutating func add(_ line: Substring, _ label: inout String?) {
    let indent = line.prefix { $0 == " " }.count
    let body = String(line.dropFirst(indent))
    if let waiting = label {
      label = nil
      if indent >= HelpPage.labelWidth { return option(waiting, body) }
      lines.append("  " + waiting)
    }
    if body.isEmpty {
      lines.append("")
    } else if indent == 0 {
      heading(body)
    } else if body.hasPrefix("See '") {
      lines.append("  " + see(body))
    } else if indent == 2, let text = HelpPage.besideLabel(line) {
      option(line.prefix(HelpPage.labelWidth - 1).trimmingCharacters(in: .whitespaces), text)
    } else if indent < HelpPage.labelWidth, let gap = body.firstRange(of: "  ") {
      option(String(body[..<gap.lowerBound]), body[gap.upperBound...].trimmingCharacters(in: .whitespaces))
    } else if indent >= HelpPage.labelWidth {
      option("", body)
    } else {
      label = body
    }
  }

  /// What stands in the second column of a line, behind a label of any length.
  private static func besideLabel(_ line: Substring) -> String? {
    let rest = line.dropFirst(labelWidth - 1)
    guard rest.first == " ", let start = rest.dropFirst().first, start != " " else { return nil }
    return String(rest.dropFirst())
  }

  private mutating func heading(_ body: String) {
    for key in ["OVERVIEW: ", "USAGE: "] where body.hasPrefix(key) {
      let rest = String(body.dropFirst(key.count))
      let head = phrase("help." + key.prefix { $0 != ":" }.lowercased())
      guard key == "USAGE: " else { return wrap(head + sentence(rest), indent: 0) }
      lines.append(head + usage(rest))
      return
    }
    for key in ["ARGUMENTS", "OPTIONS", "SUBCOMMANDS"] where body == key + ":" {
      lines.append(phrase("help." + key.lowercased()))
      return
    }
    wrap(sentence(body), indent: 0)
  }

  private func usage(_ text: String) -> String {
    text.replacing("[<options>]", with: phrase("help.some_options")).replacing("<options>", with: phrase("help.some"))
      .replacing("<subcommand>", with: phrase("help.some_command"))
  }

  /// `See 'rollbook help rules <subcommand>' for detailed help.`
  private func see(_ body: String) -> String {
    let parts = body.split(separator: "'")
    guard parts.count >= 2 else { return body }
    return Phrasebook.text("help.see", language, [usage(String(parts[1]))])
  }

  private mutating func option(_ label: String, _ english: String) {
    let text = sentence(english)
    var lead = "  " + label
    let used = DisplayWidth.of(lead)
    if used >= HelpPage.labelWidth {
      lines.append(lead)
      lead = String(repeating: " ", count: HelpPage.labelWidth)
    } else {
      lead += String(repeating: " ", count: HelpPage.labelWidth - used)
    }
    wrap(text, indent: HelpPage.labelWidth, lead: lead)
  }

  /// The sentence in the reader's language; what the parser puts behind it (a default) stays.
  private func sentence(_ english: String) -> String {
    if Phrasebook.has(english) { return phrase(english) }
    if let mark = english.range(of: " (default: ", options: .backwards), english.hasSuffix(")") {
      let head = String(english[..<mark.lowerBound])
      if Phrasebook.has(head) {
        return phrase(head)
          + Phrasebook.text("help.default", language, [String(english[mark.upperBound...].dropLast())])
      }
    }
    return english
  }

  private func phrase(_ key: String) -> String { Phrasebook.text(key, language) }

  /// Breaks a text into lines: between words, and between Chinese characters (but never before a closing mark).
  private mutating func wrap(_ text: String, indent: Int, lead: String = "") {
    var line = lead
    var used = DisplayWidth.of(lead)
    for token in HelpPage.tokens(text) {
      let wide = DisplayWidth.of(token)
      if used + wide > width, used > indent, token != " " {
        lines.append(line.trimmingSpacesAtEnd)
        line = String(repeating: " ", count: indent)
        used = indent
      }
      line += token
      used += wide
    }
    lines.append(line.trimmingSpacesAtEnd)
  }

  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    var word = ""
    for character in text {
      let wide = DisplayWidth.of(character) == 2
      if "（《“".contains(character) {
        if !word.isEmpty { tokens.append(word) }
        word = String(character)
        continue
      }
      if wide, let open = word.last, "（《“".contains(open) {
        word.append(character)
        continue
      }
      if wide, "，。、；：）？！》”".contains(character), !(word.isEmpty && tokens.isEmpty) {
        if word.isEmpty { tokens[tokens.count - 1].append(character) } else { word.append(character) }
      } else if wide || character == " " {
        if !word.isEmpty { tokens.append(word) }
        word = ""
        tokens.append(String(character))
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? tokens : tokens + [word]
  }
}

extension String {
  fileprivate var trimmingSpacesAtEnd: String {
    var copy = self
    while copy.last == " " { copy.removeLast() }
    return copy
  }
}
