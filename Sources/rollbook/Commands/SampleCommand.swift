import ArgumentParser
import Foundation
import Localisation
import RollbookKit
import SampleData
import Tabular
import Workbooks

struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample", abstract: "Write a synthetic institution of any size: for examples, training, benchmarks.")

  @Argument(help: "Folder, or an .xlsx file.")
  var path: String

  @Option(help: "How many customers.")
  var customers = 320

  @Option(help: "The same seed gives the same institution.")
  var seed: UInt64 = 1

  @Option(help: "A partner that gets consents and a signed agreement.")
  var recipient: String?

  @Option(help: "xlsx, csv (UTF-8) or gbk (GB18030).")
  var format: String = "xlsx"

  @Option(name: .customLong("as-of"), help: "The last day anything happened, as 2026-03-18.")
  var asOf: String = "2026-03-18"

  @Option(help: "Years of history.")
  var years = 3

  @Flag(help: "Without titles, subtotals and typing errors.")
  var tidy = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (1...2_000_000).contains(customers) else {
      throw Spoken.invalid("cli.range", "--customers", "1", "2,000,000")
    }
    guard (1...20).contains(years) else { throw Spoken.invalid("cli.range", "--years", "1", "20") }
    guard SampleFolder.Format(rawValue: format) != nil else {
      throw Spoken.invalid("cli.words", "--format", "xlsx, csv, gbk")
    }
    guard Day(iso: asOf) != nil else { throw Spoken.invalid("cli.date", "--as-of", asOf) }
  }

  func run() throws {
    let options = SampleOptions(
      customers: customers, seed: seed, language: common.language, recipient: recipient, dirt: !tidy,
      asOf: Day(iso: asOf)!, years: years)
    if common.dryRun { return common.console.say("cli.would_write", path) }
    var write = WriteOptions()
    write.force = common.force
    for file in try SampleFolder.write(options, to: path, format: SampleFolder.Format(rawValue: format)!, write) {
      common.console.say("cli.wrote", file)
    }
  }
}
