import ArgumentParser
import ByteScanning
import CSVCodec
import Localisation
import RollbookKit
import Tabular
import Workbooks

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "CSV ↔ XLSX ↔ folder of CSVs, every value and type kept.",
    discussion: "The result is a raw copy for the house (readable by you alone), never a partner file.")

  @Argument(help: "A workbook, a CSV file or a folder of CSV files.")
  var source: String

  @Argument(help: "An .xlsx file, a .csv file, or a folder.")
  var target: String

  @Option(help: "Encoding of CSV files (default: found out).")
  var encoding: String?

  @Option(help: "Separator of CSV files (default: found out).")
  var delimiter: String?

  @Option(help: "A file whose first line is the password of a protected source.")
  var passwordFile: String?

  @Option(help: "Protect the workbook with the password on the first line of this file.")
  var protect: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let console = common.console
    var options = InputOptions(paths: [source])
    options.encoding = encoding
    options.delimiter = delimiter
    options.passwordFile = passwordFile
    if common.dryRun { return console.say("cli.would_write", target) }
    var write = WriteOptions()
    write.force = common.force
    if let protect { write.password = try InputOptions.password(protect) }
    let report = try Conversion.run(from: source, to: target, try options.openOptions(), write)
    for sheet in report.sheets {
      console.say("convert.sheet", sheet.name, String(sheet.rows), String(sheet.columns), String(sheet.cells))
    }
    for loss in report.losses { console.note(Phrasebook.text(loss.code, common.language, loss.arguments)) }
    for dialect in report.dialects {
      console.say("convert.dialect", dialect.encoding.rawValue, String(dialect.separator), dialect.lineEnd.rawValue)
    }
    for finding in report.findings {
      let place =
        report.sources.indices.contains(Int(finding.at.source)) ? report.sources[Int(finding.at.source)].sheet : ""
      console.note(
        Inert.line(
          "[\(finding.code.rawValue)] \(place) \(finding.at.address): "
            + Phrasebook.text(finding.code.rawValue, common.language, finding.hint)))
    }
    console.say("cli.wrote", target)
  }
}
