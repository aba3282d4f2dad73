import Localisation
import Mustache
import Templates
import Testing

@testable import Templating

/// Skeletons filled in are the bytes Mustache itself makes of the values, on every template that ships and on what is
/// easily got wrong.
@Suite struct MustacheTests {
  /// How sections are answered: shown, not shown, repeated, empty.
  static let answers: [TemplateValue] = [.flag(true), .flag(false), .list([["row": .text("<1>")], [:]]), .list([])]

  static func values(_ templates: [String: TemplateTags], _ answer: TemplateValue) -> [String: TemplateValue] {
    var values: [String: TemplateValue] = [:]
    for template in templates.values {
      for (tag, _) in template.tags {
        switch tag {
        case .variable(let name, let raw):
          values[name] = raw ? .markup(Markup("<b>\n</b>")) : .text("‹\(name)›\n<&\"'")
        case .open(let name, _): values[name] = answer
        case .close, .partial: break
        }
      }
    }
    return values
  }

  static func object(_ values: [String: TemplateValue]) -> [String: Any] {
    values.mapValues { value in
      switch value {
      case .text(let text): Escaper.html(text)
      case .markup(let markup): markup.html
      case .flag(let flag): flag
      case .list(let entries): entries.map { object($0) }
      }
    }
  }

  static func expectSame(_ texts: [String: String], _ names: [String], _ folder: String) throws {
    let library = try TemplateLibrary(
      folder: folder, overlay: Dictionary(uniqueKeysWithValues: texts.map { (folder + "/" + $0, $1) }))
    let ours = try texts.reduce(into: [:]) { $0[$1.key] = try TemplateTags($1.value, template: $1.key) }
    // What is told the other in a pragma keeps it from escaping what is escaped already.
    let theirs = MustacheLibrary(
      templates: try texts.mapValues { try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + $0) })
    for name in names {
      for answer in answers {
        let values = values(ours, answer)
        #expect(
          try library.html(name, values).html == theirs.render(object(values), withTemplate: name), "\(name) \(answer)")
        // The second time from the skeleton that is known, with other values in it.
        let others = values.mapValues { if case .text(let text) = $0 { TemplateValue.text(text + "二") } else { $0 } }
        #expect(
          try library.html(name, others).html == theirs.render(object(others), withTemplate: name), "\(name) \(answer)")
      }
    }
  }

  @Test(arguments: ["dashboard", "letters", "messages"])
  func everyShippedTemplate(folder: String) throws {
    var texts: [String: String] = [:]
    for path in Templates.paths(in: folder) where !path.hasSuffix(".js") && !path.hasSuffix(".gitkeep") {
      texts[String(path.dropFirst(folder.count + 1))] = Templates.text(path)
    }
    #expect(texts.count > 2)
    try MustacheTests.expectSame(texts, texts.keys.sorted(), folder)
  }

  @Test(arguments: [
    "", "text", "a {{x}} b", "{{x}}", "{{x}}\n", "{ {x} }", "{{{y}}}\n{{&z}}", "a\n  {{x}}  \nb",
    "a\n{{#s}}\nb\n{{/s}}\nc", "a\n  {{#s}}  \nb{{x}}\n\t{{/s}}\t\nc", "a\n{{#s}}b{{/s}}\nc",
    "a\n{{^s}}\nb\n{{/s}}\nc", "{{#s}}\nfirst\n{{/s}}\n", "a\n{{! gone }}\nb", "a {{! gone }} b\n",
    "a\r\n{{#s}}\r\nb\r\n{{/s}}\r\nc", "a\n{{#s}}\n{{#t}}\n{{x}}\n{{/t}}\n{{/s}}\nb", "a\n{{#s}}\nb\n{{/s}}",
    "a\n{{#s}} {{x}} {{/s}}\n {{x}}{{#s}}\n{{/s}}\nz", "{{#s}}{{row}}{{^t}}{{x}}{{/t}}, {{/s}}\n中文{{x}}",
    "a\n{{>part}}\nb", "a\n  {{>part}}\nb", "a {{>part}} b", "{{>part}}\n", "a\n {{>outer}}\nb",
  ])
  func whatIsEasilyGotWrong(text: String) throws {
    try MustacheTests.expectSame(
      ["page": text, "part": "1 {{x}}\n2 {{{y}}}\n", "outer": "o\n {{>part}}\n{{x}}"], ["page"], "nowhere")
  }
}
