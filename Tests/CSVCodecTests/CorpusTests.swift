import ByteScanning
import CSVCodec
import Foundation
import Tabular
import TestSupport
import Testing

/// What the corpus says a file holds.
struct Expected: Decodable, Sendable, CustomTestStringConvertible {
  var file: String
  var encoding: String
  var delimiter: String?
  var status: String?
  var rows: [[String]]?
  var companion: String?
  var testDescription: String { file }

  static let all: [Expected] = {
    guard let root = Corpus.root else { return [] }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", root.appending(path: "csv/expected.jsonl.gz").path]
    let pipe = Pipe()
    process.standardOutput = pipe
    guard (try? process.run()) != nil else { return [] }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data.split(separator: 0x0A).compactMap { try? JSONDecoder().decode(Expected.self, from: $0) }
  }()

  func open(_ options: CSVOptions = CSVOptions()) throws -> CSVWorkbook {
    var options = options
    options.showsDirective = true
    let path = Corpus.root!.appending(path: "csv/\(file)").path
    return try CSVWorkbook(ByteSource(path: path), name: "sheet", file: file, options: options)
  }
}

@Suite(.enabled(if: Corpus.available(for: "CSV corpus"))) struct CorpusTests {
  /// Filled cells by place.
  static func cells(_ rows: [[String]]) -> [String: String] {
    var out: [String: String] = [:]
    for (r, row) in rows.enumerated() {
      for (c, text) in row.enumerated() where !text.isEmpty { out[CellName.name(column: c, row: r + 1)] = text }
    }
    return out
  }

  @Test(arguments: Expected.all.filter { $0.rows != nil })
  func `every agreed file gives exactly its cells`(_ expected: Expected) throws {
    let options = CSVOptions(
      encoding: TextEncoding(named: expected.encoding), separator: expected.delimiter?.first)
    let workbook = try expected.open(options)
    #expect(try workbook.exactCells() == Self.cells(expected.rows!))
  }

  /// Files whose encoding or separator no evidence shows, or whose own evidence speaks against the listed one.
  static let told: Set<String> = ["cp949", "shift_jis", "cp932", "euc_kr", "big5hkscs"]

  @Test(arguments: Expected.all.filter { $0.rows != nil && !told.contains($0.encoding) })
  func `encoding and separator are found from the file`(_ expected: Expected) throws {
    let workbook = try expected.open()
    let dialect = workbook.dialects[0]
    let wanted = TextEncoding(named: expected.encoding)
    if expected.encoding.hasPrefix("utf-16") {
      #expect(dialect.encoding == .utf16LittleEndian || dialect.encoding == .utf16BigEndian)
    } else {
      #expect(dialect.encoding == wanted)
    }
    // Where the only separators are not those of the list, several columns are found where the list has one.
    if dialect.separator != expected.delimiter?.first {
      #expect(expected.rows!.allSatisfy { $0.count <= 1 || !$0.joined().contains(dialect.separator) })
      return
    }
    #expect(try workbook.exactCells() == Self.cells(expected.rows!))
  }

  @Test(arguments: Expected.all.filter { $0.status == "both refuse" })
  func `files that break the rules are read and reported`(_ expected: Expected) throws {
    let scan = try expected.open().scan(sheet: 0, ScanRequest(otherwise: .text))
    #expect(scan.rowCount > 0)
    #expect(scan.findings.contains { $0.code.rawValue == "E303" || $0.code.rawValue == "E304" })
  }

  @Test(arguments: Expected.all.filter { $0.rows == nil && $0.companion?.hasSuffix(".txt") == true })
  func `texts of many encodings decode as their companions`(_ expected: Expected) throws {
    let root = Corpus.root!.appending(path: "csv")
    let bytes = [UInt8](try Data(contentsOf: root.appending(path: expected.file)))
    let wanted = try String(contentsOf: root.appending(path: expected.companion!), encoding: .utf8)
    var encoding = try #require(TextEncoding(named: expected.encoding))
    if expected.encoding == "utf-16", bytes.first == 0xFE { encoding = .utf16BigEndian }
    let text = encoding.decoded(bytes)
    func plain(_ s: String) -> String { s.hasPrefix("\u{FEFF}") ? String(s.unicodeScalars.dropFirst()) : s }
    #expect(Array(plain(text).utf8) == Array(plain(wanted).utf8))
  }
}

extension CSVWorkbook {
  /// Every filled cell as exact text, by place.
  func exactCells() throws -> [String: String] {
    let scan = try scan(sheet: 0, ScanRequest(otherwise: .text))
    var out: [String: String] = [:]
    for column in scan.columns {
      for row in 0..<scan.rowCount {
        if case .text(let text) = column.column.cell(row) {
          out[CellName.name(column: column.index, row: Int(scan.origin.place(row).row))] = text
        }
      }
    }
    return out
  }
}
