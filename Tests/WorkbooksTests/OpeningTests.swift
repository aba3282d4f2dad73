import ByteScanning
import Foundation
import ReleaseGate
import Tabular
import TestSupport
import Testing
import Workbooks

@Suite struct OpeningTests {
  static func code(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch let failure as Failure {
      return failure.code.rawValue
    } catch {
      return "\(error)"
    }
  }

  static func put(_ bytes: [UInt8], _ path: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

  static func sheet(_ texts: [String] = ["甲"]) -> Released<Custody> {
    let table = Table(
      name: "名单", columns: [.init(header: "姓名", field: "t.name", column: .texts(texts))], rowCount: texts.count)
    return Released(table, through: .custody(reason: "test"))
  }

  @Test func `what cannot be a workbook is refused by code`() throws {
    try Scratch.use { folder in
      func open(_ name: String) -> String? { Self.code { _ = try Workbooks.open(folder + "/" + name) } }
      #expect(open("none.xlsx") == "E601")
      #expect(Self.code { _ = try Workbooks.open(folder) } == "E602")
      try Self.put([], folder + "/empty.xlsx")
      #expect(open("empty.xlsx") == "E605")
      try Self.put(Array("%PDF-1.7".utf8), folder + "/a.csv")
      #expect(open("a.csv") == "E604")
      try Self.put(Array("<html><table>".utf8), folder + "/b.xls")
      #expect(open("b.xls") == "E604")
      try Self.put(
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 600), folder + "/c.xlsx")
      #expect(open("c.xlsx")?.hasPrefix("E2") == true)
      try Self.put([0x50, 0x4B, 0x03, 0x04] + Array(repeating: 7, count: 60), folder + "/d.xlsx")
      #expect(open("d.xlsx")?.hasPrefix("E2") == true)
    }
  }

  @Test func `content decides, not the name`() throws {
    try Scratch.use { folder in
      try Workbooks.write([Self.sheet()], to: folder + "/a.xlsx")
      try FileManager.default.copyItem(atPath: folder + "/a.xlsx", toPath: folder + "/b.csv")
      #expect(try Workbooks.open(folder + "/b.csv").kind == .xlsx)
      try Self.put(Array("a,b\n1,2\n".utf8), folder + "/c.xls")
      #expect(try Workbooks.open(folder + "/c.xls").kind == .csv)
      try Self.put([], folder + "/empty.csv")
      let empty = try Workbooks.open(folder + "/empty.csv")
      #expect(empty.findings.map(\.code.rawValue) == ["E605"])
      #expect(try empty.reading.scan(sheet: 0, ScanRequest()).rowCount == 0)
    }
  }

  @Test func `a folder is a workbook of its CSV files, by name, without what is hidden`() throws {
    try Scratch.use { folder in
      for name in ["b.csv", "a.CSV", ".hidden.csv", "~$b.csv", "note.md"] {
        try Self.put(Array("x\n1\n".utf8), folder + "/" + name)
      }
      try FileManager.default.createDirectory(atPath: folder + "/.rollbook", withIntermediateDirectories: true)
      try Self.put(Array("x\n".utf8), folder + "/.rollbook/z.csv")
      let book = try Workbooks.open(folder)
      #expect(book.sheets.map(\.name) == ["a", "b"])
      try Workbooks.write([Self.sheet()], to: folder + "/c.xlsx")
      #expect(try Workbooks.openAll([folder]).map(\.kind) == [.folder, .xlsx])
    }
  }

  @Test func `only what is ours and unchanged is replaced`() throws {
    try Scratch.use { folder in
      let path = folder + "/名单.csv"
      func write(_ change: (inout WriteOptions) -> Void = { _ in }) -> String? {
        var options = WriteOptions()
        change(&options)
        return Self.code { try Workbooks.write([Self.sheet()], to: path, options) }
      }
      #expect(write() == nil)
      #expect(write() == nil)
      try Self.put(Array("mine\n".utf8), path)
      #expect(write() == "E611")
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine\n")
      #expect(write { $0.force = true } == nil)
      #expect(write { $0.inputs = [path] } == "E612")
      #expect(
        write {
          $0.inputs = [folder]; $0.force = true
        } == "E612")
      #expect(write { $0.password = [65] } == "E613")
      #expect(Self.code { try Workbooks.write([Self.sheet(), Self.sheet()], to: path) } == "E608")
      #expect(Self.code { try Workbooks.write([Self.sheet()], to: folder + "/x.ods") } == "E610")
    }
  }

  @Test func `the manifest tells what was read and written, and a folder loses sheets that are gone`() throws {
    try Scratch.use { folder in
      var options = WriteOptions()
      options.read = [FileDigest(file: "in.csv", bytes: 1, sha256: "00")]
      let written = try Workbooks.write([Self.sheet()], to: folder + "/a.csv", options)
      let entry = try #require(Manifest(folder: folder).output(named: "a.csv"))
      #expect(entry.written.sha256 == written.files[0].sha256)
      #expect(try FileDigest(of: folder + "/a.csv").sha256 == entry.written.sha256)
      #expect(entry.custody && entry.purpose == "test" && entry.read == options.read)
      func named(_ name: String) -> Released<Custody> {
        Released(Table(name: name, columns: Self.sheet().table.columns, rowCount: 1), through: .custody(reason: "t"))
      }
      try Workbooks.write([named("甲"), named("乙")], to: folder + "/out")
      #expect(try Workbooks.open(folder + "/out").sheets.map(\.name) == ["甲", "乙"])
      try Workbooks.write([named("乙")], to: folder + "/out")
      #expect(try Workbooks.open(folder + "/out").sheets.map(\.name) == ["乙"])
    }
  }

  @Test func `sheet names never become paths`() throws {
    try Scratch.use { folder in
      func named(_ name: String) -> Released<Custody> {
        Released(Table(name: name, columns: Self.sheet().table.columns, rowCount: 1), through: .custody(reason: "t"))
      }
      let names = ["../../evil", "a\nb", "A\nB", "=cmd\u{202E}x", "CON", ""]
      try Workbooks.write(names.map(named), to: folder + "/out")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/out").filter { $0.hasSuffix(".csv") }
      #expect(files.count == names.count)
      #expect(try Workbooks.open(folder + "/out").sheets.map(\.name) == names)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["out"])
    }
  }
}
