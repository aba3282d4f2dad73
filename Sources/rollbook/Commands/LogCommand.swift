import ArgumentParser
import ByteScanning
import CustomerRecords
import Localisation
import RollbookKit
import Tabular

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Filled-in work lists, attendance lists, help requests and call transcripts into a new visit log.",
    discussion:
      "Transcripts (.txt, .srt, .vtt) and recordings say in their names whose call it was: ID_DATE_STAFF.srt.")

  @OptionGroup var input: InputArguments

  @Option(name: .customLong("add"), help: "A file or folder to read into the log (repeatable).")
  var add: [String]

  @Option(
    name: [.customShort("o"), .customLong("output")], help: "The new sheets: a workbook (.xlsx) or a folder.")
  var output: String

  @Flag(help: "Write only the new rows, to append by hand.")
  var onlyNew = false

  @Option(help: "What an attendance list is about, where the list does not say.")
  var event: String?

  @Option(help: "The day of an attendance list or help request, where it does not say, as 2026-03-15.")
  var date: String?

  @Flag(help: "Give recordings to the recogniser named in the settings sheet (off unless asked for).")
  var recognise = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let date, Day(iso: date) == nil { throw Spoken.invalid("cli.date", "--date", date) }
  }

  func run() throws {
    let console = common.console
    let options = try input.options()
    let institution = try Institution.open(options)
    var what = LogRun.Options(files: add)
    what.event = event
    what.date = date.flatMap { Day(iso: $0) }
    what.recognise = recognise
    let run = try LogRun(try Judging(institution), what)
    FindingLines.tell(run.findings, run.sources, institution, common)
    let counts = run.counts
    console.note(
      Phrasebook.text(
        "log.summary", common.language,
        [
          counts.added, counts.workLists, counts.attendance, counts.help, counts.calls, counts.others, counts.unfilled,
          counts.known, counts.setAside,
        ].map(String.init)))
    if counts.masked > 0 { console.say("log.masked", String(counts.masked)) }
    if counts.added == 0 && counts.completed == 0 {
      console.say("log.nothing")
    } else {
      try common.write(
        onlyNew ? [run.newRows(common.language)] : run.completeSheets(common.language), to: output,
        inputs: options.paths + add)
    }
    if counts.setAside > 0, common.strict { throw ExitCode(1) }
  }
}

/// Findings on stderr, each with its place and what to do, notes only in number.
enum FindingLines {
  static func tell(
    _ findings: [Finding], _ sources: [SourceReport], _ institution: Institution, _ common: CommonOptions
  ) {
    let text = FindingText(common.language, sources: sources, catalogue: institution.rules.catalogue)
    for finding in findings where finding.severity > .note || !common.quiet {
      let word = Phrasebook.text("severity.\(finding.severity)", common.language)
      common.console.error(Inert.line("\(word)[\(finding.code.rawValue)]: \(text.sentence(finding))"))
      common.console.error(Inert.line("  --> " + text.place(finding.at)))
      if finding.severity > .note, let help = text.help(finding) {
        common.console.error(Inert.line(Phrasebook.text("check.help", common.language) + ": " + help))
      }
    }
  }
}
