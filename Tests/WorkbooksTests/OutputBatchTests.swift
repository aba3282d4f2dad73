import Foundation
import Testing
import Workbooks

@Suite struct OutputBatchTests {
  static let texts = ["一", "二", "三"]

  static func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != ".rollbook" }.sorted()
  }

  @Test func `files that are made one after the other appear together`() throws {
    try Scratch.use { folder in
      let out = folder + "/out"
      let paths = (0..<3).map { out + "/\($0).html" }
      let batch = try OutputBatch(paths, WriteOptions())
      for (i, text) in Self.texts.enumerated() { batch.stage(i, Array(text.utf8)) }
      let written = try batch.commit(purpose: "test", read: [])
      #expect(try Self.names(out) == ["0.html", "1.html", "2.html"])
      for (path, digest) in zip(paths, written) {
        #expect(try FileDigest(of: path).sha256 == digest.sha256)
        #expect(Manifest(folder: out).output(named: String(path.suffix(6)))?.written.sha256 == digest.sha256)
      }
    }
  }

  @Test func `where one cannot be written none appears, and the old ones stand`() throws {
    try Scratch.use { folder in
      try OutputTarget.write(Array("old".utf8), to: folder + "/0.html", purpose: "test", WriteOptions())
      try OpeningTests.put([1], folder + "/file")
      let paths = [folder + "/0.html", folder + "/1.html", folder + "/file/2.html"]
      let code = OpeningTests.code {
        let batch = try OutputBatch(paths, WriteOptions())
        for (i, text) in Self.texts.enumerated() { batch.stage(i, Array(text.utf8)) }
        try batch.commit(purpose: "test", read: [])
      }
      #expect(code == "E607")
      #expect(try Self.names(folder) == ["0.html", "file"])
      #expect(try String(contentsOfFile: folder + "/0.html", encoding: .utf8) == "old")
      #expect(Manifest(folder: folder).output(named: "1.html") == nil)
    }
  }

  @Test func `a file whose name is taken at the last moment is told, the others stand and are noted`() throws {
    try Scratch.use { folder in
      let batch = try OutputBatch([folder + "/0.html", folder + "/1.html"], WriteOptions())
      batch.stage(0, [65])
      batch.stage(1, [66])
      // Its place was looked at when it was begun.
      while try !Self.names(folder).contains(where: { $0.hasPrefix(".1.html.") }) {}
      try FileManager.default.createDirectory(atPath: folder + "/1.html", withIntermediateDirectories: false)
      #expect(OpeningTests.code { try batch.commit(purpose: "test", read: []) } == "E607")
      #expect(try Self.names(folder) == ["0.html", "1.html"])
      let manifest = Manifest(folder: folder)
      #expect(manifest.output(named: "0.html") != nil && manifest.output(named: "1.html") == nil)
    }
  }

  @Test func `what is not ours is refused before anything is made`() throws {
    try Scratch.use { folder in
      try OpeningTests.put([1], folder + "/1.html")
      #expect(
        OpeningTests.code { _ = try OutputBatch([folder + "/0.html", folder + "/1.html"], WriteOptions()) } == "E611")
    }
  }

  @Test func `a batch that is given up leaves nothing`() throws {
    try Scratch.use { folder in
      let batch = try OutputBatch([folder + "/0.html", folder + "/1.html"], WriteOptions())
      batch.stage(0, [65])
      batch.abandon()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
      #expect(try batch.commit(purpose: "test", read: []).isEmpty)
      #expect(try Self.names(folder).isEmpty)
    }
  }
}
