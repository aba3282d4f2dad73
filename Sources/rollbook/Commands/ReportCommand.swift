import ArgumentParser
import ByteScanning
import CustomerRecords
import Dashboards
import Foundation
import Localisation
import Metrics
import MetricsFiles
import Reporting
import RollbookKit

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Dashboards: one self-contained page for each audience.")

  @OptionGroup var input: InputArguments

  @Option(name: [.customShort("o"), .customLong("output")], help: "The folder the pages go to.")
  var output: String

  @Option(help: "Only these pages: head, sales, teaching, service, partner (repeatable).")
  var audience: [String] = []

  @Option(help: "Compare a period: 2025-Q3, 2025-09 or 2025.")
  var period: String?

  @Option(help: "A saved `metrics --json` file of a former run: shows the trend (repeatable, at most 6).")
  var since: [String] = []

  @Option(help: "The institution's name, for the title.")
  var name: String = ""

  @Option(help: "A folder whose files lie over the page templates.")
  var templates: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let console = common.console
    let options = try input.options()
    let audiences = try audience.isEmpty ? Audience.allCases : audience.map(Self.named)
    var run = ReportRun(audiences: audiences, language: common.language, institutionName: name, templates: templates)
    if let period {
      guard let found = Period(name: period) else { throw Failure("E909", kind: .usage, [period]) }
      run.metrics.period = found
    }
    run.metrics.since = try FormerRuns.read(since)
    let written = try run.write(options, to: output, force: common.force, dryRun: common.dryRun) { [run] institution in
      try FormerRuns.check(run.metrics.since, asOf: institution.records.asOf)
    }
    Remains.keep(written.judging)
    for path in written.paths { console.say(common.dryRun ? "cli.would_write" : "cli.wrote", path) }
    try Warnings.tell(written.judging.institution, console, strict: common.strict)
  }

  static func named(_ word: String) throws -> Audience {
    guard let audience = Audience(rawValue: word) else {
      throw UnknownWord.audience(word, among: Audience.allCases.map(\.rawValue))
    }
    return audience
  }
}
