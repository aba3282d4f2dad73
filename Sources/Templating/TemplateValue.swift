package import Localisation

/// What a template's variable stands for.
package indirect enum TemplateValue: Sendable {
  /// A value from anywhere, a cell too: escaped for the place it goes to.
  case text(String)
  /// Finished HTML, written with three braces: charts and tables from typed writers.
  case markup(Markup)
  case flag(Bool)
  /// A section repeated for each entry.
  case list([[String: TemplateValue]])

  /// What kind of variable this is, for the check before rendering.
  package var shape: TemplateShape {
    switch self {
    case .text: return .text
    case .markup: return .markup
    case .flag: return .flag
    case .list(let entries):
      var fields: [String: TemplateShape] = [:]
      for entry in entries { for (name, value) in entry { fields[name] = value.shape } }
      return .list(fields)
    }
  }
}

/// The kind of a variable, known without its value: an empty list still tells what its entries would hold.
package indirect enum TemplateShape: Sendable {
  case text, markup, flag
  case list([String: TemplateShape])
}

/// A template that cannot be used: a code (sentence in `templates/strings/dashboards.tsv`), the template and the line.
package struct TemplateProblem: Error, Sendable, Equatable {
  package let code: String
  package let template: String
  package let line: Int
  package let arguments: [String]

  package init(_ code: String, template: String, line: Int, _ arguments: [String] = []) {
    self.code = code
    self.template = template
    self.line = line
    self.arguments = arguments
  }
}
