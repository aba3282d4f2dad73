import ByteScanning
import Foundation
import Tabular
import TestSupport
import Testing
import Workbooks

/// XLSX → folder of CSVs → XLSX over workbooks of many makers: no value or type may change on the way.
@Suite(.enabled(if: Corpus.available(for: "conversion of the XLSX corpus"))) struct CorpusRoundTripTests {
  /// Every file where `ROLLBOOK_THOROUGH` is set, else a sample of every maker.
  static let files: [String] = {
    guard let root = Corpus.root else { return [] }
    let folder = root.appending(path: "xlsx").path
    let all = (FileManager.default.subpaths(atPath: folder) ?? []).filter { $0.hasSuffix(".xlsx") }.sorted()
    let thorough = ProcessInfo.processInfo.environment["ROLLBOOK_THOROUGH"] != nil
    return all.enumerated().filter { thorough || $0.offset % 16 == 3 }.map { folder + "/" + $0.element }
      .filter { path in
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        return thorough || size < 300_000
      }
  }()

  struct Sheet: Equatable {
    var name: String
    var cells: [String: Cell]
  }

  static func sheets(_ path: String) throws -> [Sheet] {
    let book = try Workbooks.open(path)
    return try book.sheets.indices.map { index in
      let scan = try book.reading.scan(sheet: index, ScanRequest())
      var cells: [String: Cell] = [:]
      for column in scan.columns {
        for row in 0..<scan.rowCount {
          let cell = column.column.cell(row)
          if !cell.isEmpty { cells[CellName.name(column: column.index, row: Int(scan.origin.place(row).row))] = cell }
        }
      }
      return Sheet(name: book.sheets[index].name, cells: cells)
    }
  }

  @Test(arguments: files) func `comes back with every value and type`(_ path: String) throws {
    try Scratch.use { folder in
      // What cannot be opened is no matter of conversion.
      guard let before = try? Self.sheets(path) else { return }
      try Conversion.run(from: path, to: folder + "/csv")
      try Conversion.run(from: folder + "/csv", to: folder + "/back.xlsx")
      let after = try Self.sheets(folder + "/back.xlsx")
      #expect(after.count == before.count)
      for (a, b) in zip(before, after) {
        #expect(a.name == b.name)
        for (place, cell) in a.cells where !Self.same(b.cells[place], cell) {
          Issue.record("\(a.name) \(place): \(cell) came back as \(String(describing: b.cells[place]))")
        }
        for place in b.cells.keys where a.cells[place] == nil { Issue.record("\(a.name) \(place) was empty") }
      }
    }
  }

  /// Equal, or a moment that differs by less than the spreadsheet's own last digit.
  static func same(_ a: Cell?, _ b: Cell) -> Bool {
    if a == b { return true }
    switch (a, b) {
    case (.dateTime(let x), .dateTime(let y)), (.time(let x), .time(let y)), (.duration(let x), .duration(let y)):
      return abs(x - y) < 1e-9
    default: return false
    }
  }
}
