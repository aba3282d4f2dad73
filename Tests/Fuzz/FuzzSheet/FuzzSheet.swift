import ByteScanning
import FuzzDriver
import Tabular
import XLSXCodec
import ZipContainer

/// Any bytes as the inside of a worksheet and of a string table: both ways of reading give the same cells, or both
/// refuse.
func fuzzSheet(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  guard let package = try? workbook(bytes) else { return 0 }
  let fast = outcome(package, forceLibXML2: false)
  let complete = outcome(package, forceLibXML2: true)
  precondition(fast == complete, "the byte scanner and libxml2 differ")
  return 0
}

private func outcome(_ package: [UInt8], forceLibXML2: Bool) -> [UInt8]? {
  let sink = MemorySink()
  do {
    try CellDump.write(XLSXWorkbook(bytes: package, options: XLSXReadOptions(forceLibXML2: forceLibXML2)), to: sink)
    return sink.bytes
  } catch {
    return nil
  }
}

/// A workbook whose one sheet is `bytes`, or, where they start so, whose string table is.
private func workbook(_ bytes: [UInt8]) throws -> [UInt8] {
  let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
  let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  let rels = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
  let isTable = bytes.starts(with: Array("<si".utf8))
  let sink = MemorySink()
  let zip = ZipWriter(to: sink, threads: 1)
  func add(_ name: String, _ text: String) throws { try zip.add(name, Array(text.utf8)) }
  try add(
    "_rels/.rels", rels + "<Relationship Id=\"r\" Type=\"\(office)/officeDocument\" Target=\"w.xml\"/></Relationships>")
  try add("w.xml", "<workbook \(main) xmlns:r=\"\(office)\"><sheets><sheet name=\"s\" r:id=\"r\"/></sheets></workbook>")
  try add(
    "_rels/w.xml.rels",
    rels + "<Relationship Id=\"r\" Type=\"\(office)/worksheet\" Target=\"s.xml\"/>"
      + "<Relationship Id=\"t\" Type=\"\(office)/sharedStrings\" Target=\"t.xml\"/></Relationships>")
  let plain = Array("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>".utf8)
  try zip.add(
    "s.xml",
    Array("<worksheet \(main)><sheetData>".utf8) + (isTable ? plain : bytes) + Array("</sheetData></worksheet>".utf8))
  try zip.add(
    "t.xml",
    Array("<sst \(main)>".utf8) + (isTable ? bytes : Array("<si><t>a</t></si><si><t>b</t></si>".utf8))
      + Array("</sst>".utf8))
  try zip.finish()
  return sink.bytes
}

@_cdecl("FuzzSheet_main")
public func entry(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  fuzz(count, arguments) { fuzzSheet($0, $1) }
}
