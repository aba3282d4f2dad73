/// The tags of a Mustache text with their lines: what the check walks before anything is rendered.
///
/// Only the plain part of the language is allowed (variables, sections, inverted sections, partials, comments):
/// other delimiters, inheritance, pragmas and transforms would let a template say things the check cannot see.
struct TemplateTags {
  enum Tag: Equatable {
    /// `{{x}}`, or unescaped `{{{x}}}` and `{{&x}}`.
    case variable(String, raw: Bool)
    case open(String, inverted: Bool)
    case close(String)
    case partial(String)
  }

  private(set) var tags: [(tag: Tag, line: Int)] = []

  init(_ text: String, template: String) throws(TemplateProblem) {
    var line = 1
    var rest = text[...]
    while let start = TemplateTags.find("{{", in: rest) {
      line += rest[..<start].count { $0.isNewline }
      let raw = rest[start...].hasPrefix("{{{")
      let inner = rest.index(start, offsetBy: raw ? 3 : 2)
      let closing = raw ? "}}}" : "}}"
      guard let end = TemplateTags.find(closing, in: rest[inner...]) else {
        throw TemplateProblem("E850", template: template, line: line)
      }
      let content = rest[inner..<end]
      if let tag = try TemplateTags.tag(String(content), raw: raw, template: template, line: line) {
        tags.append((tag, line))
      }
      line += content.count { $0.isNewline }
      rest = rest[rest.index(end, offsetBy: closing.count)...]
    }
  }

  private static func tag(_ content: String, raw: Bool, template: String, line: Int) throws(TemplateProblem) -> Tag? {
    guard let first = content.first else { throw TemplateProblem("E850", template: template, line: line) }
    func name(_ text: Substring) throws(TemplateProblem) -> String {
      let trimmed = text.drop { $0 == " " }
      let name = String(trimmed.prefix { $0 != " " })
      guard !name.isEmpty, trimmed.dropFirst(name.count).allSatisfy({ $0 == " " }),
        name.unicodeScalars.allSatisfy({
          ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
            || "_-/.".unicodeScalars.contains($0)
        })
      else { throw TemplateProblem("E851", template: template, line: line, [content]) }
      return name
    }
    if raw { return .variable(try name(content[...]), raw: true) }
    switch first {
    case "!": return nil
    case "#": return .open(try name(content.dropFirst()), inverted: false)
    case "^": return .open(try name(content.dropFirst()), inverted: true)
    case "/": return .close(try name(content.dropFirst()))
    case ">": return .partial(try name(content.dropFirst()))
    case "&": return .variable(try name(content.dropFirst()), raw: true)
    case "=", "<", "$", "%": throw TemplateProblem("E851", template: template, line: line, [content])
    default: return .variable(try name(content[...]), raw: false)
    }
  }

  /// Delimiters are ASCII, so the search is over bytes.
  private static func find(_ needle: String, in text: Substring) -> Substring.Index? {
    let (bytes, wanted) = (text.utf8, Array(needle.utf8))
    var index = bytes.startIndex
    while let found = bytes[index...].firstIndex(of: wanted[0]) {
      if bytes[found...].starts(with: wanted) { return found }
      index = bytes.index(after: found)
    }
    return nil
  }
}
