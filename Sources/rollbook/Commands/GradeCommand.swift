import ArgumentParser
import ByteScanning
import CustomerRecords
import Foundation
import Grading
import Incentives
import Localisation
import Loyalty
import Metrics
import RollbookKit
import Statistics
import Tabular
import Workbooks

struct GradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade",
    abstract: "Graded customers with reasons, and tiers, points, referrals, commission, honesty, supervision.")

  @OptionGroup var input: InputArguments

  @Option(
    name: [.customShort("o"), .customLong("output")], help: "The workbook (or folder of CSV files) to write.")
  var output: String

  @Option(help: "What changed since: a workbook of an earlier run, or a date (default: the start of the period).")
  var since: String?

  @Option(help: "The period of bonuses: 2025-Q3, 2025-09 or 2025 (default: the last quarter that is over).")
  var period: String?

  @Option(help: "The seed of the supervision sample (default: the settings').")
  var seed: UInt64?

  @Option(help: "A supervision sample that was filled in (repeatable): how it came out.")
  var inspected: [String] = []

  @Option(help: "The role whose view rules.")
  var view: String = "head"

  @Option(help: "Who asks, for views that show own rows or a team's.")
  var staff: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let console = common.console
    let options = try input.options()
    let wanted = try gradeOptions()
    let institution = try Institution.open(options)
    let run = try GradeRun(
      try Judging(institution), role: view, staff: staff, language: common.language, options: wanted)
    let result = try run.result()
    tell(run, result, console)
    if common.dryRun { return console.say("cli.would_write", output) }
    var write = WriteOptions()
    write.force = common.force
    write.inputs = options.paths + inspected + [wanted.former].compactMap { $0 }
    try Workbooks.write(result.sheets, to: output, write)
    console.say("cli.wrote", output)
    try Warnings.tell(institution, console, strict: common.strict)
  }

  private func gradeOptions() throws -> GradeOptions {
    var wanted = GradeOptions()
    if let since {
      if let day = Day(iso: since) { wanted.since = day } else { wanted.former = since }
    }
    if let period {
      guard let found = Period(name: period) else { throw Failure("E909", kind: .usage, [period]) }
      wanted.period = found
    }
    wanted.seed = seed
    wanted.inspected = inspected
    return wanted
  }

  private func tell(_ run: GradeRun, _ result: GradeRun.Result, _ console: Console) {
    func rounded(_ value: Double?, _ digits: Int) -> String { value.map { String(format: "%.\(digits)f", $0) } ?? "—" }
    let grading = run.judging.grading
    let counts = run.summary.map { "\($0.grade) \($0.people)" }.joined(separator: " · ")
    console.say("grade.summary", counts, String(grading.disagreements.count))
    let agreement = grading.ruleAgreement
    if agreement.n > 0 {
      console.say(
        "grade.agreement", rounded(agreement.share.map { $0 * 100 }, 1) + "%", rounded(agreement.kappa, 2),
        String(agreement.n))
    }
    let points = run.judging.standing.points
    console.say(
      "grade.points", String(points.issued), String(points.redeemed), String(points.expired),
      String(points.outstanding), rounded(points.liability, 2))
    let supervision = result.supervision
    console.say(
      "grade.sample", String(supervision.sample.count), String(supervision.seed), String(supervision.exceptions.count))
    for verdict in result.verdicts {
      console.say(
        "grade.verdict", Phrasebook.text("supervision.\(verdict.check)", common.language), String(verdict.yes),
        String(verdict.no), String(verdict.open))
    }
    guard !result.findings.isEmpty else { return }
    console.say("grade.findings", String(result.findings.count))
    let institution = run.judging.institution
    let text = FindingText(
      common.language, sources: institution.records.sources, catalogue: institution.rules.catalogue)
    var told: [String: Int] = [:]
    for finding in result.findings {
      told[finding.code.rawValue, default: 0] += 1
      // Three of a kind show what it is; the rest can be found the same way.
      if told[finding.code.rawValue] ?? 0 > 3 { continue }
      console.note(Inert.line("  [\(finding.code.rawValue)] \(text.place(finding.at)): \(text.sentence(finding))"))
    }
  }
}
