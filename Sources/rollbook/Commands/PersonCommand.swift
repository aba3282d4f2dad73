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
    subcommands: [Show.self, Forget.self, Expired.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
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
      commandName: "forget",
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
      let catalogue = institution.rules.catalogue
      let person = try PersonRecord(customer, in: records, catalogue: catalogue)
      let forgetting = try ForgetRun(institution, person, to: output, common.language)
      for place in forgetting.removed {
        common.console.data(Inert.line(Phrasebook.text("person.removed", common.language, [place])))
      }
      for cell in forgetting.masked {
        common.console.data(
          Inert.line(Phrasebook.text("person.masked", common.language, [cell.place, cell.title])))
      }
      for loss in forgetting.losses {
        common.console.note(Phrasebook.text(loss.code, common.language, loss.arguments))
      }
      if common.dryRun { return common.console.say("cli.would_write", output) }
      var write = WriteOptions()
      write.force = common.force
      write.inputs = options.paths
      try forgetting.write(to: output, write)
      common.console.say("person.forgotten", output, String(forgetting.removed.count), String(forgetting.masked.count))
    }
  }

  struct Expired: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "expired",
      abstract: "Customers kept past their time (settings retention_days_lead, retention_days_customer).")
    @OptionGroup var input: InputArguments
    @OptionGroup var common: CommonOptions

    func run() throws {
      let institution = try Institution.open(try input.options())
      let records = institution.records
      let text = FindingText(common.language, sources: records.sources, catalogue: institution.rules.catalogue)
      let ids = records.customers.texts("customer_id")
      let items = Retention(records, settings: institution.rules.settings).items
      for item in items {
        let place = records.customers.table.place(row: Int(item.customer))
        common.console.data(
          Inert.line(
            [
              ids[Int(item.customer)] ?? "—", text.place(place), item.last.description, String(item.daysOver),
              Phrasebook.text("person.expired.\(item.reason.rawValue)", common.language),
            ].joined(separator: "\t")))
      }
      common.console.say("person.expired", String(items.count))
    }
  }
}
