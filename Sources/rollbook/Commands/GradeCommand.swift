import ArgumentParser
import DecisionTables
import Grading
import Incentives
import Localisation
import RollbookKit
import Workbooks

struct GradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "Graded customers with reasons: the rule row that fired and the cells behind it.")

  @OptionGroup var input: InputArguments

  @Option(name: [.customShort("o"), .customLong("output")], help: "The workbook to write.")
  var output: String

  @Option(help: "A graded sheet of an earlier run: what changed since.")
  var since: String?

  @Option(help: "The role whose view rules.")
  var view: String = "head"

  @Option(help: "Who asks, for views that show own rows or a team's.")
  var staff: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let console = common.console
    let options = try input.options()
    let institution = try Institution.open(options)
    let run = try GradeRun(try Judging(institution), role: view, staff: staff, language: common.language)
    let sheets = try run.sheets(former: since)
    let counts = run.summary.map { "\($0.grade) \($0.people)" }.joined(separator: " · ")
    console.say("grade.summary", counts, String(run.judging.grading.disagreements.count))
    if common.dryRun { return console.say("cli.would_write", output) }
    var write = WriteOptions()
    write.force = common.force
    write.inputs = options.paths + [since].compactMap { $0 }
    try Workbooks.write(sheets, to: output, write)
    console.say("cli.wrote", output)
    try Warnings.tell(institution, console, strict: common.strict)
  }
}

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Why this grade, class and tier: rule rows and source cells of one customer.")

  @Argument(help: "The customer's id, phone, or a name only one person bears.")
  var customer: String

  @OptionGroup var input: InputArguments
  @OptionGroup var common: CommonOptions

  func run() throws {
    let institution = try Institution.open(try input.options())
    let row = try CustomerSearch.find(customer, in: institution)
    let judging = try Judging(institution)
    let story = CustomerStory(
      row, judging.standing, institution.records, engagement: institution.engagement,
      catalogue: institution.rules.book.catalogue)
    var topic: CustomerStory.Topic?
    for step in story.steps {
      if step.topic != topic {
        topic = step.topic
        common.console.data(common.console.bold(Phrasebook.text("story.topic.\(step.topic.rawValue)", common.language)))
      }
      let cells = step.cells.map { $0.place(in: institution.records).named(in: institution.records) }
      let from = cells.isEmpty ? "" : "  [\(cells.prefix(6).joined(separator: ", "))\(cells.count > 6 ? " …" : "")]"
      common.console.data(Inert.line("  " + step.text(common.language) + from))
    }
  }
}
