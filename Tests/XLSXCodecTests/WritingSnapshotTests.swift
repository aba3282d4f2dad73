import Foundation
import ReleaseGate
import Tabular
import TestSupport
import Testing
import ZipContainer

@testable import XLSXCodec

/// Whole workbooks part by part, one element a line, held against what was looked at once and found right.
///
/// `ROLLBOOK_RECORD=1` writes them anew and fails, so that nobody records by accident.
@Suite struct WritingSnapshotTests {
  private static let folder = Corpus.packageRoot.appending(path: "Tests/XLSXCodecTests/Snapshots")

  /// Every part in the archive's order; elements on lines of their own.
  private func normalised(_ bytes: [UInt8]) throws -> String {
    let archive = try ZipArchive(bytes: bytes)
    return try archive.entries.map { entry in
      let text = String(decoding: try archive.bytes(of: entry), as: UTF8.self)
      return "=== \(entry.name)\n" + text.replacing("><", with: ">\n<")
    }.joined(separator: "\n") + "\n"
  }

  @Test(arguments: ["form", "partner"]) func partsAreAsTheyWere(_ name: String) throws {
    let made = Made.registration(rows: 8)
    var options = XLSXWriteOptions()
    options.forPartner = name == "partner"
    let actions = Dictionary(uniqueKeysWithValues: made.table.columns.map { ($0.field, ColumnAction.full) })
    let bytes =
      name == "partner"
      ? try XLSXWriter.bytes(
        [Released(made.table, through: .naming(role: "partner", actions: actions))], options: options)
      : try XLSXWriter.bytes([Made.custody(made)], options: options)
    let shown = try normalised(bytes)
    let file = WritingSnapshotTests.folder.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["ROLLBOOK_RECORD"] != nil {
      try FileManager.default.createDirectory(at: WritingSnapshotTests.folder, withIntermediateDirectories: true)
      try Data(shown.utf8).write(to: file)
      Issue.record("recorded \(file.lastPathComponent)")
      return
    }
    let kept = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let (a, b) = (kept.split(separator: "\n"), shown.split(separator: "\n"))
    let first = zip(a, b).first { $0 != $1 }
    #expect(first == nil && a.count == b.count, "kept: \(first?.0 ?? "") · now: \(first?.1 ?? "")")
  }
}
