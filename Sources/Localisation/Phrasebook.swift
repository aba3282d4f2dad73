import Templates

/// The sentences of `templates/strings/*.tsv`: `key`, zh, en, one a line, tabs between; `{0}` … take arguments.
///
/// A line that starts with `#` is a remark. `\n` in a text is a line break. Keys of messages are their codes
/// (`E104`), their advice is `E104.help`. A missing key is shown as itself in ⟦ ⟧, and a test looks for those.
package enum Phrasebook {
  private static let book: PhraseTable = {
    var book = PhraseTable()
    for path in Templates.paths(in: "strings") where path.hasSuffix(".tsv") {
      guard var text = Templates.text(path) else { continue }
      text.withUTF8 { book.read($0) }
    }
    return book
  }()

  package static var keys: [String] { book.keys.sorted() }

  package static func has(_ key: String) -> Bool { book.find("", key) != nil }

  /// The sentence under `key` with `{0}`, `{1}` … filled in.
  ///
  /// - Parameter family: what the key begins with, where all of a room's do.
  package static func text(
    _ key: String, of family: String = "", _ language: Language, _ arguments: [String] = []
  ) -> String {
    guard let phrase = book.find(family, key) else { return "⟦\(family)\(key)⟧" }
    var pattern = language == .zh ? phrase.zh : phrase.en
    if arguments.isEmpty { return pattern }
    return pattern.withUTF8 { String(decoding: filled($0, arguments), as: UTF8.self) }
  }

  /// Braces and digits are one byte each, so the walk is over bytes.
  private static func filled(_ pattern: UnsafeBufferPointer<UInt8>, _ arguments: [String]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(arguments.reduce(pattern.count) { $0 + $1.utf8.count })
    var done = 0
    var i = 0
    while i < pattern.count {
      guard pattern[i] == UInt8(ascii: "{"), let (place, after) = placeholder(pattern, i) else {
        i += 1
        continue
      }
      out.append(contentsOf: UnsafeBufferPointer(rebasing: pattern[done..<i]))
      if place < arguments.count { out.append(contentsOf: arguments[place].utf8) }
      done = after
      i = after
    }
    out.append(contentsOf: UnsafeBufferPointer(rebasing: pattern[done...]))
    return out
  }

  /// Which argument a brace at `start` asks for, and what follows it; nil where it is a brace.
  private static func placeholder(_ pattern: UnsafeBufferPointer<UInt8>, _ start: Int) -> (Int, after: Int)? {
    var place = 0
    var i = start + 1
    while i < pattern.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(pattern[i]), place < 1_000 {
      place = place * 10 + Int(pattern[i] - UInt8(ascii: "0"))
      i += 1
    }
    return i > start + 1 && i < pattern.count && pattern[i] == UInt8(ascii: "}") ? (place, i + 1) : nil
  }
}
