import ArgumentParser
import ByteScanning
import CustomerRecords
import Localisation
import Privacy
import RollbookKit
import Tabular

struct ViewsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "views", abstract: "What a role sees, and what is odd about the views sheet.",
    subcommands: [Show.self, Check.self])

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "What a role sees of every field.")
    @Argument(help: "The role: partner, sales, supervisor, teacher, service, head, audit.")
    var role: String
    @Option(help: "A rules workbook over the rules that ship.")
    var rules: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
      let house = try HouseRules.load(rules)
      let view = try house.views().role(role)
      let console = common.console
      console.data(
        Phrasebook.text(
          "views.head", common.language,
          [
            view.role, view.scope.rawValue, view.purposes.joined(separator: "、"), view.validUntil?.description ?? "—",
            view.minimumK.map(String.init) ?? "—",
            Phrasebook.text(view.needsConsent ? "word.yes" : "word.no", common.language),
            Phrasebook.text(view.needsEncryption ? "word.yes" : "word.no", common.language),
          ]))
      let asOf = Day(year: 2026, month: 3, day: 18)!
      for line in try house.views().lines(for: view, asOf: asOf, language: common.language) {
        let cells = [
          line.field.rawValue, line.title, line.grown.name, line.child.name, line.example,
          line.seen.isEmpty ? "—" : line.seen,
          line.seenOfChild.isEmpty ? "—" : line.seenOfChild,
        ]
        console.data(Inert.line(cells.joined(separator: "\t")))
      }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Unknown words, fields no role can see, fields everybody sees, a partner who sees more than staff.")
    @Argument(help: "The rules workbook; without it, the rules that ship.")
    var rules: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
      let house = try HouseRules.load(rules)
      let views = try house.views()
      var errors = 0
      for finding in views.findings {
        if finding.severity == .error { errors += 1 }
        common.console.data(
          Inert.line(
            "[\(finding.code.rawValue)] \(views.source.file) › \(views.source.sheet) › \(finding.at.address): "
              + Phrasebook.text(finding.code.rawValue, common.language, finding.hint)))
      }
      for remark in views.remarks() {
        common.console.data(
          "[\(remark.code.rawValue)] "
            + Phrasebook.text(
              remark.code.rawValue, common.language, [remark.field.rawValue, remark.roles.joined(separator: " ")]))
      }
      common.console.say("views.checked", String(views.roles.count), String(errors))
      if errors > 0 { throw ExitCode(4) }
    }
  }
}
