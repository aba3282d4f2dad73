import ByteScanning
package import Localisation
import Templates

/// The templates of one folder, those that ship overlaid by the user's, ready to render.
///
/// Unknown variables are found before rendering: Mustache shows nothing in their place. A value can't be
/// put in unescaped: three braces are only for what typed writers made, two only for plain values.
package struct TemplateLibrary: Sendable {
  private let templates: [String: Template]
  private let texts: [String: String]

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
    var templates: [String: Template] = [:]
    // Scripts are taken as they are: braces mean something else there.
    for name in texts.keys.sorted() where !name.hasSuffix(".js") {
      templates[name] = try Template(texts[name]!, name: name)
    }
    self.texts = texts
    self.templates = templates
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
      for piece in templates[next]?.pieces ?? [] {
        switch piece {
        case .variable(let variable, _): found.insert(variable)
        case .partial(let partial, _): open.append(partial)
        case .text, .open, .close: break
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
    guard let template = templates[name], depth < TemplateLibrary.deepest else {
      throw TemplateProblem("E853", template: name, line: 1)
    }
    var scopes = start
    /// For each open section, whether its entries brought variables of their own.
    var pushed: [Bool] = []
    for (piece, line) in zip(template.pieces, template.lines) {
      switch piece {
      case .text: break
      case .variable(let variable, let raw):
        switch try shape(variable, scopes, name, line) {
        case .text where !raw: break
        case .markup where raw: break
        case .text: throw TemplateProblem("E855", template: name, line: line, [variable])
        case .markup: throw TemplateProblem("E856", template: name, line: line, [variable])
        case .flag, .list: throw TemplateProblem("E857", template: name, line: line, [variable])
        }
      case .open(let variable, let inverted, _):
        switch try shape(variable, scopes, name, line) {
        case .list(let fields) where !inverted:
          scopes.append(fields)
          pushed.append(true)
        case .list, .flag: pushed.append(false)
        case .text, .markup: throw TemplateProblem("E857", template: name, line: line, [variable])
        }
      case .close: if pushed.removeLast() { scopes.removeLast() }
      case .partial(let partial, _): try check(partial, scopes: scopes, depth: depth + 1)
      }
    }
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
    guard let template = templates[name] else { throw TemplateProblem("E853", template: name, line: 1) }
    var rendering = TemplateRendering(templates, values, escaping: escaping)
    rendering.render(template)
    return rendering.out
  }

  /// How many partials may stand in each other.
  static let deepest = 16
}
