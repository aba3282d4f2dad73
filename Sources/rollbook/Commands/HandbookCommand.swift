import ArgumentParser
import Cryptography
import Dashboards
import Foundation
import Localisation
import Reporting
import RollbookKit
import Tabular
import Workbooks

struct HandbookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handbook", abstract: "The rules workbook as a page people read: flow chart, tables in words.")

  @Argument(help: "The rules workbook (a file or a folder); without it, the rules that ship.")
  var rules: String?

  @Option(name: [.customShort("o"), .customLong("output")], help: "The page to write.")
  var output: String

  @Flag(help: "The edition for customers: tiers, benefits, points, entitlements.")
  var customers = false

  @Option(help: "The institution's name, for the title.")
  var name: String = ""

  @Option(help: "The date of the edition, as 2026-03-18 (default: when the rules workbook was changed last).")
  var date: String?

  @Option(help: "The rules of the edition before (a file or a folder; - for those that ship): marks what changed.")
  var since: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let date, Day(iso: date) == nil { throw Spoken.invalid("cli.date", "--date", date) }
  }

  func run() throws {
    let house = try HouseRules.load(rules)
    let former = try since.map { try HouseRules.load($0 == "-" ? nil : $0) }
    let handbook = try HandbookRun.handbook(house, former: former, date: editionDate(), language: common.language)
    let edition: Handbook.Edition = customers ? .customers : .inside
    let bytes = try handbook.render(
      edition, language: common.language, institution: name, date: editionDate(), digest: house.digest,
      version: rollbookVersion, sha256: { (try? Digest.of($0)) ?? [] })
    if common.dryRun { return common.console.say("cli.would_write", output) }
    var write = WriteOptions()
    write.force = common.force
    write.inputs = [rules, since].compactMap { $0 == "-" ? nil : $0 }
    try OutputTarget.write(bytes, to: output, purpose: "handbook", write)
    common.console.say("handbook.wrote", output, editionDate().description)
  }

  /// The day the rules were changed last; the shipped ones carry the date of this version.
  private func editionDate() -> Day {
    if let date, let day = Day(iso: date) { return day }
    if let rules, let changed = try? FileManager.default.attributesOfItem(atPath: rules)[.modificationDate] as? Date {
      return Day(rawValue: Int32((changed.timeIntervalSince1970 / 86400).rounded(.down)))
    }
    return Day(year: 2026, month: 11, day: 21)!
  }
}
