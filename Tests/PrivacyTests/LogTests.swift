import ByteScanning
import Cryptography
import Foundation
import Tabular
import Testing

@testable import Privacy

@Suite("The export log")
struct LogTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "rollbook-log-\(UUID().uuidString)").path

  func log(records: Int) throws -> ExportLog {
    let log = ExportLog(path: folder + "/.rollbook/exports.jsonl")
    for i in 0..<records {
      var record = LogRecord(event: i % 2 == 0 ? .intent : .done, time: "2026-11-01T00:00:0\(i)Z")
      record.recipient = "阳光小学"
      record.of = i % 2 == 0 ? nil : i
      try log.append(record)
    }
    return log
  }

  func lines(_ log: ExportLog) throws -> [String] {
    try String(contentsOfFile: log.path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  func rewrite(_ log: ExportLog, _ lines: [String]) throws {
    try (lines.joined(separator: "\n") + "\n").write(toFile: log.path, atomically: true, encoding: .utf8)
  }

  @Test("A log nobody touched is sound")
  func sound() throws {
    let verdict = try log(records: 6).verify()
    #expect(verdict.isSound)
    #expect(verdict.records.map(\.sequence) == [1, 2, 3, 4, 5, 6])
    #expect(verdict.open.isEmpty)
  }

  @Test("One byte changed is named", arguments: 0..<5)
  func oneByte(at line: Int) throws {
    let log = try log(records: 6)
    var lines = try lines(log)
    lines[line] = lines[line].replacingOccurrences(of: "阳光小学", with: "阳光中学")
    try rewrite(log, lines)
    #expect(try log.verify().problems.first?.line == line + 2)
  }

  @Test("A record cut out, and two swapped")
  func cutOut() throws {
    let log = try log(records: 6)
    let whole = try lines(log)
    var lines = whole
    lines.remove(at: 2)
    try rewrite(log, lines)
    #expect(try log.verify().problems.first?.line == 3)
    lines = whole
    lines.swapAt(1, 2)
    try rewrite(log, lines)
    #expect(try log.verify().problems.first?.line == 2)
  }

  @Test("A tail cut off, and a last record changed, are found by the checkpoint")
  func tail() throws {
    let log = try log(records: 6)
    let kept = try log.checkpoint()
    #expect(try log.verify(against: kept).isSound)
    var lines = try lines(log)
    let last = lines.removeLast()
    try rewrite(log, lines)
    #expect(try log.verify().isSound)
    #expect(try log.verify(against: kept).problems.first?.key == "audit.tail")
    try rewrite(log, lines + [last.replacingOccurrences(of: "阳光", with: "月光")])
    #expect(try log.verify(against: kept).problems.first?.key == "audit.root")
    #expect(LogCheckpoint(line: kept.line) == kept)
  }

  @Test("A crash between intent and completion is visible, and half a line is no record")
  func crash() throws {
    let log = try log(records: 3)
    #expect(try log.verify().open.map(\.sequence) == [3])
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: log.path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("{\"event\":\"int".utf8))
    try handle.close()
    #expect(try log.append(LogRecord(event: .intent, time: "t")).sequence == 4)
    #expect(try log.verify().isSound)
  }

  @Test("Writers at the same time take turns")
  func concurrent() async throws {
    let log = ExportLog(path: folder + "/.rollbook/exports.jsonl")
    await withTaskGroup(of: Void.self) { group in
      for i in 0..<8 {
        group.addTask {
          for j in 0..<10 { _ = try? log.append(LogRecord(event: .intent, time: "\(i).\(j)")) }
        }
      }
    }
    let verdict = try log.verify()
    #expect(verdict.isSound)
    #expect(verdict.records.count == 80)
  }

  @Test(
    "Tree hashes of RFC 6962",
    arguments: [
      (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
      (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
      (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
      (4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
      (5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
      (6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
      (7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
      (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ])
  func merkle(size: Int, root: String) throws {
    let inputs = [
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]
    let leaves = try inputs.prefix(size).map { try MerkleTree.leaf(Hex.bytes($0) ?? []) }
    #expect(Hex.string(try MerkleTree.root(leaves[...])) == root)
  }

  @Test("A key file others may read, a link, and rubbish are refused; a new one is made once")
  func keys() throws {
    let path = folder + "/config/master.key"
    #expect(throws: Failure.self) { try MasterKey.load(path) }
    let made = try MasterKey.forExport(path, loggedKey: nil)
    #expect(made.isNew)
    #expect(try MasterKey.load(path).id == made.key.id)
    #expect(try !MasterKey.forExport(path, loggedKey: made.key.id).isNew)
    #expect(throws: Failure.self) { try MasterKey.forExport(path, loggedKey: "0123456789abcdef") }
    #expect(throws: Failure.self) { try MasterKey.create(path) }
    #expect(throws: Failure.self) { try made.key.check(outside: folder) }
    try made.key.check(outside: folder + "/elsewhere")
    try FileManager.default.createSymbolicLink(atPath: folder + "/link.key", withDestinationPath: path)
    #expect(throws: Failure.self) { try MasterKey.load(folder + "/link.key") }
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    #expect(throws: Failure.self) { try MasterKey.load(path) }
    #expect(throws: Failure.self) { try MasterKey.forExport(folder + "/none.key", loggedKey: made.key.id) }
  }
}
