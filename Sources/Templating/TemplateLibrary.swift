import ByteScanning
package import Localisation
import Mustache
import Synchronization
import Templates

/// The templates of one folder, those that ship overlaid by the user's, ready to render.
///
/// Unknown variables are found before rendering: Mustache itself would show nothing in their place. A value can't be
/// put in unescaped: three braces are only for what typed writers made, two only for plain values.
package struct TemplateLibrary: Sendable {
  private let mustache: MustacheLibrary
  private let tags: [String: TemplateTags]
  private let texts: [String: String]
  /// The long texts between the tags, for which Mustache sees marks: it takes a character at a time.
  private let literals: [[UInt8]]
  private let known = Known()

  /// What is found once of a template: the names of its values, sorted, and its skeletons by shape.
  private struct Found {
    var names: [String] = []
    var skeletons: [[UInt8]: Skeleton] = [:]
  }
  private final class Known: Sendable { let found = Mutex<[String: Found]>([:]) }

  /// - Parameters:
  ///   - folder: of the embedded templates, as `dashboard`; a template's name is its path below it.
  ///   - overlay: the user's files by path below `templates/`, as `dashboard/style.css`.
  package init(folder: String, overlay: [String: String] = [:]) throws(TemplateProblem) {
    var texts: [String: String] = [:]
    for path in Templates.paths(in: folder) where !path.hasSuffix(".gitkeep") {
      texts[String(path.dropFirst(folder.count + 1))] = overlay[path] ?? Templates.text(path)
    }
    for (path, text) in overlay where path.hasPrefix(folder + "/") {
      texts[String(path.dropFirst(folder.count + 1))] = text
    }
    var tags: [String: TemplateTags] = [:]
    var templates: [String: MustacheTemplate] = [:]
    var literals: [[UInt8]] = []
    // Scripts are taken as they are: braces mean something else there.
    for name in texts.keys.sorted() where !name.hasSuffix(".js") {
      let (text, found) = (texts[name]!, try TemplateTags(texts[name]!, template: name))
      tags[name] = found
      do {
        templates[name] = try MustacheTemplate(
          string: "{{% CONTENT_TYPE:TEXT}}" + Skeleton.abridged(text, found.texts, &literals))
      } catch {
        throw TemplateProblem("E852", template: name, line: 1)
      }
    }
    self.texts = texts
    self.tags = tags
    self.literals = literals
    mustache = MustacheLibrary(templates: templates)
  }

  package var names: [String] { texts.keys.sorted() }

  /// A template's text, unrendered.
  package func text(_ name: String) throws(TemplateProblem) -> String {
    guard let text = texts[name] else { throw TemplateProblem("E853", template: name, line: 1) }
    return text
  }

  /// The variables a template and its partials show, sorted.
  package func variables(of name: String) -> [String] {
    var found: Set<String> = []
    var open = [name]
    var seen: Set<String> = []
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      for (tag, _) in tags[next]?.tags ?? [] {
        switch tag {
        case .variable(let variable, _): found.insert(variable)
        case .partial(let partial): open.append(partial)
        case .open, .close: break
        }
      }
    }
    return found.sorted()
  }

  /// Checks that every variable of `name` and of its partials exists and is used as what it is.
  package func check(_ name: String, against shapes: [String: TemplateShape]) throws(TemplateProblem) {
    try check(name, scopes: [shapes], depth: 0)
  }

  private func check(_ name: String, scopes start: [[String: TemplateShape]], depth: Int) throws(TemplateProblem) {
    guard let tags = tags[name], depth < 16 else { throw TemplateProblem("E853", template: name, line: 1) }
    var scopes = start
    var open: [(name: String, pushed: Bool)] = []
    for (tag, line) in tags.tags {
      switch tag {
      case .variable(let variable, let raw):
        switch try shape(variable, scopes, name, line) {
        case .text where !raw: break
        case .markup where raw: break
        case .text: throw TemplateProblem("E855", template: name, line: line, [variable])
        case .markup: throw TemplateProblem("E856", template: name, line: line, [variable])
        case .flag, .list: throw TemplateProblem("E857", template: name, line: line, [variable])
        }
      case .open(let variable, let inverted):
        let shape = try shape(variable, scopes, name, line)
        switch shape {
        case .list(let fields) where !inverted:
          scopes.append(fields)
          open.append((variable, true))
        case .list, .flag: open.append((variable, false))
        case .text, .markup: throw TemplateProblem("E857", template: name, line: line, [variable])
        }
      case .close(let variable):
        guard let last = open.popLast(), last.name == variable else {
          throw TemplateProblem("E852", template: name, line: line)
        }
        if last.pushed { scopes.removeLast() }
      case .partial(let partial): try check(partial, scopes: scopes, depth: depth + 1)
      }
    }
    if !open.isEmpty { throw TemplateProblem("E852", template: name, line: tags.tags.last?.line ?? 1) }
  }

  private func shape(
    _ variable: String, _ scopes: [[String: TemplateShape]], _ template: String, _ line: Int
  ) throws(TemplateProblem) -> TemplateShape {
    for scope in scopes.reversed() { if let shape = scope[variable] { return shape } }
    let known = Set(scopes.flatMap(\.keys)).sorted()
    throw TemplateProblem("E854", template: template, line: line, [variable, known.joined(separator: " ")])
  }

  /// The page or part `name` makes of `values`; every text is escaped for HTML text and quoted attributes.
  package func html(_ name: String, _ values: [String: TemplateValue]) throws(TemplateProblem) -> Markup {
    Markup.rendered(try rendered(name, values, escaping: true))
  }

  /// Plain text (messages, style sheets): nothing is escaped, so only for what is not HTML.
  package func plain(_ name: String, _ values: [String: TemplateValue]) throws(TemplateProblem) -> String {
    try rendered(name, values, escaping: false).withBytes { String(decoding: $0, as: UTF8.self) }
  }

  private func rendered(
    _ name: String, _ values: [String: TemplateValue], escaping: Bool
  ) throws(TemplateProblem) -> OutputBuffer {
    var names = known.found.withLock { $0[name]?.names ?? [] }
    let shape = Skeleton.shape(values, &names)
    if let skeleton = known.found.withLock({ $0[name]?.skeletons[shape] }) {
      return skeleton.filled(values, escaping: escaping)
    }
    guard let skeleton = Skeleton(values, literals, { mustache.render($0, withTemplate: name) }) else {
      throw TemplateProblem("E853", template: name, line: 1)
    }
    known.found.withLock { found in
      found[name, default: Found()].names = names
      found[name, default: Found()].skeletons[shape] = skeleton
    }
    return skeleton.filled(values, escaping: escaping)
  }
}
