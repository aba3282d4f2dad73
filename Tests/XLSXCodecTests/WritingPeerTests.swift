import ByteScanning
import Foundation
import ReleaseGate
import Tabular
import TestSupport
import Testing

@testable import XLSXCodec

/// Every kind of output, shown to the programs that people open workbooks with.
@Suite struct WritingPeerTests {
  /// The kinds of workbooks the house writes.
  enum Kind: String, CaseIterable {
    case annotatedForm, partner, blankForm, plain, noRows, noColumns, oddHeaders, manySheets, allStrays, manyRemarks
    case twoLineHeader
  }

  static func bytes(_ kind: Kind) throws -> [UInt8] {
    var options = XLSXWriteOptions()
    options.title = "阳光教育 & 伙伴 <2026>"
    switch kind {
    case .annotatedForm: return try XLSXWriter.bytes([Made.custody(Made.registration())], options: options)
    case .partner:
      options.forPartner = true
      let made = Made.registration()
      let actions = Dictionary(uniqueKeysWithValues: made.table.columns.map { ($0.field, ColumnAction.full) })
      let view = CompiledView<Outside>.naming(role: "partner", actions: actions)
      return try XLSXWriter.bytes([Released(made.table, through: view)], options: options)
    case .blankForm:
      let made = Made.registration(rows: 0)
      return try XLSXWriter.bytes([Made.custody(made)], options: options)
    case .plain: return try XLSXWriter.bytes([Made.custody(Made.registration(rows: 3000).table)], options: options)
    case .noRows: return try XLSXWriter.bytes([Made.custody(Made.registration(rows: 0).table)], options: options)
    case .noColumns: return try XLSXWriter.bytes([Made.custody(Table(name: "空", rowCount: 0))], options: options)
    case .oddHeaders:
      let headers = ["姓名", "姓名", "", "a\nb", "=x", " 前后 ", String(repeating: "长", count: 300), "_x0041_", "\"'<&>"]
      let columns = headers.enumerated().map { i, header in
        Table.Named(header: header, field: FieldID("t", "f\(i)"), column: .texts(["值", nil, "控\u{1}制"]))
      }
      return try XLSXWriter.bytes(
        [Made.custody(Table(name: "[奇]:*?/\\", columns: columns, rowCount: 3))], options: options)
    case .twoLineHeader: return try XLSXWriter.bytes([Made.twoLineHeader], options: options)
    case .manySheets:
      let sheets = (0..<12).map { i -> Released<Custody> in
        var made = Made.registration(rows: i * 3)
        made.table.name = i % 2 == 0 ? "登记表" : "Log 'of' \(i)"
        return Made.custody(made)
      }
      return try XLSXWriter.bytes(sheets, options: options)
    case .allStrays:
      let cells: [Cell] = [
        .text("文"), .number(1.5), .boolean(true), .day(Day(rawValue: 20_000)), .dateTime(20_000.25), .time(0.5),
        .duration(1.25), .error("#N/A"), .error("#SPILL!"), .day(Day(rawValue: -40_000)), .number(.infinity),
        .number(.nan), .text(""),
      ]
      let strays = cells.enumerated().map { Column.Stray(row: UInt32($0.offset), cell: $0.element) }
      let lanes: [Column] = [
        .texts(Array(repeating: nil, count: cells.count)), .numbers(Array(repeating: nil, count: cells.count)),
        .days(Array(repeating: nil, count: cells.count)),
        Column(.number(Array(repeating: .nan, count: cells.count), .duration)),
      ]
      let columns = lanes.enumerated().map { i, lane -> Table.Named in
        var column = lane
        column.strays = strays
        return Table.Named(header: "列\(i)", field: FieldID("t", "f\(i)"), column: column)
      }
      return try XLSXWriter.bytes(
        [Made.custody(Table(name: "杂", columns: columns, rowCount: cells.count))], options: options)
    case .manyRemarks:
      var made = Made.registration(rows: 1500)
      made.presentation.annotations = (0..<1500).map {
        .init(row: $0, field: "customers.phone", tint: .error, comment: "第 \($0 + 1) 行：电话应为 11 位")
      }
      var second = Made.registration(rows: 10)
      second.table.name = "第二张"
      return try XLSXWriter.bytes([Made.custody(made), Made.custody(second)], options: options)
    }
  }

  @Test(.enabled(if: Peer.available(for: "workbooks shown to openpyxl, calamine and openxml-audit")))
  func otherReadersLoadEveryKindWithoutComplaint() throws {
    var files: [URL] = []
    for kind in Kind.allCases { files.append(try Scratch.file("\(kind.rawValue).xlsx", WritingPeerTests.bytes(kind))) }
    defer { for file in files { Scratch.remove(file) } }
    let said = try Peer.python(
      """
      import sys, warnings
      warnings.simplefilter("error")
      import openpyxl, python_calamine
      from openxml_audit import OpenXmlValidator
      for path in sys.argv[1:]:
          book = openpyxl.load_workbook(path)
          other = python_calamine.load_workbook(path)
          assert book.sheetnames == other.sheet_names, (path, book.sheetnames, other.sheet_names)
          for sheet in book:
              a = [[c for c in row] for row in sheet.iter_rows(values_only=True)]
              b = other.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
              filled = lambda rows: sum(1 for r in rows for c in r if c not in (None, "") and not str(c).startswith("#"))
              assert filled(a) == filled(b), (path, sheet.title, filled(a), filled(b))
          result = OpenXmlValidator().validate(path)
          assert result.is_valid and not result.errors, (path, [str(e) for e in result.errors][:5])
          print(path, len(book.sheetnames))
      """, files.map(\.path))
    #expect(said.split(separator: "\n").count == Kind.allCases.count)
  }

  private static let office = ["/usr/bin/soffice", "/usr/local/bin/soffice", "/opt/libreoffice/program/soffice"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private static func officeAvailable() -> Bool {
    if office != nil { return true }
    print("skipped: workbooks shown to LibreOffice — no soffice")
    return false
  }

  @Test(.enabled(if: officeAvailable() && Peer.available(for: "what LibreOffice made of our workbooks")))
  func libreOfficeLoadsAndKeepsEveryKind() throws {
    let office = try #require(WritingPeerTests.office)
    let folder = Scratch.url("office")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { Scratch.remove(folder) }
    for kind in Kind.allCases {
      try Data(WritingPeerTests.bytes(kind)).write(to: folder.appending(path: "\(kind.rawValue).xlsx"))
    }
    let out = folder.appending(path: "out")
    _ = try Peer.run(
      URL(fileURLWithPath: office),
      [
        "-env:UserInstallation=file://\(folder.path)/profile", "--headless", "--convert-to", "ods", "--outdir",
        out.path,
      ] + Kind.allCases.map { folder.appending(path: "\($0.rawValue).xlsx").path })
    // The same number of filled cells on the same sheets, read from what LibreOffice saved.
    let said = try Peer.python(
      """
      import sys, os, python_calamine
      folder, out = sys.argv[1:]
      filled = lambda book: {n: sum(1 for r in book.get_sheet_by_name(n).to_python() for c in r if c != "") for n in book.sheet_names}
      for name in sorted(os.listdir(folder)):
          if not name.endswith(".xlsx"): continue
          a = filled(python_calamine.load_workbook(os.path.join(folder, name)))
          b = filled(python_calamine.load_workbook(os.path.join(out, name[:-5] + ".ods")))
          assert list(a.values()) == list(b.values()), (name, a, b)
          print(name)
      """, [folder.path, out.path])
    #expect(said.split(separator: "\n").count == Kind.allCases.count)
  }
}
