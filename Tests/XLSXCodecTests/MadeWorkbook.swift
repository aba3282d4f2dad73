import ByteScanning
import Foundation
import Tabular
import ZipContainer

@testable import XLSXCodec

/// A workbook written down part by part, so that a test says in XML what it is about.
struct MadeWorkbook {
  static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  static let rels = "http://schemas.openxmlformats.org/package/2006/relationships"

  var parts: [String: String] = [
    "[Content_Types].xml": "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
    "_rels/.rels": "<Relationships xmlns=\"\(rels)\"><Relationship Id=\"rId1\" Type=\"\(office)/officeDocument\""
      + " Target=\"xl/workbook.xml\"/></Relationships>",
    "xl/workbook.xml": "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets><sheet name=\"S1\" sheetId=\"1\""
      + " r:id=\"rId1\"/></sheets></workbook>",
    "xl/_rels/workbook.xml.rels": "<Relationships xmlns=\"\(rels)\"><Relationship Id=\"rId1\""
      + " Type=\"\(office)/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\""
      + " Type=\"\(office)/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId3\""
      + " Type=\"\(office)/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
    "xl/sharedStrings.xml": "<sst xmlns=\"\(main)\"><si><t>zero</t></si><si><t>one</t></si></sst>",
  ]
  /// Parts that are no UTF-8 text.
  var rawParts: [String: [UInt8]] = [:]

  /// One sheet whose `sheetData` is given, and number formats for styles 1, 2 ….
  init(rows: String, formats: [String] = [], before: String = "", after: String = "") {
    parts["xl/worksheets/sheet1.xml"] =
      "<worksheet xmlns=\"\(MadeWorkbook.main)\">\(before)<sheetData>\(rows)</sheetData>\(after)</worksheet>"
    let custom = formats.enumerated().map { "<numFmt numFmtId=\"\(164 + $0)\" formatCode=\"\($1)\"/>" }
    let cells = formats.indices.map { "<xf numFmtId=\"\(164 + $0)\"/>" }
    parts["xl/styles.xml"] =
      "<styleSheet xmlns=\"\(MadeWorkbook.main)\"><numFmts>\(custom.joined())</numFmts>"
      + "<cellXfs><xf numFmtId=\"0\"/>\(cells.joined())</cellXfs></styleSheet>"
  }

  /// The same with other shared strings: the inside of `sst`.
  init(strings: String, rows: String) {
    self.init(rows: rows)
    parts["xl/sharedStrings.xml"] = "<sst xmlns=\"\(MadeWorkbook.main)\">\(strings)</sst>"
  }

  var bytes: [UInt8] {
    get throws {
      let sink = MemorySink()
      let writer = ZipWriter(to: sink)
      for (name, text) in parts.sorted(by: { $0.key < $1.key }) where rawParts[name] == nil {
        try writer.add(name, Array(text.utf8))
      }
      for (name, bytes) in rawParts.sorted(by: { $0.key < $1.key }) { try writer.add(name, bytes) }
      try writer.finish()
      return sink.bytes
    }
  }

  /// All cells as `A1=n:1 B1=s:"x"`, or the code of the failure.
  func cells(forceLibXML2: Bool) throws -> String {
    do {
      let workbook = try XLSXWorkbook(bytes: bytes, options: XLSXReadOptions(forceLibXML2: forceLibXML2))
      return try Dump.brief(workbook)
    } catch let failure as Failure {
      return failure.code.rawValue
    }
  }
}

/// What `CellDump` says of a workbook.
enum Dump {
  static func lines(_ workbook: any WorkbookReading) throws -> [UInt8] {
    let sink = MemorySink()
    try CellDump.write(workbook, to: sink)
    return sink.bytes
  }

  static func brief(_ workbook: any WorkbookReading) throws -> String {
    try String(decoding: lines(workbook), as: UTF8.self).split(separator: "\n").map { line in
      func field(_ name: String, _ stop: String) -> Substring {
        guard let start = line.range(of: "\"\(name)\":") else { return "?" }
        let rest = line[start.upperBound...]
        return rest[..<(rest.range(of: stop)?.lowerBound ?? rest.endIndex)]
      }
      let ref = field("ref", ",\"type\"").dropFirst().dropLast()
      let type = field("type", ",\"value\"").dropFirst().dropLast()
      return "\(ref)=\(type):\(field("value", "\u{0}").dropLast())"
    }.joined(separator: " ")
  }
}
