import Foundation
import TestSupport
import Testing

/// kill −9 while an export runs: the old file or the new one stands, whole, and the log tells what happened.
@Suite(.serialized) struct KilledExportTests {
  /// What the folder shows when the blow falls.
  enum Stage: String, CaseIterable, Sendable {
    case starting, intentLogged, fileBegun, fileThere, later
  }

  @Test func whateverTheMomentTheLogTellsAndAWholeFileStands() throws {
    try Program.withFolder { folder in
      try HostileSchool(isHostile: false).write(to: folder.appending(path: "in"))
      #expect(try HostileSchool.export(folder, to: "p/list.csv").status == 0)
      let target = folder.appending(path: "p/list.csv")
      let log = folder.appending(path: "log/exports.jsonl")
      let old = try Data(contentsOf: target)
      var struck: [Stage: Int] = [:]
      for (round, stage) in (Stage.allCases + Stage.allCases + [.later, .later]).enumerated() {
        let before = try Self.events(log)
        try Self.exportAndKill(folder, stage, round: round)
        let events = try Self.events(log)
        // The file stands whole: every line of the old one.
        let now = try Data(contentsOf: target)
        #expect(now.count == old.count)
        #expect(Set(now.split(separator: 0x0A)) == Set(old.split(separator: 0x0A)))
        let verify = try Program.run(["audit", "verify", "--log", log.path, "--lang", "en"])
        let new = events.dropFirst(before.count)
        let isOpen = new.contains { $0 == "intent" } && !new.contains { $0 == "done" }
        #expect(verify.text.contains("never finished") == (isOpen || Self.open(before)))
        if isOpen { struck[stage, default: 0] += 1 }
        #expect(verify.status == 0 || verify.text.contains("half written"), "\(verify.text)")
      }
      // At least the blows after the intent was seen must have fallen before the completion.
      #expect(struck[.intentLogged] ?? 0 > 0)
      // And then an export goes through as if nothing had been: nothing is left lying about.
      let last = try HostileSchool.export(folder, to: "p/list.csv", ["--force"])
      #expect(last.status == 0, "\(last.errors)")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "p").path)
      #expect(names.filter { $0 != ".rollbook" } == ["list.csv"])
    }
  }

  /// The events of the log's whole records.
  static func events(_ log: URL) throws -> [String] {
    try Data(contentsOf: log).split(separator: 0x0A).compactMap {
      (try? JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])?["event"] as? String
    }
  }

  static func open(_ events: [String]) -> Bool {
    events.count { $0 == "intent" } > events.count { $0 != "intent" }
  }

  /// Runs an export over the old file and kills it when the folder shows the stage.
  static func exportAndKill(_ folder: URL, _ stage: Stage, round: Int) throws {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = HostileSchool.command(folder, to: "p/list.csv", ["--force"])
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let log = folder.appending(path: "log/exports.jsonl").path
    let output = folder.appending(path: "p").path
    func size(_ path: String) -> Int {
      var status = stat()
      return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
    func inode(_ path: String) -> UInt64 {
      var status = stat()
      return stat(path, &status) == 0 ? UInt64(status.st_ino) : 0
    }
    let (length, identity) = (size(log), inode(output + "/list.csv"))
    try process.run()
    func isReached() -> Bool {
      switch stage {
      case .starting: return true
      case .intentLogged: return size(log) > length
      case .fileBegun:
        return (try? FileManager.default.contentsOfDirectory(atPath: output))?.contains { $0.hasSuffix(".tmp") }
          ?? false
      case .fileThere: return inode(output + "/list.csv") != identity
      case .later: return size(log) > length
      }
    }
    while process.isRunning, !isReached() { usleep(100) }
    if stage == .starting { usleep(20_000 * UInt32(round + 1)) }
    if stage == .later { usleep(5_000 * UInt32(round)) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  @Test func twoAtOnceTakeTurnsInTheLog() throws {
    try Program.withFolder { folder in
      try HostileSchool(isHostile: false).write(to: folder.appending(path: "in"))
      #expect(try HostileSchool.export(folder, to: "p/first.csv").status == 0)
      let processes = try (0..<4).map { i in
        let process = Process()
        process.executableURL = Program.url
        process.arguments = HostileSchool.command(folder, to: "p/\(i).csv")
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
      }
      for process in processes {
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
      }
      let log = folder.appending(path: "log/exports.jsonl")
      let verify = try Program.run(["audit", "verify", "--log", log.path, "--lang", "en"])
      #expect(verify.status == 0 && !verify.text.contains("never finished"), "\(verify.text)")
      #expect(try Self.events(log).count == 10)
    }
  }

  @Test func aLogThatWasTouchedIsNamedAndStopsExports() throws {
    try Program.withFolder { folder in
      try HostileSchool(isHostile: false).write(to: folder.appending(path: "in"))
      for i in 0..<3 { #expect(try HostileSchool.export(folder, to: "p/\(i).csv").status == 0) }
      let log = folder.appending(path: "log/exports.jsonl")
      let kept = try Program.run(["audit", "checkpoint", "--log", log.path]).text
      let whole = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map(String.init)
      func verify(_ lines: [String], _ extra: [String] = []) throws -> Program.Run {
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: log)
        return try Program.run(["audit", "verify", "--log", log.path, "--lang", "en"] + extra)
      }
      var lines = whole
      lines[2] = lines[2].replacing("阳光小学", with: "阳光中学")
      let changed = try verify(lines)
      #expect(changed.status == 1 && changed.text.contains("Record 4"), "\(changed.text)")
      let refused = try HostileSchool.export(folder, to: "p/x.csv")
      #expect(refused.status == 5 && refused.errors.contains("E542"), "\(refused.errors)")
      lines = whole
      lines.remove(at: 1)
      let cut = try verify(lines)
      #expect(cut.status == 1 && cut.text.contains("Record 2"))
      // A tail that is gone leaves a sound chain; the checkpoint knows.
      #expect(try verify(Array(whole.dropLast(2))).status == 0)
      let tail = try verify(Array(whole.dropLast(2)), ["--checkpoint", kept])
      #expect(tail.status == 1 && tail.text.contains("gone"), "\(tail.text)")
      #expect(try verify(whole, ["--checkpoint", kept]).status == 0)
    }
  }
}
