import ArgumentParser
import ByteScanning
import CustomerRecords
import Foundation
import Localisation
import Privacy
import ReleaseGate
import RollbookKit
import Tabular
import Workbooks

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "A masked sheet: least privilege, consent checked, risk measured, logged.")

  @OptionGroup var input: InputArguments

  @Option(
    help:
      "The role whose view rules: partner, sales, supervisor, teacher, service, head, audit (repeatable: the stricter)."
  )
  var view: [String]

  @Option(name: [.customLong("to"), .customLong("recipient")], help: "Who gets it, as in the recipients sheet.")
  var recipient: String?

  @Option(help: "What for.")
  var purpose: String?

  @Option(help: "Who asks, for views that show own rows or a team's.")
  var staff: String?

  @Option(help: "Which table: customers, visits, enrolments, complaints, points …")
  var sheet: String = "customers"

  @Option(name: [.customShort("o"), .customLong("output")], help: "The file to write: .xlsx or .csv.")
  var output: String?

  @Option(help: "The master key for tokens (default: your own, made at the first export).")
  var key: String?

  @Option(help: "The export log (default: .rollbook/exports.jsonl beside the input).")
  var log: String?

  @Option(help: "Protect the workbook with the password on the first line of this file.")
  var protect: String?

  @Flag(help: "Protect the workbook with a new passphrase, shown once.")
  var passphrase = false

  @Option(help: "Where the list of consents to collect goes, when some are missing.")
  var consents: String?

  @Option(
    help: "Only rows of which the recipient sees this value: --only campus=East (repeatable; all must hold).")
  var only: [String] = []

  @Flag(help: "Move every person's dates by an offset of their own; the days between them stay true.")
  var shiftDates = false

  @Option(help: "What tokens change with, as 2026-11 or a project's name (default: the month of as-of).")
  var epoch: String?

  @Option(
    help:
      "Put in this many rows of nobody (phones of a range no operator has), so that a leaked file names its recipient.")
  var markers = 0

  @Flag(help: "Show what the recipient would see, and the risk; write nothing.")
  var preview = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let console = common.console
    let options = try input.options()
    guard let table = TableKind(rawValue: sheet) else {
      throw UnknownWord.word(sheet, among: TableKind.allCases.map(\.rawValue))
    }
    guard let output = output ?? (preview ? "preview.xlsx" : nil) else { throw Failure("E913", kind: .usage) }
    let secret = try password()
    let institution = try Institution.open(options)
    let delivery = try ExportDelivery(
      institution,
      ExportOptions(
        table: table, roles: view, recipient: recipient, purpose: purpose, staff: staff, operatorName: NSUserName(),
        language: common.language, epoch: epoch, encrypts: secret != nil, shiftsDates: shiftDates, only: only,
        markers: max(0, markers), choices: institution.rules.choices), logPath: log, keyPath: key, output: output,
      isPreview: preview || common.dryRun)
    let plan = delivery.plan
    if delivery.keyIsNew { console.say("export.new_key", delivery.keyPath) }
    tell(plan, console)
    var write = WriteOptions()
    write.force = common.force
    write.inputs = options.paths
    if let collect = plan.toCollect, collect.rowCount > 0 { try deliver(collect, delivery, write, console) }
    if let refusal = plan.refusal { throw refusal }
    if preview || common.dryRun {
      show(plan, console)
      return console.say("cli.would_write", output)
    }
    let record = try delivery.deliver(to: output, password: secret?.bytes, write)
    console.say("export.done", output, String(record.rowsOut), String(record.k))
    if record.markers > 0 { console.say("export.markers", String(record.markers)) }
    if let shown = secret?.shown { console.error(Phrasebook.text("export.passphrase", common.language, [shown])) }
  }

  private func password() throws -> (bytes: [UInt8], shown: String?)? {
    if let protect {
      guard let bytes = try InputOptions.password(protect) else { return nil }
      return (bytes, nil)
    }
    guard passphrase else { return nil }
    let made = try Passphrase.make()
    return (Array(made.utf8), made)
  }

  /// Rows and reasons, fields and what was done to them, the risk.
  private func tell(_ plan: ExportPlan, _ console: Console) {
    let language = common.language
    console.say("export.rows", String(plan.rowsIn), String(plan.rowsOut), String(plan.rowsIn - plan.rowsOut))
    for (reason, count) in plan.dropped.sorted(by: { $0.key < $1.key }) where count > 0 {
      console.note(
        "  " + Phrasebook.text("export.dropped", language, [String(count), Phrasebook.text(reason.key, language)]))
    }
    for (field, step) in plan.generalised { console.say("export.generalised", field.rawValue, step) }
    if !plan.uncovered.isEmpty {
      console.say("export.uncovered", plan.uncovered.map(\.rawValue).joined(separator: " "))
    }
    if plan.refusal == nil {
      let l = plan.risk.sensitive.map(\.l).min().map(String.init) ?? "—"
      console.say("export.risk", String(plan.risk.k), l, String((plan.risk.uniqueness * 1000).rounded() / 10))
    }
    for column in common.quiet ? [] : plan.maskCounts() {
      let counts = [
        ("masked", column.masked), ("passed", column.passed), ("not_understood", column.notUnderstood),
        ("damaged", column.damaged), ("children", column.hiddenOfChildren), ("empty", column.empty),
      ].filter { $0.1 > 0 }.map { Phrasebook.text("export.count." + $0.0, language, [String($0.1)]) }
      console.note(
        "  "
          + Phrasebook.text(
            "export.column", language,
            [
              plan.session.title(of: column.field), column.field.rawValue, column.action,
              counts.joined(separator: language == .zh ? "，" : ", "),
            ]))
    }
  }

  /// The first rows as the recipient will see them.
  private func show(_ plan: ExportPlan, _ console: Console) {
    let table = plan.released.table
    console.data(table.columns.map { Inert.line($0.header) }.joined(separator: "\t"))
    for row in 0..<min(5, table.rowCount) {
      let cells = table.columns.map { named -> String in
        switch named.column.cell(row) {
        case .empty: return ""
        case .text(let text), .error(let text):
          return Inert.line(text).replacing("\t", with: " ").replacing("\n", with: " ")
        case .number(let value): return value.plainText
        case .boolean(let flag): return flag ? "TRUE" : "FALSE"
        case .day(let day): return day.description
        case .dateTime(let value), .time(let value), .duration(let value): return String(value)
        }
      }
      console.data(cells.joined(separator: "\t"))
    }
  }

  /// The list of consents to collect stays in the house: beside the log, not beside the file that leaves.
  private func deliver(
    _ collect: Table, _ delivery: ExportDelivery, _ write: WriteOptions, _ console: Console
  ) throws {
    let path = consents ?? (delivery.log.path as NSString).deletingLastPathComponent + "/consents-to-collect.xlsx"
    console.say("export.collect", String(collect.rowCount), path)
    if preview || common.dryRun { return }
    var write = write
    // The list of the run before is of no use any more.
    if consents == nil { write.force = true }
    try Workbooks.write([Released(collect, through: .custody(reason: "consents to collect"))], to: path, write)
  }
}
