import ArgumentParser
import ByteScanning
import CSVCodec
import CustomerRecords
import DecisionTables
import Foundation
import Incentives
import Localisation
import ReleaseGate
import RollbookKit
import Tabular
import Workbooks

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Check the rules workbook, try a table on rows of inputs, compare editions.",
    subcommands: [Check.self, Run.self, Diff.self])

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Overlaps, gaps, unreachable rows, unknown words: by sheet and cell, with an example.")

    @Argument(help: "The rules workbook (a file or a folder), or a DMN file (.dmn); without it, the rules that ship.")
    var rules: String?

    @Option(help: "A folder whose templates lie over the shipped ones: its messages are checked too.")
    var templates: String?

    @OptionGroup var common: CommonOptions

    func run() throws {
      let house = try HouseRules.load(rules)
      let findings = try house.check(templates: templates)
      for finding in findings { RuleFindings.tell(finding, common) }
      let errors = findings.count { $0.severity == .error }
      let warnings = findings.count { $0.severity == .warning }
      common.console.say("rules.checked", String(house.book.tableNames.count), String(errors), String(warnings))
      if errors > 0 { throw ExitCode(4) }
      if warnings > 0, common.strict { throw ExitCode(1) }
    }
  }

  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Try a table on rows of inputs: outputs behind them, then the rules that fired.")

    @Argument(help: "The rules workbook (a file or a folder), or a DMN file (.dmn); without it, the rules that ship.")
    var workbook: String?

    @Option(help: "The rules workbook, as with other commands.")
    var rules: String?

    @Option(
      help: "The sheet that holds the table (or the decision of a .dmn file); not needed where there is one only.")
    var table: String?

    @Option(help: "A CSV or XLSX with the table's input headers.")
    var inputs: String

    @Option(
      name: [.customShort("o"), .customLong("output")], help: "Where the result goes (.csv, .xlsx); else stdout.")
    var output: String?

    @Option(name: .customLong("as-of"), help: "The day rules call as-of.")
    var asOf: String?

    @OptionGroup var common: CommonOptions

    func run() throws {
      let house = try HouseRules.load(workbook ?? rules)
      let day = asOf.flatMap { Day(iso: $0) }
      let own = house.book.sheets.filter { !$0.isDefault && DecisionTable.looksLikeTable($0.grid) }
      guard let table = table ?? (own.count == 1 ? own[0].name : nil) else {
        throw Failure("E920", kind: .usage, [house.book.tableNames.joined(separator: ", ")])
      }
      guard let parsed = house.book.checked(table, asOf: day) else {
        throw Failure("E428", kind: .rules, [table, NearestWord.of(table, among: house.book.tableNames) ?? ""])
      }
      for finding in parsed.findings where finding.severity > .note { RuleFindings.tell(finding, common) }
      if parsed.findings.contains(where: { $0.severity == .error }) { throw ExitCode(4) }
      guard let decision = parsed.table else { throw Failure("E428", kind: .rules, [table, ""]) }
      let book = try Workbooks.open(inputs, OpenOptions(exactly: true))
      guard let grid = try Grids.read(book).first else { throw Failure("E602", file: inputs) }
      let run = RulesRun(decision, inputs: grid, constants: house.book.constants(day), isBlank: BlankWords.contains)
      for finding in run.findings { RuleFindings.tell(finding, common) }
      let released = Released(run.result.table(named: table), through: .custody(reason: "rules run"))
      guard let output else {
        var options = CSVWriter.Options()
        options.mark = false
        options.lineEnd = "\n"
        return try CSVWriter(options).write(released, to: StandardOutput())
      }
      if common.dryRun { return common.console.say("cli.would_write", output) }
      var write = WriteOptions()
      write.force = common.force
      write.inputs = [inputs]
      write.keepsTypes = false
      try Workbooks.write([released], to: output, write)
      common.console.say("cli.wrote", output)
    }
  }
}

extension RulesCommand {
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff",
      abstract: "Who would change grade, tier or class under changed rules, before they are switched on.")

    @Argument(help: "The rules as they are: a workbook, or - for those that ship.")
    var old: String
    @Argument(help: "The changed rules.")
    var new: String
    @OptionGroup var input: InputArguments
    @OptionGroup var common: CommonOptions

    func run() throws {
      func workbook(_ path: String) -> String? { path == "-" ? nil : path }
      let (diff, ids) = try RulesComparison.run(old: workbook(old), new: workbook(new), try input.options())
      let console = common.console
      for count in diff.counts {
        console.data(
          Phrasebook.text(
            "rules.moves", common.language,
            [
              Phrasebook.text("rules.table.\(count.table.rawValue)", common.language), count.from ?? "—",
              count.to ?? "—", String(count.people),
            ]))
      }
      for change in diff.changes {
        console.data(
          "\(ids[Int(change.person)])\t\(change.table.rawValue)\t\(change.from ?? "")\t\(change.to ?? "")\t\(change.fromRule ?? "")\t\(change.toRule ?? "")"
        )
      }
      console.say("rules.diff", String(diff.changes.count), String(diff.people))
    }
  }
}

/// Problems of rule sheets, as the compiler-like lines people know.
enum RuleFindings {
  static func tell(_ finding: RuleFinding, _ common: CommonOptions) { tell(finding, common.console) }

  static func tell(_ finding: RuleFinding, _ console: Console) {
    let word = Phrasebook.text("severity.\(finding.severity)", console.language)
    console.error(
      Inert.line(
        "\(word)[\(finding.code.rawValue)]: \(Phrasebook.text(finding.code.rawValue, console.language, finding.arguments))"
      ))
    let place = [finding.source.file, finding.source.sheet, finding.cell].filter { !$0.isEmpty }
    console.error(
      Inert.line(
        "  --> " + place.joined(separator: " › ")
          + (finding.others.isEmpty ? "" : " (\(finding.others.joined(separator: " ")))")))
    if !finding.example.isEmpty {
      console.error(Inert.line(Phrasebook.text("rules.example", console.language, [finding.exampleText])))
    }
    if Phrasebook.has(finding.code.rawValue + ".help") {
      console.error(
        Inert.line(
          Phrasebook.text("check.help", console.language) + ": "
            + Phrasebook.text(finding.code.rawValue + ".help", console.language, finding.arguments)))
    }
  }
}
