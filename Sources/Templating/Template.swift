/// A Mustache text taken apart once: what stands for itself, and tags with their lines.
///
/// Only the plain part of the language is allowed (variables, sections, inverted sections, partials, comments):
/// other delimiters, inheritance, pragmas and transforms would let a template say things that the check before rendering
/// cannot see. As the language has it, a line that holds nothing but the tag of a section, a partial or a comment leaves
/// nothing behind; only the first line of a text always stays.
struct Template: Sendable {
  enum Piece: Sendable, Equatable {
    case text([UInt8])
    /// `{{x}}`, or unescaped `{{{x}}}` and `{{&x}}`.
    case variable(String, raw: Bool)
    /// `{{#x}}` or `{{^x}}`; `end` is the place of its `close`.
    case open(String, inverted: Bool, end: Int)
    case close(String)
    /// Alone on its line: what stands before it stands before every line of the partial.
    case partial(String, indentation: [UInt8])
  }

  private(set) var pieces: [Piece] = []
  /// The line of each piece.
  private(set) var lines: [Int] = []

  init(_ text: String, name: String) throws(TemplateProblem) {
    let bytes = Array(text.utf8)
    var line = 1
    var counted = 0
    var done = 0
    var open: [Int] = []
    while let start = Template.find("{{", in: bytes, from: done) {
      line += Template.breaks(bytes[counted..<start])
      counted = start
      let raw = start + 2 < bytes.count && bytes[start + 2] == UInt8(ascii: "{")
      let inner = start + (raw ? 3 : 2)
      guard let end = Template.find(raw ? "}}}" : "}}", in: bytes, from: inner) else {
        throw TemplateProblem("E850", template: name, line: line)
      }
      let content = String(decoding: bytes[inner..<end], as: UTF8.self)
      let tag = try Template.tag(content, raw: raw, template: name, line: line)
      let after = end + (raw ? 3 : 2)
      let alone = tag?.canStandAlone ?? true ? Template.lineOnly(start, after, in: bytes, from: done) : nil
      add(text: bytes[done..<(alone?.lowerBound ?? start)], line)
      done = alone?.upperBound ?? after
      switch tag {
      case nil: break
      case .open:
        open.append(pieces.count)
        add(tag!, line)
      case .close(let section):
        guard let at = open.popLast(), case .open(section, let inverted, _) = pieces[at] else {
          throw TemplateProblem("E852", template: name, line: line)
        }
        pieces[at] = .open(section, inverted: inverted, end: pieces.count)
        add(tag!, line)
      case .partial(let partial, _):
        let indentation = alone.map { bytes[$0.lowerBound..<start] } ?? []
        add(text: indentation, line)
        add(.partial(partial, indentation: Array(indentation)), line)
      case .some(let tag): add(tag, line)
      }
    }
    if let at = open.last { throw TemplateProblem("E852", template: name, line: lines[at]) }
    add(text: bytes[done...], line)
  }

  private mutating func add(_ piece: Piece, _ line: Int) {
    pieces.append(piece)
    lines.append(line)
  }

  private mutating func add(text: ArraySlice<UInt8>, _ line: Int) {
    if !text.isEmpty { add(.text(Array(text)), line) }
  }

  /// What a tag says; nil for a remark.
  private static func tag(_ content: String, raw: Bool, template: String, line: Int) throws(TemplateProblem) -> Piece? {
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
    case "#": return .open(try name(content.dropFirst()), inverted: false, end: 0)
    case "^": return .open(try name(content.dropFirst()), inverted: true, end: 0)
    case "/": return .close(try name(content.dropFirst()))
    case ">": return .partial(try name(content.dropFirst()), indentation: [])
    case "&": return .variable(try name(content.dropFirst()), raw: true)
    case "=", "<", "$", "%": throw TemplateProblem("E851", template: template, line: line, [content])
    default: return .variable(try name(content[...]), raw: false)
    }
  }

  // MARK: Lines

  /// The whole line of a tag at `start..<after` where nothing else is on it; nothing before `done` is looked at.
  private static func lineOnly(_ start: Int, _ after: Int, in bytes: [UInt8], from done: Int) -> Range<Int>? {
    var first = start
    while first > done, isBlank(bytes[first - 1]) { first -= 1 }
    guard first > 0, bytes[first - 1] == UInt8(ascii: "\n") else { return nil }
    var last = after
    while last < bytes.count, isBlank(bytes[last]) { last += 1 }
    if last == bytes.count { return first..<last }
    if bytes[last] == UInt8(ascii: "\r"), last + 1 < bytes.count { last += 1 }
    return bytes[last] == UInt8(ascii: "\n") ? first..<(last + 1) : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private static func breaks(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
  }

  private static func find(_ needle: StaticString, in bytes: [UInt8], from start: Int) -> Int? {
    needle.withUTF8Buffer { needle in
      var i = start
      while i + needle.count <= bytes.count {
        if bytes[i] == needle[0], bytes[i..<(i + needle.count)].elementsEqual(needle) { return i }
        i += 1
      }
      return nil
    }
  }
}

extension Template.Piece {
  /// Variables leave their line where it is.
  fileprivate var canStandAlone: Bool {
    switch self {
    case .variable, .text: false
    case .open, .close, .partial: true
    }
  }
}
