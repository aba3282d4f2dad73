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
      text.withUTF8 { read($0, into: &book) }
    }
    return book
  }()

  private static func read(_ bytes: UnsafeBufferPointer<UInt8>, into book: inout [String: Entry]) {
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[start..<end]
      start = end + 1
      guard line.first != UInt8(ascii: "#"), let tab = line.firstIndex(of: UInt8(ascii: "\t")),
        let second = line[(tab + 1)...].firstIndex(of: UInt8(ascii: "\t"))
      else { continue }
      book[String(decoding: line[..<tab], as: UTF8.self)] = Entry(
        zh: unescaped(line[(tab + 1)..<second]), en: unescaped(line[(second + 1)...]))
    }
  }

  private static func unescaped(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes), as: UTF8.self)
    return bytes.contains(UInt8(ascii: "\\"))
      ? text.split(separator: "\\n", omittingEmptySubsequences: false).joined(separator: "\n")
      : text
  }

  package static var keys: [String] { book.keys.sorted() }

  package static func has(_ key: String) -> Bool { book[key] != nil }

  /// The sentence under `key` with `{0}`, `{1}` … filled in.
  package static func text(_ key: String, _ language: Language, _ arguments: [String] = []) -> String {
    guard let entry = book[key] else { return "⟦\(key)⟧" }
    var pattern = language == .zh ? entry.zh : entry.en
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
