import ByteScanning
import Localisation
import Mustache

/// What Mustache makes of a template for values of one shape: bytes that stand for themselves, and which value goes
/// where.
///
/// Templates without logic hang on the shape of their values alone: which flags are up, how many entries lists have. So
/// Mustache fills each shape in once, with marks for the values, and the values take their places as bytes; a page has
/// a hundred figures of a dozen shapes.
struct Skeleton: Sendable {
  /// How to come to a value: through entries of lists to a name.
  private struct Path: Sendable {
    var entries: [(list: String, place: Int)] = []
    var name = ""
  }
  private enum Piece: Sendable {
    case text([UInt8])
    case value(Path)
  }

  private var pieces: [Piece] = []

  /// - Parameters:
  ///   - literals: the texts that the template holds marks for.
  ///   - render: fills in a context of names; nil where there is no such template.
  init?(_ values: [String: TemplateValue], _ literals: [[UInt8]], _ render: (Any) -> String?) {
    var paths: [Path] = []
    guard let text = render(Skeleton.marked(values, Path(), &paths)) else { return nil }
    let bytes = Array(text.utf8)
    // What stands for itself since the last value.
    var plain: [UInt8] = []
    var done = 0
    var i = 0
    while let mark = Skeleton.mark(bytes, &i) {
      guard (mark.isLiteral ? literals.indices : paths.indices).contains(mark.number) else { continue }
      plain += bytes[done..<mark.start]
      done = i
      if mark.isLiteral {
        plain += literals[mark.number]
      } else {
        if !plain.isEmpty { pieces.append(.text(plain)) }
        plain = []
        pieces.append(.value(paths[mark.number]))
      }
    }
    plain += bytes[done...]
    if !plain.isEmpty { pieces.append(.text(plain)) }
  }

  /// A template with marks in place of some of its texts, which are added to `literals`.
  static func abridged(_ text: String, _ ranges: [Range<Int>], _ literals: inout [[UInt8]]) -> String {
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    var done = 0
    for range in ranges {
      out += bytes[done..<range.lowerBound]
      out += [open] + String(literals.count).utf8 + [closeOfLiteral]
      literals.append(Array(bytes[range]))
      done = range.upperBound
    }
    return String(decoding: out + bytes[done...], as: UTF8.self)
  }

  /// The same for values of the same shape.
  func filled(_ values: [String: TemplateValue], escaping: Bool) -> OutputBuffer {
    var out = OutputBuffer(capacity: 4096 + Skeleton.ready(values))
    for piece in pieces {
      switch piece {
      case .text(let bytes): out.append(bytes)
      case .value(let path):
        switch Skeleton.value(path, values) {
        case .text(let text): if escaping { Escaper.html(text, into: &out) } else { out.append(text) }
        case .markup(let markup): markup.withBytes { out.append($0) }
        case .flag, .list, nil: break
        }
      }
    }
    return out
  }

  /// The bytes of markup among values, which is most of a page.
  private static func ready(_ values: [String: TemplateValue]) -> Int {
    values.values.reduce(0) { sum, value in
      switch value {
      case .markup(let markup): sum + markup.count
      case .list(let entries): entries.reduce(sum) { $0 + ready($1) }
      case .text, .flag: sum
      }
    }
  }

  private static func value(_ path: Path, _ values: [String: TemplateValue]) -> TemplateValue? {
    if path.entries.isEmpty { return values[path.name] }
    var scope = values
    for (list, place) in path.entries {
      guard case .list(let entries)? = scope[list] else { return nil }
      scope = entries[place]
    }
    return scope[path.name]
  }

  // MARK: Shapes

  /// Two runs of values have the same shape where this is the same.
  ///
  /// - Parameter names: those that the values of the template have, sorted; found where there are none yet.
  static func shape(_ values: [String: TemplateValue], _ names: inout [String]) -> [UInt8] {
    if names.isEmpty { names = values.keys.sorted() }
    var out: [UInt8] = []
    if names.count == values.count, names.allSatisfy({ add(values[$0], to: &out) }) { return out }
    // Other names than before: they are part of the shape.
    out = []
    add(values, to: &out)
    return out
  }

  /// - Returns: false where there is no value.
  @discardableResult
  private static func add(_ value: TemplateValue?, to out: inout [UInt8]) -> Bool {
    switch value {
    case .text, .markup: out.append(0)
    case .flag(let flag): out.append(flag ? 1 : 2)
    case .list(let entries):
      for entry in entries {
        out.append(3)
        add(entry, to: &out)
      }
      out.append(4)
    case nil: return false
    }
    return true
  }

  private static func add(_ values: [String: TemplateValue], to out: inout [UInt8]) {
    for name in values.keys.sorted() {
      out += name.utf8
      add(values[name], to: &out)
    }
  }

  // MARK: Marks

  /// Controls with a number between them: one opens, another closes the mark of a value, a third that of a text of the
  /// template itself. Where a template holds them it is not Mustache that sees it.
  private static let (open, close, closeOfLiteral): (UInt8, UInt8, UInt8) = (1, 2, 3)
  /// The lowest byte that is in no mark.
  static let firstUnmarked: UInt8 = 4

  /// What Mustache shows in place of a value.
  private struct Mark: MustacheCustomRenderable {
    var renderText: String
    var isNull: Bool { false }
  }

  /// Marks by name.
  private struct Marks: MustacheParent {
    var values: [String: Any] = [:]
    func child(named name: String) -> Any? { values[name] }
  }

  private static func marked(_ values: [String: TemplateValue], _ path: Path, _ paths: inout [Path]) -> Marks {
    var out = Marks()
    for name in values.keys.sorted() {
      switch values[name] {
      case .flag(let flag): out.values[name] = flag
      case .list(let list):
        var entries: [Marks] = []
        for (place, entry) in list.enumerated() {
          entries.append(marked(entry, Path(entries: path.entries + [(name, place)]), &paths))
        }
        out.values[name] = entries
      case .text, .markup, nil:
        out.values[name] = Mark(renderText: "\u{1}\(paths.count)\u{2}")
        paths.append(Path(entries: path.entries, name: name))
      }
    }
    return out
  }

  /// The next mark; `i` moves behind it.
  private static func mark(_ bytes: [UInt8], _ i: inout Int) -> (start: Int, number: Int, isLiteral: Bool)? {
    while i < bytes.count {
      let start = i
      i += 1
      guard bytes[start] == open else { continue }
      var number = 0
      while i < bytes.count, (0x30...0x39).contains(bytes[i]), number < 1_000_000 {
        number = number * 10 + Int(bytes[i] - 0x30)
        i += 1
      }
      guard i > start + 1, i < bytes.count, bytes[i] == close || bytes[i] == closeOfLiteral else { continue }
      i += 1
      return (start, number, bytes[i - 1] == closeOfLiteral)
    }
    return nil
  }
}
