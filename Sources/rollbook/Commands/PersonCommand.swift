import ArgumentParser
import CustomerRecords
import Localisation
import Privacy
import ReleaseGate
import RollbookKit
import Tabular
import Workbooks

struct PersonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "person",
    abstract: "The rights of a person: everything held on them; copies of the sheets without them.",
    subcommands: [Show.self, Forget.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Everything held on one customer, with where it stands. Prints personal data: for that person only.")
    @Argument(help: "The customer's id, phone or name.")
    var customer: String
    @OptionGroup var input: InputArguments
    @OptionGroup var common: CommonOptions

    func run() throws {
      let institution = try Institution.open(try input.options())
      let records = institution.records
      let catalogue = institution.rules.catalogue
      let person = try PersonRecord(customer, in: records, catalogue: catalogue)
      let text = FindingText(common.language, sources: records.sources, catalogue: catalogue)
      for item in person.items {
        common.console.data(
          Inert.line(
            [text.place(item.place), catalogue.title(item.field, common.language), item.value].joined(separator: "\t")))
      }
      for mention in person.mentions {
        common.console.data(
          Inert.line(
            [text.place(mention.place), catalogue.title(mention.field, common.language), "…"].joined(separator: "\t")))
      }
      common.console.say("person.held", String(person.items.count), String(person.mentions.count))
    }
  }

  struct Forget: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write cleaned copies of the sheets without a customer; the originals are never touched.")
    @Argument(help: "The customer's id, phone or name.")
    var customer: String
    @OptionGroup var input: InputArguments
    @Option(name: [.customShort("o"), .customLong("output")], help: "Where the copies go: an .xlsx file or a folder.")
    var output: String
    @OptionGroup var common: CommonOptions

    func run() throws {
      let options = try input.options()
      let institution = try Institution.open(options)
      let records = institution.records
      let person = try PersonRecord(customer, in: records, catalogue: institution.rules.catalogue)
      let tables = person.forgotten(in: records)
      let sheets = TableKind.allCases.compactMap { kind -> Released<Custody>? in
        guard var table = tables[kind], !table.columns.isEmpty, table.rowCount > 0 else { return nil }
        table.name = Phrasebook.text("table.\(kind.rawValue)", common.language)
        return Released(table, through: .custody(reason: "person forget"))
      }
      if common.dryRun { return common.console.say("cli.would_write", output) }
      var write = WriteOptions()
      write.force = common.force
      write.inputs = options.paths
      try Workbooks.write(sheets, to: output, write)
      common.console.say("person.forgotten", output)
    }
  }
}
