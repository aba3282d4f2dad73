import ArgumentParser
import CustomerRecords
import Foundation
import Localisation
import ReleaseGate
import RollbookKit
import Tabular
import Workbooks

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Every problem in the sheets, by file › sheet › cell, with what to do.")

  @OptionGroup var input: InputArguments

  @Flag(help: "Print every finding, not only the first of its kind.")
  var all = false

  @Option(help: "Write an annotated copy: bad cells coloured, every reason in a comment and a column.")
  var fixReport: String?

  @Option(help: "Write a map of the headers, to fill in for those nobody could guess.")
  var writeMap: String?

  @Option(help: "Write merged, cleaned sheets (an .xlsx file or a folder).")
  var clean: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let console = common.console
    let options = try input.options()
    var write = WriteOptions()
    write.force = common.force
    write.inputs = options.paths
    if let writeMap {
      if common.dryRun { return console.say("cli.would_write", writeMap) }
      try Workbooks.write([try CheckRun.suggestedMap(options)], to: writeMap, write)
      return console.say("cli.wrote", writeMap)
    }
    let run = CheckRun(try Institution.open(options))
    Warnings.tellMap(run.institution, console)
    if common.json {
      console.data(CheckJSON.bytes(run.report, language: common.language, catalogue: run.institution.rules.catalogue))
    } else {
      try printReport(run, console)
    }
    if let fixReport { try output(run.fixReport(common.language), to: fixReport, write, console) }
    if let clean { try output(run.clean(common.language), to: clean, write, console) }
    if run.report.hasProblems { throw ExitCode(1) }
  }

  private func output(_ sheets: [Released<Custody>], to path: String, _ write: WriteOptions, _ console: Console) throws
  {
    if common.dryRun { return console.say("cli.would_write", path) }
    try Workbooks.write(sheets, to: path, write)
    console.say("cli.wrote", path)
  }

  private func printReport(_ run: CheckRun, _ console: Console) throws {
    for lines in try run.lines(common.language, all: all) {
      for line in lines { console.data(Inert.line(line)) }
      console.data("")
    }
    for source in run.report.sources where source.kind != nil {
      let name = Phrasebook.text("table.\(source.kind!.rawValue)", common.language)
      let file = (source.sheet.file as NSString).lastPathComponent
      console.data(
        Inert.line(
          Phrasebook.text(
            "check.sum", common.language,
            [
              file + " › " + source.sheet.sheet, name, String(source.rows), String(source.used),
              String(source.setAside),
              String(source.skipped),
            ])))
    }
    let report = run.report
    console.data(
      Phrasebook.text(
        "check.total", common.language,
        [
          String(report.count(.error)), String(report.count(.warning)), String(report.count(.note)),
          String(report.rows), String(report.used), String(report.setAside),
        ]))
  }
}
