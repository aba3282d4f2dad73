import Templates

/// The sentences of `templates/strings/*.tsv`: `key`, zh, en, one a line, tabs between; `{0}` … take arguments.
///
/// A line that starts with `#` is a remark. `\n` in a text is a line break. Keys of messages are their codes
/// (`E104`), their advice is `E104.help`. A missing key is shown as itself in ⟦ ⟧, and a test looks for those.
package enum Phrasebook {
  private struct Entry {
    var zh: String
    var en: String
  }

  private static let book: [String: Entry] = {
    var book: [String: Entry] = [:]
    for path in Templates.paths(in: "strings") where path.hasSuffix(".tsv") {
      guard let text = Templates.text(path) else { continue }
      for line in text.split(separator: "\n") where !line.hasPrefix("#") {
        let parts = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { continue }
        book[String(parts[0])] = Entry(zh: unescaped(parts[1]), en: unescaped(parts[2]))
      }
    }
    return book
  }()

  private static func unescaped(_ text: Substring) -> String {
    text.contains("\\n")
      ? text.split(separator: "\\n", omittingEmptySubsequences: false).joined(separator: "\n")
      : String(text)
  }

  package static var keys: [String] { book.keys.sorted() }

  package static func has(_ key: String) -> Bool { book[key] != nil }

  /// The sentence under `key` with `{0}`, `{1}` … filled in.
  package static func text(_ key: String, _ language: Language, _ arguments: [String] = []) -> String {
    guard let entry = book[key] else { return "⟦\(key)⟧" }
    let pattern = language == .zh ? entry.zh : entry.en
    if arguments.isEmpty || !pattern.contains("{") { return pattern }
    var out = ""
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{") {
      out += rest[..<open]
      let after = rest.index(after: open)
      if let close = rest[after...].firstIndex(of: "}"), let n = Int(rest[after..<close]) {
        out += n < arguments.count ? arguments[n] : ""
        rest = rest[rest.index(after: close)...]
      } else {
        out += "{"
        rest = rest[after...]
      }
    }
    return out + rest
  }
}
