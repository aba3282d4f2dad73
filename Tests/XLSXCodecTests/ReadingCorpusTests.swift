import ByteScanning
import Foundation
import Tabular
import TestSupport
import Testing

@testable import XLSXCodec

/// The real workbooks of the shared corpus.
@Suite("Reading the corpus", .enabled(if: Corpus.available(for: "workbooks of the corpus")))
struct ReadingCorpusTests {
  private static let root = Corpus.root ?? URL(fileURLWithPath: "/")

  private static func lines(gz path: String) throws -> [Substring.UTF8View] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", root.appending(path: path).path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).utf8.split(separator: UInt8(ascii: "\n")).map { Substring($0).utf8 }
  }

  private static func manifest(_ path: String) throws -> [FlatJSON] {
    let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
    return text.utf8.split(separator: UInt8(ascii: "\n")).map { FlatJSON($0) }
  }

  /// Where a workbook of the expected cells lies; three sources stand with the customers.
  private static func path(_ file: String) -> String {
    let path = root.appending(path: "xlsx/" + file).path
    if FileManager.default.fileExists(atPath: path) { return path }
    return root.appending(path: "customers/xlsx/" + file.split(separator: "/").last!).path
  }

  /// The cells of a workbook by sheet and address, as type and value.
  private static func cells(_ path: String) throws -> [String: FlatJSON.Value] {
    var cells: [String: FlatJSON.Value] = [:]
    let bytes = try Dump.lines(XLSXWorkbook.open(path: path, options: XLSXReadOptions(forceLibXML2: false)))
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let json = FlatJSON(line)
      cells["\(json["sheet"])\u{0}\(json["ref"])"] = FlatJSON.Value(json["type"], json["value"])
    }
    return cells
  }

  @Test("every cell that other readers agree on is read as they read it")
  func expectedCells() throws {
    var agreed: [String: Set<String>] = [:]
    for line in try ReadingCorpusTests.lines(gz: "xlsx/expected/sheets.jsonl.gz") {
      let json = FlatJSON(line)
      if json["status"] == "agreed" { agreed[json["file"], default: []].insert(json["sheet"]) }
    }
    let folder = ReadingCorpusTests.root.appending(path: "xlsx/expected").path
    var expected: [String: [String: FlatJSON.Value]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".agreed.jsonl.gz") {
      for line in try ReadingCorpusTests.lines(gz: "xlsx/expected/" + name) {
        let json = FlatJSON(line)
        expected[json["file"], default: [:]]["\(json["sheet"])\u{0}\(json["ref"])"] = .init(json["type"], json["value"])
      }
    }
    var checked = 0
    for (file, sheets) in agreed.sorted(by: { $0.key < $1.key }) where file != "poi/duplicate-filename.xlsx" {
      let found = try ReadingCorpusTests.cells(ReadingCorpusTests.path(file))
        .filter { sheets.contains(String($0.key.prefix { $0 != "\u{0}" })) }
      let wanted = expected[file] ?? [:]
      for (key, value) in wanted {
        checked += 1
        #expect(found[key] == value, "\(file) \(key)")
      }
      let surplus = found.keys.filter { wanted[$0] == nil }
      #expect(surplus.isEmpty, "\(file) \(surplus.prefix(3))")
    }
    #expect(checked > 500_000)
  }

  @Test("the byte scanner and libxml2 see the same cells in every workbook, or both refuse it")
  func bothWaysEqual() throws {
    var files = try ReadingCorpusTests.manifest("xlsx/manifest.jsonl").map { ReadingCorpusTests.path($0["file"]) }
    files += try ReadingCorpusTests.manifest("malicious/manifest.jsonl").map { $0["file"] }
      .filter { $0.hasSuffix(".xlsx") }
      .map { ReadingCorpusTests.root.appending(path: "malicious/" + $0).path }
    #expect(files.count > 900)
    for file in files {
      func outcome(_ force: Bool) -> [UInt8] {
        do {
          return try Dump.lines(XLSXWorkbook.open(path: file, options: XLSXReadOptions(forceLibXML2: force)))
        } catch {
          // Not always for the same reason: of two limits the one is passed first that is looked at first.
          return error is Failure ? [] : [0]
        }
      }
      #expect(outcome(false) == outcome(true), "\(file)")
    }
  }

  @Test("what no reader can open is refused with a code, everything else opens")
  func refusals() throws {
    // Names with backslashes, names twice: refused by the rules for archives. No XML where a part should be: empty.
    let ruled = [
      "poi/49609.xlsx", "poi/duplicate-filename.xlsx", "poi/duplicate-filename-case-insensitive.xlsx",
      "poi/xlsx-corrupted.xlsx",
    ]
    for line in try ReadingCorpusTests.manifest("xlsx/manifest.jsonl") {
      let file = line["file"]
      var code: String?
      do {
        let workbook = try XLSXWorkbook.open(path: ReadingCorpusTests.path(file))
        for i in workbook.sheets.indices { _ = try workbook.scan(sheet: i, ScanRequest()) }
      } catch {
        code = (error as? Failure)?.code.rawValue ?? "uncoded"
      }
      let refused = line["outcome"] == "neither" || ruled.contains(file)
      #expect((code != nil) == refused, "\(file): \(code ?? "opened")")
      #expect(code != "uncoded")
      if line["kind"] == "ole2" { #expect(code == "E226", "\(file)") }
    }
  }

  @Test("hostile files are refused or read as the corpus says")
  func hostile() throws {
    for line in try ReadingCorpusTests.manifest("malicious/manifest.jsonl") where line["file"].hasSuffix(".xlsx") {
      let path = ReadingCorpusTests.root.appending(path: "malicious/" + line["file"]).path
      var code = "ok"
      do {
        let workbook = try XLSXWorkbook.open(path: path)
        for i in workbook.sheets.indices { _ = try workbook.scan(sheet: i, ScanRequest()) }
      } catch {
        code = (error as? Failure)?.code.rawValue ?? "uncoded"
      }
      #expect(code != "uncoded")
      switch line["expect"] {
      case "ok": #expect(code == "ok", "\(line["file"]): \(line["why"])")
      case "refuse": #expect(code != "ok", "\(line["file"]): \(line["why"])")
      default: break
      }
    }
  }
}

