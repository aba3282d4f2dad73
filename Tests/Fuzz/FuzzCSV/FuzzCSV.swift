import CSVCodec
import FuzzDriver
import Tabular

/// Any bytes as a CSV file: never a crash, and the fast reader agrees with the obvious one.
func fuzzCSV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  // As a stranger's file: everything found out.
  if let book = try? CSVWorkbook(ByteSource(bytes), name: "s", file: "s.csv") {
    _ = try? book.preview(sheet: 0, rows: 50)
    _ = try? book.scan(sheet: 0, ScanRequest())
  }
  agrees(bytes, .utf8, after: [])
  // Behind many different texts, where texts are decoded as they come.
  agrees(bytes, .utf8, after: differentTexts)
  agrees(bytes, .gb18030, after: differentTexts)
  return 0
}

private let differentCount = 5000
private let differentTexts: [UInt8] = (0..<differentCount).flatMap { Array("k\($0)\n".utf8) }

/// Read with commas, cell by cell against the reference; `lead` holds whole records that are known.
private func agrees(_ bytes: [UInt8], _ encoding: TextEncoding, after lead: [UInt8]) {
  var options = CSVOptions(encoding: encoding, separator: ",")
  options.showsDirective = true
  guard !lead.isEmpty || !bytes.starts(with: [0xEF, 0xBB, 0xBF]),
    let book = try? CSVWorkbook(ByteSource(lead + bytes), name: "s", file: "s.csv", options: options),
    let scan = try? book.scan(sheet: 0, ScanRequest(otherwise: .text))
  else { return }
  let skipped = lead.isEmpty ? 0 : differentCount
  var rows: [Int: Int] = [:]
  for row in 0..<scan.rowCount { rows[Int(scan.origin.place(row).row)] = row }
  var cells = 0
  for column in scan.columns {
    for row in skipped..<max(skipped, scan.rowCount) where !column.column.cell(row).isEmpty { cells += 1 }
  }
  var wanted = 0
  for (r, record) in ReferenceParser.parse(bytes, delimiter: 0x2C).records.enumerated() {
    for (c, field) in record.enumerated() where !field.isEmpty {
      wanted += 1
      let row = rows[r + 1 + skipped]
      precondition(row.map { scan.columns[c].column.cell($0) } == .text(encoding.decoded(field)), "cell \(r), \(c)")
    }
  }
  precondition(cells == wanted, "cells")
}

@_cdecl("FuzzCSV_main")
public func entry(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  fuzz(count, arguments) { fuzzCSV($0, $1) }
}
