import ArgumentParser
import CustomerRecords
import Feedback
import Localisation
import RollbookKit
import Workbooks

struct SurveyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "survey", abstract: "Questionnaires out and in.", subcommands: [New.self, Read.self],
    defaultSubcommand: New.self)

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "new",
      abstract: "A questionnaire: as a sheet with drop-downs (.xlsx), or as a page to print (.html).")

    @Option(help: "A rules workbook with a questionnaire sheet (default: the one that ships).")
    var rules: String?

    @Option(name: [.customShort("o"), .customLong("output")], help: "The workbook or page to write.")
    var output: String

    @Option(help: "The institution's name, for the page.")
    var name: String?

    @Option(help: "A folder whose templates lie over the shipped ones.")
    var templates: String?

    @OptionGroup var common: CommonOptions

    func run() throws {
      if common.dryRun { return common.console.say("cli.would_write", output) }
      var write = WriteOptions()
      write.force = common.force
      let house = try HouseRules.load(rules)
      if output.hasSuffix(".html") {
        let page = try SurveyRun.page(house, common.language, school: name, templates: templates)
        try OutputTarget.write(page, to: output, purpose: "questionnaire", write)
      } else {
        try Workbooks.write([try SurveySheet.blank(house, common.language)], to: output, write)
      }
      common.console.say("cli.wrote", output)
    }
  }

  struct Read: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "read",
      abstract: "Answers matched to customers; who answered twice or is not known; by phone against alone.",
      discussion: "Reads the filled-in sheet and exports of survey tools (问卷星, 腾讯问卷, Google Forms).")

    @OptionGroup var input: InputArguments

    @Option(name: [.customShort("o"), .customLong("output")], help: "A workbook for questions and comparison.")
    var output: String?

    @OptionGroup var common: CommonOptions

    func run() throws {
      let options = try input.options()
      let institution = try Institution.open(options)
      let reading = SurveyRun.Reading(institution)
      FindingLines.tell(reading.findings, institution.records.sources, institution, common)
      let sheets = reading.sheets.sheets
      let unknown = sheets.count - reading.matched
      let off = reading.answers.questions.reduce(0) { $0 + $1.outside }
      let counts = [
        sheets.count, sheets.reduce(0) { $0 + $1.answers }, reading.matched, unknown, reading.doubles, off,
      ].map(String.init)
      common.console.data(Phrasebook.text("survey.read", common.language, counts))
      for line in reading.comparisons(common.language) { common.console.data(line) }
      if let output { try common.write(reading.tables(common.language), to: output, inputs: options.paths) }
      if common.strict, !reading.findings.isEmpty { throw ExitCode(1) }
    }
  }
}
