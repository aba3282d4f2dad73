import ArgumentParser
import ByteScanning
import CustomerRecords
import DecisionTables
import Localisation
import RollbookKit
import Tabular

/// Problems in data are told in a line and are no error; `--strict` makes them one.
enum Warnings {
  /// A map of headers that is used without being named, or kept for next time.
  static func tellMap(_ institution: Institution, _ console: Console) {
    for path in institution.recalledMaps { console.say("cli.map_recalled", path) }
    for path in institution.rememberedMaps { console.say("cli.map_remembered", path) }
  }

  /// Which rules a run takes from those that ship, and sheets of the rules workbook that are not used.
  private static func tellRules(_ institution: Institution, _ console: Console) {
    let findings = institution.rules.book.findings
    func sheets(_ code: String) -> String {
      findings.filter { $0.code.rawValue == code }.compactMap(\.arguments.first).joined(separator: "、")
    }
    let (missing, unknown) = (sheets("E421"), sheets("E420"))
    if !missing.isEmpty { console.say("cli.rules_default", missing) }
    if !unknown.isEmpty { console.say("cli.rules_unknown", unknown) }
  }

  static func tell(_ institution: Institution, _ console: Console, strict: Bool) throws {
    tellMap(institution, console)
    tellRules(institution, console)
    // Targets that name no number: the page would go without them in silence.
    let targets = institution.rules.findings.filter { $0.code == "E801" || $0.code == "E803" }
    for finding in targets where !console.quiet { RuleFindings.tell(finding, console) }
    let report = CheckReport(institution.records)
    let problems = report.count(.error) + report.count(.warning)
    if problems > 0 {
      console.say("cli.problems", String(problems), String(report.setAside), String(report.rows))
      if strict { throw ExitCode(1) }
    }
    if !targets.isEmpty, strict { throw ExitCode(1) }
  }
}
