import ArgumentParser
import Localisation
import RollbookKit

struct FeedbackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feedback",
    abstract: "What customers speak of and in what mood: themes, by stage, type, channel, teacher; words to add.")

  @OptionGroup var input: InputArguments

  @Option(help: "Print the themes by: stage, course_stage, type, channel or teacher.")
  var by: String?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "A workbook with themes, groups, every note with the words that decided, and words to add.")
  var output: String?

  @Option(help: "The role whose view rules for the notes.")
  var view: String = "head"

  @Option(help: "Who asks, for views that show own rows or a team's.")
  var staff: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let by, FeedbackRun.Dimension(rawValue: by) == nil {
      let known = FeedbackRun.Dimension.allCases.map(\.rawValue).joined(separator: ", ")
      throw Spoken.invalid("cli.words", "--by", known)
    }
  }

  func run() throws {
    let options = try input.options()
    let institution = try Institution.open(options)
    let run = FeedbackRun(try Judging(institution), common.language)
    for line in run.lines(by: by.flatMap(FeedbackRun.Dimension.init(rawValue:))) { common.console.data(line) }
    if let output {
      try common.write(try run.sheets(role: view, staff: staff), to: output, inputs: options.paths)
    }
    try Warnings.tell(institution, common.console, strict: common.strict)
  }
}
