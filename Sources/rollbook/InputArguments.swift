import ArgumentParser
import RollbookKit
import Tabular

/// What commands that read an institution's sheets take.
struct InputArguments: ParsableArguments {
  @Argument(help: "Workbooks (.xlsx), CSV files and folders of CSV files, in any mixture.")
  var paths: [String] = []

  @Option(
    name: .customLong("map"),
    help: "A CSV with sheet,header,table,field for headers nobody could guess; remembered for next time.")
  var map: String?

  @Option(name: .customLong("as"), help: "Which table a sheet is: visits=FILE or visits=FILE#SHEET (repeatable).")
  var roles: [String] = []

  @Option(help: "Encoding of CSV files: utf-8, gb18030, big5, utf-16, windows-1252 (default: found out).")
  var encoding: String?

  @Option(help: "Separator of CSV files (default: found out).")
  var delimiter: String?

  @Option(help: "A file whose first line is the password of protected workbooks.")
  var passwordFile: String?

  @Option(help: "A rules workbook (file or folder) over the rules that ship with the program.")
  var rules: String?

  @Option(
    name: .customLong("as-of"), help: "The day everything is seen from, as 2026-03-18 (default: the newest date).")
  var asOf: String?

  @Option(help: "Order of dates like 03/04/2026: ymd, dmy or mdy.")
  var dateOrder: String?

  func validate() throws {
    if let asOf, Day(iso: asOf) == nil { throw Spoken.invalid("cli.date", "--as-of", asOf) }
  }

  func options() throws -> InputOptions {
    var options = InputOptions(paths: paths)
    options.map = map
    options.remembersMap = !Spoken.isDryRun
    options.roles = roles
    options.encoding = encoding
    options.delimiter = delimiter
    options.passwordFile = passwordFile
    options.rules = rules
    options.dateOrder = dateOrder
    options.asOf = asOf.flatMap(Day.init(iso:))
    return options
  }
}
