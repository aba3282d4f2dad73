import ByteScanning
import Foundation
import ReleaseGate
import Tabular
import Workbooks
import XLSXCodec

/// The pieces of work that are measured, each done once in a process of its own.
enum Work {
  typealias Piece = @Sendable ([String]) throws -> Void

  static let all: [String: Piece] = codecs.merging(planning) { $1 }

  private static let codecs: [String: Piece] = [
    "nothing": { _ in },
    "read": { arguments in
      let book = try Workbooks.open(arguments[0])
      let scan = try book.reading.scan(sheet: 0, ScanRequest(firstRow: 2))
      print("\(scan.rowCount) × \(scan.columns.count)")
    },
    // FILE COLUMN…: only these columns (from 0), to see that nothing else is kept.
    "columns": { arguments in
      let book = try Workbooks.open(arguments[0])
      let before = peak()
      let columns = arguments.dropFirst().compactMap { Int($0) }.sorted()
      let scan = try book.reading.scan(sheet: 0, ScanRequest(firstRow: 2, columns: columns))
      print("\(scan.rowCount) × \(scan.columns.count) opened \(before) MiB peak \(peak()) MiB")
    },
    "write": { arguments in
      // As write_peer.py does: the table is in memory first, the figures are of the writing alone.
      let table = try load(arguments[0])
      let released = Released(table, through: CompiledView<Custody>.custody(reason: "benchmark"))
      let before = peak()
      let clock = ContinuousClock()
      let start = clock.now
      let file = try AtomicFile(replacing: arguments[1], permissions: .custody)
      try XLSXWriter.write([released], to: file)
      try file.commit()
      let parts = (clock.now - start).components
      let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
      print("write \(seconds) s load-RSS \(before) peak \(peak())")
    },
    "convert": { arguments in
      var options = WriteOptions()
      options.force = true
      try Conversion.run(from: arguments[0], to: arguments[1], OpenOptions(), options)
    },
  ]

  /// A CSV file as a table with its first row as headers.
  static func load(_ path: String) throws -> Table {
    let book = try Workbooks.open(path)
    let headers = try book.reading.preview(sheet: 0, rows: 1).rows.first?.cells ?? []
    let scan = try book.reading.scan(sheet: 0, ScanRequest(firstRow: 2))
    let columns = scan.columns.map { column -> Table.Named in
      var header = ""
      if column.index < headers.count, case .text(let text) = headers[column.index] { header = text }
      return Table.Named(header: header, field: FieldID("t", "c\(column.index)"), column: column.column)
    }
    return Table(name: "sheet1", columns: columns, rowCount: scan.rowCount)
  }

  /// The most memory this process ever held, in MiB.
  static func peak() -> Int {
    var usage = rusage()
    // 0 = this process.
    getrusage(0, &usage)
    return Int(usage.ru_maxrss) / 1024
  }
}
