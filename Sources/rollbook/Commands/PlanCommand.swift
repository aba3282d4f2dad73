import ArgumentParser
import ByteScanning
import Localisation
import Planning
import RollbookKit
import Workbooks

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Visits due, overdue, missed and done; work lists, calendars, messages, mailings and reports.")

  @OptionGroup var input: InputArguments

  @Option(name: [.customShort("o"), .customLong("output")], help: "The folder the lists go to.")
  var output: String

  @Option(help: "How many days ahead.")
  var ahead = 30

  @Option(help: "The institution's name, for messages and reports (default: the setting school_name).")
  var name: String?

  @Option(help: "A folder whose templates lie over the shipped ones (messages/, letters/).")
  var templates: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if !(0...3660).contains(ahead) { throw Spoken.invalid("cli.range", "--ahead", "0", "3660") }
  }

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
    var what = PlanDelivery.Options(language: common.language)
    what.school = name
    what.templates = templates
    let delivery = try PlanDelivery(judging, what)
    if common.dryRun { return console.say("cli.would_write", output) }
    var write = WriteOptions()
    write.force = common.force
    write.inputs = options.paths
    let outcome = try delivery.write(to: output, write)
    console.note(outcome.loop)
    for mailing in outcome.mailings {
      console.note(
        Phrasebook.text(
          "plan.sends", common.language, [mailing.name, mailing.channel] + mailing.counts.map(String.init)))
    }
    console.say("plan.confirms", String(outcome.confirmations), String(outcome.reports))
    if outcome.unassigned > 0 { console.say("plan.unassigned", String(outcome.unassigned)) }
    for file in outcome.files where !file.hasSuffix(".html") { console.say("cli.wrote", file) }
    for (name, failure) in outcome.refused {
      console.say("plan.refused", name, Phrasebook.text(failure.code.rawValue, common.language, failure.arguments))
    }
    try Warnings.tell(institution, console, strict: common.strict)
  }
}
