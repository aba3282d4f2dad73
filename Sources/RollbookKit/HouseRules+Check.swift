import ByteScanning
package import DecisionTables
import Feedback
import Planning
import Privacy
import Tabular

extension HouseRules {
  /// Everything wrong in any rule sheet: decision tables, settings, fields, views, plan, words, questionnaire, holidays.
  package func check() throws -> [RuleFinding] {
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
    try attempt("visit_plan") { _ = try PlanRule.read($0) }
    try attempt("holidays") { _ = try Holidays(grid: $0) }
    try attempt("themes") { _ = try WordList(grid: $0) }
    try attempt("questionnaire") { _ = try Questionnaire(grid: $0) }
    return all
  }
}
