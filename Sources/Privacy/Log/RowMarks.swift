import ByteScanning
import Cryptography
import Foundation
package import Tabular

/// What an export remembers of its rows, beside the log: for each row a keyed mark of the person, a mark of the row as it
/// was written, and one of its token, in output order. None leads back to a value.
///
/// The persons tell whether two exports differ by few people (differencing); rows, tokens and their order tell which
/// export a leaked file came from, even where columns were taken out or changed.
package struct RowMarks: Sendable, Equatable {
  package var people: [UInt64]
  package var rows: [UInt64]
  /// 0 where the view shows no token.
  package var tokens: [UInt64]

  /// In `people`: a marker row, which is nobody.
  static let marker = UInt64.max

  package init(people: [UInt64] = [], rows: [UInt64] = [], tokens: [UInt64] = []) {
    self.people = people
    self.rows = rows
    self.tokens = tokens
  }

  /// Everybody the export was about.
  var persons: [UInt64] { people.filter { $0 != RowMarks.marker } }

  /// Marks of the written rows: a digest over the cells' texts.
  package static func marks(of table: Table) -> [UInt64] {
    let texts = table.columns.map { named in (0..<table.rowCount).map { CellText.of(named.column.cell($0)) ?? "" } }
    return (0..<table.rowCount).map { row in mark(of: texts.map { $0[row] }) }
  }

  /// Marks of single cells, row by row.
  static func marks(of column: Column) -> [UInt64] {
    (0..<column.count).map { row in CellText.of(column.cell(row)).map { mark(of: [$0]) } ?? 0 }
  }

  static func mark(of cells: [String]) -> UInt64 {
    let filled = cells.map(\.trimmed).filter { !$0.isEmpty }.joined(separator: "\u{1F}")
    let digest = (try? Digest.of(Array(filled.utf8))) ?? []
    return digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  static func path(log: String, digest: String) -> String {
    ((log as NSString).deletingLastPathComponent as NSString).appendingPathComponent(
      "exports/\(digest.prefix(16)).rows")
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = Array("RBM2".utf8)
    bytes.reserveCapacity(4 + 24 * people.count)
    for i in people.indices {
      for value in [people[i], rows[i], tokens[i]] {
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(value >> shift & 0xFF)) }
      }
    }
    return bytes
  }

  init?(bytes: [UInt8]) {
    guard bytes.starts(with: Array("RBM2".utf8)), (bytes.count - 4) % 24 == 0 else { return nil }
    self.init()
    var i = 4
    func value(_ at: Int) -> UInt64 { bytes[at..<(at + 8)].reduce(0) { $0 << 8 | UInt64($1) } }
    while i < bytes.count {
      people.append(value(i))
      rows.append(value(i + 8))
      tokens.append(value(i + 16))
      i += 24
    }
  }

  /// Writes the marks beside the log; gives their digest, which names the file.
  func save(log: String) throws -> String {
    let bytes = self.bytes
    let digest = Hex.string(try Digest.of(bytes))
    let path = Self.path(log: log, digest: digest)
    let folder = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
    else { throw Failure("E540", kind: .unreadable, file: path, [path]) }
    return digest
  }

  /// The marks of a logged export; nil where the side file is gone or was changed.
  static func load(log: String, record: LogRecord) -> RowMarks? {
    guard !record.rowMarks.isEmpty,
      let data = FileManager.default.contents(atPath: path(log: log, digest: record.rowMarks))
    else { return nil }
    let bytes = Array(data)
    guard let digest = try? Digest.of(bytes), Hex.string(digest) == record.rowMarks else { return nil }
    return RowMarks(bytes: bytes)
  }
}
