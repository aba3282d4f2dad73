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
  /// What stands between the tags, line by line: what of it is long enough to be kept out of Mustache's hands.
  private(set) var texts: [Range<Int>] = []

  init(_ text: String, template: String) throws(TemplateProblem) {
    let bytes = Array(text.utf8)
    var line = 1
    var at = 0
    while let start = TemplateTags.find(2, of: UInt8(ascii: "{"), in: bytes, from: at) {
      line += addTexts(bytes, at..<start)
      let width = start + 2 < bytes.count && bytes[start + 2] == UInt8(ascii: "{") ? 3 : 2
      guard let end = TemplateTags.find(width, of: UInt8(ascii: "}"), in: bytes, from: start + width) else {
        throw TemplateProblem("E850", template: template, line: line)
      }
      let content = bytes[(start + width)..<end]
      let words = String(decoding: content, as: UTF8.self)
      if let tag = try TemplateTags.tag(words, raw: width == 3, template: template, line: line) {
        tags.append((tag, line))
      }
      line += content.reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
      at = end + width
    }
    _ = addTexts(bytes, at..<bytes.count)
  }

  /// - Returns: how many lines end in the range.
  private mutating func addTexts(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    var lines = 0
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      // Something surely stands there that is no space: Mustache drops lines that hold a tag and nothing else.
      var (isSolid, isOdd) = (false, false)
      while end < range.upperBound, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") {
        let byte = bytes[end]
        isSolid = isSolid || (0x21...0x7E).contains(byte) || byte >= 0xE4
        // Braces make Mustache look far ahead, and a mark of our own must not be taken for one.
        isOdd = isOdd || byte == UInt8(ascii: "{") || byte < Skeleton.firstUnmarked
        end += 1
      }
      while start < end, bytes[start] == UInt8(ascii: " ") || bytes[start] == UInt8(ascii: "\t") { start += 1 }
      if isSolid, isOdd || end - start > 8 { texts.append(start..<end) }
      if end < range.upperBound, bytes[end] == UInt8(ascii: "\n") { lines += 1 }
      start = end + 1
    }
    return lines
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

  /// Where so many of a byte stand in a row.
  private static func find(_ count: Int, of byte: UInt8, in bytes: [UInt8], from start: Int) -> Int? {
    var found = 0
    for i in start..<bytes.count {
      found = bytes[i] == byte ? found + 1 : 0
      if found == count { return i + 1 - count }
    }
    return nil
  }
}
