import ArgumentParser
import ByteScanning
import CustomerRecords
import DecisionTables
import Foundation
import Localisation
import Privacy
import RollbookKit
import SampleData
import Tabular
import Workbooks

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Is everything in order here: rules, key, folder, a self-test.")

  @OptionGroup var common: CommonOptions

  func run() throws {
    let console = common.console
    func say(_ key: String, _ arguments: String...) { console.data(Phrasebook.text(key, common.language, arguments)) }
    func word(_ good: Bool) -> String { Phrasebook.text(good ? "doctor.ok" : "doctor.bad", common.language) }
    say("doctor.version", rollbookVersion)
    let rules = try HouseRules.load(nil)
    let errors = try rules.check().count { $0.severity == .error }
    say("doctor.rules", String(rules.book.tableNames.count), String(errors))
    let path = MasterKey.defaultPath(environment: ProcessInfo.processInfo.environment)
    var keyWord = Phrasebook.text("doctor.nokey", common.language)
    if FileManager.default.fileExists(atPath: path) { keyWord = word((try? MasterKey.load(path)) != nil) }
    say("doctor.key", path, keyWord)
    say("doctor.folder", word(FileManager.default.isWritableFile(atPath: ".")))
    let folder = FileManager.default.temporaryDirectory.appending(path: "rollbook-doctor-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var sound = false
    do {
      _ = try SampleFolder.write(SampleOptions(customers: 30, dirt: false), to: folder, format: .xlsx, WriteOptions())
      sound = try Institution.open(InputOptions(paths: [folder])).records.customers.count == 30
    } catch is Failure {
      sound = false
    }
    say("doctor.sample", word(sound))
    if errors > 0 || !sound { throw ExitCode(1) }
  }
}

struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "A completion script for bash, zsh or fish.")

  @Argument(help: "bash, zsh or fish.")
  var shell: String

  func run() throws {
    guard let shell = CompletionShell(rawValue: shell) else { throw Failure("E919", kind: .usage, [shell]) }
    CommonOptions.plain.data(Rollbook.completionScript(for: shell))
  }
}
