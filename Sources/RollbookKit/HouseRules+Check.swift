import ByteScanning
package import DecisionTables
import Feedback
import Localisation
import Planning
import Privacy
import Tabular

extension HouseRules {
  /// Everything wrong in any rule sheet: decision tables, settings, fields, views, plan, words, questionnaire, holidays.
  package func check(templates: String? = nil) throws -> [RuleFinding] {
    var all = book.check() + findings
    // A DMN file is decision tables and nothing else.
    guard book.grid("views") != nil else { return all }
    let views = try ViewSheet(try sheet("views"), catalogue: catalogue)
    all += views.findings.map { finding in
      RuleFinding(
        finding.code.rawValue, finding.severity, views.source, cell: finding.at.address, finding.hint)
    }
    func attempt(_ name: String, _ read: (Grid) throws -> Void) throws {
      let grid = try sheet(name)
      do { try read(grid) } catch let failure as Failure {
        all.append(
          RuleFinding(failure.code.rawValue, .error, grid.source, cell: failure.cell ?? "", failure.arguments))
      }
    }
    var planned: [PlanRule] = []
    var mailings: [SendRule] = []
    try attempt("visit_plan") { planned = try PlanRule.read($0, choices: choices) }
    try attempt("send_lists") { mailings = try SendRule.read($0, choices: choices) }
    try attempt("advice") { _ = try AdviceRule.read($0) }
    try attempt("holidays") { _ = try Holidays(grid: $0) }
    try attempt("themes") { _ = try WordList(grid: $0) }
    try attempt("questionnaire") { _ = try Questionnaire(grid: $0) }
    all += try messages(planned, mailings, templates)
    return all
  }

  /// Texts with a variable nobody knows, by file and line, and rules whose script has no text, by cell.
  private func messages(_ planned: [PlanRule], _ mailings: [SendRule], _ templates: String?) throws -> [RuleFinding] {
    let overlay = try templates.map(TemplateFolder.read) ?? [:]
    let problems = MessageScripts.problems(overlay: overlay)
    var found = problems.map { failure in
      RuleFinding(
        failure.code.rawValue, .error, SourceSheet(file: failure.file ?? "", sheet: ""), cell: failure.cell ?? "",
        failure.arguments)
    }
    guard problems.isEmpty else { return found }
    let scripts = try MessageScripts(overlay: overlay)
    func say(_ id: String, _ script: String, _ sheet: String, _ column: Int, _ row: Int) throws {
      let written = Language.allCases.contains { language in
        scripts.name(script, .script, language) != nil || scripts.name(script, .message, language) != nil
      }
      guard !script.isEmpty, !written else { return }
      found.append(
        RuleFinding(
          "E743", .warning, try self.sheet(sheet).source, cell: CellName.name(column: column, row: row), [script, id]))
    }
    for rule in planned { try say(rule.zh, rule.script, "visit_plan", 10, rule.row) }
    for rule in mailings { try say(rule.zh, rule.script, "send_lists", 9, rule.row) }
    return found
  }
}
