import ByteScanning
import Foundation
import Localisation
import RollbookKit

/// Where the program speaks: data to stdout, everything else to stderr.
struct Console {
  var language: Language
  var quiet: Bool
  private var colour: Bool

  init(language: Language, quiet: Bool, colour: Bool) {
    self.language = language
    self.quiet = quiet
    self.colour = colour && isatty(2) == 1
  }

  /// A phrase of `templates/strings` to stderr, unless `--quiet`.
  func say(_ key: String, _ arguments: String...) {
    if !quiet { error(Phrasebook.text(key, language, arguments)) }
  }

  /// A finished line to stderr, unless `--quiet`.
  func note(_ text: String) { if !quiet { error(text) } }

  func error(_ text: String) {
    ProgressLine.clear()
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Bytes to stdout; a reader that went away (`| head`) ends the program quietly.
  func data(_ bytes: some Collection<UInt8>) {
    ProgressLine.clear()
    FileHandle.standardOutput.write(Data(bytes))
  }

  func data(_ text: String) { data(Array((text + "\n").utf8)) }

  func bold(_ text: String) -> String { colour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  func red(_ text: String) -> String { colour ? "\u{1B}[31;1m\(text)\u{1B}[0m" : text }
  func yellow(_ text: String) -> String { colour ? "\u{1B}[33;1m\(text)\u{1B}[0m" : text }
  func green(_ text: String) -> String { colour ? "\u{1B}[32m\(text)\u{1B}[0m" : text }

  /// `error[E104]: … --> file › sheet › cell  help: …`
  func report(_ failure: Failure) {
    let code = failure.code.rawValue
    let place = [failure.file, failure.sheet, failure.cell].compactMap { $0 }.filter { !$0.isEmpty }
    let sentence = Phrasebook.text(code, language, failure.arguments)
    error(red("error[\(code)]") + ": " + Inert.line(sentence))
    if !place.isEmpty { error("  --> " + Inert.line(place.joined(separator: " › "))) }
    if Phrasebook.has(code + ".help") {
      error("help: " + Inert.line(Phrasebook.text(code + ".help", language, failure.arguments)))
    }
  }
}

/// Text from files made harmless for a terminal: control and bidirectional-control characters are shown, not obeyed.
enum Inert {
  static func line(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0..<0x20 where scalar != "\n" && scalar != "\t", 0x7F..<0xA0, 0x200B...0x200F, 0x202A...0x202E,
        0x2066...0x2069, 0xFEFF:
        out.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      default: out.append(scalar)
      }
    }
    return String(out)
  }
}
