import ArgumentParser
import CustomerRecords
import Localisation
import RollbookKit
import Tabular

/// Problems in data are told in a line and are no error; `--strict` makes them one.
enum Warnings {
  static func tell(_ institution: Institution, _ console: Console, strict: Bool) throws {
    let report = CheckReport(institution.records)
    let problems = report.count(.error) + report.count(.warning)
    if problems > 0 {
      console.say("cli.problems", String(problems), String(report.setAside), String(report.rows))
      if strict { throw ExitCode(1) }
    }
  }
}
