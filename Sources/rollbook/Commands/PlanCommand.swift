import ArgumentParser
import ByteScanning
import Localisation
import Planning
import RollbookKit
import Workbooks

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Visits due, overdue, missed and done; work lists and calendars for staff.")

  @OptionGroup var input: InputArguments

  @Option(name: [.customShort("o"), .customLong("output")], help: "The folder the lists go to.")
  var output: String

  @Option(help: "How many days ahead.")
  var ahead = 30

  @OptionGroup var common: CommonOptions

  func run() throws {
    let console = common.console
    let options = try input.options()
    let institution = try Institution.open(options)
    let judging = try Judging(institution, ahead: ahead)
    let plan = judging.plan
    let counts =
      ([.doneInTime, .doneLate, .due, .overdue, .missed, .notYetDue, .optedOut, .heldBack] as [VisitPlan.Status])
      .map { String(plan.count($0)) }
    console.note(Phrasebook.text("plan.summary", common.language, [String(plan.items.count)] + counts))
    if common.dryRun { return console.say("cli.would_write", output) }
    var write = WriteOptions()
    write.force = common.force
    write.inputs = options.paths
    let (files, refused) = try PlanDelivery(judging, language: common.language).write(to: output, write)
    for file in files { console.say("cli.wrote", file) }
    for (name, failure) in refused {
      console.say("plan.refused", name, Phrasebook.text(failure.code.rawValue, common.language, failure.arguments))
    }
    try Warnings.tell(institution, console, strict: common.strict)
  }
}
