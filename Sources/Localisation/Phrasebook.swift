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
    book.reserveCapacity(4096)
    for path in Templates.paths(in: "strings") where path.hasSuffix(".tsv") {
      guard var text = Templates.text(path) else { continue }
      text.withUTF8 { bytes in
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
          let parts = line.split(separator: UInt8(ascii: "\t"), maxSplits: 2, omittingEmptySubsequences: false)
          guard parts.count == 3 else { continue }
          book[String(decoding: parts[0], as: UTF8.self)] = Entry(zh: unescaped(parts[1]), en: unescaped(parts[2]))
        }
      }
    }
    return book
  }()

  private static func unescaped(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    return bytes.contains(UInt8(ascii: "\\"))
      ? text.split(separator: "\\n", omittingEmptySubsequences: false).joined(separator: "\n")
      : text
  }

  package static var keys: [String] { book.keys.sorted() }

  package static func has(_ key: String) -> Bool { book[key] != nil }

  /// The sentence under `key` with `{0}`, `{1}` … filled in.
  package static func text(_ key: String, _ language: Language, _ arguments: [String] = []) -> String {
    guard let entry = book[key] else { return "⟦\(key)⟧" }
    let pattern = language == .zh ? entry.zh : entry.en
    if arguments.isEmpty { return pattern }
    // Braces and digits are one byte each, so the walk is over bytes.
    let bytes = pattern.utf8
    guard bytes.contains(UInt8(ascii: "{")) else { return pattern }
    var out = ""
    var done = bytes.startIndex
    while let open = bytes[done...].firstIndex(of: UInt8(ascii: "{")) {
      out += pattern[done..<open]
      let after = bytes.index(after: open)
      if let close = bytes[after...].firstIndex(of: UInt8(ascii: "}")), let n = Int(pattern[after..<close]) {
        out += n < arguments.count ? arguments[n] : ""
        done = bytes.index(after: close)
      } else {
        out += "{"
        done = after
      }
    }
    return out + pattern[done...]
  }
}
