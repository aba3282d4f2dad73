import ByteScanning
import Localisation

/// One template on its way to becoming bytes: values in, escaped for where they stand.
struct TemplateRendering {
  private(set) var out = OutputBuffer()
  private let templates: [String: Template]
  /// The values at hand, the innermost last.
  private var scopes: [[String: TemplateValue]]
  private let escaping: Bool
  /// What stands before every line of the partial that is being written.
  private var indentation: [UInt8] = []
  private var depth = 0

  init(_ templates: [String: Template], _ values: [String: TemplateValue], escaping: Bool) {
    self.templates = templates
    scopes = [values]
    // Most of a page is markup that is ready.
    let ready = values.values.reduce(0) { if case .markup(let markup) = $1 { $0 + markup.count } else { $0 } }
    out.reserve(ready + 4096)
    self.escaping = escaping
  }

  mutating func render(_ template: Template) {
    render(template.pieces, 0..<template.pieces.count)
  }

  private mutating func render(_ pieces: [Template.Piece], _ range: Range<Int>) {
    var i = range.lowerBound
    while i < range.upperBound {
      switch pieces[i] {
      case .text(let text): write(text)
      case .variable(let name, _): write(value(name))
      case .open(let name, let inverted, let end):
        let inside = (i + 1)..<end
        switch value(name) {
        case .list(let entries) where !inverted:
          for entry in entries {
            scopes.append(entry)
            render(pieces, inside)
            scopes.removeLast()
          }
        case let value: if isShown(value) != inverted { render(pieces, inside) }
        }
        i = end
      case .close: break
      case .partial(let name, let indentation): partial(name, indentation)
      }
      i += 1
    }
  }

  private mutating func partial(_ name: String, _ own: [UInt8]) {
    guard let template = templates[name], depth < TemplateLibrary.deepest else { return }
    let outer = indentation
    indentation += own
    depth += 1
    render(template)
    depth -= 1
    indentation = outer
  }

  private func value(_ name: String) -> TemplateValue? {
    for scope in scopes.reversed() { if let value = scope[name] { return value } }
    return nil
  }

  private func isShown(_ value: TemplateValue?) -> Bool {
    switch value {
    case .flag(let flag): flag
    case .list(let entries): !entries.isEmpty
    case .text, .markup: true
    case nil: false
    }
  }

  private mutating func write(_ value: TemplateValue?) {
    switch value {
    case .text(let text):
      indent()
      if escaping { Escaper.html(text, into: &out) } else { out.append(text) }
    case .markup(let markup):
      indent()
      markup.withBytes { out.append($0) }
    case .flag, .list, nil: break
    }
  }

  private mutating func write(_ text: [UInt8]) {
    guard !indentation.isEmpty else {
      out.append(text)
      return
    }
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if line.startIndex > 0 { out.append(UInt8(ascii: "\n")) }
      if !line.isEmpty { indent() }
      line.withUnsafeBufferPointer { out.append($0) }
    }
  }

  private mutating func indent() {
    if !indentation.isEmpty, out.last == UInt8(ascii: "\n") { out.append(indentation) }
  }
}
