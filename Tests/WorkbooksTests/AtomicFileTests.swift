import ByteScanning
import Foundation
import TestSupport
import Testing
import Workbooks

@Suite struct AtomicFileTests {
  @Test func `a file appears whole, under its name, and nothing else stays`() throws {
    try Scratch.use { folder in
      let path = folder + "/名单.csv"
      try AtomicFile.write(Array("a".utf8), to: path)
      try AtomicFile.write(Array("bc".utf8), to: path)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "bc")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["名单.csv"])
    }
  }

  @Test func `what is abandoned leaves the old file alone`() throws {
    try Scratch.use { folder in
      let path = folder + "/a.csv"
      try AtomicFile.write(Array("old".utf8), to: path)
      let file = try AtomicFile(replacing: path)
      try file.write(Array("new".utf8))
      file.abandon()
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.csv"])
    }
  }

  @Test func `raw data inside the house is for the owner's eyes only`() throws {
    try Scratch.use { folder in
      try AtomicFile.write([1], to: folder + "/raw", permissions: .custody)
      try AtomicFile.write([1], to: folder + "/open", permissions: .shared)
      #expect(try Scratch.mode(folder + "/raw") == 0o600)
      #expect(try Scratch.mode(folder + "/open") & 0o077 != 0)
    }
  }

  @Test func `a link is not written through`() throws {
    try Scratch.use { folder in
      try Data("keep".utf8).write(to: URL(fileURLWithPath: folder + "/real"))
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/real")
      #expect(throws: (any Error).self) { try AtomicFile.write([1], to: folder + "/link") }
      #expect(try String(contentsOfFile: folder + "/real", encoding: .utf8) == "keep")
    }
  }
}

enum Scratch {
  static func use(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rollbook-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  static func mode(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }
}
