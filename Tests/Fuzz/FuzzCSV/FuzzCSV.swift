import CSVCodec
import Tabular

/// Any bytes as a CSV file: never a crash, and the fast reader agrees with the obvious one.
func fuzzCSV(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  // As a stranger's file: everything found out.
  if let book = try? CSVWorkbook(ByteSource(bytes), name: "s", file: "s.csv") {
    _ = try? book.preview(sheet: 0, rows: 50)
    _ = try? book.scan(sheet: 0, ScanRequest())
  }
  // As UTF-8 with commas: cell by cell against the reference.
  var options = CSVOptions(encoding: .utf8, separator: ",")
  options.showsDirective = true
  guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]),
    let book = try? CSVWorkbook(ByteSource(bytes), name: "s", file: "s.csv", options: options),
    let scan = try? book.scan(sheet: 0, ScanRequest(otherwise: .text))
  else { return 0 }
  var cells = 0
  for column in scan.columns { for row in 0..<scan.rowCount where !column.column.cell(row).isEmpty { cells += 1 } }
  var wanted = 0
  for (r, record) in ReferenceParser.parse(bytes, delimiter: 0x2C).records.enumerated() {
    for (c, field) in record.enumerated() where !field.isEmpty {
      wanted += 1
      let row = (0..<scan.rowCount).first { Int(scan.origin.place($0).row) == r + 1 }
      precondition(
        row.map { scan.columns[c].column.cell($0) } == .text(TextEncoding.utf8.decoded(field)), "cell \(r), \(c)")
    }
  }
  precondition(cells == wanted, "cells")
  return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// SwiftPM renames the entry point of an executable on Linux, so libFuzzer's own is not found: this one calls it.
@_cdecl("FuzzCSV_main")
public func main(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  var count = count
  var arguments = arguments
  return withUnsafeMutablePointer(to: &arguments) { runDriver(&count, $0) { fuzzCSV($0, $1) } }
}