/// A JSON object without objects inside, as the corpus's lines are: a scan, because half a million of them are read.
struct FlatJSON {
  struct Value: Equatable {
    var type: String
    var text: String
    init(_ type: String, _ text: String) {
      self.type = type
      self.text = text
    }

    static func == (a: Value, b: Value) -> Bool {
      guard a.type == b.type else { return false }
      if a.text == b.text { return true }
      guard a.type == "n" || a.type == "u", let x = Double(a.text), let y = Double(b.text) else { return false }
      return a.type == "n" ? x == y : (x - y).magnitude < 0.001
    }
  }

  private var fields: [(key: String, value: String)] = []

  subscript(key: String) -> String { fields.first { $0.key == key }?.value ?? "" }

  init(_ line: some Collection<UInt8>) {
    let bytes = Array(line)
    var i = 0
    func skip() { while i < bytes.count, [0x20, 0x2C, 0x3A, 0x7B, 0x7D].contains(bytes[i]) { i += 1 } }
    func string() -> String {
      var out: [UInt8] = []
      i += 1
      while i < bytes.count, bytes[i] != UInt8(ascii: "\"") {
        guard bytes[i] == UInt8(ascii: "\\") else {
          out.append(bytes[i])
          i += 1
          continue
        }
        i += 2
        switch bytes[i - 1] {
        case UInt8(ascii: "n"): out.append(10)
        case UInt8(ascii: "r"): out.append(13)
        case UInt8(ascii: "t"): out.append(9)
        case UInt8(ascii: "b"): out.append(8)
        case UInt8(ascii: "f"): out.append(12)
        case UInt8(ascii: "u"):
          func unit() -> UInt32 {
            defer { i += 4 }
            return UInt32(String(decoding: bytes[i..<i + 4], as: UTF8.self), radix: 16) ?? 0
          }
          var scalar = unit()
          if scalar & 0xFC00 == 0xD800 {
            i += 2
            scalar = 0x10000 + (scalar & 0x3FF) << 10 + (unit() & 0x3FF)
          }
          out += Array(String(Unicode.Scalar(scalar).map(Character.init) ?? "?").utf8)
        case let other: out.append(other)
        }
      }
      i += 1
      return String(decoding: out, as: UTF8.self)
    }
    while true {
      skip()
      guard i < bytes.count, bytes[i] == UInt8(ascii: "\"") else { break }
      let key = string()
      skip()
      guard i < bytes.count else { break }
      if bytes[i] == UInt8(ascii: "\"") {
        fields.append((key, string()))
      } else {
        let start = i
        while i < bytes.count, ![0x2C, 0x7D].contains(bytes[i]) { i += 1 }
        fields.append((key, String(decoding: bytes[start..<i], as: UTF8.self)))
      }
    }
  }
}
