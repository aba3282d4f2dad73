import ByteScanning
import Dispatch
import Foundation
import ReleaseGate
import Tabular
import Testing
import Workbooks

/// Killed at any moment, the old file or the new one stands, whole. Each case runs in a process of its own that kills
/// itself while it writes.
@Suite(.serialized) struct KilledTests {
  /// The folder both processes agree on.
  static func folder(_ owner: Int32, _ name: String) -> String {
    NSTemporaryDirectory() + "/rollbook-killed-\(owner)-\(name)"
  }

  static func fresh(_ name: String) throws -> String {
    let path = folder(getpid(), name)
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  static func table(_ word: String, rows: Int) -> Released<Custody> {
    let column = Column.texts(Array(repeating: word, count: rows))
    let table = Table(name: "t", columns: [.init(header: "h", field: "t.h", column: column)], rowCount: rows)
    return Released(table, through: .custody(reason: "test"))
  }

  @Test func `killed in the middle of a file, the old one stands`() async throws {
    let path = try Self.fresh("middle") + "/a.csv"
    try AtomicFile.write(Array("old".utf8), to: path)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let file = try AtomicFile(replacing: KilledTests.folder(getppid(), "middle") + "/a.csv")
      try file.write(Array(repeating: 0x41, count: 100_000))
      kill(getpid(), SIGKILL)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    // What the dead process left is cleared away by the next write.
    try AtomicFile.write(Array("new".utf8), to: path)
    let names = try FileManager.default.contentsOfDirectory(atPath: Path.folder(of: path))
    #expect(names == ["a.csv"])
  }

  @Test func `killed at a random moment of many writes, a whole workbook stands`() async throws {
    let folder = try Self.fresh("random")
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let path = KilledTests.folder(getppid(), "random") + "/a.csv"
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int.random(in: 40...400))) {
        kill(getpid(), SIGKILL)
      }
      var options = WriteOptions()
      options.force = true
      while true {
        for word in ["甲", "乙"] { try Workbooks.write([KilledTests.table(word, rows: 20_000)], to: path, options) }
      }
    }
    guard FileManager.default.fileExists(atPath: folder + "/a.csv") else { return }
    let scan = try Workbooks.open(folder + "/a.csv").reading.scan(sheet: 0, ScanRequest(firstRow: 2))
    #expect(scan.rowCount == 20_000)
    let first = scan.columns[0].column.cell(0)
    #expect(first == .text("甲") || first == .text("乙"))
    #expect(scan.columns[0].column.cell(19_999) == first)
  }
}
