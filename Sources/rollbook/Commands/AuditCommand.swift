import ArgumentParser
import ByteScanning
import Foundation
import Localisation
import Privacy
import RollbookKit
import Tabular
import Workbooks

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "The export log: verify it, show it, take a checkpoint, trace a leaked file.",
    subcommands: [Verify.self, Show.self, Checkpoint.self, Trace.self])

  struct LogArguments: ParsableArguments {
    @Argument(help: "The log, or the folder whose .rollbook/exports.jsonl it is (default: this folder).")
    var place: String = "."

    @Option(help: "The log's own path.")
    var log: String?

    func open() throws -> ExportLog {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: place, isDirectory: &isFolder)
      let path = log ?? (exists && !isFolder.boolValue ? place : place + "/.rollbook/exports.jsonl")
      guard FileManager.default.fileExists(atPath: path) else { throw Failure("E914", file: path) }
      return ExportLog(path: path)
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify", abstract: "Find any edit, deletion or reordering.")
    @OptionGroup var place: LogArguments
    @Option(help: "A checkpoint line the head keeps elsewhere, or a file that holds it.")
    var checkpoint: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
      let log = try place.open()
      var kept: LogCheckpoint?
      if let checkpoint {
        let text =
          FileManager.default.contents(atPath: checkpoint).map { String(decoding: $0, as: UTF8.self) } ?? checkpoint
        kept = LogCheckpoint(line: text.trimmed)
        if kept == nil { throw Failure("E915", kind: .usage) }
      }
      let verdict = try log.verify(against: kept)
      for (line, key) in verdict.problems {
        common.console.data(
          Phrasebook.text("audit.problem", common.language, [String(line), Phrasebook.text(key, common.language)]))
      }
      for record in verdict.open {
        common.console.data(Phrasebook.text("audit.open", common.language, [String(record.sequence), record.time]))
      }
      common.console.data(
        Phrasebook.text(
          verdict.isSound ? "audit.sound" : "audit.broken", common.language, [String(verdict.records.count)]))
      if !verdict.isSound { throw ExitCode(1) }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Who got what, when, why.")
    @OptionGroup var place: LogArguments
    @OptionGroup var common: CommonOptions

    func run() throws {
      for record in try place.open().verify().records where record.event != .intent {
        let fields = [
          String(record.sequence), record.time, record.event.rawValue, record.operator, record.role, record.recipient,
          record.purpose, "\(record.rowsOut)/\(record.rowsIn)", "k=\(record.k)", record.output, record.note,
        ]
        common.console.data(Inert.line(fields.joined(separator: "\t")))
      }
    }
  }

  struct Checkpoint: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "checkpoint",
      abstract: "A line to keep elsewhere: later it shows whether the log's tail was cut off.")
    @OptionGroup var place: LogArguments

    func run() throws {
      let log = try place.open()
      guard try log.verify().isSound else { throw Failure("E916", kind: .refused, file: log.path) }
      CommonOptions.plain.data(try log.checkpoint().line)
    }
  }

  struct Trace: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "trace", abstract: "Which export a leaked file came from.")
    @Argument(help: "The leaked file.")
    var file: String
    @Option(help: "The export log (default: .rollbook/exports.jsonl in this folder).")
    var log: String = ".rollbook/exports.jsonl"
    @OptionGroup var common: CommonOptions

    func run() throws {
      guard FileManager.default.fileExists(atPath: log) else { throw Failure("E914", file: log) }
      let grids = try Grids.read(try Workbooks.open(file))
      guard let grid = grids.max(by: { $0.rows.count < $1.rows.count }) else { throw Failure("E602", file: file) }
      let trace = try LeakTrace(grid.table(named: "leaked"), log: ExportLog(path: log))
      if trace.candidates.isEmpty { common.console.data(Phrasebook.text("audit.no_trace", common.language)) }
      for candidate in trace.candidates.prefix(5) {
        common.console.data(
          Phrasebook.text(
            "audit.trace", common.language,
            [
              candidate.record.recipient, candidate.record.purpose, candidate.record.time, String(candidate.matched),
              String(candidate.rows), String(Int((candidate.inOrder * 100).rounded())), String(candidate.markers),
            ]))
      }
    }
  }
}
