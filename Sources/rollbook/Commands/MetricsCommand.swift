import ArgumentParser
import ByteScanning
import CustomerRecords
import Foundation
import Localisation
import Metrics
import MetricsFiles
import RollbookKit
import Tabular
import Workbooks

struct MetricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "Every number with numerator, denominator, window and definition, as JSON.")

  @OptionGroup var input: InputArguments

  @Option(help: "Compare a period: 2025-Q3, 2025-09 or 2025.")
  var period: String?

  @Option(help: "Cohort grain: day, week, month, quarter, year (default: the finest that is large enough).")
  var grain: String?

  @Option(help: "Retention: on, or onOrAfter.")
  var retention: String?

  @Option(
    name: [.customLong("by"), .customLong("split")],
    help: "A whole report for every value of: channel, course, stage, grade, tier, campus, staff, region (repeatable).")
  var by: [String] = []

  @Option(help: "A saved `metrics --json` file of a former run: adds the changes since then (repeatable, at most 6).")
  var since: [String] = []

  @Option(name: [.customShort("o"), .customLong("output")], help: "Write to a file instead of stdout.")
  var output: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let options = try input.options()
    var metrics = MetricsOptions()
    if let period {
      guard let found = Period(name: period) else { throw Failure("E909", kind: .usage, [period]) }
      metrics.period = found
    }
    if let grain {
      guard let found = Grain(rawValue: grain) else { throw Self.unknown(grain, Grain.allCases.map(\.rawValue)) }
      metrics.grain = found
    }
    if let retention {
      guard let found = CohortTable.Kind(rawValue: retention) else {
        throw Self.unknown(retention, ["on", "onOrAfter"])
      }
      metrics.kind = found
    }
    metrics.split = try by.flatMap { $0.split(separator: ",").map(String.init) }.map { word in
      guard let found = Dimension(rawValue: word) else {
        throw Self.unknown(word, Dimension.allCases.map(\.rawValue))
      }
      return found
    }
    metrics.since = try FormerRuns.read(since)
    let institution = try Institution.open(options)
    try FormerRuns.check(metrics.since, asOf: institution.records.asOf)
    let report = try Judging(institution).report(common.language, metrics)
    let bytes = MetricsJSON.bytes(report, language: common.language)
    if let output {
      var write = WriteOptions()
      write.force = common.force
      write.inputs = options.paths
      if common.dryRun { return common.console.say("cli.would_write", output) }
      try OutputTarget.write(bytes, to: output, purpose: "metrics", write)
      common.console.say("cli.wrote", output)
    } else {
      common.console.data(bytes)
    }
    for dimension in metrics.split where report.missing.contains(where: { $0.section == "by." + dimension.rawValue }) {
      let column = dimension.field.map {
        institution.rules.catalogue.title(FieldID($0.table.rawValue, $0.name), common.language)
      }
      common.console.say(
        "cli.by_missing", Phrasebook.text("metrics.dimension." + dimension.rawValue, common.language),
        column ?? dimension.rawValue)
    }
    try Warnings.tell(institution, common.console, strict: common.strict)
  }

  static func unknown(_ word: String, _ words: [String]) -> Failure {
    UnknownWord.word(word, among: words)
  }
}
