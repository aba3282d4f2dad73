import Localisation
import Testing

@testable import Templating

@Suite struct TemplateTests {
  static func library(_ text: String, more: [String: String] = [:]) throws -> TemplateLibrary {
    var overlay = ["nowhere/page.html": text]
    for (name, text) in more { overlay["nowhere/" + name] = text }
    return try TemplateLibrary(folder: "nowhere", overlay: overlay)
  }

  static let shapes: [String: TemplateShape] = [
    "name": .text, "chart": .markup, "shown": .flag, "rows": .list(["cell": .text]),
  ]

  static func problem(_ text: String, more: [String: String] = [:]) -> TemplateProblem? {
    do {
      try library(text, more: more).check("page.html", against: shapes)
      return nil
    } catch { return error as? TemplateProblem }
  }

  @Test func knownVariablesPass() {
    #expect(
      Self.problem("{{name}} {{{chart}}} {{#shown}}x{{/shown}} {{#rows}}{{cell}} {{name}}{{/rows}} {{^rows}}-{{/rows}}")
        == nil)
  }

  @Test(arguments: [
    ("a\nb {{nmae}}", "E854", 2), ("{{#rows}}\n{{other}}\n{{/rows}}", "E854", 2), ("{{cell}}", "E854", 1),
    ("{{{name}}}", "E855", 1),
    ("{{&name}}", "E855", 1), ("{{chart}}", "E856", 1), ("{{shown}}", "E857", 1), ("{{#name}}{{/name}}", "E857", 1),
    ("{{>absent}}", "E853", 1), ("{{name", "E850", 1), ("{{#shown}}", "E852", 1), ("{{=<% %>=}}", "E851", 1),
    ("{{lower(name)}}", "E851", 1),
    ("{{a.b}}", "E854", 1),
  ])
  func mistakesAreFoundBeforeRendering(text: String, code: String, line: Int) {
    let problem = Self.problem(text)
    #expect(problem?.code == code)
    #expect(problem?.line == line)
  }

  @Test func anUnknownVariableNamesTheKnownOnes() {
    #expect(Self.problem("{{nmae}}")?.arguments == ["nmae", "chart name rows shown"])
  }

  @Test func aPartialIsCheckedInTheScopeItIsUsedIn() {
    #expect(Self.problem("{{#rows}}{{>row}}{{/rows}}", more: ["row": "{{cell}}"]) == nil)
    #expect(Self.problem("{{>row}}", more: ["row": "{{cell}}"])?.template == "row")
    #expect(Self.problem("{{>loop}}", more: ["loop": "{{>loop}}"])?.code == "E853")
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "\"onload=x", "'onload=x", "<\u{301}img>", "\"\u{301} onload=1", "]]>", "a&b",
  ])
  func textIsEscapedByteByByte(value: String) throws {
    let html = try Self.library("<p title=\"{{name}}\">{{name}}</p>").html("page.html", ["name": .text(value)]).html
    let inside = html.dropFirst("<p title=\"".count).dropLast("</p>".count)
    #expect(!inside.unicodeScalars.dropLast(0).contains("<"))
    #expect(html.unicodeScalars.filter { $0 == "\"" }.count == 2 && !html.unicodeScalars.contains("'"))
  }

  @Test func listsRepeatAndMarkupPassesAsItIs() throws {
    let values: [String: TemplateValue] = [
      "rows": .list([["cell": .text("1 < 2")], ["cell": .text("二")]]), "chart": .markup(Markup("<svg/>")),
      "shown": .flag(false), "name": .text(""),
    ]
    let html = try Self.library("{{#rows}}[{{cell}}]{{/rows}}{{{chart}}}{{^shown}}no{{/shown}}").html(
      "page.html", values
    ).html
    #expect(html == "[1 &lt; 2][二]<svg/>no")
  }

  @Test func plainTextIsNotEscaped() throws {
    #expect(try Self.library("您好，{{name}}").plain("page.html", ["name": .text("A & B")]) == "您好，A & B")
  }

  @Test func everyProblemHasAnExplanationAndAdvice() {
    for code in 850...857 {
      for language in Language.allCases {
        #expect(!Phrasebook.text("E\(code)", language).contains("⟦"))
        #expect(!Phrasebook.text("E\(code).help", language).contains("⟦"))
      }
    }
  }
}
